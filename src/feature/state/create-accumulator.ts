import { unreachable } from "../../base/index.ts";
import type { FeatureDefinition } from "../definition.ts";
import type { Accumulator, EventColumnsOf } from "./accumulator.ts";
import { ConditionShare, DistinctCount, EventCount, ValueCount, ValueSum } from "./counts.ts";
import { endValue, extremeValue, timeSince } from "./extreme.ts";
import { Lag, OfLastEvents } from "./last-events.ts";
import { Deviation, Trend } from "./moments.ts";

/** An empty accumulator for a feature over these events. */
export function createAccumulator(feature: FeatureDefinition, columns: EventColumnsOf): Accumulator {
  const { window } = feature;
  const inner = plainAccumulator(feature, columns);
  return window.kind === "rows" ? new OfLastEvents(inner, columns.compare, window.count) : inner;
}

function plainAccumulator(feature: FeatureDefinition, columns: EventColumnsOf): Accumulator {
  const { aggregate } = feature;
  switch (aggregate) {
    case "count":
      return new EventCount();
    case "countOf":
      return new ValueCount(columns.value);
    case "sum":
      return new ValueSum(columns.value, feature.type === "Int" ? "Int" : "Float");
    case "mean":
      return new ValueSum(columns.value, "mean");
    case "min":
    case "max":
      return extremeValue(columns, aggregate);
    case "first":
    case "last":
      return endValue(columns, aggregate);
    case "lag":
      return new Lag(columns, feature.place ?? 1);
    case "distinct":
      return new DistinctCount(columns.value);
    case "share":
      return new ConditionShare(columns.value);
    case "timeSince":
      return timeSince(columns, "last");
    case "timeSinceFirst":
      return timeSince(columns, "first");
    case "trend":
      return new Trend(columns);
    case "deviation":
      return new Deviation(columns);
    default:
      return unreachable(aggregate);
  }
}
