import { failInput } from "../../base/index.ts";
import type { Expr } from "../expr.ts";
import type { OpName } from "../op-name.ts";
import { typeOf } from "../type-of.ts";
import type { AnyColumn } from "./any-column.ts";
import { fitCall, type Fittable } from "./fit.ts";
import type { NumberColumn } from "./number-column.ts";

/** How long it is from one day to another: made by `until()` and `since()`. Negative when the end is earlier. */
export interface DayDuration {
  /** Days. */
  days(): NumberColumn<"Int">;
  /** Whole weeks. */
  weeks(): NumberColumn<"Int">;
  /** Whole months: the most that `addMonths()` takes without passing the end. */
  months(): NumberColumn<"Int">;
  /** Whole years, as an age. */
  years(): NumberColumn<"Int">;
  /** Days from Monday to Friday from the first day to before the last, without the holidays (`"2024-12-25"`). */
  businessDays(...holidays: readonly string[]): NumberColumn<"Int">;
}

/** How long it is from one instant to another. Days, weeks, months and years are those between their UTC days. */
export interface InstantDuration extends DayDuration {
  /** Hours, with their fraction. */
  hours(): NumberColumn<"Float">;
  /** Minutes, with their fraction. */
  minutes(): NumberColumn<"Float">;
  /** Seconds, with their fraction. */
  seconds(): NumberColumn<"Float">;
  /** Milliseconds. */
  milliseconds(): NumberColumn<"Int">;
}

/** How long it is between columns whose type TypeScript does not know yet. */
export type AnyDuration = {
  readonly [Unit in Exclude<keyof InstantDuration, "businessDays">]: () => AnyColumn;
} & { businessDays(...holidays: readonly string[]): AnyColumn };

const unitOps: Readonly<Record<keyof InstantDuration, OpName>> = {
  days: "daysBetween",
  weeks: "weeksBetween",
  months: "monthsBetween",
  years: "yearsBetween",
  businessDays: "businessDaysBetween",
  hours: "hoursBetween",
  minutes: "minutesBetween",
  seconds: "secondsBetween",
  milliseconds: "millisecondsBetween",
};

/**
 * The duration between two operands, one method for each unit; `finish` makes a chain of what a unit gives. Fails (T1230)
 * when a column is neither a day nor an instant.
 */
export function durationBetween<Chain>(
  what: "until()" | "since()",
  from: Fittable,
  to: Fittable,
  finish: (expr: Expr) => Chain,
): Readonly<Record<keyof InstantDuration, (...holidays: readonly Fittable[]) => Chain>> {
  for (const operand of [from, to]) {
    const type = typeof operand === "object" ? typeOf(operand) : typeof operand;
    if (type !== "Day" && type !== "Instant" && type !== "string")
      failInput("T1230", `${what} stands between days or instants, but one of the two is ${type}`, {
        cure: "Read text with parseDay() or parseInstant(), and numbers with fromEpochSeconds().",
      });
  }
  return Object.freeze(
    Object.fromEntries(
      Object.entries(unitOps).map(([unit, op]) => [
        unit,
        (...holidays: readonly Fittable[]) => finish(fitCall(op, [from, to, ...holidays])),
      ]),
    ) as Record<keyof InstantDuration, (...holidays: readonly Fittable[]) => Chain>,
  );
}
