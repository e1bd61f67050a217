import { naturalLogarithm } from "../../../base/index.ts";
import { exponentials } from "../../../kernel/index.ts";
import { weightedMean } from "../../baseline.ts";
import type { ObjectiveKind } from "./objective.ts";

/** s + y·e^(-s), the negative log-likelihood of a gamma distribution with mean e^s, up to constants. */
export const gamma: ObjectiveKind = {
  tasks: ["regression"],
  metric: "gamma",
  domain: { allowed: "numbers above 0", accepts: (value) => value > 0 },
  open: ({ target, weight }) => ({
    link: { kind: "exp" },
    start: [naturalLogarithm(weightedMean(target, weight))],
    form: { kind: "tweedie", target, power: 2 },
    differentiate: ([score], _output, gradient, hessian) => {
      exponentials(score!, gradient, -1);
      for (let row = 0; row < gradient.length; row++) {
        const relative = target[row]! * gradient[row]!;
        gradient[row] = 1 - relative;
        hessian[row] = relative;
      }
    },
  }),
};
