import type { Interval, PairedDifference } from "../model/index.ts";
import type { ModelRecord, RunRecord } from "../project/index.ts";
import { failInput } from "../base/index.ts";
import { quoted } from "./value-text.ts";

/** The model that the run chose; T2102 where the record names one that it does not hold. */
export const winnerOf = (run: RunRecord): ModelRecord =>
  run.models.find(({ name }) => name === run.winner.model) ??
  failInput("T2102", `The run's winner "${run.winner.model}" is not among its models`, {
    place: "winner.model",
    value: run.winner.model,
    cure: "Use a record as the run wrote it.",
  });

/** The model that looks at no column; null where the run trained none. */
export const baselineOf = (run: RunRecord): ModelRecord | null =>
  run.models.find(({ trainer }) => trainer === "baseline") ?? null;

/** The column that is predicted, in quotes; for a task without one, what stands in a sentence instead. */
export const targetText = ({ target }: RunRecord): string =>
  target.column === null ? "the rows" : quoted(target.column);

/** The columns that the features of a model came from. */
export const sourcesOf = ({ features }: ModelRecord): ReadonlySet<string> =>
  new Set(features.flatMap(({ from, alsoFrom = [] }) => [from, ...alsoFrom]));

/** A model's value of a metric on the test rows; null where it is not defined. */
export const testValue = (model: ModelRecord, metric: string): Interval | null =>
  model.test.metrics.find((one) => one.metric === metric)?.value ?? null;

/** How one model differs from another in a metric, turned so that the first is `first`; null where it was not compared. */
export function differenceOf(
  run: RunRecord,
  first: string,
  second: string,
  metric = run.metric.name,
): PairedDifference | null {
  for (const one of run.differences) {
    if (one.metric !== metric) continue;
    if (one.first === first && one.second === second) return one;
    if (one.first === second && one.second === first) return turned(one);
  }
  return null;
}

const turned = (one: PairedDifference): PairedDifference => ({
  ...one,
  first: one.second,
  second: one.first,
  difference: {
    estimate: -one.difference.estimate,
    low: -one.difference.high,
    high: -one.difference.low,
  },
  better: one.better === "first" ? "second" : one.better === "second" ? "first" : "none",
});
