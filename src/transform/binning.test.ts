import { describe, expect, it } from "vitest";
import { runTransform } from "./run-transform.test-support.ts";

const missing = null;

describe("bin", () => {
  const given = { type: "Float", train: [0, 1, 1.5, 2, 9, missing], later: [-5, 50] } as const;

  it("cuts at given places, empty bins included", () => {
    const { features, text } = runTransform("bin", { cuts: [1, 2, 100, 200] }, given);
    expect(features["x"]).toEqual([0, 0, 1, 1, 2, null, 0, 2]);
    expect(text).toBe("fell into 5 bins, cut at 1, 2, 100, 200");
  });

  it("gives each bin a column, and a missing value none", () => {
    const { features, text } = runTransform("bin", { cuts: [1, 2], output: "one-hot" }, given);
    expect(features).toEqual({
      "x in bin 0": [1, 1, 0, 0, 0, 0, 1, 0],
      "x in bin 1": [0, 0, 1, 1, 0, 0, 0, 0],
      "x in bin 2": [0, 0, 0, 0, 1, 0, 0, 1],
    });
    expect(text).toContain("each has a column of 0 and 1");
  });

  it("gives the columns of one bin where there is nothing to cut", () => {
    const one = { type: "Int", train: [5, 5, missing], later: [9] } as const;
    expect(runTransform("bin", { output: "one-hot" }, one).features).toEqual({ "x in bin 0": [1, 1, 0, 1] });
  });

  it("refuses cuts that do not ascend", () => {
    expect(() => runTransform("bin", { cuts: [2, 1] }, given)).toThrow(/T1512.*ascending/s);
    expect(() => runTransform("bin", { cuts: [1, "2"] }, given)).toThrow(/T1512/);
  });
});

