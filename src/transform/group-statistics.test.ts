import { describe, expect, it } from "vitest";
import { tableFromVectors, vectorFromValues } from "../schema/index.ts";
import { runStep } from "./joint.test-support.ts";

const table = tableFromVectors([
  ["city", vectorFromValues("Text", ["a", "b", "a", "c", "a", "b", "b", null, "a", "c", "new", "a"])],
  ["x", vectorFromValues("Float", [3.5, -1.25, null, 12, 7.75, 0.1, null, 3.5, 100, 2.2, 20, 5])],
]);
/** The last two rows are not learnt from. */
const rows = Uint32Array.from({ length: 10 }, (_, row) => row);
const run = (params = {}, from = table) => runStep(from, { transform: "group-statistics", params }, { rows });
const near = (values: readonly (number | null)[]): unknown[] =>
  values.map((value) => (value === null ? null : expect.closeTo(value, 12)));

describe("group-statistics", () => {
  it("agrees with pandas 3.1.1 (groupby, transform), with missing as a group of its own", () => {
    const { features, texts } = run({ statistics: null });
    const [a, b, c] = [37.083333333333336, -0.575, 7.1];
    expect(features["x (mean by city)"]!.slice(0, 10)).toEqual(near([a, b, a, c, a, b, b, 3.5, a, c]));
    expect(features["x (difference by city)"]!.slice(0, 4)).toEqual(near([3.5 - a, -1.25 - b, null, 12 - c]));
    expect(features["x (ratio by city)"]!.slice(0, 4)).toEqual(near([3.5 / a, -1.25 / b, null, 12 / c]));
    expect(features["x (min by city)"]!.slice(0, 4)).toEqual([3.5, -1.25, 3.5, 2.2]);
    expect(features["x (max by city)"]!.slice(0, 4)).toEqual([100, 0.1, 100, 12]);
    expect(features["x (count by city)"]!.slice(0, 8)).toEqual([3, 2, 3, 2, 3, 2, 2, 1]);
    expect(features["x (deviation by city)"]!.slice(0, 2)).toEqual(
      near([54.528853218579, 0.9545941546018392]),
    );
    expect(texts).toEqual([
      'got the difference, ratio, mean, min, max, deviation, count by 4 groups of "city"',
    ]);
  });

  it("takes a group that was never seen as all rows together", () => {
    const { features } = run({ statistics: ["mean", "count"] });
    expect(features["x (mean by city)"]![10]).toBe(15.975);
    expect(features["x (count by city)"]!.slice(10)).toEqual([0, 3]);
    expect(Object.keys(features)).toEqual(["city", "x", "x (mean by city)", "x (count by city)"]);
  });

  it("refuses what makes no groups, and groups of nothing", () => {
    expect(() => run({ by: "town" })).toThrow(/T1565 .*"town"/);
    expect(() => run({ by: "x" })).toThrow(/T1566 .*"x" is Float/);
    const alone = tableFromVectors([["city", table.columns.get("city")!]]);
    expect(() => run({}, alone)).toThrow(/T1566 .*no number/);
  });
});
