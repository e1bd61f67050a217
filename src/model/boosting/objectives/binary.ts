import { sigmoids } from "../../../kernel/index.ts";
import { weightedMean } from "../../baseline.ts";
import type { ObjectiveKind } from "./objective.ts";
import { logOdds } from "./log-odds.ts";
import type { ObjectiveParameters } from "./parameters.ts";

/** -ln of the probability given to the true class, which is 1 / (1 + e^(-sigmoid·s)) for the positive one. */
export const binary: ObjectiveKind = {
  tasks: ["binary"],
  metric: "binary_logloss",
  open: ({ target, weight }, params) => {
    const classWeights = classWeightsOf(target, 1, params);
    return {
      link: { kind: "sigmoid", slope: params.sigmoid },
      start: [logOdds(weightedMean(target, weight)) / params.sigmoid],
      ...(params.sigmoid === 1
        ? { form: { kind: "log-loss", target, label: 1, ...weighed(target, 1, classWeights) } }
        : {}),
      differentiate: ([score], _output, gradient, hessian) =>
        differentiateClass(score!, target, 1, params.sigmoid, classWeights, gradient, hessian),
    };
  },
};

/** The weights of the rows by their classes, where they differ. */
const weighed = (
  target: Float64Array,
  index: number,
  [others, ofClass]: ClassWeights,
): { readonly weight?: Float64Array } =>
  others === 1 && ofClass === 1
    ? {}
    : { weight: target.map((label) => (label === index ? ofClass : others)) };

/** How much a row of another class and a row of the class counts, after `isUnbalance` (by counts of rows, as in LightGBM) and `scalePosWeight`. */
export type ClassWeights = readonly [others: number, ofClass: number];

/** The weights of a class and of all others. */
export function classWeightsOf(
  target: Float64Array,
  index: number,
  { isUnbalance, scalePosWeight }: ObjectiveParameters,
): ClassWeights {
  if (!isUnbalance) return [1, scalePosWeight];
  let count = 0;
  for (let row = 0; row < target.length; row++) if (target[row] === index) count++;
  const others = target.length - count;
  if (count === 0 || others === 0) return [1, scalePosWeight];
  return [Math.max(1, count / others), Math.max(1, others / count) * scalePosWeight];
}

/** Derivatives of the log-loss of one class against all others. */
export function differentiateClass(
  score: Float64Array,
  target: Float64Array,
  index: number,
  slope: number,
  [others, ofClass]: ClassWeights,
  gradient: Float64Array,
  hessian: Float64Array,
): void {
  const curvature = slope * slope;
  sigmoids(score, gradient, slope);
  for (let row = 0; row < gradient.length; row++) {
    const p = gradient[row]!;
    const isClass = target[row] === index;
    const weight = isClass ? ofClass : others;
    gradient[row] = weight * slope * (isClass ? p - 1 : p);
    hessian[row] = weight * curvature * p * (1 - p);
  }
}
