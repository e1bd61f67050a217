import { errorDiagnostic, throwIfErrors, type Diagnostic } from "../base/index.ts";
import type { Predictions } from "./evaluation.ts";
import { greatestGrade, isClassTask, outputCount, type Task } from "./task.ts";

/** The rows that a model is measured on. */
export interface EvaluationRows {
  readonly task: Task;
  /**
   * The number itself, the index of the class, or the grade of relevance. Of outliers 1 or 0 by a label; NaN where nothing says what
   * is true, as for every row of clusters.
   */
  readonly truth: Float64Array;
  /** A weight per row, not negative; absent means 1. */
  readonly weight?: Float64Array;
  /** Rows of one number do not vary independently (rows of one group); intervals resample them together. */
  readonly cluster?: Int32Array;
  /** What the clusters are: groups of a column, unless told to be blocks of rows that follow each other in time. */
  readonly clusterKind?: "group" | "block";
  /** Of a ranking: rows of one number are ranked together, and intervals resample them together. */
  readonly group?: Int32Array;
  /** Of clusters: the columns of the space in which rows are near or far. */
  readonly space?: readonly Float64Array[];
}

/** How far a probability may be outside of 0 and 1, since sums of rounded numbers may be. */
const rounding = 1e-9;

/** How many classes a task has; 0 where the target is none of some classes. */
export const classCount = (task: Task): number => (isClassTask(task) ? task.classes.length : 0);

/** Throws every problem of truth, weights and predictions at once: T1682 no rows, T1683 lengths, T1684 values. */
export function checkEvaluationRows(
  { task, truth, weight, cluster, group }: EvaluationRows,
  named: readonly (readonly [model: string, predictions: Predictions])[],
): void {
  const diagnostics: Diagnostic[] = [];
  const tell = (code: string, message: string, cure: string): void => {
    diagnostics.push(errorDiagnostic(code, message, { cure }));
  };
  const checkColumn = (
    what: string,
    values: ArrayLike<number>,
    wrong: (value: number) => boolean,
    cure: string,
  ): void => {
    if (values.length !== truth.length)
      tell("T1683", `${what} has ${values.length} rows and the truth has ${truth.length}`, cure);
    let first = -1;
    let count = 0;
    for (let row = 0; row < values.length; row++) {
      if (!wrong(values[row]!)) continue;
      if (count++ === 0) first = row;
    }
    if (count > 0)
      tell(
        "T1684",
        `${what} has ${count} rows that cannot be measured, the first is ${values[first]} in row ${first}`,
        cure,
      );
  };
  const isTrue = truthRule(task);
  const isAnswer = answerRule(task);
  if (truth.length === 0)
    tell("T1682", "There are no rows to measure a model on", "Give more data, or a larger test share.");
  checkColumn(
    "The truth",
    truth,
    (value) => !isTrue(value),
    "Leave out rows without a target; a class is its index.",
  );
  if (weight) {
    checkColumn(
      "The weight",
      weight,
      (value) => !(value >= 0 && value < Infinity),
      "Weights are finite and not negative.",
    );
    if (!weight.some((value) => value > 0))
      tell("T1684", "No row has a weight above 0", "Weigh at least one row.");
  }
  if (task.kind === "ranking") {
    checkColumn(
      "The group",
      group ?? new Int32Array(0),
      (value) => value < 0,
      "Number the groups of the rows that are ranked together from 0.",
    );
    checkColumn(
      "The grade",
      truth,
      (value) => !(Number.isInteger(value) && value >= 0 && value <= greatestGrade),
      `A grade is a whole number, 0 to ${greatestGrade}.`,
    );
  }
  if (cluster) checkColumn("The cluster", cluster, (value) => value < 0, "Clusters are numbered from 0.");
  for (const [model, { outputs }] of named) {
    if (outputs.length !== outputCount(task))
      tell(
        "T1683",
        `The model ${model} gives ${outputs.length} numbers per row, the task has ${outputCount(task)}`,
        "Give one, or one per class.",
      );
    for (const output of outputs)
      checkColumn(`The prediction of ${model}`, output, (value) => !isAnswer(value), answerCure(task));
  }
  throwIfErrors(diagnostics);
}

/** What may stand where the truth is expected. */
function truthRule(task: Task): (value: number) => boolean {
  const classes = classCount(task);
  if (classes > 0) return (value) => Number.isInteger(value) && value >= 0 && value < classes;
  if (task.kind === "clusters") return (value) => Number.isNaN(value);
  if (task.kind === "outliers") return (value) => Number.isNaN(value) || value === 0 || value === 1;
  return Number.isFinite;
}

/** What a model may answer. */
function answerRule(task: Task): (value: number) => boolean {
  if (task.kind === "clusters") return (value) => Number.isInteger(value) && value >= -1;
  if (isClassTask(task) || task.kind === "outliers")
    return (value) => value >= -rounding && value <= 1 + rounding;
  return Number.isFinite;
}

function answerCure(task: Task): string {
  if (task.kind === "clusters") return "A cluster is a whole number from 0, or -1 for noise.";
  if (task.kind === "outliers") return "A score is within 0 and 1.";
  return isClassTask(task)
    ? "A probability is within 0 and 1."
    : "A prediction is a finite number for each row.";
}
