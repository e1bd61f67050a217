import { typeOf } from "../../../ir/index.ts";
import { type EmitCall, safe, guarded, onPresent } from "./shared.ts";

const identity: EmitCall = ({ args }, emitter) => emitter.value(args[0]!);

/** Source of casts. */
export const cast = {
  toFloat: identity,
  toInt: ({ args }, emitter) =>
    typeOf(args[0]!) === "Boolean" ? emitter.value(args[0]!) : safe(`Math.trunc(${emitter.value(args[0]!)})`),
  toBoolean: ({ args }, emitter) => {
    const a = emitter.atom(args[0]!);
    return `(${a} === 0 || ${a} === 1 ? ${a} : NaN)`;
  },
  floatToText: onPresent("floatToText"),
  parseFloatAs: onPresent("floatOfFormat"),
  parseDayAs: onPresent("dayOfPattern"),
  parseInstantAs: onPresent("instantOfPattern"),
  formatDay: onPresent("formatDay"),
  formatInstant: onPresent("formatInstant"),
  intToText: guarded(([a]) => `String(${a} + 0)`),
  booleanToText: guarded(([a]) => `${a} === 1 ? "true" : "false"`),
  dayToText: onPresent("dayToText"),
  instantToText: onPresent("instantToText"),
  parseFloat: onPresent("floatOf"),
  parseInt: onPresent("intOf"),
  parseBoolean: onPresent("booleanOf"),
  parseDay: onPresent("dayOf"),
  parseInstant: onPresent("instantOf"),
} satisfies Record<string, EmitCall>;
