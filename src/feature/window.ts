import { failInput, showValue } from "../base/index.ts";
import { dayMs } from "../schema/index.ts";
import type { FeatureWindow } from "./definition.ts";

const hourMs = 3_600_000;
const minuteMs = 60_000;

/** The longest row window: it is gone through once for each row. */
const mostRows = 10_000;

function timeWindow(name: string, amount: unknown, unitMs: number): FeatureWindow {
  const milliseconds = typeof amount === "number" ? amount * unitMs : Number.NaN;
  if (Number.isSafeInteger(milliseconds) && milliseconds > 0)
    return Object.freeze({ kind: "time", milliseconds });
  return failInput("T2500", `${name}() takes how long a window is, above 0 and in whole milliseconds`, {
    value: showValue(amount),
    cure: `Write ${name}(7), for example.`,
  });
}

/**
 * A window of so many days of 24 hours before the prediction time. Fails with T2500 for what is no length of time.
 * @example
 * days(7) // { kind: "time", milliseconds: 604800000 }
 */
export const days = (count: number): FeatureWindow => timeWindow("days", count, dayMs);

/** A window of so many weeks of 7 days. */
export const weeks = (count: number): FeatureWindow => timeWindow("weeks", count, 7 * dayMs);

/** A window of so many hours. */
export const hours = (count: number): FeatureWindow => timeWindow("hours", count, hourMs);

/** A window of so many minutes. */
export const minutes = (count: number): FeatureWindow => timeWindow("minutes", count, minuteMs);

/** A window of the last so many visible events, whenever they happened. At most 10,000. */
export function rows(count: number): FeatureWindow {
  if (Number.isSafeInteger(count) && count > 0 && count <= mostRows)
    return Object.freeze({ kind: "rows", count });
  return failInput("T2501", `rows() takes a whole number from 1 to ${mostRows.toLocaleString("en")}`, {
    value: showValue(count),
    cure: "Write rows(5), for example; use days() for more events.",
  });
}
