import { weightedMean } from "../../baseline.ts";
import type { ObjectiveKind } from "./objective.ts";

/**
 * (s - y)² / 2 up to an error of alpha, alpha·(|s - y| - alpha / 2) from there on (Huber, Annals of Mathematical Statistics
 * 35, 1964). The second derivative stands at 1, as in LightGBM: its true 0 for great errors would give no step.
 */
export const huber: ObjectiveKind = {
  tasks: ["regression"],
  metric: "huber",
  open: ({ target, weight }, { alpha }) => ({
    link: { kind: "identity" },
    start: [weightedMean(target, weight)],
    differentiate: ([score], _output, gradient, hessian) => {
      for (let row = 0; row < gradient.length; row++) {
        gradient[row] = Math.min(Math.max(score![row]! - target[row]!, -alpha), alpha);
        hessian[row] = 1;
      }
    },
  }),
};
