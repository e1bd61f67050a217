import { metrics, type MetricName } from "../model/index.ts";
import type { ColumnImportance } from "./explanation.ts";
import { numberWords } from "./number-words.ts";

/** A metric's title as it stands inside a sentence: `area under the ROC curve`. */
export function metricWords(metric: string): string {
  const title = Object.hasOwn(metrics, metric) ? metrics[metric as MetricName].title : metric;
  return /^(Area|Mean|Log|Average|Accuracy|Root|Median|Explained|Pinball) ?/.test(title)
    ? title.charAt(0).toLowerCase() + title.slice(1)
    : title;
}

/** What a column does for the model, in one sentence with its numbers. */
export function describeImportance({ column, importance }: ColumnImportance, metric: string): string {
  const { estimate, low, high } = importance;
  const what = `the ${metricWords(metric)}`;
  if (estimate === 0 && low === 0 && high === 0) return `"${column}" does nothing for ${what}.`;
  const range = `95 % interval ${numberWords(low)} to ${numberWords(high)}`;
  if (low > 0) return `Without "${column}", ${what} is worse by ${numberWords(estimate)} (${range}).`;
  if (high < 0)
    return `Without "${column}", ${what} is better by ${numberWords(-estimate)} (95 % interval ${numberWords(-high)} to ${numberWords(-low)}).`;
  return `Whether "${column}" helps ${what} cannot be told from chance (${numberWords(estimate)}, ${range}).`;
}
