import type { ConfusionMatrix, Predictions } from "./evaluation.ts";
import { predictedClasses } from "./metrics/index.ts";
import { isClassTask, type Task } from "./task.ts";

/** How many rows of each class (rows) were taken for which class (columns); null for tasks without classes. */
export function confusionMatrix(
  task: Task,
  truth: Float64Array,
  predictions: Predictions,
): ConfusionMatrix | null {
  if (!isClassTask(task)) return null;
  const counts = task.classes.map(() => task.classes.map(() => 0));
  const predicted = predictedClasses({ predictions });
  for (let row = 0; row < truth.length; row++) {
    const line = counts[truth[row]!]!;
    line[predicted[row]!] = line[predicted[row]!]! + 1;
  }
  return { classes: task.classes, counts };
}
