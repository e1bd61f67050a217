import type { AggregateResults } from "./aggregate.ts";
import { groupsResult } from "./expressions.ts";
import type { ActionExamples } from "./transform.ts";

/** How many values an action lists. */
export const mostExamples = 20;

/** The most frequent values that could not be read, out of the answer `failed`; nothing where all were. */
export function failedValues(results: AggregateResults): ActionExamples | undefined {
  const failed = groupsResult(results["failed"]);
  if (failed.length === 0) return undefined;
  return {
    title: "could not be read",
    values: failed.slice(0, mostExamples).map(({ value, count }) => ({ value: String(value), count })),
    more: Math.max(0, failed.length - mostExamples),
  };
}
