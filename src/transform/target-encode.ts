import { failInput } from "../base/index.ts";
import { float, lookup } from "../ir/index.ts";
import type { Aggregate, Group } from "./aggregate.ts";
import { groupsResult, numberResult } from "./expressions.ts";
import { normalizeParams, numberFrom } from "./params.ts";
import { countOf, numberText } from "./plain-words.ts";
import type { Transform } from "./transform.ts";

/** Parameters of `target-encode`. */
export interface TargetEncodeParams {
  /** How many rows the prior counts for: m of the m-estimate. 0 is the plain mean of the level. */
  readonly smoothing: number;
}

const rules = { smoothing: numberFrom(0, 1e9, 10) };

/**
 * A level becomes the mean of the target over its rows, drawn to the mean of all rows:
 * (sum + m·prior) / (count + m), once per target indicator. Unseen and missing levels become the prior. D. Micci-Barreca,
 * "A Preprocessing Scheme for High-Cardinality Categorical Attributes", SIGKDD Explorations 3(1), 2001.
 */
export const targetEncode: Transform<TargetEncodeParams> = {
  name: "target-encode",
  title: "Replaces a level by the smoothed mean of the target over its rows.",
  accepts: ["Boolean", "Int", "Text", "Day"],
  usesTarget: true,
  normalize: (params, place, diagnostics) =>
    normalizeParams<TargetEncodeParams>(rules, params, place, diagnostics),
  learn: (input, _, { indicators }) => {
    if (indicators.length === 0)
      failInput("T1516", "target-encode needs a target", { cure: "Choose frequency or one-hot instead." });
    const requests = indicators.flatMap(({ expr }, at): readonly [string, Aggregate][] => [
      [`levels ${at}`, { kind: "groupSums", by: input, of: expr }],
      [`prior ${at}`, { kind: "mean", of: expr }],
    ]);
    return Object.fromEntries(requests);
  },
  apply: (input, { smoothing }, results, { indicators }) =>
    indicators.map(({ label }, at) => {
      const prior = numberResult(results[`prior ${at}`]) ?? 0;
      const codes = groupsResult(results[`levels ${at}`])
        .filter(({ value }) => value !== null)
        .map((group) => [group.value, smoothedMean(group, prior, smoothing)] as const);
      const suffix = targetMeanSuffix(label, indicators.length);
      return { suffix, expr: lookup(input, codes, "Float", float(prior)) };
    }),
  describe: (_, { smoothing }, results) => {
    const levels = groupsResult(results["levels 0"]).filter(({ value }) => value !== null).length;
    const prior = numberText(numberResult(results["prior 0"]) ?? 0);
    const drawn =
      smoothing > 0 ? `, drawn to the mean of all rows, ${prior}, by ${countOf(smoothing, "row")}` : "";
    return `${countOf(levels, "level")} became the mean of the target${drawn}`;
  },
};

const smoothedMean = ({ sum, count }: Group, prior: number, smoothing: number): number =>
  sum / (count + smoothing) + (smoothing / (count + smoothing)) * prior;

/** What stands behind the column's name: the label is there where there are several indicators. */
export const targetMeanSuffix = (label: string, indicatorCount: number): string =>
  indicatorCount === 1 ? " (target mean)" : ` (target mean of ${label})`;
