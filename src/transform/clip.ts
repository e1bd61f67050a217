import { errorDiagnostic } from "../base/index.ts";
import { call, choose, float, type Expr } from "../ir/index.ts";
import type { AggregateResults } from "./aggregate.ts";
import { asFloat, numbersResult } from "./expressions.ts";
import { anyNumberOrNull, normalizeParams, numberFrom } from "./params.ts";
import { numberText } from "./plain-words.ts";
import type { Transform } from "./transform.ts";

/** Parameters of `clip`. A given bound goes before its quantile. */
export interface ClipParams {
  readonly low: number | null;
  readonly high: number | null;
  readonly lowQuantile: number;
  readonly highQuantile: number;
}

const rules = {
  low: anyNumberOrNull,
  high: anyNumberOrNull,
  lowQuantile: numberFrom(0, 1, 0.01),
  highQuantile: numberFrom(0, 1, 0.99),
};

/** Brings numbers outside two bounds to the bounds (winsorizing; Tukey 1962). Missing stays missing. */
export const clip: Transform<ClipParams> = {
  name: "clip",
  title: "Brings numbers beyond two bounds to the bounds; these are given or quantiles.",
  accepts: ["Int", "Float"],
  usesTarget: false,
  normalize: (params, place, diagnostics) => {
    const full = normalizeParams<ClipParams>(rules, params, place, diagnostics);
    const crossed = full.low !== null && full.high !== null && full.low > full.high;
    if (crossed || full.lowQuantile > full.highQuantile)
      diagnostics.push(
        errorDiagnostic("T1518", "The lower bound is above the upper one", {
          place,
          cure: "Swap low and high, or lowQuantile and highQuantile.",
        }),
      );
    return full;
  },
  learn: (input, { lowQuantile, highQuantile }) => ({
    bounds: { kind: "quantiles", of: asFloat(input), probabilities: [lowQuantile, highQuantile] },
  }),
  apply: (input, params, results) => {
    const { low, high } = boundsFor(params, results);
    return [{ suffix: "", expr: clipped(asFloat(input), low, high) }];
  },
  describe: (_, params, results) => {
    const { low, high } = boundsFor(params, results);
    if (low === null && high === null) return "has no value to learn bounds from, so it stayed as it is";
    const lower = boundText(low, params.low === null ? params.lowQuantile : null);
    const upper = boundText(high, params.high === null ? params.highQuantile : null);
    return `was cut at ${lower} and ${upper}`;
  },
};

/** A learnt bound never crosses a given one: it gives way. */
function boundsFor(params: ClipParams, results: AggregateResults) {
  const [first = null, last = null] = numbersResult(results["bounds"]);
  const low = params.low ?? first;
  const high = params.high ?? last;
  if (low === null || high === null || low <= high) return { low, high };
  return params.low === null ? { low: high, high } : { low, high: low };
}

function clipped(of: Expr, low: number | null, high: number | null): Expr {
  const branches = [
    ...(low === null ? [] : [{ when: call("less", of, float(low)), then: float(low) }]),
    ...(high === null ? [] : [{ when: call("greater", of, float(high)), then: float(high) }]),
  ];
  return branches.length === 0 ? of : choose(branches, of);
}

const boundText = (bound: number | null, quantile: number | null): string =>
  bound === null
    ? "no bound"
    : `${numberText(bound)}${quantile === null ? "" : ` (quantile ${numberText(quantile)})`}`;
