import { failInput, unreachable } from "../base/index.ts";
import type { Expr } from "../ir/index.ts";
import {
  vectorLength,
  type NumberVector,
  type Table,
  type TextVector,
  type Vector,
} from "../schema/index.ts";
import { correlationsOf, quantileOfSorted, sortedNumbers } from "../stats/index.ts";
import { expressionsOf, type Aggregate, type AggregateResult } from "./aggregate.ts";
import { evaluateColumns } from "./evaluate-columns.ts";
import { groupCodes, groupCounts, groupSums } from "./group-rows.ts";
import { groupStatistics } from "./group-statistics-of.ts";
import { itemCounts } from "./item-counts.ts";
import { exactDeviation, exactMean, exactTotal, numberRange } from "./number-summary.ts";
import { sampleRows } from "./sample-rows.ts";

/**
 * Answers aggregates over the given rows of a table (null: all rows), in memory. All expressions are computed by one
 * compiled Program. No answer depends on the order of the rows.
 * @example
 * runAggregates(table, null, { middle: { kind: "quantiles", of: column("Age", "Int"), probabilities: [0.5] } })
 */
export function runAggregates(
  table: Table,
  rows: Uint32Array | null,
  requests: Readonly<Record<string, Aggregate>>,
): Record<string, AggregateResult> {
  const exprs = [...new Set(Object.values(requests).flatMap(expressionsOf))];
  const vectors = evaluateColumns(table, rows, exprs);
  const facts = new Map(exprs.map((expr, at) => [expr, factsOf(vectors[at]!)]));
  return Object.fromEntries(
    Object.entries(requests).map(([name, request]) => [name, answer(request, (expr) => facts.get(expr)!)]),
  );
}

/** What several aggregates may ask of one vector, each computed once, when first asked. */
interface Facts {
  readonly vector: Vector;
  readonly missing: () => number;
  readonly numbers: () => NumberVector;
  readonly range: () => ReturnType<typeof numberRange>;
  readonly sorted: () => Float64Array;
  readonly groups: () => ReturnType<typeof groupCodes>;
}

function factsOf(vector: Vector): Facts {
  const numbers = (): NumberVector => numbersOf(vector);
  return {
    vector,
    numbers,
    missing: once(() => countMissing(vector)),
    range: once(() => numberRange(numbers().values)),
    sorted: once(() => sortedNumbers(numbers().values)),
    groups: once(() => groupCodes(vector)),
  };
}

function answer(request: Aggregate, factsFor: (expr: Expr) => Facts): AggregateResult {
  if (request.kind === "correlations")
    return correlationsOf(request.of.map((expr) => factsFor(expr).numbers().values));
  if (request.kind === "sampleRows")
    return {
      rows: sampleRows(
        request.of.map((expr) => factsFor(expr).vector),
        request,
      ),
    };
  const facts = factsFor(request.of);
  switch (request.kind) {
    case "count":
      return vectorLength(facts.vector) - facts.missing();
    case "countMissing":
      return facts.missing();
    case "sum":
      return exactTotal(facts.numbers().values, facts.range());
    case "mean":
      return exactMean(facts.numbers().values, facts.range());
    case "min":
      return facts.range().count === 0 ? null : facts.range().min;
    case "max":
      return facts.range().count === 0 ? null : facts.range().max;
    case "standardDeviation":
      return exactDeviation(facts.numbers().values, facts.range());
    case "quantiles":
      return request.probabilities.map((probability) => finiteQuantile(facts.sorted(), probability));
    case "groupCounts":
      return groupCounts(facts.groups());
    case "itemCounts":
      return itemCounts(textsOf(facts.vector), request.separator);
    case "groupSums":
      return groupSums(factsFor(request.by).groups(), facts.numbers());
    case "groupStatistics":
      return groupStatistics(factsFor(request.by).groups(), facts.numbers());
    default:
      return unreachable(request);
  }
}

/** A quantile between two numbers that are further apart than float64 reaches is computed on quarters. */
function finiteQuantile(sorted: Float64Array, probability: number): number | null {
  const quantile = quantileOfSorted(sorted, probability);
  if (quantile === null || Number.isFinite(quantile)) return quantile;
  return (
    quantileOfSorted(
      sorted.map((value) => value / 4),
      probability,
    )! * 4
  );
}

function numbersOf(vector: Vector): NumberVector {
  if (vector.kind === "numbers") return vector;
  return failInput("T1503", "An aggregate of numbers was asked of text", {
    cure: "Count its groups, or turn it into numbers first.",
  });
}

function textsOf(vector: Vector): TextVector {
  if (vector.kind === "texts") return vector;
  return failInput("T1590", "An aggregate of lists was asked of numbers", {
    cure: "Turn them into text first.",
  });
}

function countMissing(vector: Vector): number {
  let missing = 0;
  if (vector.kind === "texts") {
    for (let row = 0; row < vector.codes.length; row++) if (vector.codes[row]! < 0) missing++;
  } else {
    for (let row = 0; row < vector.values.length; row++) if (Number.isNaN(vector.values[row]!)) missing++;
  }
  return missing;
}

function once<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => (known ??= { value: compute() }).value;
}
