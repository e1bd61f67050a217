import { failInput } from "../../base/index.ts";
import { nearestLimits } from "../../ir/index.ts";

/** Refuses (T2701) a model that would have to hold more rows than a Program takes. */
export function checkStoredRows(trainer: string, rows: number, features: number, copies = 1): void {
  const numbers = rows * features * copies;
  if (numbers <= nearestLimits.numbers && features <= nearestLimits.inputs) return;
  const often = copies > 1 ? `, each row held ${copies} times` : "";
  failInput(
    "T2701",
    `${trainer} would have to hold ${rows.toLocaleString("en")} rows of ${features} features${often}`,
    {
      cure: `A model holds at most ${nearestLimits.numbers.toLocaleString("en")} such numbers of ${nearestLimits.inputs} features. Give it fewer rows or features, or choose boosting.`,
    },
  );
}
