import { describe, expect, it } from "vitest";
import { vectorFromValues } from "../../schema/index.ts";
import { oneColumnScore } from "./one-column-score.ts";

const rows = Array.from({ length: 60 }, (_, row) => row);
const numbers = (value: (row: number) => number) => vectorFromValues("Float", rows.map(value));

describe("oneColumnScore", () => {
  it("gives a number for columns and targets at the ends of float64, or none", () => {
    const target = Float64Array.from(rows, (row) => Math.sin(row));
    for (const end of [Number.MAX_VALUE, -Number.MAX_VALUE, 1e200]) {
      const column = numbers((row) => (row % 10 === 0 ? end : Math.cos(row * 3)));
      const found = oneColumnScore(column, { kind: "numbers", name: "y", values: target });
      expect(Number.isFinite(found?.score)).toBe(true);
      expect(found!.score).toBeLessThan(0.5);
      const great = target.map((value) => value * 1e200);
      expect(oneColumnScore(column, { kind: "numbers", name: "y", values: great })).toBeNull();
    }
  });
});
