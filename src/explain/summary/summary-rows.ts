import { createRandom, shuffledIndexes } from "../../base/index.ts";
import { takeNumbers } from "../../schema/index.ts";
import { featureVectors } from "../../transform/index.ts";
import type { Companion } from "./companion.ts";
import type { EquationRows } from "./fit-companion.ts";
import { summaryColumns, type SummaryColumn } from "./summary-columns.ts";
import type { SummaryRequest } from "./summary-request.ts";

/** The most columns that a summary has. */
export const mostColumns = 300;
/** The most rows, however few the columns. */
const mostRows = 100_000;
/** Rows times the square of the columns: what one pass costs. */
const mostWork = 5e7;
/** Rows per column that are taken even where they cost more. */
const rowsPerColumn = 10;

/** The rows of a summary: all, or a drawn part of them, in the order of time where a column says it. */
export interface SummaryRows extends Omit<EquationRows, "response"> {
  /** The row of the table in each place. */
  readonly rows: Uint32Array;
  readonly target: Float64Array;
  readonly available: number;
  readonly incomplete: number;
  readonly isSampled: boolean;
  readonly isOrdered: boolean;
}

/** How many rows are taken for so many columns, so that the work is bounded. */
export const rowLimit = (columnCount: number): number =>
  Math.min(
    mostRows,
    Math.max(2000, rowsPerColumn * columnCount, Math.floor(mostWork / Math.max(1, columnCount) ** 2)),
  );

/** Gathers the rows of a summary: drawn by the seed where there are too many, without those that have no value in some column. */
export function gatherRows(request: SummaryRequest, companion: Companion): SummaryRows {
  const { rows, features, table, target, weight, clusters, time, seed } = request;
  const limit = rowLimit(features.length + 1);
  const isSampled = rows.length > limit;
  const places = isSampled
    ? shuffledIndexes(rows.length, createRandom(seed).fork("summary")).slice(0, limit).sort()
    : Uint32Array.from(rows.keys());
  const isOrdered = time !== null && !isSampled;
  if (isOrdered) sortByTime(places, rows, time.values);
  const taken = places.map((place) => rows[place]!);
  const training =
    request.training &&
    new Map([...request.training].map(([name, values]) => [name, takeNumbers(values, places)]));
  const offset = companion.offset === null ? undefined : offsetOf(request, taken, companion.offset);
  const used = features.filter(({ name }) => name !== companion.offset);
  const columns = summaryColumns(table, taken, used, training);
  const targets = takeNumbers(target, taken);
  const whole = Uint32Array.from(taken.keys()).filter((place) =>
    [...columns.map(({ values }) => values), targets, ...(offset ? [offset] : [])].every(
      (values) => !Number.isNaN(values[place]!),
    ),
  );
  const keep = <Values extends Float64Array>(values: Values): Values | Float64Array =>
    whole.length === taken.length ? values : takeNumbers(values, whole);
  const kept = whole.map((place) => taken[place]!);
  return {
    rows: kept,
    columns: columns.map((column): SummaryColumn => ({ ...column, values: keep(column.values) })),
    target: keep(targets),
    weights: weight ? evenWeights(takeNumbers(weight, kept)) : undefined,
    offset: offset && keep(offset),
    clusters: clusters && { column: clusters.column, codes: codesOf(clusters.codes, kept) },
    available: rows.length,
    incomplete: taken.length - kept.length,
    isSampled,
    isOrdered,
  };
}

/** In place; rows without a time come last, equal ones keep their order. */
function sortByTime(places: Uint32Array, rows: Uint32Array, times: Float64Array): void {
  const timeOf = (place: number): number => {
    const time = times[rows[place]!]!;
    return Number.isNaN(time) ? Infinity : time;
  };
  places.sort((one, other) => {
    const [first, second] = [timeOf(one), timeOf(other)];
    return first < second ? -1 : first > second ? 1 : one - other;
  });
}

function offsetOf(
  { table, features }: SummaryRequest,
  rows: Uint32Array,
  name: string,
): Float64Array | undefined {
  const feature = features.find((one) => one.name === name);
  const vector = feature && featureVectors(table, rows, { features: [feature], actions: [] }).get(name);
  return vector?.kind === "numbers" ? vector.values : undefined;
}

/** Weights with the mean 1, so that their unit decides nothing. */
function evenWeights(weights: Float64Array): Float64Array {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  return sum > 0 ? weights.map((weight) => (weight * weights.length) / sum) : weights;
}

/** Codes of some rows; a row of no group is one of its own. */
function codesOf(codes: Int32Array, rows: Uint32Array): Int32Array {
  return Int32Array.from(rows, (row, place) => (codes[row]! < 0 ? -1 - place : codes[row]!));
}
