import { describe, expect, it } from "vitest";
import { call, column, float, forest, type Expr } from "./index.ts";
import { createProgram } from "./create-program.ts";
import { shareCommon } from "./share-common.ts";

const x = column("x", "Float");
const input = { fields: [{ name: "x", type: "Float" as const, nullable: true }] };
const square = (): Expr => call("multiply", call("add", x, float(1)), call("add", x, float(1)));

describe("shareCommon", () => {
  it("names a larger part that two outputs use, also when it was built twice", () => {
    const shared = shareCommon(
      createProgram({ input, outputs: { a: call("exp", square()), b: call("sqrt", square()) } }),
    );
    expect(shared.lets.map(([name]) => name)).toEqual(["shared part 1"]);
    expect(shared.outputs["a"]).toEqual(call("exp", column("shared part 1", "Float")));
    expect(shared.outputs["b"]).toEqual(call("sqrt", column("shared part 1", "Float")));
  });

  it("leaves small parts and parts that are used once", () => {
    const program = createProgram({ input, outputs: { a: square(), b: call("add", x, float(1)) } });
    expect(shareCommon(program)).toEqual(program);
  });

  it("lends the name of a step to the other places that use the same part", () => {
    const program = createProgram({
      input,
      lets: [["squared", square()]],
      outputs: { a: call("exp", square()) },
    });
    expect(shareCommon(program).outputs["a"]).toEqual(call("exp", column("squared", "Float")));
  });

  it("stores a forest once that many outputs use", () => {
    const trees = forest({
      inputs: [x],
      bias: 0,
      roots: [0],
      feature: [-1],
      threshold: [0],
      categories: [null],
      missingLeft: [0],
      left: [0],
      right: [0],
      value: [0.5],
    });
    const softmax = (own: Expr): Expr =>
      call("divide", call("exp", own), call("add", call("exp", trees), call("exp", own)));
    const shared = shareCommon(
      createProgram({ input, outputs: { a: softmax(trees), b: softmax(float(1)) } }),
    );
    expect(JSON.stringify(shared).split('"forest"').length - 1).toBe(1);
  });
});
