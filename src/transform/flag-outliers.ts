import { call } from "../ir/index.ts";
import { asFloat, numberResult } from "./expressions.ts";
import {
  beyondBounds,
  boundsFor,
  boundsText,
  countBeyond,
  outlierStep,
  type OutlierParams,
} from "./outlier-bounds.ts";
import { countOf } from "./plain-words.ts";
import type { Transform } from "./transform.ts";

/** Says beside a number whether it is beyond two bounds. The number stays as it is; a missing one is no outlier. */
export const flagOutliers: Transform<OutlierParams> = {
  name: "flag-outliers",
  title: "Adds a column that says whether a number is beyond two bounds; these are given or learnt.",
  ...outlierStep("iqr"),
  apply: (input, params, results) => {
    const { below, above } = beyondBounds(asFloat(input), boundsFor(params, results));
    return [
      { suffix: "", expr: input },
      { suffix: " is outlier", expr: call("or", below, above) },
    ];
  },
  describe: (_, params, results) => {
    const { low, high } = boundsFor(params, results);
    if (low === null && high === null) return "has no value to learn bounds from, so none is an outlier";
    const all = numberResult(results["count"]) ?? 0;
    return `got a column that says which values are beyond ${boundsText(params, results)}: ${countBeyond(results)} of ${countOf(all, "value")}`;
  },
};
