import type { ScoredRows } from "./metric.ts";

/** From this probability on, a row counts as positive. */
const positiveThreshold = 0.5;

/**
 * The class that the probabilities lead to: of two, the positive one from 0.5 on; of more, the most probable one, the
 * first of equals.
 */
export function predictedClasses({ predictions }: Pick<ScoredRows, "predictions">): Uint32Array {
  const [first, ...others] = predictions.outputs;
  const count = first?.length ?? 0;
  const classes = new Uint32Array(count);
  if (!first) return classes;
  for (let row = 0; row < count; row++) {
    if (others.length === 0) classes[row] = first[row]! >= positiveThreshold ? 1 : 0;
    else {
      let best = first[row]!;
      for (let index = 0; index < others.length; index++)
        if (others[index]![row]! > best) {
          best = others[index]![row]!;
          classes[row] = index + 1;
        }
    }
  }
  return classes;
}