describe("spline", () => {
  const train = [1, 2, 2.5, 4, 7, 11, 16, 22];
  const later = [-3, 1, 1.7, 4, 5.5, 9, 20, 22, 30];
  const columns = (params: Record<string, unknown>): readonly (readonly unknown[])[] =>
    Object.values(runTransform("spline", params, { type: "Float", train, later }).features).map((column) =>
      column.slice(train.length),
    );

  // scikit-learn 1.9.1, SplineTransformer with the same parameters
  it.each<[string, Record<string, unknown>, readonly (readonly number[])[]]>([
    [
      "knots at quantiles, constant beyond them",
      { knots: 4 },
      [
        [0.16666666666666669, 0.16666666666666669, 0.04577083333333332, 0, 0, 0, 0, 0, 0],
        [
          0.7395833333333334, 0.7395833333333334, 0.7334632411858972, 0.29525240384615375,
          0.11737530048076913, 0.000480769230769226, 0, 0, 0,
        ],
        [
          0.09375, 0.09375, 0.21982361778846152, 0.6345191403990748, 0.6939589245047717, 0.4455574031231926,
          0.0016256858362121518, 0, 0,
        ],
        [
          0, 0, 0.0009423076923076925, 0.0699764960683214, 0.1847289049136754, 0.499538535372802,
          0.30452486258151956, 0.1968085106382979, 0.1968085106382979,
        ],
        [
          0, 0, 0, 0.00025195968645016836, 0.003936870100783878, 0.05442329227323631, 0.5958263006007537,
          0.6365248226950354, 0.6365248226950354,
        ],
        [0, 0, 0, 0, 0, 0, 0.09802315098151476, 0.16666666666666666, 0.16666666666666666],
      ],
    ],
    [
      "equal distances, straight beyond them, without the last column",
      { kind: "equal-width", knots: 3, extrapolation: "linear", bias: false },
      [
        [
          0.3571428571428571, 0.16666666666666666, 0.1355061728395062, 0.0607385811467444,
          0.03109815354713314, 0.0022495770795090526, 0, 0, 0,
        ],
        [
          0.6666666666666666, 0.6666666666666666, 0.6623703703703703, 0.596695821185617, 0.5223517978620019,
          0.3073102256775726, 0.0011517834647086348, 0, 0,
        ],
        [
          -0.023809523809523808, 0.16666666666666666, 0.20207407407407404, 0.33867832847424684,
          0.43343051506316815, 0.6167260555015658, 0.27659000107979703, 0.16666666666666666,
          -0.21428571428571427,
        ],
        [
          0, 0, 4.938271604938269e-5, 0.0038872691933916426, 0.013119533527696792, 0.07371414174135263,
          0.6338408379224706, 0.6666666666666666, 0.6666666666666666,
        ],
      ],
    ],
    [
      "degree 2, with the outer polynomials beyond the knots",
      { kind: "equal-width", knots: 4, degree: 2, extrapolation: "continue" },
      [
        [1.2346938775510203, 0.5, 0.40499999999999997, 0.16326530612244897, 0.06377551020408162, 0, 0, 0, 0],
        [
          -0.39795918367346933, 0.5, 0.59, 0.7448979591836734, 0.7295918367346939, 0.36734693877551017, 0, 0,
          0,
        ],
        [
          0.16326530612244897, 0, 0.004999999999999999, 0.09183673469387754, 0.20663265306122447,
          0.6224489795918366, 0.04081632653061224, 0, 0.6530612244897959,
        ],
        [0, 0, 0, 0, 0, 0.01020408163265306, 0.7040816326530612, 0.5, -1.9489795918367345],
        [0, 0, 0, 0, 0, 0, 0.2551020408163265, 0.5, 2.295918367346939],
      ],
    ],
    [
      "degree 1, straight beyond the knots",
      { kind: "equal-width", knots: 3, degree: 1, extrapolation: "linear" },
      [
        [
          1.380952380952381, 1, 0.9333333333333333, 0.7142857142857142, 0.5714285714285714,
          0.23809523809523808, 0, 0, 0,
        ],
        [
          -0.38095238095238093, 0, 0.06666666666666665, 0.2857142857142857, 0.42857142857142855,
          0.7619047619047619, 0.19047619047619047, 0, -0.7619047619047619,
        ],
        [0, 0, 0, 0, 0, 0, 0.8095238095238095, 1, 1.7619047619047619],
      ],
    ],
  ])("gives the columns that SplineTransformer gives: %s", (_, params, expected) => {
    expect(columns(params)).toEqual(expected.map((column) => column.map((one) => expect.closeTo(one, 12))));
  });

  it("adds up to 1 everywhere with a bias", () => {
    for (const extrapolation of ["constant", "linear", "continue"]) {
      const all = columns({ extrapolation, knots: 7 });
      for (const row of later.keys())
        expect(all.reduce((sum, column) => sum + Number(column[row]), 0)).toBeCloseTo(1, 9);
    }
  });

  it("keeps missing values and passes over quantiles that coincide", () => {
    const ties = { type: "Int", train: [1, 1, 1, 1, 5, missing] } as const;
    const { features, text } = runTransform("spline", { degree: 1, knots: 5 }, ties);
    expect(features).toEqual({ "x spline 0": [1, 1, 1, 1, 0, null], "x spline 1": [0, 0, 0, 0, 1, null] });
    expect(text).toBe("became 2 columns of a spline of degree 1 with knots at 1, 5");
  });

  it("makes one knot of two that are too close beside the ends of float64", () => {
    const ends = { type: "Float", train: [-1.7e308, 0, 1e-320, 1.7e308] } as const;
    for (const params of [{ knots: 4 }, { knots: 4, extrapolation: "linear" }]) {
      const columns = Object.values(runTransform("spline", params, ends).features);
      expect(columns.length).toBeGreaterThan(0);
      for (const row of ends.train.keys())
        expect(columns.reduce((sum, column) => sum + Number(column[row]), 0)).toBeLessThanOrEqual(1 + 1e-12);
    }
  });

  it("gives no column of a single value", () => {
    const { features, text } = runTransform("spline", {}, { type: "Int", train: [3, 3] });
    expect([features, text]).toEqual([
      {},
      "has no two different values, so there is no curve to fit and no column of it",
    ]);
  });
});
