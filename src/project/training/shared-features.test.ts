import { describe, expect, it } from "vitest";
import { call, column, columnsOf, float, type Expr } from "../../ir/index.ts";
import { shareFeatures, wholeFeatures } from "./shared-features.ts";

const schema = {
  fields: ["x", "shared part 1"].map((name) => ({ name, type: "Float" as const, nullable: true })),
};
const step = (expr: Expr): Expr =>
  call("multiply", call("add", expr, float(1)), call("subtract", expr, float(2)));

describe("shareFeatures", () => {
  it("writes a chain of steps in a few lines that would be endless written out, and gives it back", () => {
    let chain: Expr = column("x", "Float");
    for (let at = 0; at < 60; at++) chain = step(chain);
    const stored = shareFeatures(schema, [
      { name: "a", from: "x", expr: chain },
      { name: "b", from: "x", expr: call("sqrt", chain) },
    ]);
    const text = JSON.stringify(stored);
    expect(text.length).toBeLessThan(40_000);
    const [first, second] = wholeFeatures(JSON.parse(text) as typeof stored);
    expect([first!.name, columnsOf(first!.expr)]).toEqual(["a", ["x"]]);
    expect(second!.expr.kind === "call" && second!.expr.args[0]).toBe(first!.expr);
    expect(shareFeatures(schema, wholeFeatures(stored))).toEqual(stored);
  });

  it("gives back the very features, though a column has the name of a part", () => {
    const twice = step(step(column("shared part 1", "Float")));
    const features = [
      { name: "a", from: "shared part 1", expr: call("exp", twice) },
      { name: "b", from: "shared part 1", expr: twice },
    ];
    expect(wholeFeatures(shareFeatures(schema, features))).toEqual(features);
  });
});
