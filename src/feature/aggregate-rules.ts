import { isNumeric, type DataType } from "../schema/index.ts";
import type { AggregateName } from "./definition.ts";

/** What an aggregate takes and gives. */
export interface AggregateRule {
  /** What its value must be, in words; null for an aggregate of the events themselves. */
  readonly takes: string | null;
  readonly accepts: (type: DataType) => boolean;
  /** The type of the feature, by the type of the value. */
  readonly gives: (type: DataType) => DataType;
}

const none = (gives: DataType): AggregateRule => ({ takes: null, accepts: () => false, gives: () => gives });
const any = (gives: AggregateRule["gives"]): AggregateRule => ({
  takes: "a value of any type",
  accepts: () => true,
  gives,
});
const numbers = (gives: AggregateRule["gives"]): AggregateRule => ({
  takes: "numbers (Int or Float)",
  accepts: isNumeric,
  gives,
});
const ordered: AggregateRule = {
  takes: "numbers, days or instants",
  accepts: (type) => type !== "Text" && type !== "Boolean",
  gives: (type) => type,
};

/** The rule of each aggregate. */
export const aggregateRules: Readonly<Record<AggregateName, AggregateRule>> = {
  count: none("Int"),
  countOf: any(() => "Int"),
  sum: numbers((type) => type),
  mean: numbers(() => "Float"),
  min: ordered,
  max: ordered,
  first: any((type) => type),
  last: any((type) => type),
  lag: any((type) => type),
  distinct: any(() => "Int"),
  share: { takes: "a condition", accepts: (type) => type === "Boolean", gives: () => "Float" },
  timeSince: none("Float"),
  timeSinceFirst: none("Float"),
  trend: numbers(() => "Float"),
  deviation: numbers(() => "Float"),
};

/** The names of all aggregates, in a fixed order. */
export const aggregateNames = Object.keys(aggregateRules) as readonly AggregateName[];
