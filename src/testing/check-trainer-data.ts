import { createRandom } from "../base/index.ts";
import { evaluateExpr, type Row } from "../compile/index.ts";
import type { Feature, Fitted, Task, TaskKind, Trainer, TrainingSet } from "../model/index.ts";

type Handles = Trainer<unknown>["handles"];

/** Tasks that the contract tries. */
export const contractTasks: Readonly<Record<TaskKind, Task>> = {
  regression: { kind: "regression" },
  binary: { kind: "binary", classes: [false, true], type: "Boolean" },
  multiclass: { kind: "multiclass", classes: ["low", "middle", "high"], type: "Text" },
};

/** Rows that can be learnt from: a target that follows from the features with some noise; gaps and levels if they are handled. */
export function learnableSet(task: Task, handles: Handles, rowCount = 240, seed = "learn"): TrainingSet {
  const random = createRandom(`contract/${seed}`);
  const draw = (value: () => number): Float64Array => Float64Array.from({ length: rowCount }, value);
  const first = draw(() => random.next() * 10);
  const second = draw(() => random.next() * 0.02 - 0.01);
  const third = draw(() => (handles.missing && random.next() < 0.2 ? Number.NaN : 1000 + random.next()));
  const codes = Int32Array.from({ length: rowCount }, () =>
    handles.missing ? random.integer(7) - 1 : random.integer(6),
  );
  const score = draw(() => random.next() - 0.5).map(
    (noise, row) =>
      first[row]! -
      300 * second[row]! +
      (Number.isNaN(third[row]!) ? 3 : 0) +
      (handles.categories ? (codes[row]! % 2) * 3 : 0) +
      noise,
  );
  const features: Feature[] = [
    { kind: "number", name: "first", values: first },
    { kind: "number", name: "second", values: second },
    { kind: "number", name: "third", values: third },
  ];
  if (handles.categories) features.push({ kind: "category", name: "level", codes, levelCount: 6 });
  return { task, rowCount, features, target: score.map((value) => targetOf(task, value)) };
}

function targetOf(task: Task, score: number): number {
  if (task.kind === "regression") return score;
  if (task.kind === "binary") return score > 6 ? 1 : 0;
  return score < 4 ? 0 : score < 8 ? 1 : 2;
}

/** Integer weights from 1 to 3, and the same rows repeated that often. */
export function weightedAndRepeated(set: TrainingSet): {
  readonly weighted: TrainingSet;
  readonly repeated: TrainingSet;
} {
  const weight = Float64Array.from({ length: set.rowCount }, (_, row) => 1 + ((row * 5) % 3));
  const rows = [...weight.entries()].flatMap(([row, times]) => Array.from({ length: times }, () => row));
  return { weighted: { ...set, weight }, repeated: takeRowsOf(set, rows) };
}

/** The rows at some places, in that order. */
export function takeRowsOf(set: TrainingSet, rows: readonly number[]): TrainingSet {
  const { task, features, target, weight } = set;
  return {
    task,
    rowCount: rows.length,
    features: features.map((feature) =>
      feature.kind === "number"
        ? { ...feature, values: Float64Array.from(rows, (row) => feature.values[row]!) }
        : { ...feature, codes: Int32Array.from(rows, (row) => feature.codes[row]!) },
    ),
    target: Float64Array.from(rows, (row) => target[row]!),
    ...(weight ? { weight: Float64Array.from(rows, (row) => weight[row]!) } : {}),
  };
}

/** A row as the oracle reads it: missing is null. */
const rowOf = (set: TrainingSet, row: number): Row =>
  Object.fromEntries(
    set.features.map((feature) => {
      const value = feature.kind === "number" ? feature.values[row]! : feature.codes[row]!;
      const isMissing = Number.isNaN(value) || (feature.kind === "category" && value < 0);
      return [feature.name, isMissing ? null : value];
    }),
  );

/** All outputs for the first rows of a set, by the oracle; NaN where an output is null. */
export const predictRows = (
  fitted: Pick<Fitted, "outputs">,
  set: TrainingSet,
  most = 24,
): readonly number[][] =>
  Array.from({ length: Math.min(most, set.rowCount) }, (_, row) => {
    const values = rowOf(set, row);
    return fitted.outputs.map((output) => {
      const value = evaluateExpr(output, values);
      return typeof value === "number" ? value : Number.NaN;
    });
  });

/** Mean squared error, or mean log-loss, of predictions for the first rows of a set. */
export function meanLossOf(predicted: readonly number[][], { task, target }: TrainingSet): number {
  const losses = predicted.map((outputs, row) => {
    const truth = target[row]!;
    if (task.kind === "regression") return (outputs[0]! - truth) ** 2;
    const probability =
      task.kind === "binary" ? (truth === 1 ? outputs[0]! : 1 - outputs[0]!) : outputs[truth]!;
    return -Math.log(Math.max(probability, 1e-15));
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

/** The greatest difference of two lists of predictions, relative to the greater size (at least 1). */
export function greatestDifference(left: readonly number[][], right: readonly number[][]): number {
  let greatest = left.length === right.length ? 0 : Infinity;
  for (const [row, outputs] of left.entries()) {
    for (const [at, value] of outputs.entries()) {
      const other = right[row]?.[at] ?? Number.NaN;
      const difference = Object.is(value, other)
        ? 0
        : Math.abs(value - other) / Math.max(1, Math.abs(value), Math.abs(other));
      greatest = Number.isNaN(difference) ? Infinity : Math.max(greatest, difference);
    }
  }
  return greatest;
}
