import { weightedMean } from "../../baseline.ts";
import type { ObjectiveKind } from "./objective.ts";

/** (s - y)² / 2: its least is the mean (Friedman, Annals of Statistics 29, 2001). */
export const squaredError: ObjectiveKind = {
  tasks: ["regression"],
  metric: "l2",
  open: ({ target, weight }) => ({
    link: { kind: "identity" },
    start: [weightedMean(target, weight)],
    form: { kind: "difference", target },
    differentiate: ([score], _output, gradient, hessian) => {
      for (let row = 0; row < gradient.length; row++) {
        gradient[row] = score![row]! - target[row]!;
        hessian[row] = 1;
      }
    },
  }),
};
