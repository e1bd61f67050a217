import { describe, expect, it } from "vitest";
import { evaluateExpr } from "../../compile/index.ts";
import { column } from "../../ir/index.ts";
import { normalProbability, normalProbabilityExpr } from "./normal-distribution.ts";

// norm.cdf of scipy 1.17.1.
const figures = [
  [-37.5, 4.605353009581954e-308],
  [-9.3, 7.022284240441541e-21],
  [-5.7, 5.99037140106353e-9],
  [-5.6, 1.0717590258310887e-8],
  [-3, 0.0013498980316300933],
  [-1, 0.15865525393145707],
  [-0.7, 0.24196365222307303],
  [-0.3, 0.3820885778110474],
  [0, 0.5],
  [0.2, 0.579259709439103],
  [0.68, 0.7517477695464294],
  [2, 0.9772498680518208],
  [5, 0.9999997133484281],
  [9, 1.0],
] as const;

describe("normalProbability", () => {
  it("has the probabilities of scipy, far into the tail", () => {
    for (const [z, probability] of figures)
      expect(Math.abs(normalProbability(z) / probability - 1)).toBeLessThan(2e-14);
  });

  it("has the same bits as its expression", () => {
    const expr = normalProbabilityExpr(column("z", "Float"));
    for (const z of [...figures.map(([value]) => value), 0.67448975, 0.6745, 5.65, 5.66, 30])
      expect(evaluateExpr(expr, { z })).toBe(normalProbability(z));
  });
});
