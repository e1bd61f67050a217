import { typeOf } from "../../../ir/index.ts";
import { isText } from "../../../schema/index.ts";
import type { EmitCall } from "./shared.ts";

/** Keeps the best of the values that are there, from the left. */
const pick =
  (operator: string): EmitCall =>
  (call, emitter) =>
    call.args
      .map((arg) => emitter.atom(arg))
      .reduce((best, next) =>
        emitter.declare(
          isText(typeOf(call))
            ? `${best} === null || (${next} !== null && ${emitter.use("compareText")}(${next}, ${best}) ${operator} 0) ? ${next} : ${best}`
            : `${best} !== ${best} || ${next} ${operator} ${best} ? ${next} : ${best}`,
        ),
      );

/** Source of logic, missing values and choices. */
export const logic = {
  and: ({ args }, emitter) =>
    args
      .map((arg) => emitter.atom(arg))
      .reduce((a, b) => emitter.declare(`${a} === 0 || ${b} === 0 ? 0 : ${a} * ${b}`)),
  or: ({ args }, emitter) =>
    args
      .map((arg) => emitter.atom(arg))
      .reduce((a, b) => emitter.declare(`${a} === 1 || ${b} === 1 ? 1 : ${a} + ${b}`)),
  not: ({ args }, emitter) => `(1 - ${emitter.value(args[0]!)})`,
  xor: ({ args }, emitter) => `Math.abs(${emitter.value(args[0]!)} - ${emitter.value(args[1]!)})`,
  isTrue: ({ args }, emitter) => `(${emitter.condition(args[0]!)} ? 1 : 0)`,
  isFalse: ({ args }, emitter) => `(${emitter.value(args[0]!)} === 0 ? 1 : 0)`,
  isNull: ({ args }, emitter) => {
    const atom = emitter.atom(args[0]!);
    return `(${isText(typeOf(args[0]!)) ? `${atom} === null` : `${atom} !== ${atom}`} ? 1 : 0)`;
  },
  isNotNull: ({ args }, emitter) => {
    const atom = emitter.atom(args[0]!);
    return `(${isText(typeOf(args[0]!)) ? `${atom} !== null` : `${atom} === ${atom}`} ? 1 : 0)`;
  },
  coalesce: (call, emitter) =>
    call.args
      .map((arg) => emitter.atom(arg))
      .reduce((first, next) =>
        emitter.declare(
          `${isText(typeOf(call)) ? `${first} !== null` : `${first} === ${first}`} ? ${first} : ${next}`,
        ),
      ),
  nullIf: (call, emitter) => {
    const atom = emitter.atom(call.args[0]!);
    return `(${atom} === ${emitter.value(call.args[1]!)} ? ${isText(typeOf(call)) ? "null" : "NaN"} : ${atom})`;
  },
  least: pick("<"),
  greatest: pick(">"),
} satisfies Record<string, EmitCall>;
