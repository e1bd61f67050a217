import { describe, expect, it } from "vitest";
import { createRandom } from "../base/index.ts";
import { hasSharedData, readSharedCsv } from "../explore/csv-table.test-support.ts";
import { takeTableRows, valueAt } from "../schema/index.ts";
import { symmetricEigen } from "../stats/index.ts";
import { numberTable, runStep, tableOfRows } from "./joint.test-support.ts";

const rows = [
  [3.5, 1, 0.2],
  [-1.25, 4, 0.1],
  [12, 9, -3],
  [7.75, 2, 8],
  [0.1, 5, 1],
  [2, 2, 2],
];

describe("pca", () => {
  it("agrees with scikit-learn 1.9.1 (PCA) to 1e-12", () => {
    const { features, texts } = runStep(tableOfRows(rows), {
      transform: "pca",
      params: { components: 3, scale: false, name: "axis" },
    });
    const expected = [
      [-1.3121458326755677, -0.04323751629736483, -2.8233674629733505],
      [-4.4093174991266855, -3.06433952376912, 0.761736486563195],
      [10.074349215174301, -2.8495872561333737, 0.17031449458539516],
      [1.2894945506080013, 7.655474464726215, 0.9000451047274285],
      [-2.9951605602417968, -2.2183789381776107, 1.719343316023696],
      [-2.647219873738252, 0.520068769651254, -0.7280719389263663],
    ];
    expect(Object.keys(features)).toEqual(["axis 1", "axis 2", "axis 3"]);
    for (const [row, scores] of expected.entries())
      for (const [at, score] of scores.entries())
        expect(features[`axis ${at + 1}`]![row]).toBeCloseTo(score, 12);
    expect(texts).toEqual([
      "became 3 principal components together, with 100 % of the variance (59.8 %, 34.7 %, 5.49 %)",
    ]);
  });

  it.runIf(hasSharedData)("agrees with scikit-learn 1.9.1 (StandardScaler, PCA) on the penguins", () => {
    const columns = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"];
    const table = readSharedCsv("penguins/penguins.csv");
    const mass = table.columns.get("body_mass_g")!;
    const complete = Array.from({ length: table.rowCount }, (_, row) => row).filter(
      (row) => valueAt(mass, row) !== null,
    );
    const { features, texts } = runStep(takeTableRows(table, Uint32Array.from(complete)), {
      transform: "pca",
      columns,
      params: { variance: 0.99 },
    });
    const expected: readonly (readonly [number, readonly number[]])[] = [
      [0, [-1.8434448922600617, 0.047702217250163215, -0.2327941624229618, -0.523902967953765]],
      [100, [-0.3785439330573443, 0.8880100400367308, -1.3741259080042172, 0.05815877022925494]],
      [341, [2.028901929689589, 0.35762007928126044, -0.1628925338585346, -0.4422371976603956]],
    ];
    for (const [row, scores] of expected)
      for (const [at, score] of scores.entries())
        expect(features[`component ${at + 1}`]![row]).toBeCloseTo(score, 12);
    expect(texts[0]).toContain(
      "100 % of the variance (68.8 %, 19.3 %, 9.13 %, 2.71 %), after they were scaled",
    );
  });

  it("agrees with scikit-learn 1.9.1 (StandardScaler, PCA) on 70 columns", () => {
    const table = tableOfRows(
      Array.from({ length: 120 }, (_, row) =>
        Array.from(
          { length: 70 },
          (__, at) =>
            ((row * 7919 + at * 104729 + row * at * 31) % 1009) / 1009 +
            (row % 7) * (at % 5) * 0.3 +
            (at % 3 === 0 ? (row % 11) * 0.2 : 0),
        ),
      ),
    );
    const { features } = runStep(table, { transform: "pca", params: { components: 3 } });
    // The sign of a component is a matter of convention.
    const expected = [
      [-12.041659021216777, -3.1449773596959614, 1.552622627732012],
      [-8.17585843906107, -2.5318607495447676, 0.8263865980986009],
      [-4.345081075685378, -2.4634359393974314, 1.9349270761695807],
    ];
    for (const [row, scores] of expected.entries())
      for (const [at, score] of scores.entries())
        expect(Math.abs(Number(features[`component ${at + 1}`]![row]))).toBeCloseTo(Math.abs(score), 11);
  });

  it("keeps as many components as the variance asks for", () => {
    const namesFor = (variance: number) =>
      Object.keys(
        runStep(tableOfRows(rows), { transform: "pca", params: { variance, scale: false } }).features,
      );
    expect([0, 0.59, 0.6, 0.944, 0.95].map((share) => namesFor(share).length)).toEqual([1, 1, 2, 2, 3]);
  });

  it("counts a missing value as the mean, and leaves out what is no dimension of its own", () => {
    const table = numberTable({ a: [1, 2, 3, null], twice: [2, 4, 6, 4], same: [5, 5, 5, 5] });
    const { features } = runStep(table, { transform: "pca", params: { variance: 1 } });
    expect(Object.keys(features)).toEqual(["component 1"]);
    expect(features["component 1"]![3]).toBeCloseTo(0, 14);
  });

  it("says so where no column has two different values", () => {
    const { features, texts } = runStep(numberTable({ a: [1, 1], b: [null, null] }), { transform: "pca" });
    expect(features).toEqual({ "component 1": [0, 0] });
    expect(texts).toEqual(["have no two different values, so they became 0"]);
  });
});

describe("symmetricEigen", () => {
  it.each([30, 90])("takes a matrix of %i rows apart so that its parts give it back", (size) => {
    const random = createRandom("matrix");
    const half = Array.from({ length: size * size }, () => random.next() - 0.5);
    const matrix = Float64Array.from(
      half,
      (_, at) => half[at]! + half[(at % size) * size + Math.floor(at / size)]!,
    );
    const { values, vectors } = symmetricEigen(matrix, size);
    const back = (row: number, column: number): number =>
      vectors.reduce((sum, vector, at) => sum + values[at]! * vector[row]! * vector[column]!, 0);
    for (let at = 0; at < size * size; at++)
      expect(back(Math.floor(at / size), at % size)).toBeCloseTo(matrix[at]!, 12);
    expect([...values]).toEqual([...values].toSorted((left, right) => right - left));
  });

  it("finds eigenvalues that are equal, and a matrix that is diagonal already", () => {
    const size = 60;
    const ones = new Float64Array(size * size).fill(1);
    const { values, vectors } = symmetricEigen(ones, size);
    expect(values[0]).toBeCloseTo(size, 12);
    expect(Math.max(...values.subarray(1).map(Math.abs))).toBeLessThan(1e-12);
    for (const [at, vector] of vectors.entries())
      for (const [other, second] of vectors.entries())
        expect(vector.reduce((sum, value, place) => sum + value * second[place]!, 0)).toBeCloseTo(
          at === other ? 1 : 0,
          12,
        );
    const steps = ones.map((_, at) => (at % (size + 1) === 0 ? at : 0));
    expect(symmetricEigen(steps, size).values[0]).toBe(size * size - 1);
  });

  it("gives no eigenvalues of no matrix", () => {
    expect(symmetricEigen(new Float64Array(0), 0).values).toHaveLength(0);
  });
});
