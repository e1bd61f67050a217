import { call, choose, float, int, linear, text, type Expr } from "../ir/index.ts";
import { oneWhen } from "./expressions.ts";
import { oneOf, wholeFrom, type ParamRules } from "./params.ts";

/** How texts become lists of tokens, and how often a token stands there a number. */
export interface TokenParams {
  /** What a token is: a word, or a run of characters. */
  readonly tokens: "words" | "characters";
  /** Runs of so many words, or of so many characters, at least and at most. */
  readonly from: number;
  readonly to: number;
  /** Which words are left out. */
  readonly stopWords: "none" | "english";
  /** How often a token stands in the text; 1 where it does; or 1 + ln of how often. */
  readonly counts: "count" | "binary" | "sublinear";
  /** `l2`: the numbers of a text are divided by the root of the sum of their squares. */
  readonly norm: "none" | "l2";
}

/** The rules of these parameters. */
export const tokenRules: ParamRules<TokenParams> = {
  tokens: oneOf(["words", "characters"], "words"),
  from: wholeFrom(1, 5, 1),
  to: wholeFrom(1, 5, 1),
  stopWords: oneOf(["none", "english"], "none"),
  counts: oneOf(["count", "binary", "sublinear"], "count"),
  norm: oneOf(["none", "l2"], "l2"),
};

/** Tokens are a list with this between them. */
export const tokenSeparator = " ";

/** The tokens of a text as a list; a missing text has none. Sizes the wrong way round are one size, the larger. */
export function tokenList(input: Expr, { tokens, from, to, stopWords }: TokenParams): Expr {
  const words = call("tokenize", call("coalesce", input, text("")));
  const kept = stopWords === "english" ? call("removeStopWords", words) : words;
  const sizes = [Math.min(from, to), to].map((size) => int(size));
  if (tokens === "characters") return call("characterNgrams", kept, sizes[0]!, sizes[1]!);
  return to === 1 ? kept : call("wordNgrams", kept, sizes[0]!, sizes[1]!);
}

/** The number of each token of a list, times its factor, divided by the norm of all of them. */
export function tokenWeights(
  list: Expr,
  terms: readonly { readonly token: string; readonly factor: number }[],
  { counts, norm }: TokenParams,
): readonly Expr[] {
  const weights = terms.map(({ token, factor }) => {
    const number = numberOf(list, token, counts);
    return factor === 1 ? number : call("multiply", number, float(factor));
  });
  if (norm === "none" || weights.length === 0) return weights;
  const squares = weights.map((weight) => ({ weight: 1, of: call("multiply", weight, weight) }));
  const length = call("sqrt", linear(squares, 0));
  const isThere = call("greater", length, float(0));
  return weights.map((weight) => choose([{ when: isThere, then: call("divide", weight, length) }], float(0)));
}

function numberOf(list: Expr, token: string, counts: TokenParams["counts"]): Expr {
  const args = [list, text(token), text(tokenSeparator)] as const;
  if (counts === "binary") return oneWhen(call("listContains", ...args));
  const count = call("toFloat", call("listCount", ...args));
  if (counts === "count") return count;
  const damped = call("add", float(1), call("ln", count));
  return choose([{ when: call("greater", count, float(0)), then: damped }], float(0));
}

/** What a token is, in plain words: `words and pairs of words`. */
export const tokenWords = ({ tokens, from, to }: TokenParams): string => {
  const low = Math.min(from, to);
  const sizes = low === to ? String(to) : `${low} to ${to}`;
  return tokens === "words" && to === 1 ? "words" : `runs of ${sizes} ${tokens}`;
};
