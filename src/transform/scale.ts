import { call, float, type Expr } from "../ir/index.ts";
import type { Aggregate, AggregateResults } from "./aggregate.ts";
import { asFloat, missingWith, numberResult, numbersResult } from "./expressions.ts";
import { normalizeParams, numberFrom, oneOf } from "./params.ts";
import { numberText } from "./plain-words.ts";
import type { Transform } from "./transform.ts";

/** Parameters of `scale`. */
export interface ScaleParams {
  readonly kind: "standard" | "min-max" | "max-abs" | "robust";
  /** The quantiles whose distance is the width of `robust`. */
  readonly lowQuantile: number;
  readonly highQuantile: number;
}

const rules = {
  kind: oneOf(["standard", "min-max", "max-abs", "robust"], "standard"),
  lowQuantile: numberFrom(0, 0.5, 0.25),
  highQuantile: numberFrom(0.5, 1, 0.75),
};

/** Where a column lies and how wide it is; null for a column of no or one distinct value. */
interface Spread {
  readonly center: number;
  readonly width: number;
}

/** Brings a number to a common scale: (x - center) / width. A column of one value becomes 0; missing stays missing. */
export const scale: Transform<ScaleParams> = {
  name: "scale",
  title:
    "Shifts and scales numbers: by mean and standard deviation, to 0 to 1, by the largest size, or by median and quantiles.",
  accepts: ["Boolean", "Int", "Float", "Day", "Instant"],
  usesTarget: false,
  normalize: (params, place, diagnostics) => normalizeParams<ScaleParams>(rules, params, place, diagnostics),
  learn: (input, params) => {
    const of = asFloat(input);
    return {
      count: { kind: "count", of },
      min: { kind: "min", of },
      max: { kind: "max", of },
      ...more(of, params),
    };
  },
  apply: (input, params, results) => {
    const of = asFloat(input);
    const spread = spreadOf(params, results);
    return [{ suffix: "", expr: spread ? scaled(of, spread) : missingWith(of, float(0)) }];
  },
  describe: (_, params, results) => {
    const spread = spreadOf(params, results);
    if (!spread) return "has no two different values, so it became 0";
    const width = `divided by the ${unitOf(params)}, ${numberText(spread.width)}`;
    if (params.kind === "max-abs") return `was scaled: ${width}`;
    const middle = { standard: "mean", "min-max": "minimum", robust: "median" }[params.kind];
    return `was scaled: minus the ${middle}, ${numberText(spread.center)}, ${width}`;
  },
};

function unitOf({ kind, lowQuantile, highQuantile }: ScaleParams): string {
  if (kind === "robust" && (lowQuantile !== 0.25 || highQuantile !== 0.75))
    return `distance of the quantiles ${numberText(lowQuantile)} and ${numberText(highQuantile)}`;
  return {
    standard: "standard deviation",
    "min-max": "range",
    "max-abs": "largest size",
    robust: "interquartile range",
  }[kind];
}

function more(
  of: Expr,
  { kind, lowQuantile, highQuantile }: ScaleParams,
): Readonly<Record<string, Aggregate>> {
  switch (kind) {
    case "standard":
      return { mean: { kind: "mean", of }, deviation: { kind: "standardDeviation", of } };
    case "min-max":
    case "max-abs":
      return {};
    case "robust":
      return { quantiles: { kind: "quantiles", of, probabilities: [lowQuantile, 0.5, highQuantile] } };
  }
}

/** A width beyond float64 counts as the largest float64; quantiles that coincide count as 1 apart. */
function spreadOf({ kind }: ScaleParams, results: AggregateResults): Spread | null {
  const low = numberResult(results["min"]);
  const high = numberResult(results["max"]);
  if (low === null || high === null || low === high) return null;
  if (kind === "min-max") return { center: low, width: finite(high - low) };
  if (kind === "max-abs") return { center: 0, width: Math.max(Math.abs(low), Math.abs(high)) };
  if (kind === "robust") {
    const [first, middle, third] = numbersResult(results["quantiles"]);
    return { center: middle!, width: finite(third! - first!) || 1 };
  }
  const count = numberResult(results["count"])!;
  const sample = numberResult(results["deviation"]) ?? Number.MAX_VALUE;
  return { center: numberResult(results["mean"])!, width: sample * Math.sqrt((count - 1) / count) || 1 };
}

const finite = (width: number): number => Math.min(width, Number.MAX_VALUE);

const scaled = (of: Expr, { center, width }: Spread): Expr =>
  call("divide", center === 0 ? of : call("subtract", of, float(center)), float(width));
