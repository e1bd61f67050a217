import { numberSource } from "../source.ts";
import { type EmitCall, onNumbers } from "./shared.ts";

const clock =
  (unitMs: number, units: number): EmitCall =>
  ({ args }, emitter) =>
    `((Math.floor(${emitter.value(args[0]!)} / ${unitMs}) % ${units} + ${units}) % ${units})`;

/** Source of days and instants. */
export const time = {
  year: onNumbers("yearOf"),
  quarter: onNumbers("quarterOf"),
  month: onNumbers("monthOf"),
  dayOfMonth: onNumbers("dayOfMonthOf"),
  dayOfYear: onNumbers("dayOfYearOf"),
  weekday: onNumbers("isoWeekday"),
  isoWeek: onNumbers("isoWeekOf"),
  hour: clock(3_600_000, 24),
  minute: clock(60_000, 60),
  second: clock(1000, 60),
  toDay: ({ args }, emitter) => `Math.floor(${emitter.value(args[0]!)} / 86400000)`,
  toInstant: ({ args }, emitter) => `(${emitter.value(args[0]!)} * 86400000)`,
  addDays: ({ args }, emitter) =>
    `${emitter.use("inCalendar")}(${emitter.value(args[0]!)} + ${emitter.value(args[1]!)})`,
  daysBetween: ({ args }, emitter) => `(${emitter.value(args[1]!)} - ${emitter.value(args[0]!)})`,
  secondsBetween: ({ args }, emitter) =>
    `((${emitter.value(args[1]!)} - ${emitter.value(args[0]!)}) / ${numberSource(1000)})`,
  monthStart: onNumbers("monthStartOf"),
  makeDay: onNumbers("makeDay"),
} satisfies Record<string, EmitCall>;
