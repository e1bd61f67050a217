import type { ObjectiveKind } from "./objective.ts";
import { weightedQuantile } from "./weighted-quantile.ts";

/**
 * alpha·(y - s) where s is too low, (1 - alpha)·(s - y) where it is too high: its least is the quantile (Koenker and Bassett,
 * Econometrica 46, 1978), which the leaves take of their rows.
 */
export const quantile: ObjectiveKind = {
  tasks: ["regression"],
  metric: "quantile",
  open: ({ target, weight }, { alpha }) => ({
    link: { kind: "identity" },
    start: [weightedQuantile(target, weight, alpha)],
    renewal: { share: alpha, weight },
    differentiate: ([score], _output, gradient, hessian) => {
      for (let row = 0; row < gradient.length; row++) {
        gradient[row] = score![row]! >= target[row]! ? 1 - alpha : -alpha;
        hessian[row] = 1;
      }
    },
  }),
};
