import { call, int } from "../ir/index.ts";
import { normalizeParams, wholeFrom } from "./params.ts";
import { countOf } from "./plain-words.ts";
import { tokenList, tokenRules, tokenWeights, tokenWords, type TokenParams } from "./token-weights.ts";
import type { Transform } from "./transform.ts";

/** Parameters of `text-hash`. */
export interface TextHashParams extends TokenParams {
  /** How many columns; different tokens share one when there are more of them. */
  readonly columns: number;
}

const rules = { ...tokenRules, columns: wholeFrom(2, 4096, 256) };

/**
 * One number per bucket of tokens (Weinberger et al., "Feature Hashing for Large Scale Multitask Learning", ICML 2009). It
 * learns nothing, so new words have their place too; a missing text is 0 in all columns.
 */
export const textHash: Transform<TextHashParams> = {
  name: "text-hash",
  title: "Spreads the words of a text over a fixed number of columns by their hash.",
  accepts: ["Text"],
  usesTarget: false,
  normalize: (params, place, diagnostics) =>
    normalizeParams<TextHashParams>(rules, params, place, diagnostics),
  learn: () => ({}),
  apply: (input, params) => {
    const buckets = call("hashTokens", tokenList(input, params), int(params.columns));
    const terms = Array.from({ length: params.columns }, (_, at) => ({ token: String(at), factor: 1 }));
    return tokenWeights(buckets, terms, params).map((expr, at) => ({ suffix: ` bucket ${at}`, expr }));
  },
  describe: (_, params) =>
    `its ${tokenWords(params)} were spread over ${countOf(params.columns, "column")} by their hash`,
};
