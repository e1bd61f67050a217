import { warningDiagnostic, type Diagnostic, type Json } from "../base/index.ts";
import { weightedMean } from "./baseline.ts";
import { contentFolds } from "./linear/content-folds.ts";
import { buildDesign, type Design } from "./linear/design.ts";
import {
  alphaPath,
  choosePoint,
  foldLosses,
  penalize,
  summarizeFolds,
  type PathPoint,
} from "./linear/elastic-net-path.ts";
import { weightedGram } from "./linear/gram.ts";
import { gradientOf } from "./linear/least-squares.ts";
import { designDiagnostics } from "./linear/linear-diagnostics.ts";
import {
  coefficientImportance,
  describeCoefficients,
  linearScore,
  rawCoefficients,
} from "./linear/linear-score.ts";
import { foldMoments, momentsOf, type Moments } from "./linear/moments.ts";
import { descend, solveQuadratic } from "./linear/penalized-quadratic.ts";
import {
  normalizeParameters,
  oneOf,
  orWord,
  realNumber,
  wholeNumber,
  type ParameterRules,
} from "./parameters.ts";
import { prepareTrainingSet } from "./prepare-training-set.ts";
import { takeTurn } from "./take-turn.ts";
import type { Fitted, TrainContext, Trainer, TrainingSet } from "./trainer.ts";

/** What `lasso` can be told. */
export interface LassoParameters {
  /** The penalty; `auto` chooses it from a path by folds of the training rows. */
  readonly alpha: number | "auto";
  /** Which penalty of the path `auto` takes: the best, or the greatest within one standard error of the best. */
  readonly choose: "least-loss" | "one-standard-error";
  /** Parts of the training rows that are held out in turn. */
  readonly folds: number;
}

/** What `elastic-net` can be told. */
export interface ElasticNetParameters extends LassoParameters {
  /** The share of the penalty on absolute values; the rest is on squares. 1 is the lasso. */
  readonly l1Ratio: number;
}

const lassoRules: ParameterRules<LassoParameters> = {
  alpha: orWord("auto", realNumber(0, { from: 0 })),
  choose: oneOf("least-loss", ["least-loss", "one-standard-error"]),
  folds: wholeNumber(5, 2, 20),
};

const rules: ParameterRules<ElasticNetParameters> = {
  ...lassoRules,
  l1Ratio: realNumber(0.5, { from: 0, to: 1 }),
};

/**
 * Linear regression with a penalty on the absolute values and the squares of the coefficients (Zou & Hastie 2005). It
 * minimises Σ w·(y - prediction)² / 2Σw + α·(ρ·Σ|β| + (1-ρ)/2·Σβ²) with β the coefficients of the standardised features
 * and ρ `l1Ratio`. Coefficients that do not help are exactly 0.
 * @example
 * const params = elasticNet.normalize({ alpha: 0.1, l1Ratio: 0.7 }, "models.0", diagnostics);
 * const fitted = await elasticNet.train(set, undefined, params, { seed: 1, effects: quietEffects() });
 */
export const elasticNet: Trainer<ElasticNetParameters> = {
  name: "elastic-net",
  title: "Elastic net: a straight line that leaves features out",
  tasks: ["regression"],
  handles: { missing: false, categories: false },
  normalize: (params, place, diagnostics) => normalizeParameters(rules, params, place, diagnostics),
  train: async (train, _validation, params, context) =>
    fit("elastic-net", prepareTrainingSet(elasticNet, train), params, context),
};

/**
 * Linear regression with a penalty on the absolute values of the coefficients (Tibshirani 1996): the elastic net of
 * `l1Ratio` 1.
 * @example
 * const params = lasso.normalize({ choose: "one-standard-error" }, "models.0", diagnostics);
 * const fitted = await lasso.train(set, undefined, params, { seed: 1, effects: quietEffects() });
 */
export const lasso: Trainer<LassoParameters> = {
  name: "lasso",
  title: "Lasso: a straight line through few features",
  tasks: ["regression"],
  handles: { missing: false, categories: false },
  normalize: (params, place, diagnostics) => normalizeParameters(lassoRules, params, place, diagnostics),
  train: async (train, _validation, params, context) =>
    fit("lasso", prepareTrainingSet(lasso, train), { ...params, l1Ratio: 1 }, context),
};

