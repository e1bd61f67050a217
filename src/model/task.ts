import type { DataType, Value } from "../schema/index.ts";

/**
 * What is predicted. Classes are in a fixed order; of two, the second is the positive one. A `ranking` has a grade of
 * relevance per row, a whole number from 0 to 31, and rows are compared within their group only. `clusters` and `outliers`
 * have no target.
 */
export type Task =
  | { readonly kind: "regression" }
  | { readonly kind: "binary"; readonly classes: readonly [Value, Value]; readonly type: DataType }
  | { readonly kind: "multiclass"; readonly classes: readonly Value[]; readonly type: DataType }
  | { readonly kind: "ranking" }
  | { readonly kind: "clusters" }
  | { readonly kind: "outliers" };

export type TaskKind = Task["kind"];

/** The tasks of some kinds. */
type TaskOf<Kind extends TaskKind> = Extract<Task, { readonly kind: Kind }>;

/** The kinds that have a target, so that an answer can be right or wrong. */
export type TargetTaskKind = Exclude<TaskKind, "clusters" | "outliers">;

/** A task whose target is one of some classes. */
export type ClassTask = TaskOf<"binary" | "multiclass">;

/** Whether the target is one of some classes. */
export const isClassTask = (task: Task): task is ClassTask =>
  task.kind === "binary" || task.kind === "multiclass";

/** Whether the rows of such a task have a target. */
export const hasTarget = (kind: TaskKind): kind is TargetTaskKind =>
  kind !== "clusters" && kind !== "outliers";

/** The greatest grade of relevance that a ranking takes, as in LightGBM: a gain of 2 ** 31 - 1. */
export const greatestGrade = 31;

/**
 * How many numbers a model gives per row: one probability per class where there are more than two, else one. Of a ranking
 * it is a score, of clusters the cluster's number (-1 for noise), of outliers a number from 0 to 1, higher = more unusual.
 */
export const outputCount = (task: Task): number => (task.kind === "multiclass" ? task.classes.length : 1);
