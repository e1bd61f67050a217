import { oneOf, realNumber, yesOrNo, type ParameterRules } from "../../parameters.ts";

/** The objectives by their names in LightGBM. */
export const objectiveNames = [
  "regression",
  "regression_l1",
  "huber",
  "fair",
  "quantile",
  "mape",
  "poisson",
  "gamma",
  "tweedie",
  "binary",
  "cross_entropy",
  "multiclass",
  "multiclassova",
] as const;

/** The name of an objective. */
export type ObjectiveName = (typeof objectiveNames)[number];

/** What boosting makes small, and the constants of the single objectives: the names and defaults of LightGBM. */
export interface ObjectiveParameters {
  /** What is made small. `auto`: squared error for numbers, log-loss for classes. */
  readonly objective: "auto" | ObjectiveName;
  /** `huber`: the error from which on it counts by size; `quantile`: the share of the targets below the prediction, below 1. */
  readonly alpha: number;
  /** `fair`: the error at which the loss turns from squares to size. */
  readonly fairC: number;
  /** `poisson`: e to this power makes the second derivative greater, and so the steps smaller. */
  readonly poissonMaxDeltaStep: number;
  /** `tweedie`: the power of the mean that the variance grows with; 1 would be Poisson, 2 gamma. */
  readonly tweedieVariancePower: number;
  /** `binary`, `multiclassova`: the slope of the sigmoid. */
  readonly sigmoid: number;
  /** `binary`, `multiclassova`: how much a row of the positive class counts. */
  readonly scalePosWeight: number;
  /** `binary`, `multiclassova`: lets the rarer class count as much as the other. */
  readonly isUnbalance: boolean;
}

/** How each parameter is read. */
export const objectiveRules: ParameterRules<ObjectiveParameters> = {
  objective: oneOf("auto", ["auto", ...objectiveNames]),
  alpha: realNumber(0.9, { above: 0 }),
  fairC: realNumber(1, { above: 0 }),
  poissonMaxDeltaStep: realNumber(0.7, { above: 0 }),
  tweedieVariancePower: realNumber(1.5, { above: 1, below: 2 }),
  sigmoid: realNumber(1, { above: 0 }),
  scalePosWeight: realNumber(1, { above: 0 }),
  isUnbalance: yesOrNo(false),
};
