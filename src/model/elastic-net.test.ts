import { describe, expect, it } from "vitest";
import { quietEffects } from "../base/index.ts";
import { evaluateExpr } from "../compile/index.ts";
import { elasticNet, lasso, type ElasticNetParameters } from "./elastic-net.ts";
import { buildDesign } from "./linear/design.ts";
import { alphaPath, foldLosses } from "./linear/elastic-net-path.ts";
import { weightedGram } from "./linear/gram.ts";
import { foldMoments, momentsOf } from "./linear/moments.ts";
import { ridge } from "./ridge.ts";
import type { Fitted, TrainingSet } from "./trainer.ts";

const context = { seed: 1, effects: quietEffects(() => 0) };
const count = 60;
const make = (value: (row: number) => number): Float64Array =>
  Float64Array.from({ length: count }, (_, row) => value(row));
const first = make((row) => Math.sin(row * 1.3) * 3 + 10);
const second = make((row) => (row * row) % 17);
const third = make((row) => Math.cos(row * 0.7) * 0.01);
const noise = make((row) => ((row * 7) % 11) / 3);
const useless = [make((row) => (row * 5) % 7), make((row) => (row * row * 3) % 13), make(Math.sin)];
const tripled = make((row) => 1 + (row % 3));

const setOf = (
  columns: readonly Float64Array[],
  target: Float64Array,
  weight?: Float64Array,
): TrainingSet => ({
  task: { kind: "regression" },
  rowCount: target.length,
  features: columns.map((values, at) => ({ kind: "number", name: `x${at}`, values })),
  target,
  ...(weight ? { weight } : {}),
});
const target = make((row) => 2 * first[row]! - 0.5 * second[row]! + 100 * third[row]! + noise[row]!);
const rows = setOf([first, second, third, ...useless], target);

const train = (set: TrainingSet, params: Partial<ElasticNetParameters>): Promise<Fitted> =>
  elasticNet.train(set, undefined, elasticNet.normalize(params, "test", []), context);

function numbersOf({ details }: Fitted): number[] {
  const { coefficients, intercept } = details as unknown as {
    coefficients: Record<string, number>;
    intercept: number;
  };
  return [...Object.values(coefficients), intercept];
}

// ElasticNet of scikit-learn 1.9.1 (tol 1e-16) on features standardised with the weights, unscaled: alpha, l1_ratio, weighted.
const figures: readonly (readonly [number, number, boolean, readonly number[]])[] = [
  [0.1, 1, false, [1.9448026868852166, -0.4984481877393117, 74.26000032062004, 0, 0, 0, 2.212164617323701]],
  [0.5, 1, false, [1.7750746594084388, -0.44004303338859674, 24.99786808562887, 0, 0, 0, 3.449725859657878]],
  [
    0.1,
    0.5,
    false,
    [
      1.8770600084168352, -0.4843191976757174, 79.13108816844621, 0, -0.009348408213225733,
      0.0033098789885836213, 2.8364250784070766,
    ],
  ],
  [1, 0.3, false, [1.1185630379700342, -0.290417926352457, 42.64069419641249, 0, 0, 0, 8.861123509519363]],
  [
    0.05,
    0,
    false,
    [
      1.897979370092828, -0.4908963167030557, 84.87855662244229, -0.0007214437875199989,
      -0.018372011637984468, 0.059561136748494614, 2.7326324457213875,
    ],
  ],
  [
    0.1,
    1,
    true,
    [
      1.9181952592571843, -0.5057814989457714, 71.91830818255612, 0, 0, 0.015101173392255232,
      2.5213533368407504,
    ],
  ],
  [0.5, 1, true, [1.7586664602278397, -0.4475138819750718, 22.082362608435254, 0, 0, 0, 3.652547513141405]],
  [
    0.1,
    0.5,
    true,
    [
      1.8534423991306979, -0.4933281869060391, 76.84888029031296, -0.004740849487693936,
      -0.006418334933024824, 0.058342170116368795, 3.126926397013575,
    ],
  ],
  [1, 0.3, true, [1.118402207330188, -0.3016779276322804, 41.232660203293555, 0, 0, 0, 8.94126485107547]],
  [
    0.05,
    0,
    true,
    [
      1.8729055413809785, -0.5016991519524141, 82.67387199233079, -0.02907158195801566, -0.015184939396088521,
      0.12002790731654213, 3.1228010786325004,
    ],
  ],
];

