import { metricWords } from "./describe-importance.ts";
import type { Slice } from "./explanation.ts";
import { numberWords } from "./number-words.ts";

/** How good the model is on a part of the rows, in one sentence with its numbers. */
export function describeSlice({ text, rowCount, metric, value, overall, weak }: Slice): string {
  const numbers = `${numberWords(value.estimate)} (${numberWords(value.low)} to ${numberWords(value.high)})`;
  const start = `Where ${text} (${numberWords(rowCount)} rows), the ${metricWords(metric)} is ${numbers}`;
  if (weak) return `${start}, worse than the ${numberWords(overall)} over all rows.`;
  const apart = value.low > overall || value.high < overall;
  if (!apart) return `${start}, which does not differ surely from the ${numberWords(overall)} over all rows.`;
  return `${start}, better than the ${numberWords(overall)} over all rows.`;
}
