import type { ColumnReading } from "../../data/index.ts";
import type { DataType } from "../../schema/index.ts";
import { alertThresholds } from "../alert-thresholds.ts";
import { formatCount, formatNumber, formatShare, formatValue } from "../format.ts";
import type { TargetView } from "../target-view.ts";
import { createAlert, quoteName, type SizedAlert } from "./alert.ts";

/** Rows that equal an earlier row in every column but the ids; where there are ids, they may well be rows of their own. */
export function duplicateRowsAlert(
  duplicates: number,
  rowCount: number,
  ids: readonly string[],
): SizedAlert | null {
  if (duplicates === 0) return null;
  const share = duplicates / rowCount;
  return {
    alert: createAlert(
      "duplicate-rows",
      share >= alertThresholds["duplicate-rows"].medium && ids.length === 0 ? "medium" : "low",
      [],
      `${formatCount(duplicates, "row")} of ${formatNumber(rowCount)} (${formatShare(share)}) ${duplicates === 1 ? "equals" : "equal"} an earlier row in every column${ids.length > 0 ? ` but ${ids.map(quoteName).join(", ")}` : ""}.`,
      "If they are repeats by mistake, drop them at the source; if they belong together, name a group column so that they stay on one side of the split.",
      { duplicates, share },
    ),
    effect: share,
  };
}

/** Values that did not fit the type of their column and became missing when the data were read. */
export function mixedTypeAlerts(readings: readonly ColumnReading[]): SizedAlert[] {
  return readings
    .filter((reading) => reading.failed > 0)
    .map(({ name, type, failed, read, failedSamples }) => {
      const share = failed / (failed + read);
      const first = failedSamples[0];
      return {
        alert: createAlert(
          "mixed-type",
          share >= alertThresholds["mixed-type"].medium ? "medium" : "low",
          [name],
          `The values of ${name} are of type ${type}, but ${formatCount(failed, "value")} (${formatShare(share)}) ${failed === 1 ? "is" : "are"} not and became missing${first ? `, the first is ${formatValue(first.text, "Text")}` : ""}.`,
          `Add the texts that stand for missing to "missing" of the data source${readingStep(name, type)}.`,
          { type, failed, share, samples: failedSamples.map(({ text }) => text) },
        ),
        effect: share,
      };
    });
}

/** The lines that read a column as people write it, where its type has such a step. */
function readingStep(name: string, type: DataType): string {
  const column = quoteName(name);
  const asText = `read ${column} as text, types: { ${column}: "Text" }`;
  if (type === "Text" || type === "Boolean") return `, or ${asText}`;
  const step = type === "Day" || type === "Instant" ? "parse-date" : "parse-number";
  return `, or ${asText}, and let the project clean it: clean: [{ transform: "${step}", columns: [${column}] }]`;
}

/** A class of the target that few rows have. */
export function imbalanceAlert(target: TargetView): SizedAlert | null {
  if (target.kind !== "classes" || target.classes.length < 2) return null;
  const limits = alertThresholds.imbalance;
  const rarest = target.classes.reduce((least, one) => (one.count < least.count ? one : least));
  const share = rarest.count / target.count;
  if (share >= limits.medium && rarest.count >= limits.rows) return null;
  return {
    alert: createAlert(
      "imbalance",
      share < limits.high || rarest.count < limits.rows ? "high" : "medium",
      [target.name],
      `Only ${formatCount(rarest.count, "row")} (${formatShare(share)}) ${rarest.count === 1 ? "has" : "have"} ${target.name} = ${formatValue(rarest.value, target.type)}.`,
      "Judge models by average precision and by the calibration curve, not by accuracy; collect more of these rows if you can.",
      { class: rarest.value, count: rarest.count, share },
    ),
    effect: 1 - share,
  };
}
