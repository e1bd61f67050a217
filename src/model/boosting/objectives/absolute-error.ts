import type { ObjectiveKind } from "./objective.ts";
import { weightedQuantile } from "./weighted-quantile.ts";

/** |s - y|: its least is the median, which the leaves take of their rows (Friedman 2001, algorithm 3). */
export const absoluteError: ObjectiveKind = {
  tasks: ["regression"],
  metric: "l1",
  open: ({ target, weight }) => ({
    link: { kind: "identity" },
    start: [weightedQuantile(target, weight, 0.5)],
    renewal: { share: 0.5, weight },
    differentiate: ([score], _output, gradient, hessian) => {
      for (let row = 0; row < gradient.length; row++) {
        gradient[row] = Math.sign(score![row]! - target[row]!);
        hessian[row] = 1;
      }
    },
  }),
};
