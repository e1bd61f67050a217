import { warningDiagnostic, type Diagnostic } from "../base/index.ts";
import { float, type Expr } from "../ir/index.ts";
import { ExactSum } from "../stats/index.ts";
import { isClassTask, type ClassTask } from "./task.ts";
import type { Fitted, TrainingSet } from "./trainer.ts";

/** The weight of each class as a share of all; sums are exact, so the order of the rows does not matter. */
export function classShares(task: ClassTask, { target, weight }: TrainingSet): readonly number[] {
  const sums = task.classes.map(() => new ExactSum());
  const counts = task.classes.map(() => 0);
  for (let row = 0; row < target.length; row++) {
    if (weight) sums[target[row]!]!.add(weight[row]!);
    else counts[target[row]!]! += 1;
  }
  const totals = weight ? sums.map((sum) => sum.total()) : counts;
  const all = totals.reduce((sum, total) => sum + total, 0);
  return totals.map((total) => total / all);
}

/** Shares as the outputs of a model: the share of the positive class, or one per class. */
export const shareOutputs = (task: ClassTask, shares: readonly number[]): readonly Expr[] =>
  (task.kind === "binary" ? shares.slice(1) : shares).map(float);

/** The constant model for rows of one class only, with the warning T1656; undefined when there are more classes. */
export function oneClassModel(set: TrainingSet): Fitted | undefined {
  const { task } = set;
  if (!isClassTask(task)) return undefined;
  const shares = classShares(task, set);
  const present = shares.flatMap((share, at) => (share > 0 ? [at] : []));
  if (present.length > 1) return undefined;
  return {
    outputs: shareOutputs(task, shares),
    details: { constant: true },
    importance: {},
    diagnostics: [oneClassWarning(task, present[0]!)],
  };
}

const oneClassWarning = (task: ClassTask, at: number): Diagnostic =>
  warningDiagnostic("T1656", "The rows to learn from hold one class only, so the model is a constant", {
    value: JSON.stringify(task.classes[at]),
    cure: "Check the split, or collect rows of the other classes.",
  });
