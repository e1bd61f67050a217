import { isoWeekday } from "../../../ir/index.ts";
import { type EmitCall, constantValue, countAtOrBelow, onNumbers } from "./shared.ts";

const clockDifference =
  (unitMs: number): EmitCall =>
  ({ args }, emitter) =>
    `((${emitter.value(args[1]!)} - ${emitter.value(args[0]!)}) / ${unitMs})`;
const difference: EmitCall = ({ args }, emitter) =>
  `(${emitter.value(args[1]!)} - ${emitter.value(args[0]!)})`;

const businessDaysBetween: EmitCall = ({ args: [from, to, ...others] }, emitter) => {
  const [a, b] = [emitter.atom(from!), emitter.atom(to!)];
  // A holiday before a day is at or below the day before it.
  const holidays = [...new Set(others.map((one) => Number(constantValue(one)) + 1))]
    .filter((dayAfter) => isoWeekday(dayAfter - 1) <= 5)
    .sort((left, right) => left - right);
  const free =
    holidays.length > 0 ? ` - ${countAtOrBelow(b, holidays)} + ${countAtOrBelow(a, holidays)}` : "";
  return `(${emitter.use("businessDaysBetweenDays")}(${a}, ${b})${free})`;
};

/** Source of how far days and instants are apart. */
export const timeBetween = {
  daysBetween: difference,
  weeksBetween: (call, emitter) => `Math.trunc(${difference(call, emitter)} / 7)`,
  monthsBetween: onNumbers("monthsBetweenDays"),
  yearsBetween: (call, emitter) => `Math.trunc(${onNumbers("monthsBetweenDays")(call, emitter)} / 12)`,
  businessDaysBetween,
  hoursBetween: clockDifference(3_600_000),
  minutesBetween: clockDifference(60_000),
  secondsBetween: clockDifference(1000),
  millisecondsBetween: difference,
  toEpochSeconds: ({ args }, emitter) => `(${emitter.value(args[0]!)} / 1000)`,
  toEpochMilliseconds: ({ args }, emitter) => emitter.value(args[0]!),
} satisfies Record<string, EmitCall>;
