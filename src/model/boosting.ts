import { warningDiagnostic, type Diagnostic, type Json } from "../base/index.ts";
import type { Expr } from "../ir/index.ts";
import { boost, type Boosted } from "./boosting/boost.ts";
import { idleParameters } from "./boosting/idle-parameters.ts";
import { metricProblems } from "./boosting/judging/judge.ts";
import { linkExprs } from "./boosting/objectives/links.ts";
import { objectiveProblems } from "./boosting/objectives/open-objective.ts";
import { boostingRules, contradictions, type BoostingParameters } from "./boosting/parameters.ts";
import { boostingPeerNames } from "./boosting/peer-names.ts";
import { gainImportance, toForest } from "./boosting/to-forest.ts";
import type { Tree } from "./boosting/tree.ts";
import { oneClassModel } from "./class-shares.ts";
import { normalizeParameters } from "./parameters.ts";
import { prepareTrainingSet, prepareValidationSet } from "./prepare-training-set.ts";
import type { Fitted, StoppedEarly, TrainContext, Trainer, TrainingSet } from "./trainer.ts";

export type { BoostingParameters } from "./boosting/parameters.ts";

/**
 * Gradient-boosted decision trees (Friedman, "Greedy Function Approximation", 2001) grown leaf by leaf on histograms, with
 * the parameters of LightGBM (Ke et al., 2017). Missing values and categories are taken as they are. Derivatives are added up
 * as whole numbers, so the order of the rows changes no bit of the model.
 * @example
 * const params = boosting.normalize({ numLeaves: 15 }, "models.0", diagnostics);
 * const fitted = await boosting.train(train, validation, params, { seed: 1, effects: quietEffects() });
 */
export const boosting: Trainer<BoostingParameters> = {
  name: "boosting",
  title: "Boosting: a sum of decision trees",
  tasks: ["regression", "binary", "multiclass", "ranking"],
  handles: { missing: true, categories: true, anySize: true },
  normalize: (given, place, diagnostics) => {
    const params = normalizeParameters(boostingRules, given, place, diagnostics, boostingPeerNames);
    diagnostics.push(...contradictions(params, place));
    return params;
  },
  checkTask: (params, task) => [...objectiveProblems(params, task), ...metricProblems(params, task)],
  settle: (params, stopped) => ({
    ...params,
    numIterations: meanIterations(stopped) ?? params.numIterations,
  }),
  train: async (train, validation, params, context) => {
    const kept = prepareTrainingSet(boosting, train);
    return fit(kept, validation && prepareValidationSet(boosting, train, validation), params, context);
  },
};

/** The mean of the best iterations, weighted by the rows learnt from, at least 1; undefined where no fit has one. */
function meanIterations(stopped: readonly StoppedEarly[]): number | undefined {
  let rows = 0;
  let sum = 0;
  for (const { fitted, rowCount } of stopped) {
    const best = fitted.details["bestIteration"];
    if (typeof best !== "number") continue;
    rows += rowCount;
    sum += best * rowCount;
  }
  return rows === 0 ? undefined : Math.max(1, Math.round(sum / rows));
}

async function fit(
  train: TrainingSet,
  validation: TrainingSet | undefined,
  params: BoostingParameters,
  context: TrainContext,
): Promise<Fitted> {
  const constant = oneClassModel(train);
  if (constant) return constant;
  const boosted = await boost(train, validation, params, context);
  const trees = boosted.iterations.flat();
  const importance = gainImportance(trees, boosted.bins);
  return {
    outputs: outputsOf(boosted),
    details: { ...describe(boosted), ...(params.linearTree ? linearDetails(trees) : {}) },
    importance,
    diagnostics: [
      ...idleParameters(params, boosted.objective, boosted.metrics),
      ...(Object.keys(importance).length > 0 ? [] : [constantWarning(boosted)]),
    ],
  };
}

function outputsOf({ bins, link, start, iterations }: Boosted): readonly Expr[] {
  const scores = start.map((bias, output) =>
    toForest(
      iterations.map((trees) => trees[output]!),
      bins,
      bias,
    ),
  );
  return linkExprs(link, scores);
}

const round = (value: number): number => Number(value.toPrecision(6));

function describe(boosted: Boosted): Readonly<Record<string, Json>> {
  const { objective, metrics, iterations, iterationsRun, stoppedEarly } = boosted;
  const [metric, ...others] = metrics;
  return {
    objective,
    metric: metric!,
    iterationsRun,
    bestIteration: iterations.length,
    stoppedEarly,
    treeCount: iterations.length * boosted.start.length,
    leafCount: iterations.flat().reduce((sum, tree) => sum + (tree.length + 1) / 2, 0),
    lossCurve: curveOf(boosted, 0),
    ...(others.length > 0
      ? { otherCurves: Object.fromEntries(others.map((name, at) => [name, curveOf(boosted, at + 1)])) }
      : {}),
  };
}

/** How many leaves slope: a leaf with too few rows, or with no number on its branch, is a constant. */
const linearDetails = (trees: readonly Tree[]): Readonly<Record<string, Json>> => ({
  linearLeafCount: trees.flat().filter(({ linear }) => linear !== undefined).length,
});

/** The points of one metric. */
const curveOf = ({ curve }: Boosted, at: number): Json =>
  curve.map(({ iteration, training, validation }) => ({
    iteration,
    training: round(training[at]!),
    validation: validation === null ? null : round(validation[at]!),
  }));

const constantWarning = ({ iterations, iterationsRun }: Boosted): Diagnostic =>
  iterations.length === 0
    ? warningDiagnostic(
        "T1662",
        `None of the ${iterationsRun} iterations made the metric better on the rows to stop by, so the model is a constant`,
        { cure: "Look whether those rows are like the rows to learn from, or give a smaller learningRate." },
      )
    : warningDiagnostic("T1662", "No split of the rows made the loss smaller, so the model is a constant", {
        cure: "Give it more rows, or lower minDataInLeaf.",
      });
