import { call, choose, float, lookup } from "../ir/index.ts";
import { groupsResult, numberResult } from "./expressions.ts";
import { normalizeParams } from "./params.ts";
import { countOf, shareText, valueText } from "./plain-words.ts";
import type { Transform } from "./transform.ts";

const rules = {};

/** A level becomes the share of the rows that have it; missing is a level too; unseen levels become 0. */
export const frequency: Transform<Readonly<Record<string, never>>> = {
  name: "frequency",
  title: "Replaces a level by the share of the rows that have it.",
  accepts: ["Boolean", "Int", "Text", "Day"],
  usesTarget: false,
  normalize: (params, place, diagnostics) => normalizeParams(rules, params, place, diagnostics),
  learn: (input) => ({
    levels: { kind: "groupCounts", of: input },
    missing: { kind: "countMissing", of: input },
  }),
  apply: (input, _, results) => {
    const groups = groupsResult(results["levels"]);
    const missing = numberResult(results["missing"]) ?? 0;
    const total = groups.reduce((sum, { count }) => sum + count, missing);
    const shares = groups.map(({ value, count }) => [value, count / total] as const);
    const missingShare = total === 0 ? 0 : missing / total;
    const found = lookup(input, shares, "Float", float(0));
    const expr = choose([{ when: call("isNull", input), then: float(missingShare) }], found);
    return [{ suffix: " (frequency)", expr }];
  },
  describe: ({ type }, _, results) => {
    const groups = groupsResult(results["levels"]);
    const total = groups.reduce((sum, { count }) => sum + count, numberResult(results["missing"]) ?? 0);
    const most = groups[0];
    const example = most ? `, ${valueText(most.value, type)} being ${shareText(most.count / total)}` : "";
    return `${countOf(groups.length, "level")} became their share of the rows${example}`;
  },
};
