import { isCustomObjective, type CustomObjective } from "../custom/custom-objective.ts";
import {
  oneOf,
  realNumber,
  wholeNumber,
  yesOrNo,
  type ParameterRule,
  type ParameterRules,
} from "../../parameters.ts";

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
  "lambdarank",
  "rank_xendcg",
] as const;

/** The name of an objective. */
export type ObjectiveName = (typeof objectiveNames)[number];

/** What boosting makes small, and the constants of the single objectives: the names and defaults of LightGBM. */
export interface ObjectiveParameters {
  /** What is made small: a name, or what `customObjective()` makes. `auto`: squared error for numbers, log-loss for classes, `lambdarank` for rankings. */
  readonly objective: "auto" | ObjectiveName | CustomObjective;
  /** `huber`: the error from which on it counts by size; `quantile`: the share of the targets below the prediction, below 1. */
  readonly alpha: number;
  /** `fair`: the error at which the loss turns from squares to size. */
  readonly fairC: number;
  /** `poisson`: e to this power makes the second derivative greater, and so the steps smaller. */
  readonly poissonMaxDeltaStep: number;
  /** `tweedie`: the power of the mean that the variance grows with; 1 would be Poisson, 2 gamma. */
  readonly tweedieVariancePower: number;
  /** `binary`, `multiclassova`, `lambdarank`: the slope of the sigmoid. */
  readonly sigmoid: number;
  /** `binary`, `multiclassova`: how much a row of the positive class counts. */
  readonly scalePosWeight: number;
  /** `binary`, `multiclassova`: lets the rarer class count as much as the other. */
  readonly isUnbalance: boolean;
  /** `lambdarank`: pairs count of which one row is among so many first ones. */
  readonly lambdarankTruncationLevel: number;
  /** `lambdarank`: pairs whose scores lie apart, and groups with much to move, count less. */
  readonly lambdarankNorm: boolean;
  /** `lambdarank`: the gain of each grade from 0 on. `auto`: 2^grade - 1. */
  readonly labelGain: "auto" | readonly number[];
}

const named = oneOf("auto", ["auto", ...objectiveNames]);
const objectiveRule: ParameterRule<ObjectiveParameters["objective"]> = {
  fallback: "auto",
  allowed: `${named.allowed}, or made by customObjective()`,
  accepts: (value): value is ObjectiveParameters["objective"] =>
    named.accepts(value) || isCustomObjective(value),
};

const labelGainRule: ParameterRule<ObjectiveParameters["labelGain"]> = {
  fallback: "auto",
  allowed: `a list of numbers from 0 that rises, one for each grade from 0 on, or "auto"`,
  accepts: (value): value is ObjectiveParameters["labelGain"] =>
    value === "auto" ||
    (Array.isArray(value) &&
      value.length > 1 &&
      value.every(
        (gain, grade) =>
          typeof gain === "number" &&
          Number.isFinite(gain) &&
          gain >= 0 &&
          (grade === 0 || gain > value[grade - 1]),
      )),
};

/** How each parameter is read. */
export const objectiveRules: ParameterRules<ObjectiveParameters> = {
  objective: objectiveRule,
  alpha: realNumber(0.9, { above: 0 }),
  fairC: realNumber(1, { above: 0 }),
  poissonMaxDeltaStep: realNumber(0.7, { above: 0 }),
  tweedieVariancePower: realNumber(1.5, { above: 1, below: 2 }),
  sigmoid: realNumber(1, { above: 0 }),
  scalePosWeight: realNumber(1, { above: 0 }),
  isUnbalance: yesOrNo(false),
  lambdarankTruncationLevel: wholeNumber(30, 1, 2_147_483_647),
  lambdarankNorm: yesOrNo(true),
  labelGain: labelGainRule,
};
