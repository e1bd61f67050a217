import { exponential, naturalLogarithm } from "../../../base/index.ts";
import { exponentials } from "../../../kernel/index.ts";
import { weightedMean } from "../../baseline.ts";
import type { ObjectiveKind, TargetDomain } from "./objective.ts";

/** Targets that a mean above 0 can have. */
export const fromZero: TargetDomain = {
  allowed: "numbers from 0, not all of them 0",
  accepts: (value) => value >= 0,
  needsPositive: true,
};

/**
 * e^s - y·s, the negative log-likelihood of counts with mean e^s. As in LightGBM the second derivative is made greater by
 * e^poissonMaxDeltaStep, which keeps the steps small.
 */
export const poisson: ObjectiveKind = {
  tasks: ["regression"],
  metric: "poisson",
  domain: fromZero,
  open: ({ target, weight }, { poissonMaxDeltaStep }) => {
    const growth = exponential(poissonMaxDeltaStep);
    return {
      link: { kind: "exp" },
      start: [naturalLogarithm(weightedMean(target, weight))],
      form: { kind: "tweedie", target, power: 1, hessianFactor: growth },
      differentiate: ([score], _output, gradient, hessian) => {
        exponentials(score!, gradient);
        for (let row = 0; row < gradient.length; row++) {
          const mean = gradient[row]!;
          gradient[row] = mean - target[row]!;
          hessian[row] = mean * growth;
        }
      },
    };
  },
};
