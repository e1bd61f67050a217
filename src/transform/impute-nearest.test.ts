import { describe, expect, it } from "vitest";
import { createRandom } from "../base/index.ts";
import { numberTable, runStep, tableOfRows } from "./joint.test-support.ts";

const missing = null;
const rows = [
  [1, 2, 3.5],
  [2, missing, 1],
  [3, 1, missing],
  [4, 6, 2],
  [5, 3, 7.5],
  [6.2, missing, 4],
  [7, 8, missing],
  [8, 5, 9],
  [missing, 4.4, 1.3],
  [missing, missing, 2.1],
];
const fill = (params = {}) => runStep(tableOfRows(rows), { transform: "impute-nearest", params });
const near = (values: readonly number[]): unknown[] => values.map((value) => expect.closeTo(value, 12));

describe("impute-nearest", () => {
  // scikit-learn 1.9.1, KNNImputer(n_neighbors=k), where every row is a donor
  it.each([
    [1, [4.4, 8, 6], [1, 4], [2, 4]],
    [2, [2.7, 7, 5.2], [2.25, 6.5], [3, 3]],
    [3, [3.8, 5.666666666666667, 4.133333333333334], [4, 5], [2.3333333333333335, 2.3333333333333335]],
    [5, [4.28, 4.48, 4.08], [3.46, 4.76], [3.24, 3.64]],
  ])("agrees with scikit-learn for %i neighbours", (neighbours, second, third, first) => {
    const { features } = fill({ neighbours, scale: false });
    expect([1, 5, 9].map((row) => features["b"]![row])).toEqual(near(second));
    expect([2, 6].map((row) => features["c"]![row])).toEqual(near(third));
    expect([8, 9].map((row) => features["a"]![row])).toEqual(near(first));
    expect(features["a"]!.slice(0, 8)).toEqual([1, 2, 3, 4, 5, 6.2, 7, 8]);
  });

  it("agrees with scikit-learn 1.9.1 on columns divided by their deviation", () => {
    const { features, texts } = fill({ neighbours: 3 });
    expect([1, 5, 9].map((row) => features["b"]![row])).toEqual(
      near([3.8, 5.666666666666666, 4.133333333333334]),
    );
    expect(texts[0]).toBe("2 missing values became the mean of the 3 nearest of 10 donor rows");
  });

  it("counts donors that are equally far together, and takes all where there are too few", () => {
    const table = numberTable({
      a: [0, 0, 5, 0],
      b: [1, 3, 100, missing],
      none: [missing, missing, missing, missing],
    });
    const fillWith = (neighbours: number) =>
      runStep(table, { transform: "impute-nearest", params: { neighbours, flag: true } }).features;
    expect(fillWith(1)["b"]![3]).toBe(2);
    expect(fillWith(2)["b"]![3]).toBe(2);
    expect(fillWith(5)["b"]![3]).toBeCloseTo(104 / 3, 12);
    expect(fillWith(1)["none"]).toEqual([0, 0, 0, 0]);
    expect(fillWith(1)["b is missing"]).toEqual([0, 0, 0, 1]);
  });

  it("fills by the mean where a row has no value at all", () => {
    const table = tableOfRows([...rows, [missing, missing, missing]]);
    const { features } = runStep(table, { transform: "impute-nearest" });
    const known = rows.flatMap(([a]) => (typeof a === "number" ? [a] : []));
    expect(features["a"]![10]).toBeCloseTo(known.reduce((sum, one) => sum + one, 0) / known.length, 12);
  });

  it("tells more than the mean with 32 donors of many rows", () => {
    const random = createRandom("nearest");
    const x = Array.from({ length: 600 }, () => random.next());
    const y = x.map((value) => value * value + 0.05 * random.next());
    const gapped = y.map((value, at) => (at % 5 === 0 ? null : value));
    const { features } = runStep(numberTable({ x, y: gapped }), { transform: "impute-nearest" });
    const away = (guess: (at: number) => number): number =>
      y.reduce((sum, value, at) => sum + (at % 5 === 0 ? Math.abs(guess(at) - value) : 0), 0);
    const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
    expect(away((at) => Number(features["y"]![at]))).toBeLessThan(0.2 * away(() => mean));
  });
});
