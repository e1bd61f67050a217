import { lookup, text } from "../ir/index.ts";
import type { AggregateResults } from "./aggregate.ts";
import { groupsResult, missingWith } from "./expressions.ts";
import { normalizeParams, numberFrom, someText, wholeFrom } from "./params.ts";
import { countOf, shareText } from "./plain-words.ts";
import type { Transform } from "./transform.ts";

/** Parameters of `rare-levels`. */
export interface RareLevelsParams {
  /** Levels under this share of the values that are there become `other`. */
  readonly minShare: number;
  /** Levels under this number of rows become `other`. */
  readonly minCount: number;
  readonly other: string;
}

const rules = {
  minShare: numberFrom(0, 1, 0.01),
  minCount: wholeFrom(1, Number.MAX_SAFE_INTEGER, 1),
  other: someText("other"),
};

/** Puts rare and unseen levels together under one name. Missing stays missing. */
export const rareLevels: Transform<RareLevelsParams> = {
  name: "rare-levels",
  title: "Puts rare levels, and such as were never seen, together under one name.",
  accepts: ["Text"],
  usesTarget: false,
  normalize: (params, place, diagnostics) =>
    normalizeParams<RareLevelsParams>(rules, params, place, diagnostics),
  learn: (input) => ({ levels: { kind: "groupCounts", of: input } }),
  apply: (input, params, results) => {
    const kept = partLevels(params, results).kept.map(({ value }) => [value, value] as const);
    return [{ suffix: "", expr: missingWith(input, lookup(input, kept, "Text", text(params.other))) }];
  },
  describe: (_, params, results) => {
    const { rare, rareShare } = partLevels(params, results);
    const name = JSON.stringify(params.other);
    if (rare.length === 0) return `has no rare level; unseen ones become ${name}`;
    return `${countOf(rare.length, "rare level")} (${shareText(rareShare)} of the values) and unseen ones became ${name}`;
  },
};

function partLevels({ minShare, minCount }: RareLevelsParams, results: AggregateResults) {
  const groups = groupsResult(results["levels"]);
  const total = groups.reduce((sum, { count }) => sum + count, 0);
  const least = Math.max(minCount, minShare * total);
  const kept = groups.filter(({ count }) => count >= least);
  const rare = groups.slice(kept.length);
  return { kept, rare, rareShare: rare.reduce((sum, { count }) => sum + count, 0) / total };
}
