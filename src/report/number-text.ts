import { groupThousands, trimZeros } from "../base/index.ts";
import type { Interval } from "../model/index.ts";

const narrow = "\u00a0";
const minus = "\u2212";

/** A count for people: `12,345`. */
export const countText = (value: number): string => groupThousands(String(Math.round(value)));

/** A count with its noun: `1 row`, `12,345 rows`. */
export const countOf = (count: number, one: string, many = `${one}s`): string =>
  `${countText(count)} ${count === 1 ? one : many}`;

/**
 * A share for people: `85 %`, `8.4 %`, `0.37 %`, `99.6 %`. Nothing but exactly none is `0 %`, nothing but exactly all is `100 %`.
 */
export function percentText(share: number): string {
  const percent = share * 100;
  if (percent === 0 || percent === 100) return `${percent}${narrow}%`;
  const distance = Math.min(Math.abs(percent), Math.abs(100 - percent));
  if (distance < 0.01) return Math.abs(percent) < 50 ? `under 0.01${narrow}%` : `over 99.99${narrow}%`;
  const oneDecimal = percent > 50 ? 0.0995 : 0.995;
  const decimals = distance >= 9.95 ? 0 : distance >= oneDecimal ? 1 : 2;
  return `${fixed(percent, decimals)}${narrow}%`;
}

/** A count as a part of a whole: `412 of 10,000 (4.1 %)`, or with a noun `412 of 10,000 rows (4.1 %)`. */
export function partText(count: number, total: number, one?: string): string {
  const whole = one === undefined ? countText(total) : countOf(total, one);
  return `${countText(count)} of ${whole}${total === 0 ? "" : ` (${percentText(count / total)})`}`;
}

/** A measured number with about three digits: `0.872`, `12.3`, `1,204`, `3.1e-7`. */
export function numberText(value: number): string {
  const size = Math.abs(value);
  if (value === 0) return "0";
  if (size >= 1e15 || size < 1e-4) return value.toExponential(1).replaceAll("-", minus).replace(/e\+/, "e");
  const decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 2 - Math.floor(Math.log10(size));
  return trimZeros(fixed(value, Number.isInteger(value) ? 0 : Math.min(decimals, 6)));
}

/**
 * An estimate with its 95 % interval, with the digits that the interval's width allows: `0.87 (0.85 to 0.89)`; `more` of them for a table that
 * is read against another.
 */
export function intervalText(interval: Interval, more = 0): string {
  if (interval.low === interval.high) return numberText(interval.estimate);
  const decimals = intervalDecimals(interval) + more;
  const [estimate, low, high] = [interval.estimate, interval.low, interval.high].map((value) =>
    fixed(value, decimals),
  );
  return `${estimate} (${low} to ${high})`;
}

/** Only the estimate of an interval, with the same digits as in `intervalText`. */
export const estimateText = (interval: Interval): string =>
  fixed(interval.estimate, intervalDecimals(interval));

/** An interval of shares: `87 % (85 % to 89 %)`; with `decimals`, all of a table's intervals have as many. */
export function percentIntervalText(interval: Interval, decimals?: number): string {
  if (interval.low === interval.high && decimals === undefined) return percentText(interval.estimate);
  const scaled = { estimate: interval.estimate * 100, low: interval.low * 100, high: interval.high * 100 };
  const digits = decimals ?? intervalDecimals(scaled);
  const [estimate, low, high] = [scaled.estimate, scaled.low, scaled.high].map((value) =>
    fixed(value, digits),
  );
  return `${estimate}${narrow}% (${low}${narrow}% to ${high}${narrow}%)`;
}

/** Two digits of the width; more while an end that is not 0 would be written as 0. */
function intervalDecimals({ estimate, low, high }: Interval): number {
  const width = high - low || Math.abs(estimate) / 100;
  if (width === 0) return 0;
  const exponent = Math.floor(Math.log10(width));
  const leading = width / 10 ** exponent;
  const wanted = Math.max(0, -exponent + (leading < 3 ? 1 : 0));
  const limit = Math.min(wanted + 3, 12);
  for (let decimals = wanted; decimals < limit; decimals++) {
    if ([low, high].every((end) => end === 0 || Number(end.toFixed(decimals)) !== 0)) return decimals;
  }
  return limit;
}

/** A fixed number of decimals, thousands grouped, with a real minus and without a negative zero. */
function fixed(value: number, decimals: number): string {
  const text = Math.abs(value).toFixed(decimals);
  const sign = value < 0 && Number(text) !== 0 ? minus : "";
  const [whole, fraction] = text.split(".");
  return `${sign}${groupThousands(whole!)}${fraction === undefined ? "" : `.${fraction}`}`;
}

/** The first digits of a hash, enough to tell two apart by eye. */
export const shortHash = (hash: string): string => hash.slice(0, 12);

/** A way to write several numbers (or shares) alike, with the digits in which they differ. */
export function alikeText(values: readonly number[], share: boolean): (value: number) => string {
  const scale = share ? 100 : 1;
  const spread = (Math.max(...values) - Math.min(...values)) * scale;
  const needed = spread > 0 ? Math.max(0, 1 - Math.floor(Math.log10(spread))) : share ? 1 : 3;
  const smallest = share && values.some((value) => value !== 0 && Math.abs(value) < 0.0995) ? 1 : 0;
  const decimals = Math.min(Math.max(needed, smallest), share ? 3 : 8);
  return (value) => `${fixed(value * scale, decimals)}${share ? `${narrow}%` : ""}`;
}

/** A duration for people: `840 ms`, `12.4 s`, `3 min 20 s`. */
export function durationText(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${fixed(ms / 1000, 1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** A number of bytes for people: `1.2 MB`. */
export function bytesText(count: number): string {
  if (count < 1000) return `${count} bytes`;
  return count < 1e6 ? `${numberText(count / 1000)} kB` : `${numberText(count / 1e6)} MB`;
}
