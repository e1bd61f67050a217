import { exponential } from "../../base/index.ts";
import type { ModelSummary, SummaryCoefficient, SummaryEquation } from "../../explain/index.ts";
import { intervalText } from "../number-text.ts";
import { quoted, shorten } from "../value-text.ts";

/** Coefficients that are told in a sentence. */
const mostSentences = 3;

/** An estimate with both ends. */
interface Estimate {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/** Whether a coefficient multiplies (odds, means) where it grows by 1, rather than adds. */
export const isMultiplied = ({ link }: ModelSummary): boolean => link === "logit" || link === "log";

/** Beyond this exponentials say no more than "very large". */
const largestExponent = 30;

/** A coefficient as the factor of odds or means: its exponential; null where that is beyond reading. */
export function factorOf({ estimate, low, high }: Estimate): Estimate | null {
  if (Math.max(Math.abs(low), Math.abs(high)) > largestExponent) return null;
  return { estimate: exponential(estimate), low: exponential(low), high: exponential(high) };
}

/** The inference of a coefficient where it has an interval. */
export function estimateOf({ inference }: SummaryCoefficient): Estimate | null {
  if (!inference || inference.low === null || inference.high === null) return null;
  return { estimate: inference.estimate, low: inference.low, high: inference.high };
}

/** The coefficients that are clearest from 0, as sentences in the user's units. */
export function effectSentences(
  summary: ModelSummary,
  { coefficients }: SummaryEquation,
  target: string,
): readonly string[] {
  return coefficients
    .filter(
      ({ kind, inference }) =>
        kind !== "intercept" &&
        kind !== "prepared" &&
        inference !== null &&
        (inference.adjustedPValue ?? 1) < 0.05,
    )
    .toSorted((one, other) => sizeOf(other) - sizeOf(one))
    .slice(0, mostSentences)
    .flatMap((one) => effectSentence(summary, one, target));
}

const sizeOf = ({ inference }: SummaryCoefficient): number => Math.abs(inference?.statistic ?? 0);

function effectSentence(
  summary: ModelSummary,
  coefficient: SummaryCoefficient,
  target: string,
): readonly string[] {
  const plain = estimateOf(coefficient);
  const shown = plain && isMultiplied(summary) ? factorOf(plain) : plain;
  if (!shown) return [];
  const what = changeWords(coefficient);
  if (summary.link === "logit")
    return [`${what} multiplies the odds of ${target} by ${intervalText(shown)}.`];
  if (summary.link === "log") return [`${what} multiplies the mean of ${target} by ${intervalText(shown)}.`];
  if (summary.link !== "identity")
    return [`${what} goes with ${intervalText(shown)} on the scale of the link ${summary.link}.`];
  return [`${what}: ${target} is ${sizeText(shown)} on average.`];
}

/** A difference as so much higher or lower. */
const sizeText = ({ estimate, low, high }: Estimate): string =>
  estimate < 0
    ? `${intervalText({ estimate: -estimate, low: -high, high: -low })} lower`
    : `${intervalText({ estimate, low, high })} higher`;

/** What changes: `One more of “age”`, `“sex = male” instead of female`. */
function changeWords({ name, kind, reference }: SummaryCoefficient): string {
  if (kind === "level") return `${quoted(name)} instead of ${shorten(reference ?? "the rest", 30)}`;
  return kind === "missing" ? `A missing value (${quoted(name)})` : `One more of ${quoted(name)}`;
}
