import { shareInterval } from "../../model/index.ts";
import { valueAt, valueToJson, type Vector } from "../../schema/index.ts";
import type { OutlierFindings, UnusualRow } from "../findings.ts";

/** So many of the most unusual rows are named, each with so many of its values. */
const namedRows = 20;
const namedValues = 3;
const binCount = 30;

/** The scores of all rows, and what is known about them. */
export interface OutlierScores {
  readonly scores: Float64Array;
  readonly threshold: number;
  readonly share: number;
  /** The rows that the model has not learnt from. */
  readonly test: Uint32Array;
  /** 1 or 0 where a label says it, NaN elsewhere; absent without a label. */
  readonly label?: Float64Array;
}

/** How unusual the test rows are, and the most unusual rows of all with the values that make them so. */
export function findOutliers(given: OutlierScores, columns: ReadonlyMap<string, Vector>): OutlierFindings {
  const { scores, threshold, share, test, label } = given;
  const isFlagged = (row: number): boolean => scores[row]! >= threshold;
  const flagged = test.filter(isFlagged);
  const labelled = label && test.some((row) => !Number.isNaN(label[row]!)) ? label : undefined;
  const order = Uint32Array.from(scores, (_, row) => row).sort(
    (left, right) => scores[right]! - scores[left]! || left - right,
  );
  return {
    kind: "outliers",
    share,
    threshold,
    flagged: shareInterval(flagged.length, test.length),
    known: labelled
      ? {
          flagged: flagged.filter((row) => !Number.isNaN(labelled[row]!)).length,
          known: test.filter((row) => labelled[row] === 1).length,
          both: flagged.filter((row) => labelled[row] === 1).length,
        }
      : null,
    histogram: histogramOf(Float64Array.from(test, (row) => scores[row]!)),
    rows: unusualRows(order.subarray(0, namedRows), scores, columns),
  };
}

function histogramOf(scores: Float64Array): OutlierFindings["histogram"] {
  const least = scores.reduce((low, score) => Math.min(low, score), Infinity);
  const most = scores.reduce((high, score) => Math.max(high, score), -Infinity);
  const width = (most - least) / binCount || 1 / binCount;
  const counts = Array.from({ length: binCount }, () => 0);
  for (const score of scores) counts[Math.min(binCount - 1, Math.floor((score - least) / width))]! += 1;
  return { edges: Array.from({ length: binCount + 1 }, (_, at) => least + at * width), counts };
}

type Oddity = UnusualRow["values"][number];

function unusualRows(
  rows: Uint32Array,
  scores: Float64Array,
  columns: ReadonlyMap<string, Vector>,
): UnusualRow[] {
  const odd = [...columns].map(([column, vector]) => oddityOf(column, vector));
  return Array.from(rows, (row) => ({
    row: row + 1,
    score: scores[row]!,
    values: odd
      .flatMap((oddity) => oddity(row) ?? [])
      .sort((left, right) => left.share - right.share || (left.column < right.column ? -1 : 1))
      .slice(0, namedValues),
  }));
}

/** How few rows have a value like that of a row: as high, as low, or the same. */
function oddityOf(column: string, vector: Vector): (row: number) => Oddity | null {
  const show = (row: number): Oddity["value"] => valueToJson(valueAt(vector, row), vector.type);
  if (vector.kind === "texts" || vector.type === "Boolean") {
    const codes = vector.kind === "texts" ? vector.codes : vector.values;
    const counts = new Map<number, number>();
    for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
    return (row) =>
      valueAt(vector, row) === null
        ? null
        : { column, value: show(row), share: counts.get(codes[row]!)! / codes.length, side: "same" };
  }
  const sorted = vector.values.filter((value) => !Number.isNaN(value)).sort();
  return (row) => {
    const value = vector.values[row]!;
    if (Number.isNaN(value)) return null;
    const high = (sorted.length - lowerPlace(sorted, value, false)) / sorted.length;
    const low = lowerPlace(sorted, value, true) / sorted.length;
    return { column, value: show(row), share: Math.min(high, low), side: high <= low ? "high" : "low" };
  };
}

/** How many of the ascending values are below the given one, or at most it. */
function lowerPlace(sorted: Float64Array, value: number, orEqual: boolean): number {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (sorted[middle]! < value || (orEqual && sorted[middle] === value)) from = middle + 1;
    else to = middle;
  }
  return from;
}
