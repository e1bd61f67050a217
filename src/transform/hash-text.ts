import { call, int } from "../ir/index.ts";
import { oneWhen } from "./expressions.ts";
import { normalizeParams, wholeFrom } from "./params.ts";
import { countOf } from "./plain-words.ts";
import type { Transform } from "./transform.ts";

/** Parameters of `hash-text`. */
export interface HashTextParams {
  /** How many columns; different texts share one when there are more of them. */
  readonly columns: number;
}

const rules = { columns: wholeFrom(2, 4096, 16) };

/**
 * One column of 0 and 1 per hash bucket (the hashing trick: Weinberger et al., "Feature Hashing for Large Scale Multitask
 * Learning", ICML 2009). It learns nothing, so an unseen text has its place too; missing is 0 in all columns.
 */
export const hashText: Transform<HashTextParams> = {
  name: "hash-text",
  title: "Spreads text over a fixed number of columns of 0 and 1 by its hash.",
  accepts: ["Text"],
  usesTarget: false,
  normalize: (params, place, diagnostics) =>
    normalizeParams<HashTextParams>(rules, params, place, diagnostics),
  learn: () => ({}),
  apply: (input, { columns }) => {
    const bucket = call("hashBucket", input, int(columns));
    return Array.from({ length: columns }, (_, at) => ({
      suffix: ` hash ${at}`,
      expr: oneWhen(call("equals", bucket, int(at))),
    }));
  },
  describe: (_, { columns }) => `was spread over ${countOf(columns, "column")} by its hash`,
};
