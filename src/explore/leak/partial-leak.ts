import { takeRows, type Vector } from "../../schema/index.ts";
import { proportionLowerBound } from "../../stats/index.ts";
import { alertThresholds } from "../alert-thresholds.ts";
import type { ProfiledColumn } from "../profile-column.ts";
import { sampleRows } from "../row-sample.ts";
import { takeTarget, type TargetView } from "../target-view.ts";
import { conditionRows, leakConditions, type Condition } from "./conditions.ts";
import { oneColumnScore, type OneColumnScore } from "./one-column-score.ts";

const limits = alertThresholds.leak;

/** A condition on one column under which the target is all but known. */
export interface PartialLeak {
  readonly condition: Condition;
  readonly rows: number;
  readonly coverage: number;
  readonly finding:
    | {
        readonly kind: "rate";
        readonly classPlace: number;
        readonly rate: number;
        readonly lower: number;
        readonly overall: number;
      }
    | {
        readonly kind: "level";
        readonly mean: number;
        readonly overall: number;
        readonly spreadShare: number;
      }
    | { readonly kind: "score"; readonly score: OneColumnScore };
  /** From 0 to 1: how much of the uncertainty about the target is gone. */
  readonly strength: number;
}

/**
 * Searches for the leak that a global score does not find: a column that is filled in after the fact stands empty in most
 * rows, so it says little over all rows and nearly everything where it is filled. Returns the strongest condition, or null.
 */
export function findPartialLeak(column: ProfiledColumn, target: TargetView): PartialLeak | null {
  const leaks = leakConditions(column).flatMap((condition) => {
    const rows = conditionRows(condition, column.vector);
    const coverage = rows.length / column.profile.count;
    if (rows.length < limits.rows || coverage < limits.coverage || rows.length === column.profile.count)
      return [];
    const finding =
      target.kind === "classes"
        ? extremeRate(condition, rows, coverage, target)
        : (extremeLevel(condition, rows, target.values) ??
          knownWithin(condition, rows, column.vector, target));
    return finding ? [{ condition, rows: rows.length, coverage, ...finding }] : [];
  });
  return leaks.sort((left, right) => right.strength - left.strength)[0] ?? null;
}

type Found = Pick<PartialLeak, "finding" | "strength">;

/** A class whose rate is extreme where the condition holds. */
function extremeRate(
  condition: Condition,
  rows: Uint32Array,
  coverage: number,
  target: Extract<TargetView, { kind: "classes" }>,
): Found | null {
  const counts = new Uint32Array(target.classes.length);
  for (const row of rows) if (target.codes[row]! >= 0) counts[target.codes[row]!]!++;
  const known = counts.reduce((sum, count) => sum + count, 0);
  let best: Found | null = null;
  for (const [classPlace, hits] of counts.entries()) {
    const overall = target.classes[classPlace]!.count / target.count;
    const rate = hits / known;
    if (!(rate > overall)) continue;
    const lower = proportionLowerBound(hits, known, limits.confidence);
    const gain = (lower - overall) / (1 - overall);
    const certain = gain >= limits.certaintyGain && lower >= limits.lift * overall;
    const rare =
      condition.kind === "filled" &&
      condition.level === undefined &&
      coverage <= limits.rareFill &&
      rate >= limits.rareRate &&
      lower >= limits.rareLift * overall;
    if ((certain || rare) && gain > (best?.strength ?? 0))
      best = { finding: { kind: "rate", classPlace, rate, lower, overall }, strength: gain };
  }
  return best;
}

/** A number that hardly varies any more, far from the overall mean, where the condition holds. */
function extremeLevel(condition: Condition, rows: Uint32Array, values: Float64Array): Found | null {
  const all = meanAndSpread(values);
  const within = meanAndSpread(Float64Array.from(rows, (row) => values[row]!));
  if (!all || !within || all.spread === 0 || within.count < limits.rows) return null;
  const spreadShare = within.spread / all.spread;
  const shift = Math.abs(within.mean - all.mean) / all.spread;
  if (condition.kind !== "filled" || spreadShare > limits.spread || shift < limits.shift) return null;
  return {
    finding: { kind: "level", mean: within.mean, overall: all.mean, spreadShare },
    strength: 1 - spreadShare ** 2,
  };
}

/** A column that gives a number away in the rows where it is filled. For classes this would name honest amounts too. */
function knownWithin(
  condition: Condition,
  rows: Uint32Array,
  vector: Vector,
  target: TargetView,
): Found | null {
  if (condition.kind !== "filled") return null;
  const places = sampleRows(rows.length, 20_000);
  const sample = Uint32Array.from(places, (place) => rows[place]!);
  const part = takeTarget(target, sample);
  if (!variesEnough(part)) return null;
  const score = oneColumnScore(takeRows(vector, sample), part);
  if (!score || score.score < limits[score.measure]) return null;
  return { finding: { kind: "score", score }, strength: score.score };
}

/** Enough rows of two classes, or enough distinct numbers, for a score to mean something. */
export function variesEnough(target: TargetView): boolean {
  if (target.kind === "numbers") return new Set(target.values).size >= limits.distinct;
  return target.classes.filter((one) => one.count >= 20).length >= 2;
}

function meanAndSpread(values: Float64Array): { count: number; mean: number; spread: number } | null {
  let count = 0;
  let sum = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    count++;
    sum += value;
  }
  if (count === 0) return null;
  let squares = 0;
  for (const value of values) if (!Number.isNaN(value)) squares += (value - sum / count) ** 2;
  return { count, mean: sum / count, spread: Math.sqrt(squares / count) };
}
