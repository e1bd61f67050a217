import { sigmoids } from "../../../kernel/index.ts";
import { weightedMean } from "../../baseline.ts";
import { logOdds } from "./log-odds.ts";
import type { ObjectiveKind } from "./objective.ts";

/** -y·ln p - (1-y)·ln(1-p) with p = 1 / (1 + e^(-s)), for targets that are probabilities themselves. */
export const crossEntropy: ObjectiveKind = {
  tasks: ["regression", "binary"],
  metric: "cross_entropy",
  domain: { allowed: "numbers from 0 to 1", accepts: (value) => value >= 0 && value <= 1 },
  open: ({ target, weight }) => ({
    link: { kind: "sigmoid", slope: 1 },
    start: [logOdds(weightedMean(target, weight))],
    form: { kind: "cross-entropy", target },
    differentiate: ([score], _output, gradient, hessian) => {
      sigmoids(score!, gradient);
      for (let row = 0; row < gradient.length; row++) {
        const p = gradient[row]!;
        gradient[row] = p - target[row]!;
        hessian[row] = p * (1 - p);
      }
    },
  }),
};
