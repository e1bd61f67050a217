import { failInput } from "../base/index.ts";
import { call, typeOf, type Expr } from "../ir/index.ts";
import type { DataType } from "../schema/index.ts";
import { normalizeParams, someOf } from "./params.ts";
import type { Transform } from "./transform.ts";

/** A part of a day or instant. */
export type DatePart = "year" | "month" | "weekday" | "dayOfYear" | "hour";

/** Parameters of `date-parts`. */
export interface DatePartsParams {
  /** null for all parts that the column has. */
  readonly parts: readonly DatePart[] | null;
}

const partNames: readonly DatePart[] = ["year", "month", "weekday", "dayOfYear", "hour"];
const rules = { parts: someOf(partNames) };

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
  apply: (input, params) =>
    partsFor(typeOf(input), params).map((part) => ({
      suffix: datePartSuffixes[part],
      expr: partOf(input, part),
    })),
  describe: ({ type }, params) =>
    `was taken apart: ${partsFor(type, params)
      .map((part) => datePartSuffixes[part].trim())
      .join(", ")}`,
};

function partsFor(type: DataType, { parts }: DatePartsParams): readonly DatePart[] {
  if (type === "Day" && parts?.includes("hour"))
    failInput("T1517", "A day has no hour", { cure: 'Leave "hour" out, or read the column as Instant.' });
  return parts ?? partNames.filter((part) => part !== "hour" || type === "Instant");
}

function partOf(input: Expr, part: DatePart): Expr {
  if (part === "hour") return call("hour", input);
  return call(part, typeOf(input) === "Instant" ? call("toDay", input) : input);
}
