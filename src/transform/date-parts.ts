import { failInput } from "../base/index.ts";
import { call, typeOf, type Expr } from "../ir/index.ts";
import type { DataType } from "../schema/index.ts";
import { wholeCircle } from "./circle.ts";
import { normalizeParams, oneOf, someOf } from "./params.ts";
import type { Transform, TransformOutput } from "./transform.ts";

/** A part of a day or instant. */
export type DatePart = "year" | "month" | "weekday" | "dayOfYear" | "hour";

/** Parameters of `date-parts`. */
export interface DatePartsParams {
  /** null for all parts that the column has. */
  readonly parts: readonly DatePart[] | null;
  /** `number`: whole numbers. `cyclical`: all but the year as sine and cosine of their place in the period. */
  readonly encoding: "number" | "cyclical";
}

const partNames: readonly DatePart[] = ["year", "month", "weekday", "dayOfYear", "hour"];
const rules = { parts: someOf(partNames), encoding: oneOf(["number", "cyclical"], "number") };

/** After how many they begin again; years do not. */
const periods: Readonly<Record<DatePart, number | null>> = {
  year: null,
  month: 12,
  weekday: 7,
  dayOfYear: 366,
  hour: 24,
};

/** What stands behind the column's name for each part. */
export const datePartSuffixes: Readonly<Record<DatePart, string>> = {
  year: " year",
  month: " month",
  weekday: " weekday",
  dayOfYear: " day of year",
  hour: " hour",
};

/** Calendar parts as whole numbers, all in UTC; ISO weekdays, Monday 1 to Sunday 7. Missing stays missing. */
export const dateParts: Transform<DatePartsParams> = {
  name: "date-parts",
  title: "Takes a day or an instant apart: year, month, weekday, day of the year, hour.",
  accepts: ["Day", "Instant"],
  usesTarget: false,
  normalize: (params, place, diagnostics) =>
    normalizeParams<DatePartsParams>(rules, params, place, diagnostics),
  learn: (input, params) => {
    partsFor(typeOf(input), params);
    return {};
  },
  apply: (input, params) => partsFor(typeOf(input), params).flatMap((part) => outputsOf(input, part, params)),
  describe: ({ type }, params) =>
    `was taken apart: ${partsFor(type, params)
      .map((part) => datePartSuffixes[part].trim())
      .join(", ")}${params.encoding === "cyclical" ? "; all but the year as sine and cosine" : ""}`,
};

function outputsOf(input: Expr, part: DatePart, { encoding }: DatePartsParams): readonly TransformOutput[] {
  const suffix = datePartSuffixes[part];
  const expr = partOf(input, part);
  const period = periods[part];
  return encoding === "cyclical" && period !== null ? wholeCircle(expr, period, suffix) : [{ suffix, expr }];
}

function partsFor(type: DataType, { parts }: DatePartsParams): readonly DatePart[] {
  if (type === "Day" && parts?.includes("hour"))
    failInput("T1517", "A day has no hour", { cure: 'Leave "hour" out, or read the column as Instant.' });
  return parts ?? partNames.filter((part) => part !== "hour" || type === "Instant");
}

function partOf(input: Expr, part: DatePart): Expr {
  if (part === "hour") return call("hour", input);
  return call(part, typeOf(input) === "Instant" ? call("toDay", input) : input);
}
