import { describe, expect, it } from "vitest";
import { createRandom, shuffledIndexes } from "../base/index.ts";
import { call, column, float } from "../ir/index.ts";
import { tableFromVectors, takeTableRows, vectorFromValues, type Value } from "../schema/index.ts";
import type { Aggregate } from "./aggregate.ts";
import { runAggregates } from "./run-aggregates.ts";

const x = column("x", "Float");
const g = column("g", "Text");
const xValues = [3.5, -1.25, null, 12, 7.75, 0.1, null, 3.5, 100, 2.2];
const gValues = ["a", "b", "a", "c", "a", "b", "b", null, "a", "c"];
const table = tableFromVectors([
  ["x", vectorFromValues("Float", xValues)],
  ["g", vectorFromValues("Text", gValues)],
]);
const ask = (request: Aggregate, rows: Uint32Array | null = null, from = table) =>
  runAggregates(from, rows, { answer: request })["answer"];
const askNumbers = (kind: "sum" | "mean" | "min" | "max" | "standardDeviation", values: readonly Value[]) =>
  ask({ kind, of: x }, null, tableFromVectors([["x", vectorFromValues("Float", values)]]));

describe("runAggregates", () => {
  it("counts what is there and what is missing", () => {
    expect(ask({ kind: "count", of: g })).toBe(9);
    expect(ask({ kind: "countMissing", of: x })).toBe(2);
  });

  it("agrees with NumPy 2.4.6 on moments and quantiles", () => {
    expect(ask({ kind: "mean", of: x })).toBe(15.975);
    expect(ask({ kind: "standardDeviation", of: x })).toBeCloseTo(34.21229937568401, 12);
    const quantiles = ask({ kind: "quantiles", of: x, probabilities: [0.1, 0.25, 0.5, 0.9] });
    for (const [at, expected] of [-0.305, 1.675, 3.5, 38.4].entries())
      expect((quantiles as number[])[at]).toBeCloseTo(expected, 12);
    expect(ask({ kind: "min", of: x })).toBe(-1.25);
    expect(ask({ kind: "max", of: x })).toBe(100);
  });

  it("computes an expression first", () => {
    expect(ask({ kind: "sum", of: call("multiply", x, float(2)) })).toBe(255.6);
  });

  it("looks only at the given rows", () => {
    expect(ask({ kind: "mean", of: x }, Uint32Array.of(3, 4))).toBe(9.875);
    expect(ask({ kind: "groupCounts", of: g }, Uint32Array.of(1, 3, 9))).toEqual([
      { value: "c", count: 2, sum: 0 },
      { value: "b", count: 1, sum: 0 },
    ]);
  });

  it("lists groups by count, then by value", () => {
    expect(ask({ kind: "groupCounts", of: g })).toEqual([
      { value: "a", count: 4, sum: 0 },
      { value: "b", count: 3, sum: 0 },
      { value: "c", count: 2, sum: 0 },
    ]);
    expect(ask({ kind: "groupCounts", of: x })).toEqual([
      { value: 3.5, count: 2, sum: 0 },
      ...[-1.25, 0.1, 2.2, 7.75, 12, 100].map((value) => ({ value, count: 1, sum: 0 })),
    ]);
  });

  it("sums groups over the rows that have a number, with missing as a group", () => {
    expect(ask({ kind: "groupSums", by: g, of: x })).toEqual([
      { value: "a", count: 3, sum: 111.25 },
      { value: "b", count: 2, sum: -1.15 },
      { value: "c", count: 2, sum: 14.2 },
      { value: null, count: 1, sum: 3.5 },
    ]);
  });

  it("merges a dictionary that names a level twice", () => {
    const twice = tableFromVectors([
      ["g", { kind: "texts", type: "Text", codes: Int32Array.of(0, 1, 2, 1), dictionary: ["a", "b", "a"] }],
    ]);
    expect(ask({ kind: "groupCounts", of: g }, null, twice)).toEqual([
      { value: "a", count: 2, sum: 0 },
      { value: "b", count: 2, sum: 0 },
    ]);
  });

  it("answers nothing for no rows", () => {
    const none = new Uint32Array(0);
    expect(ask({ kind: "count", of: x }, none)).toBe(0);
    expect(ask({ kind: "sum", of: x }, none)).toBe(0);
    for (const kind of ["mean", "min", "max", "standardDeviation"] as const)
      expect(ask({ kind, of: x }, none)).toBeNull();
    expect(ask({ kind: "quantiles", of: x, probabilities: [0, 1] }, none)).toEqual([null, null]);
    expect(ask({ kind: "groupSums", by: g, of: x }, none)).toEqual([]);
  });

  it("does not depend on the order of the rows", () => {
    const random = createRandom(3);
    const count = 2000;
    const numbers = Array.from({ length: count }, () => (random.next() - 0.5) * 10 ** random.integer(30));
    const big = tableFromVectors([
      ["x", vectorFromValues("Float", numbers)],
      [
        "g",
        vectorFromValues(
          "Text",
          numbers.map(() => `level ${random.integer(7)}`),
        ),
      ],
    ]);
    const requests: Record<string, Aggregate> = {
      sum: { kind: "sum", of: x },
      deviation: { kind: "standardDeviation", of: x },
      groups: { kind: "groupSums", by: g, of: x },
    };
    const shuffled = takeTableRows(big, shuffledIndexes(count, random));
    expect(runAggregates(shuffled, null, requests)).toEqual(runAggregates(big, null, requests));
  });

  it("gives exact sums where plain addition loses digits", () => {
    expect(askNumbers("sum", [1e100, 1, -1e100])).toBe(1);
    expect(askNumbers("mean", [1e100, 3, -1e100])).toBe(1);
    expect(askNumbers("sum", [1e150, 3e-200, -1e150])).toBe(3e-200);
  });

  it("gives the mean of equal numbers as that number", () => {
    const equal = Array.from({ length: 450 }, () => 0.22169166627303505);
    expect(askNumbers("mean", equal)).toBe(0.22169166627303505);
    expect(askNumbers("standardDeviation", equal)).toBe(0);
  });

  it("adds whole numbers exactly where plain addition would not", () => {
    const whole = tableFromVectors([
      ["x", vectorFromValues("Float", [2 ** 53, 1, 1, -(2 ** 53)])],
      ["g", vectorFromValues("Text", ["a", "a", "a", "a"])],
    ]);
    expect(ask({ kind: "groupSums", by: g, of: x }, null, whole)).toEqual([{ value: "a", count: 4, sum: 2 }]);
    expect(ask({ kind: "sum", of: x }, null, whole)).toBe(2);
  });

  it("finds the spread of numbers with a large common part", () => {
    expect(askNumbers("standardDeviation", [1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16])).toBe(Math.sqrt(30));
    expect(askNumbers("standardDeviation", [0.1, 0.1, 0.1])).toBe(0);
  });

  it("stays finite at the ends of float64", () => {
    expect(askNumbers("mean", [1.7e308, 1.7e308, 1.6e308])).toBe(1.6666666666666668e308);
    expect(askNumbers("sum", [1.7e308, 1.7e308])).toBeNull();
    expect(askNumbers("standardDeviation", [3e-320, 1e-320])).toBeCloseTo(Math.SQRT2 * 1e-320, 322);
    const ends = tableFromVectors([["x", vectorFromValues("Float", [-1.7e308, 1.7e308])]]);
    expect(ask({ kind: "quantiles", of: x, probabilities: [0.5, 1] }, null, ends)).toEqual([0, 1.7e308]);
  });

  it("names a column that the table does not have", () => {
    expect(() => ask({ kind: "sum", of: column("y", "Float") })).toThrow(/T1501 .*"y".*Did you mean .*"x"/);
  });

  it("refuses numbers of text", () => {
    expect(() => ask({ kind: "mean", of: g })).toThrow(/T1503/);
  });
});
