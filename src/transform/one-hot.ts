import { call, choose, float, literal, lookup, typeOf, type Expr } from "../ir/index.ts";

import type { AggregateResults, Group } from "./aggregate.ts";
import { groupsResult, numberResult, oneWhen } from "./expressions.ts";
import { normalizeParams, numberFrom, oneOf, wholeFrom } from "./params.ts";
import { countOf, levelText, shareText } from "./plain-words.ts";
import type { Transform, TransformOutput } from "./transform.ts";

/** Parameters of `one-hot`. */
export interface OneHotParams {
  /** The most frequent levels that get a column of their own. */
  readonly maxLevels: number;
  /** Levels under this share of the values are rare. */
  readonly minShare: number;
  /** A level that was not there when learning: all columns 0, or 1 in the column of the rare levels where there is one. */
  readonly unseen: "zero" | "other";
  /**
   * `most-frequent`: the most frequent level has no column, so that the columns do not add up to 1 in every row and each
   * coefficient of a linear model is a difference from that level. `none`: every level has its column.
   */
  readonly reference: "none" | "most-frequent";
}

const rules = {
  maxLevels: wholeFrom(1, 10_000, 50),
  minShare: numberFrom(0, 1, 0),
  unseen: oneOf(["other", "zero"], "other"),
  reference: oneOf(["none", "most-frequent"], "none"),
};

/** One column of 0 and 1 per level. Rare levels share a column; missing has its own where it occurs. */
export const oneHot: Transform<OneHotParams> = {
  name: "one-hot",
  title: "Gives each level a column that is 1 where the row has it, else 0.",
  accepts: ["Boolean", "Int", "Text", "Day"],
  usesTarget: false,
  normalize: (params, place, diagnostics) => normalizeParams<OneHotParams>(rules, params, place, diagnostics),
  learn: (input) => ({
    levels: { kind: "groupCounts", of: input },
    missing: { kind: "countMissing", of: input },
  }),
  apply: (input, params, results) => {
    const { own, rare } = partLevels(params, results);
    const columns: TransformOutput[] = own.slice(referenceCount(params)).map(({ value }) => ({
      suffix: ` = ${levelText(value, typeOf(input))}`,
      expr: oneWhen(call("equals", input, literal(value, typeOf(input)))),
    }));
    if (rare.length > 0) columns.push({ suffix: " is another", expr: otherColumn(input, params, own, rare) });
    if (hasMissing(results)) columns.push({ suffix: " is missing", expr: oneWhen(call("isNull", input)) });
    return columns;
  },
  describe: (input, params, results) => {
    const { own, rare } = partLevels(params, results);
    const share = shareOf(rare) / (shareOf(own) + shareOf(rare));
    const reference = own.slice(0, referenceCount(params))[0];
    const parts = [
      `${countOf(own.length, "level")} became ${countOf(own.length - (reference ? 1 : 0), "column")} of 0 and 1`,
      ...(reference
        ? [`${levelText(reference.value, input.type)}, the most frequent, is 0 in all of them`]
        : []),
      ...(rare.length > 0
        ? [`${countOf(rare.length, "rarer level")} (${shareText(share)} of the values) share one`]
        : []),
      ...(hasMissing(results) ? ["missing has its own"] : []),
    ];
    return parts.join("; ");
  },
};

function partLevels({ maxLevels, minShare }: OneHotParams, results: AggregateResults) {
  const groups = groupsResult(results["levels"]);
  const least = minShare * shareOf(groups);
  const own = groups.slice(0, maxLevels).filter(({ count }) => count >= least);
  return { own, rare: groups.slice(own.length) };
}

const referenceCount = ({ reference }: OneHotParams): number => (reference === "most-frequent" ? 1 : 0);

const shareOf = (groups: readonly Group[]): number => groups.reduce((sum, { count }) => sum + count, 0);

const hasMissing = (results: AggregateResults): boolean => (numberResult(results["missing"]) ?? 0) > 0;

function otherColumn(
  input: Expr,
  { unseen }: OneHotParams,
  own: readonly Group[],
  rare: readonly Group[],
): Expr {
  const [listed, inside, outside] = unseen === "zero" ? [rare, 1, 0] : [own, 0, 1];
  const found = lookup(
    input,
    listed.map(({ value }) => [value, inside] as const),
    "Float",
    float(outside),
  );
  return choose([{ when: call("isNull", input), then: float(0) }], found);
}
