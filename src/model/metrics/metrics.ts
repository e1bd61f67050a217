import { failInput } from "../../base/index.ts";
import { similarNames } from "../../schema/index.ts";
import type { TaskKind } from "../task.ts";
import { accuracy, auc, averagePrecision, brier, f1, logLoss, macroAuc, macroF1 } from "./classification.ts";
import { groupPrecision, normalizedGain, precisionAt, reciprocalRank } from "./graded-groups.ts";
import { calinskiHarabasz, daviesBouldin, silhouette } from "./clustering.ts";
import type { Metric, MetricName } from "./metric.ts";
import { ofLabelled, stability } from "./unlabelled.ts";
import {
  meanAbsoluteError,
  meanAbsolutePercentageError,
  medianAbsoluteError,
  pinball,
  rootMeanSquaredError,
  rSquared,
} from "./regression.ts";

type Row = readonly [
  title: string,
  tasks: readonly TaskKind[],
  better: Metric["better"],
  range: Metric["range"],
  needs: Metric["needs"],
  prepare: Metric["prepare"],
];

const share: Metric["range"] = [0, 1];
const loss: Metric["range"] = [0, Infinity];
const classes: readonly TaskKind[] = ["binary", "multiclass"];
/** Outliers are measured like two classes where a label says which rows are known to be unusual. */
const yesOrNo: readonly TaskKind[] = ["binary", "outliers"];

/** A metric of a ranking: from 0 to 1, by the order of the scores within each group. */
const ranked = (title: string, prepare: Metric["prepare"]): Row => [
  title,
  ["ranking"],
  "higher",
  share,
  "order",
  prepare,
];

/** In the order in which a report shows them. */
const rows: Readonly<Record<MetricName, Row>> = {
  auc: ["Area under the ROC curve", yesOrNo, "higher", share, "order", ofLabelled(auc)],
  "macro-auc": [
    "Mean AUC of each class against the rest",
    ["multiclass"],
    "higher",
    share,
    "order",
    macroAuc,
  ],
  "log-loss": ["Log loss", classes, "lower", loss, "probability", logLoss],
  brier: ["Brier score", classes, "lower", [0, 2], "probability", brier],
  "pr-auc": ["Average precision", yesOrNo, "higher", share, "order", ofLabelled(averagePrecision)],
  accuracy: ["Accuracy", classes, "higher", share, "class", accuracy],
  f1: ["F1 of the positive class", ["binary"], "higher", share, "class", f1],
  "macro-f1": ["Mean F1 of the classes", ["multiclass"], "higher", share, "class", macroF1],
  rmse: ["Root mean squared error", ["regression"], "lower", loss, "number", rootMeanSquaredError],
  mae: ["Mean absolute error", ["regression"], "lower", loss, "number", meanAbsoluteError],
  "median-absolute-error": [
    "Median absolute error",
    ["regression"],
    "lower",
    loss,
    "number",
    medianAbsoluteError,
  ],
  r2: ["Explained share of the variance", ["regression"], "higher", [-Infinity, 1], "number", rSquared],
  mape: [
    "Mean absolute error relative to the truth",
    ["regression"],
    "lower",
    loss,
    "number",
    meanAbsolutePercentageError,
  ],
  "pinball-10": ["Pinball loss of the 10 % quantile", ["regression"], "lower", loss, "number", pinball(0.1)],
  "pinball-90": ["Pinball loss of the 90 % quantile", ["regression"], "lower", loss, "number", pinball(0.9)],
  "ndcg@10": ranked("Normalised discounted gain of the first 10 places", normalizedGain(10)),
  "ndcg@5": ranked("Normalised discounted gain of the first 5 places", normalizedGain(5)),
  "ndcg@3": ranked("Normalised discounted gain of the first 3 places", normalizedGain(3)),
  "ndcg@1": ranked("Normalised discounted gain of the first place", normalizedGain(1)),
  ndcg: ranked("Normalised discounted gain of all places", normalizedGain()),
  "map@10": ranked("Mean average precision of the first 10 places", groupPrecision(10)),
  map: ranked("Mean average precision", groupPrecision()),
  mrr: ranked("Mean reciprocal rank of the first hit", reciprocalRank),
  "precision@5": ranked("Share of hits among the first 5 places", precisionAt(5)),
  "precision@10": ranked("Share of hits among the first 10 places", precisionAt(10)),
  silhouette: ["Mean silhouette", ["clusters"], "higher", [-1, 1], "class", silhouette],
  "davies-bouldin": ["Davies-Bouldin index", ["clusters"], "lower", loss, "class", daviesBouldin],
  "calinski-harabasz": ["Caliński-Harabasz index", ["clusters"], "higher", loss, "class", calinskiHarabasz],
  stability: [
    "Rank correlation with a fit to half of the rows",
    ["outliers"],
    "higher",
    [-1, 1],
    "order",
    stability,
  ],
};

/** Every metric by its name. */
export const metrics: Readonly<Record<MetricName, Metric>> = Object.freeze(
  Object.fromEntries(
    Object.entries(rows).map(([name, [title, tasks, better, range, needs, prepare]]) => [
      name,
      Object.freeze({ name, title, tasks, better, range, needs, prepare }),
    ]),
  ) as Record<MetricName, Metric>,
);

/** The names of all metrics, in the order in which a report shows them. */
export const metricNames: readonly MetricName[] = Object.keys(rows) as MetricName[];

/** The metrics that a kind of task has. */
export const metricsOf = (task: TaskKind): readonly Metric[] =>
  metricNames.map((name) => metrics[name]).filter(({ tasks }) => tasks.includes(task));

const defaults: Readonly<Record<TaskKind, MetricName>> = {
  binary: "auc",
  multiclass: "log-loss",
  regression: "rmse",
  ranking: "ndcg@10",
  clusters: "silhouette",
  outliers: "stability",
};

/**
 * The metric that ranks models when the user names none: `auc`, `log-loss`, `rmse`, `ndcg@10`, `silhouette`; for outliers
 * `stability`, or `pr-auc` where a label says which rows are known to be unusual.
 */
export const defaultMetric = (task: TaskKind, hasLabel = false): MetricName =>
  task === "outliers" && hasLabel ? "pr-auc" : defaults[task];

/** The metric of a name that a user gave, for a task; T1680 where there is none of that name, T1681 where it is for another task. */
export function findMetric(name: string, task: TaskKind): Metric {
  const metric = metricNames.includes(name as MetricName) ? metrics[name as MetricName] : undefined;
  const possible = metricsOf(task).map((one) => one.name);
  if (!metric) {
    const [close] = similarNames(name, possible);
    return failInput("T1680", `There is no metric "${name}"`, {
      cure: close ? `Did you mean "${close}"?` : `Choose one of ${possible.join(", ")}.`,
    });
  }
  if (!metric.tasks.includes(task))
    return failInput("T1681", `The metric "${name}" is not for a ${task} task`, {
      cure: `Choose one of ${possible.join(", ")}.`,
    });
  return metric;
}
