import type { JudgedLoss } from "../../../kernel/index.ts";
import { fixedPointSum, toFixedPoint } from "../fixed-point.ts";
import { prepareAuc, prepareAveragePrecision } from "../../metrics/ranking.ts";
import type { PreparedMetric } from "../../metrics/index.ts";
import type { TaskKind } from "../../task.ts";
import type { TrainingSet } from "../../trainer.ts";
import { rankedGain, rankedPrecision } from "./ranked-groups.ts";
import { rowLosses, type LossConstants, type RowLoss } from "./row-losses.ts";

/** A measure on the rows that it has been prepared for; NaN where it is not defined. */
export type Measure = (predictions: readonly Float64Array[]) => number;

/** A metric that can judge an iteration. Its answer does not depend on the order of the rows. */
export interface JudgeMetric {
  readonly tasks: readonly TaskKind[];
  readonly better: "higher" | "lower";
  prepare(set: TrainingSet, constants: LossConstants): Measure;
  /** What the ground may know to measure, where it is the mean of such a loss or follows from it. */
  readonly byForm?: { readonly kind: JudgedLoss; finish(mean: number): number };
}

/** The weighted mean of one loss per row. */
export const meanOf = (loss: RowLoss): JudgeMetric => ({
  tasks: loss.tasks,
  better: loss.better,
  ...(loss.form ? { byForm: { kind: loss.form, finish: loss.finish ?? ((mean) => mean) } } : {}),
  prepare: ({ target, weight, rowCount }, constants) => {
    const buffer = new Float64Array(rowCount);
    const total = weight ? fixedPointSum(weight) : rowCount;
    return (predictions) => {
      loss.lose(predictions, target, buffer, constants);
      if (weight) for (let row = 0; row < buffer.length; row++) buffer[row]! *= weight[row]!;
      const mean = fixedPointSum(buffer) / total;
      return loss.finish ? loss.finish(mean) : mean;
    };
  },
});

/** A metric that looks at the order of the probabilities; with weights in whole numbers its sums are exact. */
const ofOrder = (
  prepare: (score: Float64Array, isPositive: (row: number) => boolean) => PreparedMetric,
): JudgeMetric => ({
  tasks: ["binary"],
  better: "higher",
  prepare: ({ target, weight, rowCount }) => {
    const weights = weight ? weight.slice() : new Float64Array(rowCount).fill(1);
    if (weight) toFixedPoint(weights);
    return ([score]) => prepare(score!, (row) => target[row] === 1).score(weights) ?? Number.NaN;
  },
});

const auc = ofOrder(prepareAuc);
const averagePrecision = ofOrder(prepareAveragePrecision);

/** Every metric of a fixed name. */
const judgeMetrics: ReadonlyMap<string, JudgeMetric> = new Map([
  ...Object.entries(rowLosses).map(([name, loss]) => [name, meanOf(loss)] as const),
  ["auc", auc],
  ["average_precision", averagePrecision],
  ["pr-auc", averagePrecision],
]);

/** `ndcg@10`: a metric of a ranking that looks at so many places. */
const rankedName = /^(ndcg|map)(?:@([1-9]\d{0,5}))?$/;

/** The names of the metrics that can judge an iteration; behind the last two may stand a number of places. */
export const judgeMetricNames: readonly string[] = [...judgeMetrics.keys(), "ndcg", "map"];

/** The metric of a name; undefined where there is none. */
export function findJudgeMetric(name: string): JudgeMetric | undefined {
  const ranked = rankedName.exec(name);
  if (!ranked) return judgeMetrics.get(name);
  const most = ranked[2] === undefined ? Infinity : Number(ranked[2]);
  return ranked[1] === "ndcg" ? rankedGain(most) : rankedPrecision(most);
}
