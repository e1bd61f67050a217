import { failInput, isRecord, showValue, type Json } from "../../../base/index.ts";
import type { TrainingSet } from "../../trainer.ts";
import type { JudgeMetric } from "../judging/judge-metric.ts";
import { asColumns, type NumberColumns } from "./custom-objective.ts";
import { callOwn, functionsKey, identifyFunctions, ownNumber, type OwnFunctions } from "./own-functions.ts";

/** The function of a custom metric, over whole columns. */
interface CustomMetricFunctions {
  /**
   * The metric of some rows: predictions as the model gives them (numbers, or probabilities: of the positive class, or one
   * array per class), the target (numbers, or indexes of classes), and weights, all 1 where there are none.
   */
  readonly evaluate: (
    predictions: NumberColumns,
    target: Float64Array,
    weight: Float64Array,
    group: Int32Array | undefined,
  ) => number;
}

/** What `customMetric` takes. */
export interface CustomMetricSpec extends CustomMetricFunctions {
  /** What records and errors call it. */
  readonly name: string;
  readonly higherIsBetter: boolean;
  /** What the function reads from outside of itself, as in `customObjective`. */
  readonly constants?: Json;
}

/** A metric of the user's own, for `metric` of boosting. */
export interface CustomMetric extends OwnFunctions<CustomMetricFunctions> {
  readonly kind: "custom metric";
  readonly higherIsBetter: boolean;
}

/**
 * A metric of your own that boosting is judged and stopped by. Fails with T2636 or T2641 where a part is missing.
 * @example
 * const worst = customMetric({
 *   name: "greatest error",
 *   higherIsBetter: false,
 *   evaluate: ([predicted], target) =>
 *     target.reduce((most, truth, row) => Math.max(most, Math.abs(truth - predicted[row])), 0),
 * });
 */
export function customMetric(spec: CustomMetricSpec): CustomMetric {
  const { evaluate, higherIsBetter } = spec;
  const identity = identifyFunctions("customMetric()", spec, { evaluate }, ["evaluate"]);
  if (typeof higherIsBetter !== "boolean") failWay(higherIsBetter);
  return Object.freeze({
    kind: "custom metric" as const,
    ...identity,
    higherIsBetter,
    [functionsKey]: Object.freeze({ evaluate }),
  });
}

const failWay = (value: never): never =>
  failInput("T2641", "customMetric() needs to know which way is better", {
    place: "higherIsBetter",
    value: showValue(value),
    cure: "Give true or false.",
  });

/** Whether a value was made by `customMetric`. */
export const isCustomMetric = (value: unknown): value is CustomMetric =>
  isRecord(value) && value["kind"] === "custom metric" && functionsKey in value;

/** A custom metric as one that judges iterations; T2637 where it throws, T2639 where it gives no finite number. */
export const judgeByOwn = (metric: CustomMetric): JudgeMetric => ({
  tasks: ["regression", "binary", "multiclass", "ranking"],
  better: metric.higherIsBetter ? "higher" : "lower",
  prepare: (set) => {
    const rows = ownRows(set);
    return (predictions) => {
      const given = asColumns(predictions.map((values) => values.slice()));
      const value = callOwn("evaluate", metric.name, () =>
        metric[functionsKey].evaluate(given, rows.target, rows.weight, rows.group),
      );
      return ownNumber("evaluate", metric.name, value);
    };
  },
});

/** Copies of what the user's functions read, so that none of them can change the rows that others learn from. */
export const ownRows = ({
  target,
  weight,
  group,
  rowCount,
}: TrainingSet): {
  readonly target: Float64Array;
  readonly weight: Float64Array;
  readonly group: Int32Array | undefined;
} => ({
  target: target.slice(),
  weight: weight ? weight.slice() : new Float64Array(rowCount).fill(1),
  group: group?.slice(),
});
