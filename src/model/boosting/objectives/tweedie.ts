import { exponential, naturalLogarithm } from "../../../base/index.ts";
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
    differentiate: ([score], _output, gradient, hessian) => {
      for (let row = 0; row < gradient.length; row++) {
        const lower = target[row]! * exponential((1 - power) * score![row]!);
        const upper = exponential((2 - power) * score![row]!);
        gradient[row] = upper - lower;
        hessian[row] = (2 - power) * upper - (1 - power) * lower;
      }
    },
  }),
};
