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
    const classWeights = shares.map((_, index) => classWeightsOf(set.target, index, params));
    return {
      link: { kind: "one-versus-all", slope: params.sigmoid },
      start: shares.map((share) => logOdds(share) / params.sigmoid),
      differentiate: (scores, output, gradient, hessian) =>
        differentiateClass(
          scores[output]!,
          set.target,
          output,
          params.sigmoid,
          classWeights[output]!,
          gradient,
          hessian,
        ),
    };
  },
};
