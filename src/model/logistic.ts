import { failInput, warningDiagnostic, type Diagnostic, naturalLogarithm } from "../base/index.ts";
import { call } from "../ir/index.ts";
import { takeNumbers } from "../schema/index.ts";
import { classShares, oneClassModel } from "./class-shares.ts";
import { fitBinaryLogistic, type LogisticProblem } from "./linear/binary-logistic.ts";
import { buildDesign, createDesign, type Design } from "./linear/design.ts";
import { weightedGram } from "./linear/gram.ts";
import { designDiagnostics, dropCollinear } from "./linear/linear-diagnostics.ts";
import {
  coefficientImportance,
  describeCoefficients,
  linearScore,
  rawCoefficients,
} from "./linear/linear-score.ts";
import { fitMultinomialLogistic, type MultinomialFit } from "./linear/multinomial-logistic.ts";
import { separatingFeatures } from "./linear/separation.ts";
import { fitSparseLogistic } from "./linear/sparse-logistic.ts";
import { normalizeParameters, realNumber, type ParameterRules } from "./parameters.ts";
import { prepareTrainingSet, takeTrainingRows } from "./prepare-training-set.ts";
import { softmaxExprs } from "./softmax.ts";
import { isClassTask } from "./task.ts";
import { takeTurn } from "./take-turn.ts";
import type { Fitted, TrainContext, Trainer, TrainingSet } from "./trainer.ts";

/** What `logistic` can be told. */
export interface LogisticParameters {
  /** The penalty λ·(ρ·Σ|β| + (1-ρ)/2·Σβ²) on the coefficients of the standardised features, beside the sum of the losses. */
  readonly lambda: number;
  /** ρ, the share of the penalty on absolute values, which leaves features out; 0 is the penalty on squares alone. */
  readonly l1Ratio: number;
}

const rules: ParameterRules<LogisticParameters> = {
  lambda: realNumber(1, { from: 0 }),
  l1Ratio: realNumber(0, { from: 0, to: 1 }),
};

/**
 * Logistic regression for two classes, multinomial for more, with a penalty on squares, absolute values or both. It minimises
 * Σ w·log-loss + λ·(ρ·Σ|β| + (1-ρ)/2·Σβ²) with β the coefficients of the standardised features and ρ `l1Ratio`; the
 * intercept is free. λ = 1 is scikit-learn's C = 1.
 * @example
 * const params = logistic.normalize({ lambda: 1 }, "models.0", diagnostics);
 * const fitted = await logistic.train(set, undefined, params, { seed: 1, effects: quietEffects() });
 */
export const logistic: Trainer<LogisticParameters> = {
  name: "logistic",
  title: "Logistic regression: a straight line to a probability",
  tasks: ["binary", "multiclass"],
  handles: { missing: false, categories: false },
  normalize: (params, place, diagnostics) => normalizeParameters(rules, params, place, diagnostics),
  train: async (train, _validation, params, context) =>
    fit(prepareTrainingSet(logistic, train), params, context),
};

async function fit(set: TrainingSet, params: LogisticParameters, context: TrainContext): Promise<Fitted> {
  const { lambda, l1Ratio } = params;
  const constant = oneClassModel(set);
  if (constant) return constant;
  await takeTurn(context.effects, { task: "train logistic" });
  const full = buildDesign(set);
  const gram = weightedGram(full, set.weight);
  const design = lambda === 0 ? dropCollinear(full, gram) : full;
  const problem = { design, target: set.target, weight: set.weight, lambda: lambda * (1 - l1Ratio) };
  const absolute = lambda * l1Ratio;
  const result =
    absolute > 0
      ? await fitSparse(problem, absolute, coldStart(set, design), context)
      : await fitDesign(problem, await startCoefficients(set, design, lambda, context), context);
  return describeFit(set, design, result, params, designDiagnostics(full, gram, lambda === 0));
}

/** So many coefficients of all classes have a Hessian of 32 MB. */
const mostSparse = 2000;

/** With coefficients that are exactly 0. */
function fitSparse(
  problem: LogisticProblem,
  absolute: number,
  start: readonly Float64Array[],
  { effects }: TrainContext,
): Promise<MultinomialFit> {
  const count = start.length * problem.design.names.length;
  if (count > mostSparse)
    return failInput("T2692", `l1Ratio asks for too many coefficients at once: ${count}`, {
      place: "l1Ratio",
      value: String(count),
      cure: `At most ${mostSparse} of features times classes (1 for two classes) can be. Take fewer features, or l1Ratio 0.`,
    });
  const turn = (done: number): Promise<void> => takeTurn(effects, { task: "train logistic", done });
  return fitSparseLogistic(problem, absolute, start, turn);
}

