import { call, choose, float, text } from "../ir/index.ts";
import type { AggregateResults, Group } from "./aggregate.ts";
import { groupsResult } from "./expressions.ts";
import { normalizeParams, wholeFrom } from "./params.ts";
import { countOf, levelText } from "./plain-words.ts";
import type { Transform } from "./transform.ts";

/** Parameters of `similarity-encode`. */
export interface SimilarityEncodeParams {
  /** How many of the most frequent levels a text is compared with. */
  readonly levels: number;
}

const rules = { levels: wholeFrom(1, 300, 20) };

/**
 * One column per frequent level: how similar a text is to it, by the trigrams that both have, from 0 to 1. It is one-hot
 * encoding for levels that are spelt in many ways; unseen ones are placed by what they look like. Missing is 0 in all columns.
 * P. Cerda, G. Varoquaux & B. Kégl, "Similarity Encoding for Learning with Dirty Categorical Variables", Machine Learning 107, 2018.
 */
export const similarityEncode: Transform<SimilarityEncodeParams> = {
  name: "similarity-encode",
  title: "Gives each frequent level a column that says how similar a text is to it.",
  accepts: ["Text"],
  usesTarget: false,
  normalize: (params, place, diagnostics) =>
    normalizeParams<SimilarityEncodeParams>(rules, params, place, diagnostics),
  learn: (input) => ({ levels: { kind: "groupCounts", of: input } }),
  apply: (input, params, results) => {
    const small = call("lower", input);
    return levelsFor(params, results).map(({ value }) => {
      const similarity = call("trigramSimilarity", small, call("lower", text(String(value))));
      const expr = choose([{ when: call("isNull", input), then: float(0) }], similarity);
      return { suffix: ` like ${levelText(value, "Text")}`, expr };
    });
  },
  describe: (_, params, results) => {
    const levels = levelsFor(params, results);
    const all = groupsResult(results["levels"]).length;
    return `${countOf(all, "level")} became their similarity to the ${levels.length} most frequent`;
  },
};

const levelsFor = ({ levels }: SimilarityEncodeParams, results: AggregateResults): readonly Group[] =>
  groupsResult(results["levels"]).slice(0, levels);
