import { errorDiagnostic, type Diagnostic } from "../../../base/index.ts";
import type { BoostingParameters } from "../parameters.ts";

/** Objectives that put quantiles into leaves, which no linear function by least squares is. */
const quantileObjectives = ["regression_l1", "quantile", "mape"];

/** What does not go with linear leaves: T2670 to T2672. */
export function linearContradictions(params: BoostingParameters, place: string): Diagnostic[] {
  const { linearTree, monotoneConstraints, objective, maxDeltaStep } = params;
  if (!linearTree) return [];
  const without = "Leave out linearTree, or";
  const isBound = Object.values(monotoneConstraints).some((direction) => direction !== 0);
  const isQuantile = typeof objective === "string" && quantileObjectives.includes(objective);
  return [
    ...(isBound
      ? [
          errorDiagnostic("T2670", "A leaf that slopes cannot be promised to rise with a feature", {
            place: `${place}.monotoneConstraints`,
            cure: `${without} monotoneConstraints.`,
          }),
        ]
      : []),
    ...(isQuantile
      ? [
          errorDiagnostic("T2671", `The leaves of ${objective} are quantiles, which no linear function is`, {
            place: `${place}.objective`,
            value: objective,
            cure: `${without} take an objective such as huber, which bears outliers too.`,
          }),
        ]
      : []),
    ...(maxDeltaStep > 0
      ? [
          errorDiagnostic("T2672", "A leaf that slopes has no greatest size, which maxDeltaStep would be", {
            place: `${place}.maxDeltaStep`,
            value: String(maxDeltaStep),
            cure: `${without} maxDeltaStep: linearLambda keeps coefficients small.`,
          }),
        ]
      : []),
  ];
}
