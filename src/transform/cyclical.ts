import { failInput } from "../base/index.ts";
import { typeOf } from "../ir/index.ts";
import { anyCircle, wholeCircle } from "./circle.ts";
import { asFloat } from "./expressions.ts";
import { anyNumberOrNull, normalizeParams, type ParamRule } from "./params.ts";
import { numberText } from "./plain-words.ts";
import type { Transform } from "./transform.ts";

/** Parameters of `cyclical`. */
export interface CyclicalParams {
  /** After how much the numbers begin again: 24 for hours, 360 for degrees. It must be given. */
  readonly period: number | null;
}

const positiveOrNull: ParamRule<number | null> = {
  ...anyNumberOrNull,
  wants: "a number above 0",
  parse: (value) =>
    value === null || (typeof value === "number" && value > 0) ? anyNumberOrNull.parse(value) : undefined,
};

const rules = { period: positiveOrNull };

/** Whole periods up to this are looked up. */
const largestTable = 1000;

/** Puts numbers that begin again after a period on a circle: two columns, sine and cosine. Missing stays missing. */
export const cyclical: Transform<CyclicalParams> = {
  name: "cyclical",
  title: "Puts numbers that begin again after a period on a circle: their sine and their cosine.",
  accepts: ["Int", "Float"],
  usesTarget: false,
  normalize: (params, place, diagnostics) =>
    normalizeParams<CyclicalParams>(rules, params, place, diagnostics),
  learn: (_, params) => {
    periodOf(params);
    return {};
  },
  apply: (input, params) => {
    const period = periodOf(params);
    const isWhole = typeOf(input) === "Int" && Number.isInteger(period) && period <= largestTable;
    return isWhole ? wholeCircle(input, period, "") : anyCircle(asFloat(input), period, "");
  },
  describe: (_, params) => `became a place on a circle of ${numberText(periodOf(params))}: sine and cosine`,
};

function periodOf({ period }: CyclicalParams): number {
  if (period !== null) return period;
  return failInput("T1531", "cyclical needs the period", {
    cure: "Give period, for example 24 for hours of the day.",
  });
}
