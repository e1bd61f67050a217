import { weightedMean } from "./baseline.ts";
import { buildDesign } from "./linear/design.ts";
import { weightedGram } from "./linear/gram.ts";
import { chooseLambda, solveLeastSquares } from "./linear/least-squares.ts";
import { designDiagnostics, dropCollinear } from "./linear/linear-diagnostics.ts";
import {
  coefficientImportance,
  describeCoefficients,
  linearScore,
  rawCoefficients,
} from "./linear/linear-score.ts";
import { normalizeParameters, orWord, realNumber, type ParameterRules } from "./parameters.ts";
import { prepareTrainingSet } from "./prepare-training-set.ts";
import { takeTurn } from "./take-turn.ts";
import type { Fitted, TrainContext, Trainer, TrainingSet } from "./trainer.ts";

/** What `ridge` can be told. */
export interface RidgeParameters {
  /** The penalty on the squared coefficients of the standardised features; 0 is ordinary least squares; `auto` chooses. */
  readonly lambda: number | "auto";
}

const rules: ParameterRules<RidgeParameters> = { lambda: orWord("auto", realNumber(0, { from: 0 })) };

/**
 * Linear regression with a squared penalty (Hoerl & Kennard 1970), solved exactly. It minimises Σ w·(y - prediction)² +
 * λ·Σ β² with β the coefficients of the standardised features, so the units of the data do not matter. A ranking is by the
 * grade that it predicts, pointwise (Cossock & Zhang, COLT 2006).
 * @example
 * const fitted = await ridge.train(set, undefined, { lambda: 1 }, { seed: 1, effects: quietEffects() });
 */
export const ridge: Trainer<RidgeParameters> = {
  name: "ridge",
  title: "Ridge regression: a straight line in many dimensions",
  tasks: ["regression", "ranking"],
  handles: { missing: false, categories: false },
  normalize: (params, place, diagnostics) => normalizeParameters(rules, params, place, diagnostics),
  train: async (train, _validation, params, context) =>
    fit(prepareTrainingSet(ridge, train), params, context),
};

async function fit(set: TrainingSet, params: RidgeParameters, { effects }: TrainContext): Promise<Fitted> {
  await takeTurn(effects, { task: "train ridge", done: 0, total: 2 });
  const full = buildDesign(set);
  const fullGram = weightedGram(full, set.weight);
  const design = params.lambda === 0 ? dropCollinear(full, fullGram) : full;
  const gram = design === full ? fullGram : weightedGram(design, set.weight);
  await takeTurn(effects, { task: "train ridge", done: 1, total: 2 });
  const mean = weightedMean(set.target, set.weight);
  const problem = { design, gram, target: set.target.map((value) => value - mean), weight: set.weight };
  const lambda = params.lambda === "auto" ? chooseLambda(problem) : params.lambda;
  const standardized = solveLeastSquares(problem, lambda);
  standardized[design.names.length]! += mean;
  const raw = rawCoefficients(design, standardized);
  return {
    outputs: [linearScore(design, raw)],
    details: { lambda, lambdaChosen: params.lambda === "auto", ...describeCoefficients(design, raw) },
    importance: coefficientImportance(design, [standardized]),
    diagnostics: designDiagnostics(full, fullGram, params.lambda === 0),
  };
}
