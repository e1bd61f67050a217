import { chiSquareUpper, quantileOfSorted, studentTwoSided, moments } from "../../stats/index.ts";
import { dayMs } from "../../schema/index.ts";
import { alertThresholds } from "../alert-thresholds.ts";
import { formatNumber, formatShare, formatValue } from "../format.ts";
import type { ProfiledColumn } from "../profile-column.ts";
import { takeTarget, type TargetView } from "../target-view.ts";
import { createAlert, quoteName, type SizedAlert } from "./alert.ts";

/** A stretch without rows in the time column, many times the usual step. */
export function timeGapAlert({ profile, sorted }: ProfiledColumn): SizedAlert | null {
  const limits = alertThresholds["time-gap"];
  if ((profile.type !== "Day" && profile.type !== "Instant") || profile.distinct < limits.distinct)
    return null;
  const times = distinctTimes(sorted, profile.distinct);
  const steps = times.slice(1).map((time, place) => time - times[place]!);
  const usual = quantileOfSorted(steps.toSorted(), 0.5)!;
  const longest = steps.reduce((best, step, place) => (step > steps[best]! ? place : best), 0);
  if (steps[longest]! < limits.timesStep * usual) return null;
  const gaps = steps.filter((step) => step >= limits.timesStep * usual).length;
  const days = steps[longest]! / (profile.type === "Day" ? 1 : dayMs);
  const from = formatValue(times[longest]!, profile.type);
  const to = formatValue(times[longest + 1]!, profile.type);
  return {
    alert: createAlert(
      "time-gap",
      "low",
      [profile.name],
      `${profile.name} has no rows between ${from} and ${to} (${formatNumber(days)} days)${gaps > 1 ? `, the longest of ${formatNumber(gaps)} gaps` : ""}.`,
      "Find out whether rows were lost; features that look back in time are wrong across a gap.",
      { from, to, days, gaps },
    ),
    effect: Math.min(1, steps[longest]! / (times.at(-1)! - times[0]!)),
  };
}

function distinctTimes(sorted: Float64Array, distinct: number): Float64Array {
  const times = new Float64Array(distinct);
  let count = 0;
  for (let place = 0; place < sorted.length; place++)
    if (place === 0 || sorted[place] !== sorted[place - 1]) times[count++] = sorted[place]!;
  return times;
}

/** A target that is not the same in the last part of the time as in the first. */
export function targetDriftAlert(time: ProfiledColumn, target: TargetView): SizedAlert | null {
  const limits = alertThresholds["target-drift"];
  const { sorted, vector } = time;
  if (vector.kind !== "numbers" || time.profile.distinct < 2) return null;
  const firstEnd = quantileOfSorted(sorted, limits.part)!;
  const lastStart = quantileOfSorted(sorted, 1 - limits.part)!;
  if (firstEnd >= lastStart) return null;
  const first = takeTarget(target, rowsBetween(vector.values, Number.NEGATIVE_INFINITY, firstEnd));
  const last = takeTarget(target, rowsBetween(vector.values, lastStart, Number.POSITIVE_INFINITY));
  const found =
    first.kind === "classes" && last.kind === "classes"
      ? classDrift(first, last)
      : first.kind === "numbers" && last.kind === "numbers"
        ? numberDrift(first.values, last.values)
        : null;
  if (!found) return null;
  const period = `since ${formatValue(lastStart, vector.type)} against up to ${formatValue(firstEnd, vector.type)}`;
  return {
    alert: createAlert(
      "target-drift",
      "medium",
      [target.name, time.profile.name],
      `${target.name} changes with time: ${found.text} (the last fifth of the rows, ${period}).`,
      `Keep time: ${quoteName(time.profile.name)} in the config, so that the evaluation looks forward, and watch the model after it is deployed.`,
      { ...found.evidence, firstEnd, lastStart },
    ),
    effect: found.effect,
  };
}

/** The rows whose value is within the bounds. */
function rowsBetween(values: Float64Array, low: number, high: number): Uint32Array {
  const rows = new Uint32Array(values.length);
  let count = 0;
  for (let row = 0; row < values.length; row++)
    if (values[row]! >= low && values[row]! <= high) rows[count++] = row;
  return rows.slice(0, count);
}

interface Drift {
  readonly text: string;
  readonly effect: number;
  readonly evidence: Readonly<Record<string, number>>;
}

type Classes = Extract<TargetView, { kind: "classes" }>;

function classDrift(first: Classes, last: Classes): Drift | null {
  const limits = alertThresholds["target-drift"];
  if (Math.min(first.count, last.count) < limits.rows) return null;
  const shares = first.classes.map((one, place) => ({
    value: one.value,
    before: one.count / first.count,
    after: last.classes[place]!.count / last.count,
  }));
  const variation = shares.reduce((sum, one) => sum + Math.abs(one.after - one.before), 0) / 2;
  if (variation < limits.classes || classPValue(first, last) > limits.pValue) return null;
  const shown =
    shares[first.positive ?? -1] ??
    shares.reduce((most, one) =>
      Math.abs(one.after - one.before) > Math.abs(most.after - most.before) ? one : most,
    );
  return {
    text: `${formatShare(shown.after)} of the rows have ${formatValue(shown.value, first.type)}, before ${formatShare(shown.before)}`,
    effect: variation,
    evidence: { variation, before: shown.before, after: shown.after },
  };
}

/** Pearson's chi-square test of the two parts. */
function classPValue(first: Classes, last: Classes): number {
  const total = first.count + last.count;
  let statistic = 0;
  let classes = 0;
  for (const [place, { count }] of first.classes.entries()) {
    const other = last.classes[place]!.count;
    if (count + other === 0) continue;
    classes++;
    for (const [seen, size] of [
      [count, first.count],
      [other, last.count],
    ] as const) {
      const expected = ((count + other) * size) / total;
      statistic += (seen - expected) ** 2 / expected;
    }
  }
  return classes < 2 ? 1 : chiSquareUpper(statistic, classes - 1);
}

function numberDrift(first: Float64Array, last: Float64Array): Drift | null {
  const limits = alertThresholds["target-drift"];
  const before = moments(first);
  const after = moments(last);
  if (!before?.variance || !after?.variance || Math.min(before.count, after.count) < limits.rows) return null;
  const shift = (after.mean - before.mean) / Math.sqrt((before.variance + after.variance) / 2);
  const error = Math.sqrt(before.variance / before.count + after.variance / after.count);
  const pValue = studentTwoSided((after.mean - before.mean) / error, Math.min(before.count, after.count) - 1);
  if (Math.abs(shift) < limits.numbers || pValue > limits.pValue) return null;
  return {
    text: `its mean is ${formatNumber(after.mean)}, before ${formatNumber(before.mean)}`,
    effect: Math.min(1, Math.abs(shift) / 4),
    evidence: { shift, before: before.mean, after: after.mean },
  };
}
