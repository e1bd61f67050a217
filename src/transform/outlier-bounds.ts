import { errorDiagnostic, type Diagnostic } from "../base/index.ts";
import { call, float, literal, choose, type Expr } from "../ir/index.ts";
import type { Aggregate, AggregateResults } from "./aggregate.ts";
import { asFloat, numberResult, numbersResult, oneWhen } from "./expressions.ts";
import { anyNumberOrNull, normalizeParams, numberFrom, oneOf, type ParamRule } from "./params.ts";
import { numberText } from "./plain-words.ts";
import type { Transform } from "./transform.ts";

/** Where usual numbers end; a given bound goes before a learnt one. */
export interface OutlierParams {
  readonly low: number | null;
  readonly high: number | null;
  /**
   * `quantile`: at two quantiles. `iqr`: so many interquartile ranges beyond the quartiles (Tukey 1977). `z-score`: so many
   * standard deviations from the mean. `mad`: so many scaled median absolute deviations from the median (Iglewicz & Hoaglin 1993).
   */
  readonly kind: "quantile" | "iqr" | "z-score" | "mad";
  readonly lowQuantile: number;
  readonly highQuantile: number;
  /** How many of them; null for the usual 1.5, 3 and 3.5. */
  readonly factor: number | null;
}

const factorOrNull: ParamRule<number | null> = {
  byDefault: null,
  wants: "a number from 0 to 1000000, or null for the usual one",
  parse: (value) => (value === null ? null : numberFrom(0, 1e6, 0).parse(value)),
};

/** The rules of the parameters; the kind is where transforms differ. */
const outlierRules = (kind: OutlierParams["kind"]) => ({
  low: anyNumberOrNull,
  high: anyNumberOrNull,
  kind: oneOf(["quantile", "iqr", "z-score", "mad"], kind),
  lowQuantile: numberFrom(0, 1, 0.01),
  highQuantile: numberFrom(0, 1, 0.99),
  factor: factorOrNull,
});

/** Tells bounds that cross. */
function checkBounds(params: OutlierParams, place: string, diagnostics: Diagnostic[]): void {
  const crossed = params.low !== null && params.high !== null && params.low > params.high;
  if (crossed || params.lowQuantile > params.highQuantile)
    diagnostics.push(
      errorDiagnostic("T1518", "The lower bound is above the upper one", {
        place,
        cure: "Swap low and high, or lowQuantile and highQuantile.",
      }),
    );
}

/** The questions that lead to the bounds, and then how many numbers are beyond them. */
function askBounds(
  of: Expr,
  params: OutlierParams,
  answers: AggregateResults,
): Readonly<Record<string, Aggregate>> {
  const first = firstQuestions(of, params);
  if (!Object.hasOwn(answers, "count")) return first;
  const middle = numbersResult(answers["places"])[0];
  if (params.kind === "mad" && typeof middle === "number") {
    const distance = call("abs", call("subtract", of, float(middle)));
    first["distance"] = { kind: "quantiles", of: distance, probabilities: [0.5] };
    if (!Object.hasOwn(answers, "distance")) return first;
  }
  const { below, above } = beyondBounds(of, boundsFor(params, answers));
  return {
    ...first,
    below: { kind: "sum", of: oneWhen(below) },
    above: { kind: "sum", of: oneWhen(above) },
  };
}

function firstQuestions(of: Expr, params: OutlierParams): Record<string, Aggregate> {
  const count: Aggregate = { kind: "count", of };
  if (params.kind === "z-score")
    return { count, mean: { kind: "mean", of }, deviation: { kind: "standardDeviation", of } };
  const { lowQuantile, highQuantile } = params;
  const probabilities = { quantile: [lowQuantile, highQuantile], iqr: [0.25, 0.75], mad: [0.5] }[params.kind];
  return { count, places: { kind: "quantiles", of, probabilities } };
}

/** Two bounds; null where there is none. */
export interface Bounds {
  readonly low: number | null;
  readonly high: number | null;
}

