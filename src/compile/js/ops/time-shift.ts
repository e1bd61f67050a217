import { typeOf } from "../../../ir/index.ts";
import { dayMs, firstDay, lastDay } from "../../../schema/index.ts";
import { numberSource } from "../source.ts";
import { type EmitCall, constantValue, onNumbers } from "./shared.ts";

const within = (source: string, low: number, high: number): string =>
  `((t = ${source}) >= ${numberSource(low)} && t <= ${numberSource(high)} ? t : NaN)`;
const inCalendar = (source: string): string => within(source, firstDay, lastDay);
const inClock = (source: string): string => within(source, firstDay * dayMs, (lastDay + 1) * dayMs - 1);

const clockShift =
  (unitMs: number): EmitCall =>
  ({ args }, emitter) =>
    inClock(`${emitter.value(args[0]!)} + ${emitter.value(args[1]!)} * ${unitMs}`);
const clockStart =
  (unitMs: number): EmitCall =>
  ({ args }, emitter) =>
    `(Math.floor(${emitter.value(args[0]!)} / ${unitMs}) * ${unitMs})`;

/** Source of ways from days and instants to others. */
export const timeShift = {
  addDays: ({ args }, emitter) => inCalendar(`${emitter.value(args[0]!)} + ${emitter.value(args[1]!)}`),
  addMonths: onNumbers("addMonthsTo"),
  addYears: ({ args }, emitter) =>
    `${emitter.use("addMonthsTo")}(${emitter.value(args[0]!)}, ${emitter.value(args[1]!)} * 12)`,
  addBusinessDays: (call, emitter) => inCalendar(onNumbers("addBusinessDaysTo")(call, emitter)),
  nextWeekday: ({ args }, emitter) => {
    const day = emitter.atom(args[0]!);
    const from = Number(constantValue(args[1]!)) + 6;
    return inCalendar(`${day} + (${from} - ${emitter.use("isoWeekday")}(${day})) % 7 + 1`);
  },
  previousWeekday: ({ args }, emitter) => {
    const day = emitter.atom(args[0]!);
    const from = 6 - Number(constantValue(args[1]!));
    return inCalendar(`${day} - (${emitter.use("isoWeekday")}(${day}) + ${numberSource(from)}) % 7 - 1`);
  },
  addHours: clockShift(3_600_000),
  addMinutes: clockShift(60_000),
  addSeconds: clockShift(1000),
  addMilliseconds: clockShift(1),
  yearStart: onNumbers("yearStartOf"),
  quarterStart: onNumbers("quarterStartOf"),
  monthStart: onNumbers("monthStartOf"),
  monthEnd: onNumbers("monthEndOf"),
  weekStart: ({ args }, emitter) => {
    const day = emitter.atom(args[0]!);
    return `(${day} - ${emitter.use("isoWeekday")}(${day}) + 1)`;
  },
  hourStart: clockStart(3_600_000),
  minuteStart: clockStart(60_000),
  makeDay: onNumbers("makeDay"),
  makeInstant: onNumbers("makeInstant"),
  fromEpochSeconds: ({ args }, emitter) => {
    const ms = `${emitter.value(args[0]!)} * 1000`;
    return inClock(typeOf(args[0]!) === "Int" ? ms : `${emitter.use("roundHalfAway")}(${ms})`);
  },
  fromEpochMilliseconds: ({ args }, emitter) => inClock(emitter.value(args[0]!)),
} satisfies Record<string, EmitCall>;
