import { classShares } from "../../class-shares.ts";
import { classWeightsOf, differentiateClass } from "./binary.ts";
import { logOdds } from "./log-odds.ts";
import type { ObjectiveKind } from "./objective.ts";

/** The log-loss of each class against all others, one tree for each; the probabilities are shares of the sigmoids. */
export const oneVersusAll: ObjectiveKind = {
  tasks: ["multiclass"],
  metric: "multi_logloss",
  open: (set, params) => {
    const shares = set.task.kind === "multiclass" ? classShares(set.task, set) : [];
    const { target } = set;
    const classWeights = shares.map((_, index) => classWeightsOf(set.target, index, params));
    return {
      link: { kind: "one-versus-all", slope: params.sigmoid },
      start: shares.map((share) => logOdds(share) / params.sigmoid),
      // Weights of classes would be others for each output.
      ...(params.sigmoid === 1 && classWeights.flat().every((one) => one === 1)
        ? { form: { kind: "log-loss", target } }
        : {}),
      differentiate: (scores, output, gradient, hessian) =>
        differentiateClass(
          scores[output]!,
          target,
          output,
          params.sigmoid,
          classWeights[output]!,
          gradient,
          hessian,
        ),
    };
  },
};
