import type { Interval } from "../interval.ts";
import { refuseSetting } from "./refusals.ts";
import { twoSidedPValue, twoSidedReach } from "./reference-tails.ts";

/** Estimates with their covariance: all that contrasts and intervals ask for. */
export interface Estimates {
  readonly names: readonly string[];
  readonly values: Float64Array;
  /** Row-major. */
  readonly covariance: Float64Array;
  /** Of Student's t; Infinity where the statistics are normal. */
  readonly degreesOfFreedom: number;
}

/** A coefficient as it stands in a table. `statistic` is t or z. */
export interface Coefficient {
  readonly name: string;
  readonly estimate: number;
  readonly standardError: number;
  readonly statistic: number;
  readonly pValue: number;
  readonly interval: Interval;
}

/** A statistic with its degrees of freedom and p-value. */
export interface Significance {
  readonly name: "F" | "t" | "z" | "chi-squared";
  readonly value: number;
  readonly degreesOfFreedom: readonly number[];
  readonly pValue: number;
}

/** Refuses a level of confidence outside of 0 to 1. */
export function checkedLevel(level: number): number {
  if (!(level > 0 && level < 1)) refuseSetting("level", level, "Give a level between 0 and 1, such as 0.95.");
  return level;
}

/** One estimate with its error. An error of 0 makes the statistic infinite, or 0 where the estimate is 0 too. */
export function inferOne(
  name: string,
  estimate: number,
  standardError: number,
  reach: number,
  level: number,
  degrees: number,
): Coefficient {
  const statistic = estimate === 0 ? 0 : estimate / standardError;
  return {
    name,
    estimate,
    standardError,
    statistic,
    pValue: twoSidedPValue(statistic, degrees),
    interval: { level, low: estimate - reach * standardError, high: estimate + reach * standardError },
  };
}

/** What is to be said of p-values that float64 cannot hold; nothing where there are none. */
export function smallestNotes(coefficients: readonly Coefficient[]): readonly string[] {
  const names = coefficients.filter(({ pValue }) => pValue === Number.MIN_VALUE).map(({ name }) => name);
  if (names.length === 0) return [];
  const told =
    names.length > 5 ? `${names.slice(0, 5).join(", ")} and ${names.length - 5} more` : names.join(", ");
  return [`The p-value of ${told} is below float64: what is given is the smallest positive number.`];
}

/** The table of coefficients. */
export function coefficientTable(estimates: Estimates, level: number): readonly Coefficient[] {
  const { names, values, covariance, degreesOfFreedom } = estimates;
  const reach = twoSidedReach(level, degreesOfFreedom);
  return names.map((name, at) =>
    inferOne(
      name,
      values[at]!,
      Math.sqrt(covariance[at * (names.length + 1)]!),
      reach,
      level,
      degreesOfFreedom,
    ),
  );
}
