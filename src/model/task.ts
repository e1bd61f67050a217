import type { DataType, Value } from "../schema/index.ts";

/** What is predicted. Classes are in a fixed order; of two, the second is the positive one. */
export type Task =
  | { readonly kind: "regression" }
  | { readonly kind: "binary"; readonly classes: readonly [Value, Value]; readonly type: DataType }
  | { readonly kind: "multiclass"; readonly classes: readonly Value[]; readonly type: DataType };

export type TaskKind = Task["kind"];

/** How many numbers a model gives per row: one, or one probability per class where there are more than two. */
export const outputCount = (task: Task): number => (task.kind === "multiclass" ? task.classes.length : 1);
