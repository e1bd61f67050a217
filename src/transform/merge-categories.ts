import { lookup } from "../ir/index.ts";
import type { AggregateResults } from "./aggregate.ts";
import { groupsResult } from "./expressions.ts";
import { mostExamples } from "./failed-values.ts";
import { normalizeParams, trueOrFalse, valuesOrNull } from "./params.ts";
import { countOf } from "./plain-words.ts";
import { findMerges, type Merge } from "./spellings.ts";
import type { Transform } from "./transform.ts";
import type { Value } from "../schema/index.ts";

/** Parameters of `merge-categories`. */
export interface MergeCategoriesParams {
  readonly plurals: boolean;
  readonly typingErrors: boolean;
  /** Spellings that stay as they are. Others may still be put on them. */
  readonly apart: readonly Value[] | null;
}

const rules = { plurals: trueOrFalse(true), typingErrors: trueOrFalse(true), apart: valuesOrNull };

/**
 * Puts spellings of the same level together under the most frequent one. Every merge is an entry of the lookup that it
 * makes, so what was done can be read and taken back. Spellings that were never seen stay as they are.
 */
export const mergeCategories: Transform<MergeCategoriesParams> = {
  name: "merge-categories",
  title:
    "Puts spellings of the same level together: case, blanks, punctuation, accents, plurals, typing errors.",
  accepts: ["Text"],
  usesTarget: false,
  normalize: (params, place, diagnostics) =>
    normalizeParams<MergeCategoriesParams>(rules, params, place, diagnostics),
  learn: (input) => ({ levels: { kind: "groupCounts", of: input } }),
  apply: (input, params, results) => {
    const entries = mergesFor(params, results).map(({ from, onto }) => [from.text, onto] as const);
    return [{ suffix: "", expr: entries.length === 0 ? input : lookup(input, entries, "Text", input) }];
  },
  describe: (_, params, results) => {
    const merges = mergesFor(params, results);
    const levels = groupsResult(results["levels"]).length;
    if (merges.length === 0) return `has ${countOf(levels, "level")}, none of them spelt in two ways`;
    const rows = merges.reduce((sum, { from }) => sum + from.count, 0);
    const names = new Set(merges.map(({ onto }) => onto)).size;
    const guessed = merges.filter(({ reason }) => reason === "typing error").length;
    const errors = guessed > 0 ? `; ${countOf(guessed, "spelling")} of these taken for typing errors` : "";
    return `${countOf(merges.length, "spelling")} (${countOf(rows, "value")}) were put on ${countOf(names, "level")}${errors}: ${levels} levels became ${levels - merges.length}`;
  },
  examples: (params, results) => {
    const merges = mergesFor(params, results);
    if (merges.length === 0) return undefined;
    return {
      title: "were merged",
      values: merges
        .slice(0, mostExamples)
        .map(({ from, onto }) => ({ value: `${from.text} -> ${onto}`, count: from.count })),
      more: Math.max(0, merges.length - mostExamples),
    };
  },
};

function mergesFor({ apart, ...limits }: MergeCategoriesParams, results: AggregateResults): readonly Merge[] {
  const spellings = groupsResult(results["levels"]).map(({ value, count }) => ({
    text: String(value),
    count,
  }));
  const kept = new Set<Value>(apart ?? []);
  return findMerges(spellings, limits).filter(({ from }) => !kept.has(from.text));
}
