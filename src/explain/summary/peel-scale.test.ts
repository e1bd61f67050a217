import { describe, expect, it } from "vitest";
import { evaluateExpr } from "../../compile/index.ts";
import { call, column, float, type Expr } from "../../ir/index.ts";
import { peelScale } from "./peel-scale.ts";

const x = column("x", "Float");
const scaled = call("divide", call("subtract", x, float(40)), float(10));

describe("peelScale", () => {
  it("takes a scale off to the column", () => {
    expect(peelScale(scaled)).toEqual({ inner: x, slope: 0.1, shift: -4 });
  });

  it("moves a fill-in behind the scale before it", () => {
    const { inner } = peelScale(call("coalesce", scaled, float(0)));
    expect(inner).toEqual(call("coalesce", x, float(40)));
  });

  it("leaves what is no straight line as it is", () => {
    const curved = call("log1p", call("abs", x));
    expect(peelScale(curved)).toEqual({ inner: curved, slope: 1, shift: 0 });
    expect(peelScale(call("divide", float(1), x)).inner).toEqual(call("divide", float(1), x));
    expect(peelScale(call("multiply", x, float(0))).slope).toBe(1);
  });

  const cases: readonly Expr[] = [
    scaled,
    call("subtract", float(3), scaled),
    call("add", float(3), call("multiply", float(-2), scaled)),
    call("coalesce", call("multiply", scaled, float(4)), float(7)),
    call("divide", call("subtract", call("log1p", x), float(1)), float(3)),
  ];

  it.each(cases.map((expr, at) => [at, expr] as const))(
    "gives slope · inner + shift again (%i)",
    (_, expr) => {
      const { inner, slope, shift } = peelScale(expr);
      for (const value of [0, 2, 40, 1e6, null]) {
        const row = { x: value };
        const [whole, part] = [evaluateExpr(expr, row), evaluateExpr(inner, row)];
        if (whole === null || part === null) expect(whole).toBe(part);
        else expect(slope * Number(part) + shift).toBeCloseTo(Number(whole), 9);
      }
    },
  );
});
