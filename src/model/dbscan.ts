import { warningDiagnostic, type Diagnostic } from "../base/index.ts";
import { call, float, int, nearest, type Expr } from "../ir/index.ts";
import { chooseEps, densityClusters, type DensityClusters } from "./clusters/density.ts";
import type { Points } from "./clusters/lloyd.ts";
import { qualityOf } from "./clusters/quality-of.ts";
import { constantNote } from "./linear/linear-diagnostics.ts";
import { checkStoredRows } from "./neighbours/stored-rows.ts";
import {
  normalizeParameters,
  orWord,
  realNumber,
  yesOrNo,
  wholeNumber,
  type ParameterRules,
} from "./parameters.ts";
import { prepareTrainingSet } from "./prepare-training-set.ts";
import { createRowTable, scaledExprs, type RowTable } from "./row-table.ts";
import { takeTurn } from "./take-turn.ts";
import type { Fitted, TrainContext, Trainer, TrainingSet } from "./trainer.ts";

/** What `dbscan` can be told. */
export interface DbscanParameters {
  /** Rows at most so far apart are neighbours; `auto` takes it from the rows. */
  readonly eps: number | "auto";
  /** A row with so many rows within `eps`, itself too, is in the midst of a cluster. */
  readonly minSamples: number;
  /** True to measure in standard deviations of each feature. */
  readonly scale: boolean;
}

const rules: ParameterRules<DbscanParameters> = {
  eps: orWord("auto", realNumber(0.5, { above: 0 })),
  minSamples: wholeNumber(5, 1, 100_000),
  scale: yesOrNo(true),
};

/**
 * Clusters of any shape where rows lie densely, and noise between them (Ester et al. 1996). A new row belongs to the cluster of
 * its nearest core row within `eps`, else it is noise, -1. Clusters are numbered from 0, the largest first.
 * @example
 * const params = dbscan.normalize({ eps: 0.3, minSamples: 10 }, "models.0", diagnostics);
 * const fitted = await dbscan.train(set, undefined, params, { seed: 1, effects: quietEffects() });
 */
export const dbscan: Trainer<DbscanParameters> = {
  name: "dbscan",
  title: "DBSCAN: clusters where rows lie densely, and noise",
  tasks: ["clusters"],
  handles: { missing: false, categories: false },
  normalize: (params, place, diagnostics) => normalizeParameters(rules, params, place, diagnostics),
  train: async (train, _validation, params, context) =>
    fit(prepareTrainingSet(dbscan, train), params, context),
};

async function fit(set: TrainingSet, params: DbscanParameters, context: TrainContext): Promise<Fitted> {
  await takeTurn(context.effects, { task: "train dbscan" });
  const table = createRowTable(set, params.scale);
  const points: Points = { ...table, size: table.features.length };
  const { minSamples } = params;
  const eps = params.eps === "auto" ? chooseEps(points, minSamples, context.seed) : params.eps;
  const found = densityClusters(points, eps, minSamples);
  const cores = Array.from(found.isCore.keys()).filter((row) => found.isCore[row] === 1);
  checkStoredRows("dbscan", cores.length, points.size);
  return {
    outputs: [clusterOf(table, found, cores, eps)],
    details: {
      eps,
      epsChosen: params.eps === "auto",
      clusters: found.count,
      ...countRows(table, found),
      ...qualityOf(points, found.labels, context.seed),
    },
    importance: {},
    diagnostics: [
      ...(table.constant.length > 0 ? [constantNote(table.constant)] : []),
      ...(found.count === 0 ? [noClusterWarning(eps, minSamples)] : []),
    ],
  };
}

/** The cluster of the nearest core row within `eps`, the lowest of equally near ones; else -1. */
function clusterOf(
  table: RowTable,
  { labels }: DensityClusters,
  cores: readonly number[],
  eps: number,
): Expr {
  const inputs = scaledExprs(table);
  const size = inputs.length;
  if (cores.length === 0) return int(-1);
  if (size === 0) return int(0);
  const found = nearest({
    inputs,
    within: float(eps),
    metric: "euclidean",
    neighbours: 1,
    weighting: "uniform",
    answer: "least",
    rows: cores.flatMap((row) => Array.from(table.rows.subarray(row * size, (row + 1) * size))),
    weight: cores.map(() => 1),
    value: cores.map((row) => labels[row]!),
  });
  return call("coalesce", call("toInt", found), int(-1));
}

/** The rows of each cluster, by weight, with how many are core rows and how many noise. */
function countRows({ weight }: RowTable, { labels, isCore, count }: DensityClusters) {
  const sizes = Array.from({ length: count }, () => 0);
  let noise = 0;
  let core = 0;
  for (const [row, label] of labels.entries()) {
    if (label < 0) noise += weight[row]!;
    else sizes[label]! += weight[row]!;
    if (isCore[row] === 1) core += weight[row]!;
  }
  return { sizes, core, noise };
}

const noClusterWarning = (eps: number, minSamples: number): Diagnostic =>
  warningDiagnostic("T2703", `No row has ${minSamples} rows within ${eps}, so all rows are noise`, {
    place: "eps",
    cure: "Give a greater eps or a smaller minSamples.",
  });
