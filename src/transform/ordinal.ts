import { failInput, showValue } from "../base/index.ts";
import { literalProblem, lookup, missing, typeOf } from "../ir/index.ts";
import type { DataType, Value } from "../schema/index.ts";
import type { AggregateResults } from "./aggregate.ts";
import { groupsResult } from "./expressions.ts";
import { normalizeParams, valuesOrNull } from "./params.ts";
import { countOf, valueText } from "./plain-words.ts";
import type { Transform } from "./transform.ts";

/** Parameters of `ordinal`. */
export interface OrdinalParams {
  /** The levels from code 0 up; null to number them by frequency, the most frequent first, ties by value. */
  readonly order: readonly Value[] | null;
}

const rules = { order: valuesOrNull };

/** Levels to whole numbers from 0. Unseen and missing levels are missing. */
export const ordinal: Transform<OrdinalParams> = {
  name: "ordinal",
  title: "Numbers the levels from 0, by frequency or in a given order.",
  accepts: ["Boolean", "Int", "Text"],
  usesTarget: false,
  normalize: (params, place, diagnostics) =>
    normalizeParams<OrdinalParams>(rules, params, place, diagnostics),
  learn: (input, { order }) => {
    if (order) checkOrder(order, typeOf(input));
    return { levels: { kind: "groupCounts", of: input } };
  },
  apply: (input, params, results) => {
    const codes = levelsFor(params, results).map((level, code) => [level, code] as const);
    return [{ suffix: "", expr: lookup(input, codes, "Int", missing("Int")) }];
  },
  describe: ({ type }, params, results) => {
    const groups = groupsResult(results["levels"]);
    if (params.order) {
      const order = new Set(params.order);
      const left = groups.filter(({ value }) => !order.has(value)).length;
      const unnamed = left > 0 ? `; ${countOf(left, "level")} not in the order became missing` : "";
      return `${countOf(order.size, "level")} became whole numbers in the given order${unnamed}`;
    }
    const most = groups[0] ? `, ${valueText(groups[0].value, type)} being 0` : "";
    return `${countOf(groups.length, "level")} became whole numbers by frequency${most}`;
  },
};

const levelsFor = ({ order }: OrdinalParams, results: AggregateResults): readonly Value[] =>
  order ?? groupsResult(results["levels"]).map(({ value }) => value);

function checkOrder(order: readonly Value[], type: DataType): void {
  const wrong = order.find((level) => literalProblem(level, type));
  if (wrong !== undefined)
    failInput("T1515", `The level ${showValue(wrong)} cannot stand in a column of ${type}`, {
      cure: "List the levels as they are in the column.",
    });
}
