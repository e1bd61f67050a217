import { naturalLogarithm } from "../../../base/index.ts";
import { exponentials } from "../../../kernel/index.ts";
import { weightedMean } from "../../baseline.ts";
import type { ObjectiveKind } from "./objective.ts";
import { fromZero } from "./poisson.ts";

/**
 * e^((2-p)·s) / (2-p) - y·e^((1-p)·s) / (1-p), the part of the Tweedie deviance with mean e^s and power p that depends on s
 * (Jørgensen, Journal of the Royal Statistical Society B 49, 1987).
 */
export const tweedie: ObjectiveKind = {
  tasks: ["regression"],
  metric: "tweedie",
  domain: fromZero,
  open: ({ target, weight }, { tweedieVariancePower: power }) => ({
    link: { kind: "exp" },
    start: [naturalLogarithm(weightedMean(target, weight))],
    form: { kind: "tweedie", target, power },
    differentiate: ([score], _output, gradient, hessian) => {
      exponentials(score!, gradient, 1 - power);
      exponentials(score!, hessian, 2 - power);
      for (let row = 0; row < gradient.length; row++) {
        const lower = target[row]! * gradient[row]!;
        const upper = hessian[row]!;
        gradient[row] = upper - lower;
        hessian[row] = (2 - power) * upper - (1 - power) * lower;
      }
    },
  }),
};