async function fit(
  name: string,
  set: TrainingSet,
  params: ElasticNetParameters,
  context: TrainContext,
): Promise<Fitted> {
  await takeTurn(context.effects, { task: `train ${name}`, done: 0, total: params.folds + 1 });
  const design = buildDesign(set);
  // A target of one value is that value, whatever rounding weights bring into its mean: what is left of it is 0 then, not noise.
  const first = set.target[0]!;
  const mean = set.target.every((value) => value === first) ? first : weightedMean(set.target, set.weight);
  const target = set.target.map((value) => value - mean);
  const gram = weightedGram(design, set.weight);
  const moments = momentsOf(design, gram, target, set.weight);
  const chosen = await chooseAlpha(name, set, design, target, moments, params, context);
  const problem = penalize(moments, chosen.alpha, params.l1Ratio);
  const start = new Float64Array(design.names.length);
  if (chosen.at > 0)
    for (const { alpha } of chosen.path.slice(0, chosen.at))
      descend(penalize(moments, alpha, params.l1Ratio), start, moments.squares, 1e-5 * moments.squares);
  const { coefficients, settled } = solveQuadratic(problem, start, moments.squares, (now) =>
    gradientOf({ design, target, weight: set.weight }, Float64Array.of(...now, 0), 0).subarray(0, -1),
  );
  const standardized = Float64Array.of(...coefficients, mean);
  const raw = rawCoefficients(design, standardized);
  const nonZeroCount = coefficients.filter((value) => value !== 0).length;
  return {
    outputs: [linearScore(design, raw)],
    details: {
      alpha: chosen.alpha,
      alphaChosen: params.alpha === "auto",
      l1Ratio: params.l1Ratio,
      nonZeroCount,
      ...describeCoefficients(design, raw),
      ...(chosen.path.length > 0 ? { path: chosen.path.map(roundPoint) } : {}),
    },
    importance: coefficientImportance(design, [standardized]),
    diagnostics: [
      ...designDiagnostics(design, gram, false),
      ...pathDiagnostics(design, chosen, nonZeroCount),
      ...(settled ? [] : [descentWarning(name)]),
    ],
  };
}

interface ChosenAlpha {
  readonly alpha: number;
  /** Its place in `path`, or -1. */
  readonly at: number;
  readonly path: readonly PathPoint[];
}

/** The penalty that was given, or the one of the path that does best on rows that were held out in turn. */
async function chooseAlpha(
  name: string,
  set: TrainingSet,
  design: Design,
  target: Float64Array,
  moments: Moments,
  { alpha, l1Ratio, folds, choose }: ElasticNetParameters,
  { seed, effects }: TrainContext,
): Promise<ChosenAlpha> {
  if (alpha !== "auto") return { alpha, at: -1, path: [] };
  const alphas = alphaPath(moments, l1Ratio);
  const parts = foldMoments(design, target, set.weight, contentFolds(set, folds, seed));
  if (parts.length < 2 || design.names.length === 0) return { alpha: alphas[0]!, at: -1, path: [] };
  const losses: (readonly number[])[] = [];
  for (const part of parts) {
    await takeTurn(effects, { task: `train ${name}`, done: losses.length + 1, total: folds + 1 });
    losses.push(foldLosses(moments, part, alphas, l1Ratio));
  }
  const coefficients = new Float64Array(design.names.length);
  const path = alphas.map((one, at): PathPoint => {
    descend(penalize(moments, one, l1Ratio), coefficients, moments.squares, 1e-7 * moments.squares);
    const summary = summarizeFolds(
      losses.map((list) => list[at]!),
      parts.map(({ weight }) => weight),
    );
    return { alpha: one, nonZeroCount: coefficients.filter((value) => value !== 0).length, ...summary };
  });
  const at = choosePoint(path, choose);
  return { alpha: alphas[at]!, at, path };
}

const roundPoint = ({ alpha, nonZeroCount, loss, standardError }: PathPoint): Json => ({
  alpha: Number(alpha.toPrecision(6)),
  nonZeroCount,
  loss: Number(loss.toPrecision(6)),
  standardError: Number(standardError.toPrecision(6)),
});

function pathDiagnostics(
  design: Design,
  { at, path, alpha }: ChosenAlpha,
  nonZeroCount: number,
): Diagnostic[] {
  if (design.names.length > 0 && nonZeroCount === 0)
    return [
      warningDiagnostic("T2681", "The penalty leaves every coefficient at 0, so the model is a constant", {
        value: `alpha ${Number(alpha.toPrecision(6))}`,
        cure: "Give a smaller alpha, or look whether the features say anything about the target.",
      }),
    ];
  if (path.length === 0 || at < path.length - 1) return [];
  return [
    Object.freeze({
      code: "T2680",
      severity: "note" as const,
      message: "The least penalty of the path did best: the rows ask for hardly any",
      cure: "Compare with ridge at lambda 0, or give a smaller alpha.",
    }),
  ];
}

const descentWarning = (name: string): Diagnostic =>
  warningDiagnostic("T2682", `Coordinate descent of ${name} did not settle`, {
    cure: "Give a greater alpha, an l1Ratio below 1, or remove features that say the same.",
  });
