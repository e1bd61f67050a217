import { naturalLogarithm } from "../../../base/index.ts";
import { classShares } from "../../class-shares.ts";
import { linkScores } from "./links.ts";
import type { ObjectiveKind } from "./objective.ts";

/**
 * -ln of the probability given to the true class, where probabilities are shares of the powers e^s; one tree per class, and
 * the diagonal of the Hessian times K / (K-1), as Friedman 2001 (algorithm 6) has it.
 */
export const multiclass: ObjectiveKind = {
  tasks: ["multiclass"],
  metric: "multi_logloss",
  open: (set) => {
    const shares = set.task.kind === "multiclass" ? classShares(set.task, set) : [];
    const link = { kind: "softmax" } as const;
    const factor = shares.length / (shares.length - 1);
    let room: readonly Float64Array[] | undefined;
    let probabilities: readonly (Float32Array | Float64Array)[] = [];
    return {
      link,
      start: shares.map((share) => naturalLogarithm(Math.max(share, 1e-12))),
      form: { kind: "softmax", target: set.target, hessianFactor: factor },
      prepare: (scores, _iteration, prepared) => {
        if (prepared) probabilities = prepared;
        else {
          room ??= scores.map((score) => new Float64Array(score.length));
          probabilities = linkScores(link, scores, room);
        }
      },
      differentiate: (_scores, output, gradient, hessian) => {
        const probability = probabilities[output]!;
        for (let row = 0; row < gradient.length; row++) {
          const p = probability[row]!;
          gradient[row] = set.target[row] === output ? p - 1 : p;
          hessian[row] = factor * p * (1 - p);
        }
      },
    };
  },
};
