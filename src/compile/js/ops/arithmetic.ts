import { typeOf } from "../../../ir/index.ts";
import { type EmitCall, finite, fitted, total, onNumbers } from "./shared.ts";

const binary =
  (operator: string): EmitCall =>
  (call, emitter) =>
    fitted(call, `${emitter.value(call.args[0]!)} ${operator} ${emitter.value(call.args[1]!)}`);

/** Whole numbers stay as they are. */
const unlessInt =
  (emit: EmitCall): EmitCall =>
  (call, emitter) =>
    typeOf(call.args[0]!) === "Int" ? emitter.value(call.args[0]!) : emit(call, emitter);

/** Source of arithmetic. */
export const arithmetic = {
  add: binary("+"),
  subtract: binary("-"),
  multiply: binary("*"),
  divide: (call, emitter) => finite(`${emitter.value(call.args[0]!)} / ${emitter.value(call.args[1]!)}`),
  modulo: ({ args }, emitter) => `(${emitter.value(args[0]!)} % ${emitter.value(args[1]!)})`,
  negate: ({ args }, emitter) => `(-${emitter.atom(args[0]!)})`,
  abs: total("Math.abs"),
  sign: total("Math.sign"),
  round: unlessInt(onNumbers("roundHalfAway")),
  roundTo: onNumbers("roundToDigits"),
  floor: unlessInt(total("Math.floor")),
  ceiling: unlessInt(total("Math.ceil")),
  truncate: unlessInt(total("Math.trunc")),
} satisfies Record<string, EmitCall>;