/** One vector of coefficients for two classes, one per class for more. */
async function fitDesign(
  problem: LogisticProblem,
  start: readonly Float64Array[],
  { effects }: TrainContext,
): Promise<MultinomialFit> {
  const turn = (done: number): Promise<void> => takeTurn(effects, { task: "train logistic", done });
  if (start.length > 1) return fitMultinomialLogistic(problem, start, turn);
  const fitted = await fitBinaryLogistic(problem, start[0]!, turn);
  return { ...fitted, coefficients: [fitted.coefficients] };
}

/** Rows from which a first fit on a part of them saves time; the goal stays the same. */
const manyRows = 200_000;

async function startCoefficients(
  set: TrainingSet,
  design: Design,
  lambda: number,
  context: TrainContext,
): Promise<readonly Float64Array[]> {
  const cold = coldStart(set, design);
  if (set.rowCount < manyRows) return cold;
  const stride = Math.floor(set.rowCount / 40_000);
  const rows = Uint32Array.from({ length: Math.floor(set.rowCount / stride) }, (_, at) => at * stride);
  const part = takeTrainingRows({ ...set, features: [] }, rows);
  const partDesign = createDesign({
    ...design,
    rowCount: rows.length,
    columns: design.columns.map((column) => takeNumbers(column, rows)),
  });
  const problem: LogisticProblem = {
    design: partDesign,
    target: part.target,
    weight: part.weight,
    lambda: Math.max(lambda / stride, 1),
  };
  return (await fitDesign(problem, cold, context)).coefficients;
}

/** Coefficients 0, and intercepts that give the shares of the classes. */
function coldStart({ task, ...set }: TrainingSet, design: Design): readonly Float64Array[] {
  if (!isClassTask(task)) return [];
  const logs = classShares(task, { task, ...set }).map((share) => naturalLogarithm(Math.max(share, 1e-12)));
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const intercepts = task.kind === "binary" ? [logs[1]! - logs[0]!] : logs.map((log) => log - mean);
  return intercepts.map((intercept) => {
    const coefficients = new Float64Array(design.names.length + 1);
    coefficients[design.names.length] = intercept;
    return coefficients;
  });
}

function describeFit(
  set: TrainingSet,
  design: Design,
  fit: MultinomialFit,
  { lambda, l1Ratio }: LogisticParameters,
  diagnostics: readonly Diagnostic[],
): Fitted {
  const { coefficients, iterations, converged, loss } = fit;
  const raw = coefficients.map((vector) => rawCoefficients(design, vector));
  const scores = raw.map((one) => linearScore(design, one));
  const described = raw.map((one) => describeCoefficients(design, one));
  return {
    outputs: scores.length === 1 ? [call("sigmoid", scores[0]!)] : softmaxExprs(scores),
    details: {
      lambda,
      ...(l1Ratio > 0 ? { l1Ratio, nonZeroCount: nonZeroFeatures(coefficients) } : {}),
      iterations,
      converged,
      loss,
      ...(described.length === 1 ? described[0]! : { classes: described }),
    },
    importance: coefficientImportance(design, coefficients),
    diagnostics: [
      ...diagnostics,
      ...(fit.separated ? [separationWarning(set, design, lambda)] : []),
      ...(converged || fit.separated ? [] : [convergenceWarning(iterations)]),
    ],
  };
}

/** Features with a coefficient that is not 0, for at least one class. */
const nonZeroFeatures = ([first, ...others]: readonly Float64Array[]): number =>
  first!.subarray(0, -1).filter((value, at) => value !== 0 || others.some((vector) => vector[at] !== 0))
    .length;

function separationWarning(set: TrainingSet, design: Design, lambda: number): Diagnostic {
  const names = separatingFeatures(set, design).map((name) => JSON.stringify(name));
  return warningDiagnostic(
    "T1660",
    names.length > 0
      ? `The classes are told apart without error by ${names.join(" or ")} alone`
      : "The features tell the classes apart without error",
    {
      cure: `${lambda === 0 ? "The coefficients have no finite best value: give lambda a value above 0. " : ""}Look whether a feature knows the answer already (leakage).`,
    },
  );
}

const convergenceWarning = (iterations: number): Diagnostic =>
  warningDiagnostic("T1661", `Logistic regression did not settle after ${iterations} iterations`, {
    cure: "Give lambda a greater value, or remove features that say the same.",
  });
