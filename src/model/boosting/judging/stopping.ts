import type { NamedMetric } from "./judge.ts";
import type { JudgeParameters } from "./parameters.ts";

/** The iteration that was the best so far, and whether to go on. */
export interface Stopping {
  /** Takes the metrics after an iteration; 0 is the start. */
  see(iteration: number, values: readonly number[]): void;
  /** The iteration of the best value, the first of equals. */
  best(): number;
  /** True when so many iterations brought nothing better that training ends. */
  isOver(iteration: number): boolean;
}

/** Watches the first metric; an iteration is better when it beats the best by more than `earlyStoppingMinDelta`. */
export function watchMetric(
  metrics: readonly NamedMetric[],
  { earlyStoppingRounds, earlyStoppingMinDelta }: JudgeParameters,
): Stopping {
  const sign = metrics[0]?.metric.better === "higher" ? -1 : 1;
  let best = { iteration: 0, loss: Infinity };
  return {
    see: (iteration, values) => {
      const loss = sign * (values[0] ?? Infinity);
      if (loss < best.loss - earlyStoppingMinDelta) best = { iteration, loss };
    },
    best: () => best.iteration,
    isOver: (iteration) => earlyStoppingRounds > 0 && iteration - best.iteration >= earlyStoppingRounds,
  };
}
