import type { Json } from "../../base/index.ts";
import { isRecord } from "../../base/index.ts";
import type { SummarizedModel } from "./summary-request.ts";
import type { SummaryColumn } from "./summary-columns.ts";

/** What a model uses, in the units of the summary: the intercept, then each column; null where it does not compare. */
export type ModelCoefficients = readonly (number | null)[];

/**
 * The coefficients of a fitted model for the columns of a summary, with the scales of its features taken back. Of several classes those of one
 * class less those of the class that it is compared with. A support vector machine of two classes is on the scale of its sigmoid, which
 * is that of log-odds; one of more classes has no such scale.
 */
export function modelCoefficients(
  { trainer, details }: SummarizedModel,
  columns: readonly SummaryColumn[],
  classes: readonly [outcome: number, against: number] | null,
): ModelCoefficients {
  const none = [null, ...columns.map(() => null)];
  const list = details["classes"];
  if (Array.isArray(list)) {
    const [own, other] = classes ? [list[classes[0]], list[classes[1]]] : [];
    if (trainer === "linear-svm" || own === undefined || other === undefined) return none;
    const [first, second] = [inUnits(own, columns), inUnits(other, columns)];
    return first && second ? first.map((value, at) => value - second[at]!) : none;
  }
  const plain = inUnits(details, columns);
  if (!plain) return none;
  const platt = details["platt"];
  if (!isRecord(platt)) return plain;
  const [slope, shift] = [Number(platt["slope"]), Number(platt["shift"])];
  return plain.map((value, at) => value * slope + (at === 0 ? shift : 0));
}

/** Features without a coefficient were left out by the model: 0. */
function inUnits(details: Json, columns: readonly SummaryColumn[]): readonly number[] | undefined {
  if (!isRecord(details)) return undefined;
  const { intercept, coefficients } = details;
  if (typeof intercept !== "number" || !isRecord(coefficients)) return undefined;
  const raw = columns.map(({ feature }) => Number(coefficients[feature] ?? 0));
  const shifted = raw.reduce((sum, value, at) => sum + value * columns[at]!.shift, intercept);
  return [shifted, ...raw.map((value, at) => value * columns[at]!.slope)];
}
