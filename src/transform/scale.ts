import { call, float, type Expr } from "../ir/index.ts";
import type { Aggregate, AggregateResults } from "./aggregate.ts";
import { asFloat, missingWith, numberResult, numbersResult } from "./expressions.ts";
import { normalizeParams, oneOf } from "./params.ts";
import { numberText } from "./plain-words.ts";
import type { Transform } from "./transform.ts";

/** Parameters of `scale`. */
export interface ScaleParams {
  readonly kind: "standard" | "min-max" | "robust";
}

const rules = { kind: oneOf(["standard", "min-max", "robust"], "standard") };

/** Where a column lies and how wide it is; null for a column of no or one distinct value. */
interface Spread {
  readonly center: number;
  readonly width: number;
}

/** Brings a number to a common scale: (x - center) / width. A column of one value becomes 0; missing stays missing. */
export const scale: Transform<ScaleParams> = {
  name: "scale",
  title: "Shifts and scales numbers: by mean and standard deviation, to 0 to 1, or by median and quartiles.",
  accepts: ["Boolean", "Int", "Float", "Day", "Instant"],
  usesTarget: false,
  normalize: (params, place, diagnostics) => normalizeParams<ScaleParams>(rules, params, place, diagnostics),
  learn: (input, { kind }) => {
    const of = asFloat(input);
    return {
      count: { kind: "count", of },
      min: { kind: "min", of },
      max: { kind: "max", of },
      ...more(of, kind),
    };
  },
  apply: (input, { kind }, results) => {
    const of = asFloat(input);
    const spread = spreadOf(kind, results);
    return [{ suffix: "", expr: spread ? scaled(of, spread) : missingWith(of, float(0)) }];
  },
  describe: (_, { kind }, results) => {
    const spread = spreadOf(kind, results);
    if (!spread) return "has no two different values, so it became 0";
    const { center, width } = spread;
    const words = { standard: "mean", "min-max": "minimum", robust: "median" }[kind];
    const unit = { standard: "standard deviation", "min-max": "range", robust: "interquartile range" }[kind];
    return `was scaled: minus the ${words}, ${numberText(center)}, divided by the ${unit}, ${numberText(width)}`;
  },
};

function more(of: Expr, kind: ScaleParams["kind"]): Readonly<Record<string, Aggregate>> {
  switch (kind) {
    case "standard":
      return { mean: { kind: "mean", of }, deviation: { kind: "standardDeviation", of } };
    case "min-max":
      return {};
    case "robust":
      return { quartiles: { kind: "quantiles", of, probabilities: [0.25, 0.5, 0.75] } };
  }
}

/** A width beyond float64 counts as the largest float64; quartiles that coincide count as 1 apart. */
function spreadOf(kind: ScaleParams["kind"], results: AggregateResults): Spread | null {
  const low = numberResult(results["min"]);
  const high = numberResult(results["max"]);
  if (low === null || high === null || low === high) return null;
  if (kind === "min-max") return { center: low, width: finite(high - low) };
  if (kind === "robust") {
    const [first, middle, third] = numbersResult(results["quartiles"]);
    return { center: middle!, width: finite(third! - first!) || 1 };
  }
  const count = numberResult(results["count"])!;
  const sample = numberResult(results["deviation"]) ?? Number.MAX_VALUE;
  return { center: numberResult(results["mean"])!, width: sample * Math.sqrt((count - 1) / count) || 1 };
}

const finite = (width: number): number => Math.min(width, Number.MAX_VALUE);

const scaled = (of: Expr, { center, width }: Spread): Expr =>
  call("divide", call("subtract", of, float(center)), float(width));
