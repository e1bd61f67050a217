import { describe, expect, it } from "vitest";
import { hasSharedData, readSharedCsv } from "../explore/csv-table.test-support.ts";
import { valueAt, type Value } from "../schema/index.ts";
import { numberTable, runStep, tableOfRows } from "./joint.test-support.ts";

const missing = null;
const rows = [
  [1, 2, 3.5],
  [2, missing, 1],
  [3, 1, missing],
  [4, 6, 2],
  [5, 3, 7],
  [6, missing, 4],
  [7, 8, missing],
  [8, 5, 9],
];
const fill = (given: readonly (readonly Value[])[], params = {}) =>
  runStep(tableOfRows(given), { transform: "impute-iterative", params });

describe("impute-iterative", () => {
  it("agrees with scikit-learn 1.9.1 (IterativeImputer of StandardScaler, Ridge(1)) where one column has gaps", () => {
    const one = rows.map(([a, b, c], row) => [a!, b!, row === 2 ? 2 : row === 6 ? 6 : c!]);
    const { features } = fill(one);
    expect(features["b"]![1]).toBeCloseTo(2.9456331694914164, 12);
    expect(features["b"]![5]).toBeCloseTo(5.338934031705169, 12);
    expect(features["a"]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it("settles where scikit-learn 1.9.1 does after 2000 rounds", () => {
    const { features, texts } = fill(rows, { rounds: 50 });
    expect(features["b"]![1]).toBeCloseTo(4.4823913724288715, 3);
    expect(features["b"]![5]).toBeCloseTo(6.070926776838545, 3);
    expect(features["c"]![2]).toBeCloseTo(6.381709921201078, 3);
    expect(features["c"]![6]).toBeCloseTo(3.703851673392748, 3);
    expect(texts[0]).toMatch(
      /^2 missing values became what "a" and "c" tell, which explain \d+\.?\d* % of its variance$/,
    );
    expect(texts[2]).toBe("have no missing value; later ones become what the other columns tell");
  });

  it("finds an exact relation", () => {
    const exact = Array.from({ length: 12 }, (_, at) => [
      at,
      at % 3,
      at % 4 === 0 ? missing : 2 * at - (at % 3),
    ]);
    const { features } = fill(exact, { ridge: 0 });
    for (const at of [4, 8]) expect(features["c"]![at]).toBeCloseTo(2 * at - (at % 3), 10);
    expect(features["c"]![0], "within what the column has shown").toBe(1);
  });

  it("fills later rows too: columns without gaps, and rows without any value", () => {
    const later = [
      ...rows.map(([a, b, c]) => [a!, b ?? 4, c ?? 5]),
      [missing, 4, 5],
      [missing, missing, missing],
    ];
    const table = tableOfRows(later);
    const { features } = runStep(
      table,
      { transform: "impute-iterative", params: { flag: true } },
      { rows: Uint32Array.from({ length: 8 }, (_, row) => row) },
    );
    expect(Object.keys(features)).toEqual(["a", "b", "c"]);
    expect(features["a"]![8]).toBeGreaterThan(1);
    expect(features["a"]![9]).toBeCloseTo(4.5, 1);
  });

  it("falls back to the mean, or to 0, and says so", () => {
    const { features, texts } = runStep(
      numberTable({ a: [1, missing, 4], same: [2, 2, 2], none: [missing, missing, missing] }),
      { transform: "impute-iterative", params: { flag: true } },
    );
    expect(features["a"]).toEqual([1, 2.5, 4]);
    expect(features["none"]).toEqual([0, 0, 0]);
    expect(features["a is missing"]).toEqual([0, 1, 0]);
    expect(texts.slice(0, 2)).toEqual([
      "1 missing value became the mean, 2.5, because no other column tells more; a column says where",
      "3 missing values became 0, because the column has no value to learn from; a column says where",
    ]);
  });

  it.runIf(hasSharedData)("fills the cars as well as scikit-learn 1.9.1", () => {
    const columns = [
      "mpg",
      "cylinders",
      "displacement",
      "horsepower",
      "weight",
      "acceleration",
      "model_year",
    ];
    const table = readSharedCsv("auto-mpg/mpg.csv");
    const cars = Array.from({ length: table.rowCount }, (_, row) =>
      columns.map((name) => valueAt(table.columns.get(name)!, row)),
    ).filter((car): car is number[] => !car.includes(null));
    expect(cars).toHaveLength(392);
    const isGap = (at: number, column: number): boolean =>
      (at * at * at + (column + 1) * at + 3 * column) % 11 < 2;
    const gapped = cars.map((car, at) => car.map((value, column) => (isGap(at, column) ? null : value)));
    const { features } = fill(gapped);
    const filled = Object.values(features);
    const errors = columns.flatMap((_, column) => {
      const values = cars.map((car) => car[column]!);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const variance =
        values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / values.length;
      return values.flatMap((value, at) => {
        const away = Number(filled[column]![at]) - value;
        return isGap(at, column) ? [(away * away) / variance] : [];
      });
    });
    const error = Math.sqrt(errors.reduce((sum, one) => sum + one, 0) / errors.length);
    // In standard deviations: 1.0116 by the mean (SimpleImputer), 0.5316 by IterativeImputer(StandardScaler, Ridge(1)).
    expect(error).toBeLessThan(0.5316);
  });
});