/** A learnt bound never crosses a given one: it gives way. */
export function boundsFor(params: OutlierParams, results: AggregateResults): Bounds {
  const learnt = learntBounds(params, results);
  const low = params.low ?? learnt.low;
  const high = params.high ?? learnt.high;
  if (low === null || high === null || low <= high) return { low, high };
  return params.low === null ? { low: high, high } : { low, high: low };
}

function learntBounds({ kind, factor }: OutlierParams, results: AggregateResults): Bounds {
  const [first = null, last = null] = numbersResult(results["places"]);
  if (kind === "quantile") return { low: first, high: last };
  const reach = factor ?? usualFactors[kind];
  if (kind === "iqr")
    return first === null || last === null
      ? { low: null, high: null }
      : around(first, last, reach * (last - first));
  const middle = kind === "mad" ? first : numberResult(results["mean"]);
  const distance = numbersResult(results["distance"])[0] ?? null;
  const unit = kind === "mad" ? distance : populationDeviation(results);
  if (middle === null || unit === null) return { low: null, high: null };
  return around(middle, middle, reach * unit * (kind === "mad" ? madToDeviation : 1));
}

const usualFactors = { iqr: 1.5, "z-score": 3, mad: 3.5 } as const;

/** The standard deviation of a normal distribution in median absolute deviations: 1 / the normal quantile of 0.75. */
const madToDeviation = 1.482602218505602;

function populationDeviation(results: AggregateResults): number | null {
  const count = numberResult(results["count"]) ?? 0;
  const sample = numberResult(results["deviation"]);
  return sample === null ? (count === 1 ? 0 : null) : sample * Math.sqrt((count - 1) / count);
}

const around = (low: number, high: number, reach: number): Bounds => ({
  low: finiteOrNull(low - reach),
  high: finiteOrNull(high + reach),
});

const finiteOrNull = (bound: number): number | null => (Number.isFinite(bound) ? bound : null);

/** Whether a number is below or above the bounds; missing ones are neither. */
export function beyondBounds(
  of: Expr,
  { low, high }: Bounds,
): { readonly below: Expr; readonly above: Expr } {
  const never = literal(false, "Boolean");
  return {
    below: low === null ? never : falseWhereMissing(call("less", of, float(low))),
    above: high === null ? never : falseWhereMissing(call("greater", of, float(high))),
  };
}

const falseWhereMissing = (condition: Expr): Expr =>
  choose([{ when: condition, then: literal(true, "Boolean") }], literal(false, "Boolean"));

/** The bounds in words: `10 (quantile 0.25) and 30`. */
export function boundsText(params: OutlierParams, results: AggregateResults): string {
  const { low, high } = boundsFor(params, results);
  const lower = boundText(low, params.low === null ? originText(params, "low") : "");
  return `${lower} and ${boundText(high, params.high === null ? originText(params, "high") : "")}`;
}

function originText({ kind, factor, lowQuantile, highQuantile }: OutlierParams, end: "low" | "high"): string {
  if (kind === "quantile") return ` (quantile ${numberText(end === "low" ? lowQuantile : highQuantile)})`;
  const unit = {
    iqr: "interquartile ranges beyond the quartile",
    "z-score": "standard deviations from the mean",
    mad: "scaled median absolute deviations from the median",
  }[kind];
  return ` (${numberText(factor ?? usualFactors[kind])} ${unit})`;
}

const boundText = (bound: number | null, origin: string): string =>
  bound === null ? "no bound" : `${numberText(bound)}${origin}`;

/** How many of the training values are beyond the bounds. */
export const countBeyond = (results: AggregateResults): number =>
  (numberResult(results["below"]) ?? 0) + (numberResult(results["above"]) ?? 0);

/** What steps on outliers have in common: what they take and what they ask. `kind` says how bounds are learnt unless the user says. */
export const outlierStep = (
  kind: OutlierParams["kind"],
): Pick<Transform<OutlierParams>, "accepts" | "usesTarget" | "normalize" | "learn"> => ({
  accepts: ["Int", "Float"],
  usesTarget: false,
  normalize: (params, place, diagnostics) => {
    const full = normalizeParams<OutlierParams>(outlierRules(kind), params, place, diagnostics);
    checkBounds(full, place, diagnostics);
    return full;
  },
  learn: (input, params, _, answers) => askBounds(asFloat(input), params, answers),
});
