import type {
  AggregateName,
  EventTableDefinition,
  FeatureDefinition,
  FeatureSet,
  FeatureWindow,
} from "../feature/index.ts";
import { printExpr, type Expr } from "../ir/index.ts";

/** What each aggregate is called, of a value. */
export const aggregateWords: Readonly<
  Record<AggregateName, (value: string, place: number | null) => string>
> = {
  count: () => "number of events",
  countOf: (value) => `number of events with ${value}`,
  sum: (value) => `sum of ${value}`,
  mean: (value) => `mean of ${value}`,
  min: (value) => `smallest ${value}`,
  max: (value) => `largest ${value}`,
  first: (value) => `first ${value}`,
  last: (value) => `last ${value}`,
  lag: (value, place) =>
    place === 1 ? `${value} of the last event` : `${value} of the last event but ${Number(place) - 1}`,
  distinct: (value) => `number of different ${value}`,
  share: (value) => `share of the events where ${value}`,
  timeSince: () => "days since the last event",
  timeSinceFirst: () => "days since the first event",
  trend: (value) => `slope per day of ${value}`,
  deviation: (value) => `standard deviation of ${value}`,
};

/** Each event feature in plain words: `sum of amount, of the last 30 days, in "orders" of the same customer`. */
export const featureWords = ({ features, tables }: FeatureSet): { name: string; text: string }[] =>
  features.map((feature) => ({
    name: feature.name,
    text: wordsOf(
      feature,
      tables.find(({ name }) => name === feature.table)!,
    ),
  }));

function wordsOf(
  { aggregate, value, place, window, where }: FeatureDefinition,
  { source, rowBy }: EventTableDefinition,
): string {
  const whose = rowBy.length === 0 ? "" : ` of the same ${rowBy.join(" and ")}`;
  return [
    aggregateWords[aggregate](value ? exprWords(value) : "", place),
    ...windowWords(window),
    ...(where ? [`where ${exprWords(where)}`] : []),
    `${source === null ? "in the earlier rows" : `in ${JSON.stringify(source)}`}${whose}`,
  ].join(", ");
}

const exprWords = (expr: Expr): string => (expr.kind === "column" ? expr.name : printExpr(expr));

function windowWords(window: FeatureWindow): string[] {
  switch (window.kind) {
    case "all":
      return [];
    case "rows":
      return [`of the last ${window.count.toLocaleString("en")} events`];
    case "time":
      return [`of the last ${lengthWords(window.milliseconds)}`];
  }
}

const units = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
  ["millisecond", 1],
] as const;

function lengthWords(milliseconds: number): string {
  const [unit, size] = units.find(([, length]) => milliseconds % length === 0)!;
  const count = milliseconds / size;
  return count === 1 ? unit : `${count.toLocaleString("en")} ${unit}s`;
}
