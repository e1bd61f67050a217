import { call, choose, missing, type Expr } from "../ir/index.ts";
import type { AggregateResults } from "./aggregate.ts";
import { failedValues } from "./failed-values.ts";
import { groupsResult, numberResult } from "./expressions.ts";
import { numberExpr, plainShape } from "./number-expr.ts";
import {
  allSigns,
  chooseNumberFormat,
  numberOf,
  type NumberFormat,
  type NumberSigns,
} from "./number-format.ts";
import { numbersByNameOrNull, normalizeParams, oneOf } from "./params.ts";
import { countOf, numberText } from "./plain-words.ts";
import type { Transform } from "./transform.ts";

/** Parameters of `parse-number`. */
export interface ParseNumberParams {
  readonly decimal: "auto" | "." | ",";
  readonly thousands: "auto" | "none" | "," | "." | " " | "'" | "_";
  /** What a value in each unit or currency is multiplied by; null to take the most frequent one as it is. */
  readonly units: Readonly<Record<string, number>> | null;
}

const rules = {
  decimal: oneOf(["auto", ".", ","], "auto"),
  thousands: oneOf(["auto", "none", ",", ".", " ", "'", "_"], "auto"),
  units: numbersByNameOrNull,
};

/**
 * Reads numbers from text as people write them: `1,234.50 €`, `(12)`, `3 %`, `5k`. It learns how the column writes them
 * from the shapes of its values. Text that does not follow it becomes missing and is listed.
 */
export const parseNumber: Transform<ParseNumberParams> = {
  name: "parse-number",
  title: "Reads numbers from text with thousands signs, decimal commas, currencies, percent or units.",
  accepts: ["Text"],
  usesTarget: false,
  normalize: (params, place, diagnostics) =>
    normalizeParams<ParseNumberParams>(rules, params, place, diagnostics),
  learn: (input, params, _, answers) => {
    const first = {
      count: { kind: "count", of: input },
      shapes: { kind: "groupCounts", of: plainShape(input) },
    } as const;
    if (!Object.hasOwn(answers, "shapes")) return first;
    const read = numberExpr(input, formatFor(params, answers));
    return {
      ...first,
      read: { kind: "count", of: read },
      failed: { kind: "groupCounts", of: unread(input, read) },
    };
  },
  apply: (input, params, results) => [{ suffix: "", expr: numberExpr(input, formatFor(params, results)) }],
  describe: (_, params, results) => {
    const [read, all] = [numberResult(results["read"]) ?? 0, numberResult(results["count"]) ?? 0];
    const format = formatFor(params, results);
    const parts = [
      `${countOf(read, "value")} of ${countOf(all, "value")} became numbers${formatText(format)}`,
      ...(format.rival ? [rivalText(format)] : []),
      ...format.otherUnits
        .slice(0, mostUnits)
        .map(
          ([unit, count]) =>
            `${countOf(count, "value")} in ${JSON.stringify(unit)} became missing: give its factor in units`,
        ),
      ...(format.otherUnits.length > mostUnits
        ? [`the same for ${countOf(format.otherUnits.length - mostUnits, "other unit")}`]
        : []),
      ...(read < all ? [`${countOf(all - read, "value")} could not be read and became missing`] : []),
    ];
    return parts.join("; ");
  },
  examples: (_, results) => failedValues(results),
};

/** So many units without a factor are named. */
const mostUnits = 3;

/** The values of which nothing could be read. */
const unread = (input: Expr, read: Expr): Expr =>
  choose([{ when: call("isNull", read), then: input }], missing("Text"));

const formatFor = (params: ParseNumberParams, results: AggregateResults): NumberFormat =>
  chooseNumberFormat(groupsResult(results["shapes"]), params.units, signsFor(params));

function signsFor({ decimal, thousands }: ParseNumberParams): readonly NumberSigns[] {
  const wanted = thousands === "none" ? "" : thousands;
  const fitting = allSigns.filter(
    (signs) =>
      (decimal === "auto" || signs.decimal === decimal) && (wanted === "auto" || signs.thousands === wanted),
  );
  // A sign cannot be both: the decimal sign then has the last word.
  return fitting.length > 0
    ? fitting
    : allSigns.filter((signs) => signs.decimal === decimal && signs.thousands === "");
}

function formatText({ signs, prefixes, suffixes, hasBrackets, unit }: NumberFormat): string {
  const all = [...prefixes, ...suffixes];
  const parts = [
    ...(signs.decimal === "," ? ["a decimal comma"] : []),
    ...(signs.thousands === "" ? [] : [`${JSON.stringify(signs.thousands)} between thousands`]),
    ...(unit === "" ? [] : [`the unit ${JSON.stringify(unit)}`]),
    ...(all.some(({ percent }) => percent) ? ["percent as hundredths"] : []),
    ...(all.some(({ times }) => Math.abs(times) > 1) ? ["words such as k for thousands"] : []),
    ...(hasBrackets ? ["brackets for negative ones"] : []),
  ];
  return parts.length === 0 ? "" : `, with ${parts.join(", ")}`;
}

function rivalText({ signs, rival }: NumberFormat): string {
  if (!rival) return "";
  const taken = numberText(numberOf(rival.example, signs) ?? 0);
  const other = numberText(numberOf(rival.example, rival.signs) ?? 0);
  return `${countOf(rival.count, "value")} could be read in two ways, and the other one fits as well: ${rival.example} was taken as ${taken}, not ${other}; decimal decides`;
}
