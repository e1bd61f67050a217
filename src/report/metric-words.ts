import type { Interval } from "../model/index.ts";
import type { RunRecord } from "../project/index.ts";
import { estimateText, intervalText, numberText, percentIntervalText, percentText } from "./number-text.ts";
import { targetText } from "./run-models.ts";
import { valueText } from "./value-text.ts";

/** How a metric is told to people. */
interface MetricWords {
  /** In a heading or a table. */
  readonly title: string;
  /** In a sentence. */
  readonly short: string;
  /** How its numbers are written. */
  readonly unit: "plain" | "share";
  /** What a value means, as a full sentence. */
  readonly meaning: (value: number, question: Question) => string;
}

/** The names that the sentences need. */
interface Question {
  readonly target: string;
  /** `“damaged” is true`, for two classes. */
  readonly positive: string;
  readonly negative: string;
}

const of100 = (share: number): string => {
  const rounded = Math.round(share * 100);
  return rounded === 100 && share < 1 ? "over 99 of 100" : `${rounded} of 100`;
};

/** Words for a metric of a ranking: how it is called, and what a value means. */
const ofRanking = (title: string, short: string, meaning: (value: string) => string): MetricWords => ({
  title,
  short,
  unit: "plain",
  meaning: (value) => meaning(numberText(value)),
});

const gainWords = (places: string, short: string): MetricWords =>
  ofRanking(
    `Normalised discounted gain of ${places}`,
    short,
    (value) =>
      `Of what the best order of a group gains in ${places}, the model's order gains ${value} on average; 1 would be perfect.`,
  );

const words: Readonly<Record<string, MetricWords>> = {
  auc: {
    title: "Area under the ROC curve (AUC)",
    short: "AUC",
    unit: "plain",
    meaning: (value, { positive, negative }) =>
      `Take one row where ${positive} and one where ${negative}: in ${of100(value)} such pairs the model gives the higher probability to the first. Guessing gets 50.`,
  },
  "macro-auc": {
    title: "Mean AUC of each class against the rest",
    short: "mean AUC",
    unit: "plain",
    meaning: (value) =>
      `Take one row of a class and one of another: on average over the classes, the model orders ${of100(value)} such pairs right. Guessing gets 50.`,
  },
  "log-loss": {
    title: "Log loss",
    short: "log loss",
    unit: "plain",
    meaning: (value) =>
      `The model gives what really happened a probability of ${percentText(Math.exp(-value))} (geometric mean over the rows); 100\u00a0% would be perfect.`,
  },
  brier: {
    title: "Brier score",
    short: "Brier score",
    unit: "plain",
    meaning: (value) =>
      `The squared distance between the probability and what happened is ${numberText(value)} on average; 0 would be perfect.`,
  },
  "pr-auc": {
    title: "Average precision",
    short: "average precision",
    unit: "plain",
    meaning: (value, { positive }) =>
      `Going down the list from the highest probability, ${of100(value)} rows above a hit are hits themselves on average (a hit is a row where ${positive}).`,
  },
  accuracy: {
    title: "Accuracy",
    short: "accuracy",
    unit: "share",
    meaning: (value) => `The model names the right class for ${of100(value)} rows.`,
  },
  f1: {
    title: "F1 of the positive class",
    short: "F1",
    unit: "plain",
    meaning: (value, { positive }) =>
      `The harmonic mean of precision and recall for rows where ${positive} is ${numberText(value)}; 1 would be perfect.`,
  },
  "macro-f1": {
    title: "Mean F1 of the classes",
    short: "mean F1",
    unit: "plain",
    meaning: (value) =>
      `The harmonic mean of precision and recall, averaged over the classes, is ${numberText(value)}; 1 would be perfect.`,
  },
  rmse: {
    title: "Root mean squared error",
    short: "root mean squared error",
    unit: "plain",
    meaning: (value, { target }) =>
      `The prediction of ${target} is typically off by ${numberText(value)}, where large misses count more than small ones.`,
  },
  mae: {
    title: "Mean absolute error",
    short: "mean absolute error",
    unit: "plain",
    meaning: (value, { target }) => `The prediction of ${target} is off by ${numberText(value)} on average.`,
  },
  "median-absolute-error": {
    title: "Median absolute error",
    short: "median absolute error",
    unit: "plain",
    meaning: (value, { target }) =>
      `For half of the rows the prediction of ${target} is off by less than ${numberText(value)}.`,
  },
  r2: {
    title: "Explained share of the variance (R²)",
    short: "explained variance",
    unit: "share",
    meaning: (value, { target }) =>
      value > 0
        ? `The model explains ${percentText(value)} of the variance of ${target}; the mean alone explains nothing.`
        : `The model explains nothing of the variance of ${target}: the mean alone does as well or better.`,
  },
  mape: {
    title: "Mean absolute error relative to the truth",
    short: "relative error",
    unit: "share",
    meaning: (value, { target }) =>
      `The prediction of ${target} is off by ${percentText(value)} of the true value on average.`,
  },
  "pinball-10": {
    title: "Pinball loss of the 10 % quantile",
    short: "pinball loss (10 %)",
    unit: "plain",
    meaning: (value) =>
      `The pinball loss of the 10\u00a0% quantile is ${numberText(value)}; lower is better.`,
  },
  "pinball-90": {
    title: "Pinball loss of the 90 % quantile",
    short: "pinball loss (90 %)",
    unit: "plain",
    meaning: (value) =>
      `The pinball loss of the 90\u00a0% quantile is ${numberText(value)}; lower is better.`,
  },
  "ndcg@10": gainWords("the first 10 places", "NDCG of 10 places"),
  "ndcg@5": gainWords("the first 5 places", "NDCG of 5 places"),
  "ndcg@3": gainWords("the first 3 places", "NDCG of 3 places"),
  "ndcg@1": gainWords("the first place", "NDCG of the first place"),
  ndcg: gainWords("all places", "NDCG"),
  "map@10": ofRanking(
    "Mean average precision of the first 10 places",
    "average precision of 10 places",
    (value) =>
      `Going down the first 10 places of a group, a share of ${value} of the rows above a hit are hits themselves on average.`,
  ),
  map: ofRanking(
    "Mean average precision",
    "average precision",
    (value) =>
      `Going down a group, a share of ${value} of the rows above a hit are hits themselves on average.`,
  ),
  mrr: ofRanking(
    "Mean reciprocal rank",
    "reciprocal rank",
    (value) =>
      `One over the place of the first hit is ${value} on average; 1 means that it always comes first.`,
  ),
  "precision@5": ofRanking(
    "Share of hits among the first 5 places",
    "precision of 5 places",
    (value) => `Of the first 5 places of a group, a share of ${value} are hits on average.`,
  ),
  "precision@10": ofRanking(
    "Share of hits among the first 10 places",
    "precision of 10 places",
    (value) => `Of the first 10 places of a group, a share of ${value} are hits on average.`,
  ),
  silhouette: {
    title: "Mean silhouette",
    short: "silhouette",
    unit: "plain",
    meaning: (value) =>
      `The silhouette is ${numberText(value)}: ${value > 0.5 ? "rows are much nearer to their own cluster than to the next" : value > 0.25 ? "clusters can be told apart, and many rows lie between them" : "clusters run into each other, and another number of them may do as well"}. 1 would be perfect, 0 is a row between two clusters.`,
  },
  "davies-bouldin": {
    title: "Davies-Bouldin index",
    short: "Davies-Bouldin index",
    unit: "plain",
    meaning: (value) =>
      `The widths of a cluster and of the one most like it are ${numberText(value)} of the distance between them on average; less is better.`,
  },
  "calinski-harabasz": {
    title: "Caliński-Harabasz index",
    short: "Caliński-Harabasz index",
    unit: "plain",
    meaning: (value) =>
      `The variance between the clusters is ${numberText(value)} times that within them, each by its degrees of freedom.`,
  },
  stability: {
    title: "Stability of the order",
    short: "stability",
    unit: "plain",
    meaning: (value) =>
      `Learnt from half of the rows, the model orders rows much ${value > 0.8 ? "the same" : "differently"}: the rank correlation is ${numberText(value)}. It says whether the data decide, not whether the right rows come first; only a label can say that.`,
  },
};

