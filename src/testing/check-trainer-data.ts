import { createRandom } from "../base/index.ts";
import { evaluateExpr, type Row } from "../compile/index.ts";
import {
  hasTarget,
  type Feature,
  type Fitted,
  type Task,
  type TaskKind,
  type Trainer,
  type TrainingSet,
} from "../model/index.ts";

type Handles = Trainer<unknown>["handles"];

/** Tasks that the contract tries. */
export const contractTasks: Readonly<Record<TaskKind, Task>> = {
  regression: { kind: "regression" },
  binary: { kind: "binary", classes: [false, true], type: "Boolean" },
  multiclass: { kind: "multiclass", classes: ["low", "middle", "high"], type: "Text" },
  ranking: { kind: "ranking" },
  clusters: { kind: "clusters" },
  outliers: { kind: "outliers" },
};

/** Rows that can be learnt from: a target that follows from the features with some noise; gaps and levels if they are handled. */
export function learnableSet(task: Task, handles: Handles, rowCount = 240, seed = "learn"): TrainingSet {
  if (!hasTarget(task.kind)) return shapedSet(task, rowCount, seed);
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
  return {
    task,
    rowCount,
    features,
    target: score.map((value) => targetOf(task, value)),
    // Rows of a group stand apart from each other, as they may in a table.
    ...(task.kind === "ranking"
      ? { group: Int32Array.from({ length: rowCount }, (_, row) => row % Math.ceil(rowCount / 12)) }
      : {}),
  };
}

/** What the first feature is at the centre of a shape: three balls, far apart; the last row of twelve stands alone. */
const centres = [0, 20, 40] as const;
const alone = 90;

/** Rows without a target: three balls of rows for clusters, one ball and some rows far from it for outliers. */
function shapedSet(task: Task, rowCount: number, seed: string): TrainingSet {
  const random = createRandom(`contract/${seed}`);
  const column = (name: string, centre: (row: number) => number): Feature => ({
    kind: "number",
    name,
    values: Float64Array.from({ length: rowCount }, (_, row) => centre(row) + random.next() + random.next()),
  });
  const firstCentre = (row: number): number =>
    task.kind === "clusters" ? centres[row % centres.length]! : row % 12 === 11 ? alone + (row % 7) * 10 : 0;
  return {
    task,
    rowCount,
    features: [
      column("first", firstCentre),
      column("second", (row) => (firstCentre(row) === 20 ? 20 : 0)),
      column("third", () => 0),
    ],
    target: new Float64Array(0),
  };
}

/** Which shape a row was drawn from, by its first feature: the number of its ball; of outliers, 1 far from the ball. */
function shapeOf({ task, features }: TrainingSet, row: number): number {
  const first = features.find(({ name }) => name === "first")!;
  const value = first.kind === "number" ? first.values[row]! : 0;
  return task.kind === "outliers" ? (value > alone / 2 ? 1 : 0) : Math.round((value - 1) / 20);
}

function targetOf(task: Task, score: number): number {
  if (task.kind === "regression") return score;
  if (task.kind === "binary") return score > 6 ? 1 : 0;
  if (task.kind === "ranking") return Math.min(4, Math.max(0, Math.floor(score / 3)));
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
  const { task, features, target, group, weight } = set;
  return {
    task,
    rowCount: rows.length,
    features: features.map((feature) =>
      feature.kind === "number"
        ? { ...feature, values: Float64Array.from(rows, (row) => feature.values[row]!) }
        : { ...feature, codes: Int32Array.from(rows, (row) => feature.codes[row]!) },
    ),
    target: target.length === 0 ? target : Float64Array.from(rows, (row) => target[row]!),
    ...(group ? { group: Int32Array.from(rows, (row) => group[row]!) } : {}),
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

/**
 * Mean squared error, or mean log-loss, of predictions for the first rows of a set. Of a ranking, clusters and outliers the
 * share of pairs of rows that are put wrong, a tie counting half: the higher grade below, in one group; two rows of one ball
 * apart, or of two together; a row of the ball above one far from it.
 */
export function meanLossOf(predicted: readonly number[][], set: TrainingSet): number {
  const { task, target } = set;
  if (task.kind === "ranking" || !hasTarget(task.kind)) return wrongPairs(predicted, set);
  const losses = predicted.map((outputs, row) => {
    const truth = target[row]!;
    if (task.kind === "regression") return (outputs[0]! - truth) ** 2;
    const probability =
      task.kind === "binary" ? (truth === 1 ? outputs[0]! : 1 - outputs[0]!) : outputs[truth]!;
    return -Math.log(Math.max(probability, 1e-15));
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

function wrongPairs(predicted: readonly number[][], set: TrainingSet): number {
  const { task, target, group } = set;
  const answers = predicted.map((outputs) => outputs[0]!);
  let pairs = 0;
  let wrong = 0;
  for (const [one, answer] of answers.entries())
    for (let other = 0; other < one; other++) {
      const isApart = task.kind === "ranking" && group![one] !== group![other];
      const truth =
        task.kind === "ranking" ? target[one]! - target[other]! : shapeOf(set, one) - shapeOf(set, other);
      if (isApart || (truth === 0 && task.kind !== "clusters")) continue;
      const found = answer - answers[other]!;
      pairs++;
      if (task.kind === "clusters") wrong += (found === 0) === (truth === 0) ? 0 : 1;
      else wrong += (1 - Math.sign(found) * Math.sign(truth)) / 2;
    }
  return pairs === 0 ? 0 : wrong / pairs;
}

/** The numbers of clusters in the order in which they occur: a cluster is the rows in it, and its number is chance. */
export function renumbered(predicted: readonly number[][]): readonly number[][] {
  const numbers = new Map<number, number>([[-1, -1]]);
  return predicted.map(([answer]) => {
    const number = numbers.get(answer!) ?? numbers.size - 1;
    numbers.set(answer!, number);
    return [number];
  });
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
