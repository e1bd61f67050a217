import { dayMs } from "../../../schema/index.ts";
import { type EmitCall, guarded, onNumbers, onPresent } from "./shared.ts";

const clock =
  (unitMs: number, units: number): EmitCall =>
  ({ args }, emitter) =>
    `((Math.floor(${emitter.value(args[0]!)} / ${unitMs}) % ${units} + ${units}) % ${units})`;

/** Source of the parts of days and instants. */
export const time = {
  year: onNumbers("yearOf"),
  quarter: onNumbers("quarterOf"),
  month: onNumbers("monthOf"),
  dayOfMonth: onNumbers("dayOfMonthOf"),
  dayOfYear: onNumbers("dayOfYearOf"),
  weekday: onNumbers("isoWeekday"),
  isoWeek: onNumbers("isoWeekOf"),
  isoYear: onNumbers("isoYearOf"),
  daysInMonth: onPresent("daysInMonthOf"),
  isLeapYear: guarded(([a], emitter) => `${emitter.use("isInLeapYear")}(${a}) ? 1 : 0`),
  isWeekend: guarded(([a], emitter) => `${emitter.use("isoWeekday")}(${a}) > 5 ? 1 : 0`),
  isMonthEnd: guarded(([a], emitter) => `${emitter.use("dayOfMonthOf")}(${a} + 1) === 1 ? 1 : 0`),
  hour: clock(3_600_000, 24),
  minute: clock(60_000, 60),
  second: clock(1000, 60),
  millisecond: clock(1, 1000),
  dayFraction: ({ args }, emitter) => {
    const ms = emitter.atom(args[0]!);
    return `((${ms} - Math.floor(${ms} / ${dayMs}) * ${dayMs}) / ${dayMs})`;
  },
  toDay: ({ args }, emitter) => `Math.floor(${emitter.value(args[0]!)} / 86400000)`,
  toInstant: ({ args }, emitter) => `(${emitter.value(args[0]!)} * 86400000)`,
} satisfies Record<string, EmitCall>;