/** A metric's name for people; a metric that this page has no words for keeps its own name. */
export const metricTitle = (metric: string): string => words[metric]?.title ?? metric;

/** A metric's name in a sentence: `AUC`. */
export const metricName = (metric: string): string => words[metric]?.short ?? metric;

/** A metric's value with its interval. */
export function metricText(metric: string, value: Interval | null): string {
  if (value === null) return "not defined";
  return words[metric]?.unit === "share" ? percentIntervalText(value) : intervalText(value);
}

/** A value of a metric with the digits of an interval beside which it stands. */
export function overallText(metric: string, overall: number, beside: Interval): string {
  const scale = words[metric]?.unit === "share" ? 100 : 1;
  const scaled = { estimate: overall * scale, low: beside.low * scale, high: beside.high * scale };
  return `${estimateText(scaled)}${scale === 100 ? "\u00a0%" : ""}`;
}

/** A difference of a metric, in points of a percent where the metric is a share. */
export function differenceText(metric: string, value: Interval): string {
  if (words[metric]?.unit !== "share") return intervalText(value);
  const scaled = { estimate: value.estimate * 100, low: value.low * 100, high: value.high * 100 };
  return `${intervalText(scaled)} percentage points`;
}

/** What a value of a metric means, as full sentences; empty for a metric that this page has no words for. */
export const metricMeaning = (run: RunRecord, metric: string, value: number): string =>
  words[metric]?.meaning(value, questionOf(run)) ?? "";

function questionOf(run: RunRecord): Question {
  const { target } = run;
  const name = targetText(run);
  if (target.task.kind !== "binary") return { target: name, positive: name, negative: name };
  const [negative, positive] = target.task.classes.map((value) => valueText(value, undefined));
  return { target: name, positive: `${name} is ${positive}`, negative: `it is ${negative}` };
}
