import { quantileOfSorted, studentTwoSidedQuantile, wilsonInterval } from "../stats/index.ts";
import { formatValue, valueLabel } from "./format.ts";
import type { ProfiledColumn } from "./profile-column.ts";
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
  const { counts, sums, squares } = outcome.sum(grouping);
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

/** What is counted or averaged in each group. */
interface Sums {
  readonly counts: Float64Array;
  readonly sums: Float64Array;
  /** Squared distances from the group's mean; of no use for a rate. */
  readonly squares: Float64Array;
}

/** The name of what is averaged: the target itself, or its positive (of several: the most frequent) class. */
function outcomeOf(target: TargetView): { name: string; sum: (grouping: Grouping) => Sums } | null {
  if (target.kind === "numbers")
    return { name: target.name, sum: (grouping) => sumNumbers(grouping, target.values) };
  if (target.classes.length < 2) return null;
  const place =
    target.positive ??
    target.classes.reduce((most, one, at) => (one.count > target.classes[most]!.count ? at : most), 0);
  return {
    name: `${target.name} = ${formatValue(target.classes[place]!.value, target.type)}`,
    sum: (grouping) => countClass(grouping, target.codes, place),
  };
}

const emptySums = ({ labels: { length } }: Grouping): Sums => ({
  counts: new Float64Array(length),
  sums: new Float64Array(length),
  squares: new Float64Array(length),
});

function countClass(grouping: Grouping, codes: Int32Array, place: number): Sums {
  const found = emptySums(grouping);
  const { groups } = grouping;
  for (let row = 0; row < groups.length; row++) {
    const group = groups[row]!;
    const code = codes[row]!;
    if (group < 0 || code < 0) continue;
    found.counts[group]!++;
    if (code === place) found.sums[group]!++;
  }
  return found;
}

function sumNumbers(grouping: Grouping, values: Float64Array): Sums {
  const found = emptySums(grouping);
  const { groups } = grouping;
  for (let row = 0; row < groups.length; row++) {
    const group = groups[row]!;
    if (group < 0 || Number.isNaN(values[row]!)) continue;
    found.counts[group]!++;
    found.sums[group]! += values[row]!;
  }
  const means = found.sums.map((sum, group) => sum / found.counts[group]!);
  for (let row = 0; row < groups.length; row++) {
    const group = groups[row]!;
    if (group < 0 || Number.isNaN(values[row]!)) continue;
    found.squares[group]! += (values[row]! - means[group]!) ** 2;
  }
  return found;
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
  const rest = profile.distinct - shown.length;
  const groupOf = vector.dictionary.map((text) => places.get(text) ?? shown.length);
  const groups = new Int32Array(vector.codes.length);
  for (let row = 0; row < groups.length; row++) {
    const code = vector.codes[row]!;
    groups[row] = code < 0 ? -1 : groupOf[code]!;
  }
  return {
    groups,
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
