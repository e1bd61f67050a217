import { call, float, nearest, type Expr, type NearestParts } from "../ir/index.ts";
import { baseline } from "./baseline.ts";
import { oneClassModel } from "./class-shares.ts";
import { constantNote } from "./linear/linear-diagnostics.ts";
import { checkStoredRows } from "./neighbours/stored-rows.ts";
import { normalizeParameters, oneOf, yesOrNo, wholeNumber, type ParameterRules } from "./parameters.ts";
import { prepareTrainingSet } from "./prepare-training-set.ts";
import { createRowTable, scaledExprs, type RowTable } from "./row-table.ts";
import { takeTurn } from "./take-turn.ts";
import type { Task } from "./task.ts";
import type { Fitted, TrainContext, Trainer, TrainingSet } from "./trainer.ts";

/** What `nearest-neighbours` can be told. */
export interface NearestNeighboursParameters {
  /** So many rows answer together, by their weights. */
  readonly neighbours: number;
  readonly metric: "euclidean" | "manhattan";
  /** Whether all neighbours count alike, or each by 1 / distance. */
  readonly weighting: "uniform" | "distance";
  /** True to measure in standard deviations of each feature. */
  readonly scale: boolean;
}

const rules: ParameterRules<NearestNeighboursParameters> = {
  neighbours: wholeNumber(5, 1, 100_000),
  metric: oneOf("euclidean", ["euclidean", "manhattan"]),
  weighting: oneOf("uniform", ["uniform", "distance"]),
  scale: yesOrNo(true),
};

/**
 * The mean, or the shares of the classes, among the most similar training rows (Cover & Hart 1967). The search is exact; rows
 * as far as the last neighbour count too, so the order of the rows changes nothing. The model holds all different rows.
 * @example
 * const params = nearestNeighbours.normalize({ neighbours: 9 }, "models.0", diagnostics);
 * const fitted = await nearestNeighbours.train(set, undefined, params, { seed: 1, effects: quietEffects() });
 */
export const nearestNeighbours: Trainer<NearestNeighboursParameters> = {
  name: "nearest-neighbours",
  title: "Nearest neighbours: what the most similar rows answered",
  tasks: ["regression", "binary", "multiclass"],
  handles: { missing: false, categories: false },
  normalize: (params, place, diagnostics) => normalizeParameters(rules, params, place, diagnostics),
  train: async (train, _validation, params, context) =>
    fit(prepareTrainingSet(nearestNeighbours, train), params, context),
};

async function fit(
  set: TrainingSet,
  params: NearestNeighboursParameters,
  context: TrainContext,
): Promise<Fitted> {
  const constant = oneClassModel(set);
  if (constant) return constant;
  await takeTurn(context.effects, { task: "train nearest-neighbours" });
  const table = createRowTable(set, params.scale);
  const diagnostics = table.constant.length > 0 ? [constantNote(table.constant)] : [];
  if (table.features.length === 0) {
    const { outputs } = await baseline.train(set, undefined, { center: "mean" }, context);
    return { outputs, details: { constant: true }, importance: {}, diagnostics };
  }
  const points = groupPoints(table);
  checkStoredRows(
    "nearest-neighbours",
    points.length,
    table.features.length,
    set.task.kind === "multiclass" ? 2 : 1,
  );
  return {
    outputs: outputsOf(set.task, table, points, params),
    details: { storedRows: points.length, ...params },
    importance: {},
    diagnostics,
  };
}

/** A place in the space of the features, with the rows of the table that lie there. */
interface Point {
  readonly at: readonly number[];
  readonly rows: readonly number[];
}

/** Rows that differ in the target alone lie at one point, next to each other in the table. */
function groupPoints({ rows, rowCount, features }: RowTable): readonly Point[] {
  const points: { at: readonly number[]; rows: number[] }[] = [];
  for (let row = 0; row < rowCount; row++) {
    const at = Array.from(rows.subarray(row * features.length, (row + 1) * features.length));
    const last = points.at(-1);
    if (last?.at.every((value, place) => value === at[place])) last.rows.push(row);
    else points.push({ at, rows: [row] });
  }
  return points;
}

function outputsOf(
  task: Task,
  table: RowTable,
  points: readonly Point[],
  { neighbours, metric, weighting }: NearestNeighboursParameters,
): readonly Expr[] {
  const { target, weight } = table;
  const inputs = scaledExprs(table);
  const search = (
    stored: readonly Point[],
    parts: Pick<NearestParts, "within" | "neighbours" | "answer" | "weight" | "value">,
  ): Expr => nearest({ inputs, metric, weighting, rows: stored.flatMap(({ at }) => at), ...parts });
  const weights = points.map(({ rows }) => sumOver(rows, (row) => weight[row]!));
  if (task.kind !== "multiclass") {
    const value = points.map(
      ({ rows }, at) => sumOver(rows, (row) => weight[row]! * target[row]!) / weights[at]!,
    );
    return [search(points, { within: null, neighbours, answer: "mean", weight: weights, value })];
  }
  const zeros = points.map(() => 0);
  const reach = search(points, { within: null, neighbours, answer: "reach", weight: weights, value: zeros });
  const votes = task.classes.map((_, one) => {
    const stored = points.flatMap(({ at, rows }) => {
      const own = rows.filter((row) => target[row] === one);
      return own.length > 0 ? [{ at, rows: own }] : [];
    });
    if (stored.length === 0) return float(0);
    const own = stored.map(({ rows }) => sumOver(rows, (row) => weight[row]!));
    const ones = own.map(() => 1);
    return search(stored, { within: reach, neighbours: null, answer: "sum", weight: own, value: ones });
  });
  const total = votes.reduce((sum, vote) => call("add", sum, vote));
  return votes.map((vote) => call("divide", vote, total));
}

const sumOver = (rows: readonly number[], of: (row: number) => number): number =>
  rows.reduce((sum, row) => sum + of(row), 0);
