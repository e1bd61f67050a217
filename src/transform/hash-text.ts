import { call, choose, float, int, type Expr } from "../ir/index.ts";
import { oneWhen } from "./expressions.ts";
import { normalizeParams, oneOf, wholeFrom } from "./params.ts";
import { countOf } from "./plain-words.ts";
import type { Transform } from "./transform.ts";

/** Parameters of `hash-text`. */
export interface HashTextParams {
  /** How many columns; different texts share one when there are more of them. */
  readonly columns: number;
  /** `one-hot`: 0 or 1. `signed`: -1, 0 or 1, so that texts that share a column cancel on average. */
  readonly kind: "one-hot" | "signed";
}

const rules = { columns: wholeFrom(2, 4096, 16), kind: oneOf(["one-hot", "signed"], "one-hot") };

/**
 * One column per hash bucket (the hashing trick: Weinberger et al., "Feature Hashing for Large Scale Multitask
 * Learning", ICML 2009). It learns nothing, so an unseen text has its place too; missing is 0 in all columns.
 */
export const hashText: Transform<HashTextParams> = {
  name: "hash-text",
  title: "Spreads text over a fixed number of columns by its hash.",
  accepts: ["Text"],
  usesTarget: false,
  normalize: (params, place, diagnostics) =>
    normalizeParams<HashTextParams>(rules, params, place, diagnostics),
  learn: () => ({}),
  apply: (input, { columns, kind }) => {
    const bucket = call("hashBucket", input, int(kind === "signed" ? 2 * columns : columns));
    return Array.from({ length: columns }, (_, at) => ({
      suffix: ` hash ${at}`,
      expr: kind === "signed" ? signed(bucket, at, columns) : oneWhen(call("equals", bucket, int(at))),
    }));
  },
  describe: (_, { columns, kind }) =>
    `was spread over ${countOf(columns, "column")} by its hash${kind === "signed" ? ", with a sign" : ""}`,
};

/** Twice as many buckets: the upper half counts as -1. */
const signed = (bucket: Expr, at: number, columns: number): Expr =>
  choose(
    [
      { when: call("equals", bucket, int(at)), then: float(1) },
      { when: call("equals", bucket, int(at + columns)), then: float(-1) },
    ],
    float(0),
  );
