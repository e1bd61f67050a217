import { call, choose, float, type Expr } from "../ir/index.ts";
import { asFloat, numberResult } from "./expressions.ts";
import {
  boundsFor,
  boundsText,
  countBeyond,
  outlierStep,
  type Bounds,
  type OutlierParams,
} from "./outlier-bounds.ts";
import { countOf } from "./plain-words.ts";
import type { Transform } from "./transform.ts";

/** Brings numbers outside two bounds to the bounds (winsorizing; Tukey 1962). Missing stays missing. */
export const clip: Transform<OutlierParams> = {
  name: "clip",
  title: "Brings numbers beyond two bounds to the bounds; these are given or learnt.",
  ...outlierStep("quantile"),
  apply: (input, params, results) => [
    { suffix: "", expr: clipped(asFloat(input), boundsFor(params, results)) },
  ],
  describe: (_, params, results) => {
    const { low, high } = boundsFor(params, results);
    if (low === null && high === null) return "has no value to learn bounds from, so it stayed as it is";
    const all = numberResult(results["count"]) ?? 0;
    return `was cut at ${boundsText(params, results)}; ${countBeyond(results)} of ${countOf(all, "value")} changed`;
  },
};

function clipped(of: Expr, { low, high }: Bounds): Expr {
  const branches = [
    ...(low === null ? [] : [{ when: call("less", of, float(low)), then: float(low) }]),
    ...(high === null ? [] : [{ when: call("greater", of, float(high)), then: float(high) }]),
  ];
  return branches.length === 0 ? of : choose(branches, of);
}
