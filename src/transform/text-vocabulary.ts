import { naturalLogarithm } from "../base/index.ts";
import type { Expr } from "../ir/index.ts";
import type { AggregateResults, Group } from "./aggregate.ts";
import { groupsResult, numberResult } from "./expressions.ts";
import { normalizeParams, numberFrom, trueOrFalse, wholeFrom } from "./params.ts";
import { countOf } from "./plain-words.ts";
import {
  tokenList,
  tokenRules,
  tokenSeparator,
  tokenWeights,
  tokenWords,
  type TokenParams,
} from "./token-weights.ts";
import type { Transform } from "./transform.ts";

/** Parameters of `text-vocabulary`. */
export interface TextVocabularyParams extends TokenParams {
  /** Tokens in fewer rows than this are left out. */
  readonly minRows: number;
  /** Tokens in a larger share of the rows than this are left out. */
  readonly maxShare: number;
  /** Of the rest, those in most rows are kept. */
  readonly maxTokens: number;
  /** True to multiply by ln((1 + rows) / (1 + rows with the token)) + 1. */
  readonly idf: boolean;
}

const rules = {
  ...tokenRules,
  minRows: wholeFrom(1, 1_000_000, 2),
  maxShare: numberFrom(0, 1, 1),
  maxTokens: wholeFrom(1, 5000, 300),
  idf: trueOrFalse(true),
};

/**
 * One number per token of a vocabulary that is learnt from the texts (Salton & Buckley, "Term-weighting approaches in
 * automatic text retrieval", 1988; the smooth idf is scikit-learn's). A missing text is 0 in all columns, a token that is
 * not in the vocabulary counts nowhere.
 */
export const textVocabulary: Transform<TextVocabularyParams> = {
  name: "text-vocabulary",
  title: "Gives each frequent word of a text a column with its weight (tf-idf).",
  accepts: ["Text"],
  usesTarget: false,
  normalize: (params, place, diagnostics) =>
    normalizeParams<TextVocabularyParams>(rules, params, place, diagnostics),
  learn: (input, params) => ({
    rows: { kind: "count", of: input },
    tokens: { kind: "itemCounts", of: tokenList(input, params), separator: tokenSeparator },
  }),
  apply: (input, params, results) => {
    const terms = vocabulary(params, results);
    return tokenWeights(tokenList(input, params), terms, params).map((expr: Expr, at) => ({
      suffix: ` "${terms[at]!.token}"`,
      expr,
    }));
  },
  describe: (_, params, results) => {
    const all = groupsResult(results["tokens"]).length;
    const kept = vocabulary(params, results).length;
    const weighed = params.idf ? "weighed by how rare they are" : "counted";
    return `its ${tokenWords(params)} were ${weighed}: ${countOf(kept, "column")} for ${countOf(all, "different token")}`;
  },
};

/** The tokens with a column of their own, with what their counts are multiplied by. */
function vocabulary(
  { minRows, maxShare, maxTokens, idf }: TextVocabularyParams,
  results: AggregateResults,
): readonly { readonly token: string; readonly factor: number }[] {
  const rows = numberResult(results["rows"]) ?? 0;
  const rarity = ({ count }: Group): number => (idf ? naturalLogarithm((1 + rows) / (1 + count)) + 1 : 1);
  return groupsResult(results["tokens"])
    .filter(({ count }) => count >= minRows && count <= maxShare * rows)
    .slice(0, maxTokens)
    .map((group) => ({ token: String(group.value), factor: rarity(group) }));
}