describe("elastic-net", () => {
  for (const [alpha, l1Ratio, weighted, expected] of figures)
    it(`finds the coefficients and the zeros of scikit-learn with alpha ${alpha} and l1Ratio ${l1Ratio}${weighted ? " and weights" : ""}`, async () => {
      const fitted = await train(weighted ? { ...rows, weight: tripled } : rows, { alpha, l1Ratio });
      const found = numbersOf(fitted);
      expect(found.map((value) => value === 0)).toEqual(expected.map((value) => value === 0));
      for (const [at, value] of expected.entries())
        expect(Math.abs(found[at]! - value)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(value)));
      expect(fitted.details["nonZeroCount"]).toBe(expected.filter((value) => value !== 0).length - 1);
    });

  it("has the losses of scikit-learn on rows that are held out in turn", () => {
    const design = buildDesign(rows);
    const mean = target.reduce((sum, value) => sum + value, 0) / count;
    const centred = target.map((value) => value - mean);
    const moments = momentsOf(design, weightedGram(design, undefined), centred, undefined);
    const alphas = alphaPath(moments, 0.7);
    const folds = foldMoments(
      design,
      centred,
      undefined,
      Uint8Array.from(target, (_, row) => row % 5),
    );
    const losses = folds.map((fold) => foldLosses(moments, fold, alphas, 0.7));
    // ElasticNetCV of scikit-learn 1.9.1: l1_ratio 0.7, folds by row modulo 5, alphas_ and mse_path_ at four places.
    const places = [0, 30, 60, 99];
    const expectedAlphas = [6.398497679252669, 0.7888367001194277, 0.09725147536944753, 0.006398497679252669];
    const expectedLosses = [
      [45.34358923620733, 41.10542087212592, 30.34767594953082, 43.836381240650745, 22.95810114289281],
      [5.737582763269394, 5.716373346409974, 3.5516077128772943, 5.795778200273092, 2.2140633861632906],
      [1.5833216651547908, 1.3023190679917145, 1.5583602666262875, 1.4228721733046485, 0.9235987224470286],
      [1.8328069346507903, 1.1783818107812034, 1.6973942727027242, 1.313715438435484, 1.0941892071245818],
    ];
    for (const [at, place] of places.entries()) {
      expect(alphas[place]! / expectedAlphas[at]!).toBeCloseTo(1, 12);
      for (const [fold, loss] of expectedLosses[at]!.entries())
        expect(Math.abs(losses[fold]![place]! / loss - 1)).toBeLessThan(1e-3);
    }
    const means = alphas.map((_, at) => losses.reduce((sum, list) => sum + list[at]!, 0) / 5);
    expect(means.indexOf(Math.min(...means))).toBe(63);
  });

  it("is the line of ridge where no absolute values are penalised", async () => {
    const net = await train(rows, { alpha: 0.25, l1Ratio: 0 });
    const line = await ridge.train(rows, undefined, { lambda: 0.25 * count }, context);
    for (const [at, value] of numbersOf(net).entries())
      expect(Math.abs(value - numbersOf(line)[at]!)).toBeLessThan(1e-10 * Math.max(1, Math.abs(value)));
  });

  it("chooses a penalty by folds, and a greater one with fewer coefficients within one standard error", async () => {
    const best = await train(rows, { l1Ratio: 1 });
    const spare = await train(rows, { l1Ratio: 1, choose: "one-standard-error" });
    const path = best.details["path"] as unknown as {
      alpha: number;
      loss: number;
      standardError: number;
      nonZeroCount: number;
    }[];
    expect(path.length).toBe(100);
    expect(path[0]!.nonZeroCount).toBe(0);
    const least = path.reduce((one, other) => (other.loss < one.loss ? other : one));
    expect(Number(best.details["alpha"])).toBeCloseTo(least.alpha, 5);
    const chosen = path.find(({ loss }) => loss <= least.loss + least.standardError)!;
    expect(Number(spare.details["alpha"])).toBeCloseTo(chosen.alpha, 5);
    expect(chosen.alpha).toBeGreaterThan(least.alpha);
  });

  it("finds its penalty whatever unit the target has", async () => {
    const errorOf = async (factor: number, l1Ratio: number): Promise<number> => {
      const set = { ...rows, target: target.map((value) => value * factor) };
      const { details } = await train(set, { l1Ratio });
      const path = details["path"] as unknown as { readonly loss: number }[];
      return Math.min(...path.map(({ loss }) => loss)) / (factor * factor);
    };
    for (const l1Ratio of [0, 0.5, 0.9]) {
      const usual = await errorOf(1, l1Ratio);
      for (const factor of [1e-6, 1e5]) expect(await errorOf(factor, l1Ratio)).toBeLessThan(usual * 1.05);
    }
  });

  it("gives a model that does not read the features it left out", async () => {
    const { outputs } = await lasso.train(
      rows,
      undefined,
      { alpha: 0.5, choose: "least-loss", folds: 5 },
      context,
    );
    const value = evaluateExpr(outputs[0]!, { x0: 1, x1: 2, x2: 0.5, x3: null, x4: null, x5: null });
    const [x0, x1, x2, , , , intercept] = figures[1]![3];
    expect(value).toBeCloseTo(intercept! + x0! + 2 * x1! + 0.5 * x2!, 9);
  });

  it("says so where the penalty leaves nothing", async () => {
    const { details, diagnostics } = await train(rows, { alpha: 1e6 });
    expect(details["nonZeroCount"]).toBe(0);
    expect(diagnostics.map(({ code }) => code)).toEqual(["T2681"]);
  });

  it("takes more features than rows, and features that repeat others", async () => {
    const few = 20;
    const columns = Array.from({ length: 50 }, (_, at) =>
      Float64Array.from({ length: few }, (__, row) => Math.sin(row * (at + 2) * 0.37) + ((row * at) % 5)),
    );
    columns.push(columns[3]!.slice());
    const set = setOf(
      columns,
      Float64Array.from(columns[3]!, (value, row) => 3 * value + 0.1 * Math.cos(row)),
    );
    const fitted = await train(set, { alpha: 0.05, l1Ratio: 0.5 });
    const { coefficients } = fitted.details as unknown as { coefficients: Record<string, number> };
    expect(coefficients["x3"]).toBeCloseTo(coefficients["x50"]!, 9);
    expect(Number(fitted.details["nonZeroCount"])).toBeLessThan(30);
    const alone = await train(set, { alpha: 0.05, l1Ratio: 1 });
    expect(alone.diagnostics.map(({ code }) => code)).not.toContain("T2682");
  });
});
