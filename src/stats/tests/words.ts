import type { Interval } from "../interval.ts";
import { pValueWords } from "../p-value-text.ts";
import type { Alternative } from "./test-result.ts";

/** A number for a sentence: four significant digits, without trailing zeros. */
export function showNumber(value: number): string {
  if (value === Infinity) return "∞";
  if (value === -Infinity) return "-∞";
  if (Number.isInteger(value) && Math.abs(value) < 1e9) return `${value}`;
  return `${Number(value.toPrecision(4))}`;
}

/** Two numbers for a sentence, with as many digits as it takes to tell them apart well. */
export function showApart(low: number, high: number): readonly [string, string] {
  const size = Math.max(Math.abs(low), Math.abs(high));
  const needed = high === low ? 4 : Math.ceil(Math.log10(size / Math.abs(high - low))) + 2;
  const digits = Math.min(16, Math.max(4, needed));
  const show = (value: number): string =>
    digits === 4 ? showNumber(value) : `${Number(value.toPrecision(digits))}`;
  return [show(low), show(high)];
}

/** An interval for a sentence: "95 % interval 1.2 to 3.4". */
export const showInterval = ({ level, low, high }: Interval): string =>
  `${showNumber(level * 100)} % interval ${showNumber(low)} to ${showNumber(high)}`;

/** A share as a percentage with at most one decimal. */
export const showPercent = (share: number): string => `${Number((share * 100).toPrecision(3))} %`;

/** What a p-value says at the level of the interval, without calling a large one proof of no difference. */
export function verdictOf(pValue: number, level: number, difference: string): string {
  const p = pValueWords(pValue);
  return pValue < 1 - level
    ? `If there were no ${difference}, data this far from it would be rare (${p}).`
    : `The data do not rule out that there is no ${difference} (${p}).`;
}

/** The side of an alternative in words; empty for both. */
export const sideOf = (alternative: Alternative): string =>
  alternative === "two-sided" ? "" : ` (tested for ${alternative} only)`;

/** "1.5 higher in a than in b", or that both are equal. */
export const apartWords = (difference: number, first: string, second: string): string =>
  difference === 0
    ? `the same in ${first} and in ${second}`
    : `${showNumber(Math.abs(difference))} ${difference < 0 ? "lower" : "higher"} in ${first} than in ${second}`;

/**
 * What follows a share of explained variance in a sentence: its interval, and where many groups have driven the share of the data beyond
 * it, first the share without that bias.
 */
export function shareInterval(share: number, unbiased: number, interval: Interval | undefined): string {
  if (!interval) return "";
  const beyond = share > interval.high ? `${showPercent(unbiased)} without the bias of so many groups; ` : "";
  return ` (${beyond}${showInterval(interval)})`;
}
