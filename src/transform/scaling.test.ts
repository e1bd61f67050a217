import { describe, expect, it } from "vitest";
import type { Value } from "../schema/index.ts";
import { runTransform } from "./run-transform.test-support.ts";

const missing = null;
const numbers = [3.5, -1.25, 12, 7.75, 0.1, 3.5, 100, 2.2];
const negated = numbers.map((value) => -value);
const positive = numbers.map(Math.abs);
const closeTo = (expected: readonly number[], digits: number): unknown[] =>
  expected.map((one) => expect.closeTo(one, digits));

/** All figures below are of scikit-learn 1.9.1 with scipy 1.17.1. */
describe("scale", () => {
  it("divides by the largest size as MaxAbsScaler does", () => {
    const { features, text } = runTransform("scale", { kind: "max-abs" }, { type: "Float", train: numbers });
    expect(features["x"]).toEqual(
      closeTo([0.035, -0.0125, 0.12, 0.0775, 0.001, 0.035, 1, 0.022000000000000002], 15),
    );
    expect(text).toBe("was scaled: divided by the largest size, 100");
  });

  it("takes other quantiles as RobustScaler(quantile_range=(10, 90)) does", () => {
    const params = { kind: "robust", lowQuantile: 0.1, highQuantile: 0.9 };
    const { features, text } = runTransform("scale", params, { type: "Float", train: numbers });
    expect(features["x"]).toEqual(
      closeTo(
        [
          0, -0.12272316238212122, 0.21960986952590114, 0.10980493476295057, -0.08784394781036045, 0,
          2.4932179304999362, -0.0335873918098437,
        ],
        14,
      ),
    );
    expect(text).toBe(
      "was scaled: minus the median, 3.5, divided by the distance of the quantiles 0.1 and 0.9, 38.705",
    );
  });
});

describe("quantile-scale", () => {
  const train = [1, 2, 2, 2, 3, 3, 5, 8, 13, 21, 21, 34];
  const later = [0, 1, 1.5, 2, 2.5, 3, 4, 8, 10, 21, 30, 34, 40];
  const answers = (params: Record<string, unknown>): readonly Value[] =>
    runTransform("quantile-scale", params, { type: "Float", train, later }).features["x"]!.slice(
      train.length,
    );

  it.each([
    [
      12,
      [
        0, 0, 0.045454545454545456, 0.18181818181818182, 0.3181818181818182, 0.4090909090909091, 0.5,
        0.6363636363636364, 0.6727272727272727, 0.8636363636363638, 0.9720279720279721, 1, 1,
      ],
    ],
    [
      5,
      [
        0, 0, 0.125, 0.25, 0.3125, 0.375, 0.5, 0.5909090909090909, 0.6363636363636364, 0.8289473684210527,
        0.9473684210526316, 1, 1,
      ],
    ],
  ])(
    "reads the share off between %i quantiles as QuantileTransformer does, ties included",
    (quantiles, shares) => {
      expect(answers({ quantiles })).toEqual(closeTo(shares, 14));
    },
  );

  it("takes no more quantiles than there are values", () => {
    expect(answers({ quantiles: 1000 })).toEqual(answers({ quantiles: 12 }));
  });

  it("is within 0.001 of QuantileTransformer for a normal distribution", () => {
    const expected = [
      -5.199337582605575, -5.199337582605575, -1.1503493803760079, -0.6744897501960817, -0.4887764111146695,
      -0.31863936396437514, 0, 0.2298841175792322, 0.3487556955170447, 0.9500137556693217, 1.6198562586382708,
      5.19933758270342, 5.19933758270342,
    ];
    for (const [at, z] of answers({ to: "normal", quantiles: 5 }).entries())
      expect(Math.abs(Number(z) - expected[at]!)).toBeLessThan(0.001);
  });

  it("never falls where the values rise", () => {
    const rising = Array.from({ length: 400 }, (_, at) => at / 10 - 2);
    const given = { type: "Float", train, later: rising } as const;
    const { features } = runTransform("quantile-scale", { to: "normal", quantiles: 4 }, given);
    const z = features["x"]!.slice(train.length).map(Number);
    expect(z).toEqual(z.toSorted((left, right) => left - right));
  });

  it("keeps missing values, and takes one value for both ends", () => {
    const one = { type: "Int", train: [4, 4, missing], later: [3, 5] } as const;
    expect(runTransform("quantile-scale", {}, one).features["x"]).toEqual([0, 0, null, 0, 1]);
    const none = { type: "Int", train: [missing], later: [3] } as const;
    expect(runTransform("quantile-scale", { to: "normal" }, none).features["x"]).toEqual([null, 0]);
  });
});

describe("power-scale", () => {
  const powerOf = (text: string): number => Number(/power (-?[\d.]+)/.exec(text)![1]);
  const roots = Array.from({ length: 59 }, (_, at) => Math.pow(at + 1, 0.3));
  const waves = Array.from({ length: 59 }, (_, at) => Math.exp(Math.sin(at + 1) * 4));

  it.each<[string, readonly number[], number, readonly number[]]>([
    [
      "yeo-johnson",
      numbers,
      0.05798072059735092,
      [-0.01694390154985179, -1.8267085589116343, 0.5927588498763312, 0.36083293396518357],
    ],
    [
      "yeo-johnson",
      negated,
      1.9420192679568782,
      [0.01694391107939703, 1.826708536441992, -0.5927588434127963, -0.36083292546517426],
    ],
    [
      "box-cox",
      positive,
      0.03264491089723612,
      [-0.05254322345069352, -0.6015462881753384, 0.6291693600126999, 0.38412579919117373],
    ],
    ["yeo-johnson", roots, 3.1528990175133473, [-2.003117404534847, -1.869301359001952, -1.7579016015638358]],
    ["box-cox", roots, 2.3999145432647886, [-2.0208829381416686, -1.8915028844140276, -1.7798688748240996]],
    [
      "yeo-johnson",
      waves,
      -0.3011131857736395,
      [1.2469624066926719, 1.346981488761297, -0.13160297367842835],
    ],
    ["box-cox", waves, 0.02162352072972759, [1.1491949364649165, 1.2519716186896936, 0.12248160214556618]],
  ])("finds the power that PowerTransformer finds: %s", (kind, train, power, first) => {
    const { features, text } = runTransform("power-scale", { kind }, { type: "Float", train });
    expect(powerOf(text)).toBeCloseTo(power, 5);
    // Brent's method in scikit-learn ends 1e-8 from the best power.
    for (const [at, value] of first.entries()) expect(features["x"]![at]).toBeCloseTo(value, 6);
  });

  it("brings the result to mean 0 and standard deviation 1", () => {
    const z = runTransform("power-scale", {}, { type: "Float", train: waves }).features["x"]!.map(Number);
    const mean = z.reduce((sum, value) => sum + value, 0) / z.length;
    expect(mean).toBeCloseTo(0, 12);
    expect(z.reduce((sum, value) => sum + value * value, 0) / z.length).toBeCloseTo(1, 12);
  });

  it("says how many values Box-Cox cannot raise", () => {
    const given = { type: "Int", train: [1, 2, 5, 0, -3, missing] } as const;
    const { features, text } = runTransform("power-scale", { kind: "box-cox" }, given);
    expect(features["x"]!.slice(3)).toEqual([null, null, null]);
    expect(text).toContain("2 values at or below 0 became missing");
  });

  it("makes a constant column 0", () => {
    const given = { type: "Float", train: [2, 2, missing], later: [3] } as const;
    expect(runTransform("power-scale", {}, given).features["x"]).toEqual([0, 0, null, 0]);
  });
});
