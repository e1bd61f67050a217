import { deepFreeze } from "../../base/index.ts";
import type { Interval } from "../interval.ts";
import type { Effect, TestResult } from "./test-result.ts";

const leastTail = 1e-300;

/** A p-value that is a probability: never 0, for nothing is impossible, and never above 1 by rounding. */
export const asPValue = (value: number): number =>
  Math.min(1, value >= leastTail ? value : value > 0 ? value : Number.MIN_VALUE);

/** A share kept within 0 and 1, for what rounding may push out. */
export const withinUnit = (value: number): number => Math.min(1, Math.max(0, value));

/** Builds an effect. */
export const effect = (name: string, estimate: number, interval?: Interval): Effect => ({
  name,
  estimate: estimate + 0,
  interval,
});

/** Freezes a result and adds the notes that every test owes: rows left out, a p-value beyond what float64 can tell. */
export function finishTest(result: TestResult, dropped = 0): TestResult {
  const notes = [...result.notes];
  if (dropped > 0) notes.push(`${dropped === 1 ? "1 row" : `${dropped} rows`} with missing values left out.`);
  const pValue = asPValue(result.pValue);
  if (pValue < leastTail)
    notes.push("The p-value is below 1e-300; what is given is the smallest positive number.");
  return deepFreeze({ ...result, pValue, notes });
}
