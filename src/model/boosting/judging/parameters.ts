import { realNumber, wholeNumber, type ParameterRule, type ParameterRules } from "../../parameters.ts";
import { isCustomMetric, type CustomMetric } from "../custom/custom-metric.ts";
import { findJudgeMetric, judgeMetricNames } from "./judge-metric.ts";

/** A metric by its name, or what `customMetric()` makes. */
export type MetricChoice = string | CustomMetric;

/** How boosting is judged while it runs. */
export interface JudgeParameters {
  /** What iterations are measured by: the first decides when to stop, the others are told. `auto`: the loss of the objective. */
  readonly metric: MetricChoice | readonly MetricChoice[];
  /** Iterations without a better validation metric after which training ends; 0 for never. */
  readonly earlyStoppingRounds: number;
  /** By how much the metric must get better for an iteration to count as better. */
  readonly earlyStoppingMinDelta: number;
}

const isMetric = (value: unknown): value is MetricChoice =>
  isCustomMetric(value) || (typeof value === "string" && findJudgeMetric(value) !== undefined);

const metricRule: ParameterRule<JudgeParameters["metric"]> = {
  fallback: "auto",
  allowed: `"auto", one of ${judgeMetricNames.join(", ")}, ndcg@10 and the like, made by customMetric(), or a list of those`,
  accepts: (value): value is JudgeParameters["metric"] =>
    value === "auto" ||
    isMetric(value) ||
    (Array.isArray(value) && value.length > 0 && value.every(isMetric)),
};

/** How each parameter is read. */
export const judgeRules: ParameterRules<JudgeParameters> = {
  metric: metricRule,
  earlyStoppingRounds: wholeNumber(30, 0, 2_147_483_647),
  earlyStoppingMinDelta: realNumber(0, { from: 0 }),
};
