import { quantileOfSorted, studentTwoSidedQuantile, wilsonInterval } from "../stats/index.ts";
import { formatValue, valueLabel } from "./format.ts";
import { levelCounts, type ProfiledColumn } from "./profile-column.ts";
import type { TargetRelation } from "./profile.ts";
import type { TargetView } from "./target-view.ts";

/** Levels that get a group of their own; the rest are pooled. */
const levelLimit = 10;
/** Numbers with more distinct values are cut into bins of about equal counts. */
const binCount = 8;

/** Groups of a column: the group of each row (-1 for none) and what the groups are called. */
interface Grouping {
  readonly groups: Int32Array;
  readonly labels: readonly string[];
}

/** The target's rate or mean for each level or bin of a column, over all rows; null where there is nothing to compare. */
export function relateTarget(column: ProfiledColumn, target: TargetView): TargetRelation | null {
  if (column.profile.distinct < 2) return null;
  const grouping = groupColumn(column);
  const outcome = outcomeOf(target);
  if (!outcome) return null;
  const { counts, sums, squares } = sumGroups(grouping, outcome.values);
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const isRate = target.kind === "classes";
  const groups = grouping.labels.flatMap((label, group) => {
    const count = counts[group]!;
    const interval = isRate
      ? rateInterval(sums[group]!, count)
      : meanInterval(sums[group]!, squares[group]!, count);
    return interval ? [{ label, count, ...interval }] : [];
  });
  const overall = sums.reduce((sum, one) => sum + one, 0) / total;
  return {
    column: column.profile.name,
    target: outcome.name,
    measure: isRate ? "rate" : "mean",
    overall,
    groups,
  };
}

/** The number that is averaged: the target itself, or 1 for the positive (of several: the most frequent) class. */
function outcomeOf(target: TargetView): { name: string; values: (row: number) => number } | null {
  if (target.kind === "numbers") return { name: target.name, values: (row) => target.values[row]! };
  if (target.classes.length < 2) return null;
  const place =
    target.positive ??
    target.classes.reduce((most, one, at) => (one.count > target.classes[most]!.count ? at : most), 0);
  return {
    name: `${target.name} = ${formatValue(target.classes[place]!.value, target.type)}`,
    values: (row) => (target.codes[row]! < 0 ? Number.NaN : Number(target.codes[row] === place)),
  };
}

function sumGroups({ groups, labels }: Grouping, outcome: (row: number) => number) {
  const counts = new Float64Array(labels.length);
  const sums = new Float64Array(labels.length);
  const squares = new Float64Array(labels.length);
  for (let row = 0; row < groups.length; row++) {
    const value = outcome(row);
    const group = groups[row]!;
    if (group < 0 || Number.isNaN(value)) continue;
    counts[group]!++;
    sums[group]! += value;
  }
  for (let row = 0; row < groups.length; row++) {
    const value = outcome(row);
    const group = groups[row]!;
    if (group < 0 || Number.isNaN(value)) continue;
    squares[group]! += (value - sums[group]! / counts[group]!) ** 2;
  }
  return { counts, sums, squares };
}

function rateInterval(sum: number, count: number) {
  const interval = wilsonInterval(sum, count);
  return interval ? { estimate: sum / count, ...interval } : null;
}

function meanInterval(sum: number, squares: number, count: number) {
  if (count < 2) return null;
  const estimate = sum / count;
  const half = studentTwoSidedQuantile(0.05, count - 1) * Math.sqrt(squares / (count - 1) / count);
  return { estimate, low: estimate - half, high: estimate + half };
}

function groupColumn(column: ProfiledColumn): Grouping {
  const grouping = column.vector.kind === "texts" ? groupTexts(column) : groupNumbers(column);
  if (column.profile.missing === 0) return grouping;
  return {
    groups: grouping.groups.map((group) => (group < 0 ? grouping.labels.length : group)),
    labels: [...grouping.labels, "(missing)"],
  };
}

function groupTexts({ profile, vector }: ProfiledColumn): Grouping {
  if (vector.kind !== "texts") return { groups: new Int32Array(0), labels: [] };
  const shown = profile.top.slice(0, profile.distinct > levelLimit + 1 ? levelLimit : levelLimit + 1);
  const places = new Map(shown.map(({ value }, group) => [value, group]));
  const rest = levelCounts(vector).filter((count) => count > 0).length - shown.length;
  const groupOf = vector.dictionary.map((text) => places.get(text) ?? shown.length);
  return {
    groups: vector.codes.map((code) => (code < 0 ? -1 : groupOf[code]!)),
    labels: [...shown.map(({ value }) => valueLabel(value, "Text")), ...(rest > 0 ? [`${rest} others`] : [])],
  };
}

function groupNumbers({ profile, vector, sorted }: ProfiledColumn): Grouping {
  const show = (value: number): string =>
    valueLabel(profile.type === "Boolean" ? value === 1 : value, profile.type);
  const few = profile.distinct <= levelLimit + 1 && profile.top.length > 0;
  const starts = few
    ? profile.top.map(({ value }) => Number(value)).sort((left, right) => left - right)
    : binStarts(sorted);
  const values = vector.kind === "numbers" ? vector.values : new Float64Array(0);
  const groups = new Int32Array(values.length);
  for (let row = 0; row < values.length; row++)
    groups[row] = Number.isNaN(values[row]!) ? -1 : lastStart(starts, values[row]!);
  return {
    groups,
    labels: starts.map((start, place) => (few ? show(start) : rangeLabel(start, starts[place + 1], show))),
  };
}

function binStarts(sorted: Float64Array): number[] {
  const starts = Array.from({ length: binCount }, (_, bin) => quantileOfSorted(sorted, bin / binCount)!);
  return starts.filter((start, place) => place === 0 || start > starts[place - 1]!);
}

const rangeLabel = (start: number, end: number | undefined, show: (value: number) => string): string =>
  end === undefined ? `${show(start)} and more` : `${show(start)} to ${show(end)}`;

/** The last start that is not above the value. */
function lastStart(starts: readonly number[], value: number): number {
  let place = 0;
  while (place + 1 < starts.length && starts[place + 1]! <= value) place++;
  return place;
}
