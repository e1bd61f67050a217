import { weightedMean } from "../../baseline.ts";
import type { ObjectiveKind } from "./objective.ts";

/** c²·(|x| / c - ln(1 + |x| / c)) with x = s - y: squares near 0, size far from it (Fair, 1974; as in LightGBM). */
export const fair: ObjectiveKind = {
  tasks: ["regression"],
  metric: "fair",
  open: ({ target, weight }, { fairC }) => ({
    link: { kind: "identity" },
    start: [weightedMean(target, weight)],
    differentiate: ([score], _output, gradient, hessian) => {
      for (let row = 0; row < gradient.length; row++) {
        const error = score![row]! - target[row]!;
        const share = fairC / (Math.abs(error) + fairC);
        gradient[row] = share * error;
        hessian[row] = share * share;
      }
    },
  }),
};
