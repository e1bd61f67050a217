import { typeOf, type OpName } from "../../../ir/index.ts";
import type { Emitter } from "../emitter.ts";
import { numberSource } from "../source.ts";
import { type EmitCall, constantValue, finite, fitted, total, onNumbers } from "./shared.ts";

/** Two numbers; where they are Floats the test for what is not finite waits until the end. */
const joined =
  (operator: string): EmitCall =>
  (call, emitter) => {
    const [a, b] = [call.args[0]!, call.args[1]!];
    // Without a function in between, so that long chains stay within the stack.
    return typeOf(call) === "Int"
      ? `${emitter.value(a)} ${operator} ${emitter.value(b)}`
      : `${emitter.carried(a)} ${operator} ${emitter.carried(b)}`;
  };

const quotient: EmitCall = ({ args }, emitter) => `${emitter.carried(args[0]!)} / ${emitter.value(args[1]!)}`;
const negated: EmitCall = ({ args }, emitter) => `-(${emitter.carried(args[0]!)})`;
const size: EmitCall = ({ args }, emitter) => `Math.abs(${emitter.carried(args[0]!)})`;

/**
 * Source of operations that give an infinity or NaN for each infinity or NaN, without the test for it: another operation around
 * them tests once for all.
 */
export const carrying: Readonly<Partial<Record<OpName, EmitCall>>> = {
  add: joined("+"),
  subtract: joined("-"),
  multiply: joined("*"),
  divide: quotient,
  negate: negated,
  abs: size,
};

const tested =
  (emit: EmitCall): EmitCall =>
  (call, emitter) =>
    fitted(call, emit(call, emitter));

/** Whole numbers stay as they are. */
const unlessInt =
  (emit: EmitCall): EmitCall =>
  (call, emitter) =>
    typeOf(call.args[0]!) === "Int" ? emitter.value(call.args[0]!) : emit(call, emitter);

/** The remainder with the sign of the divisor. */
const floorModulo: EmitCall = ({ args }, emitter) => {
  const divisor = emitter.atom(args[1]!);
  const rest = emitter.declare(`${emitter.value(args[0]!)} % ${divisor}`);
  return `(${rest} !== 0 && ${rest} < 0 !== ${divisor} < 0 ? ${rest} + ${divisor} : ${rest})`;
};

/** Rounding at a decimal place; the number itself where its multiple leaves float64. */
const toDigits =
  (round: (source: string, emitter: Emitter) => string): EmitCall =>
  ({ args: [a, digits] }, emitter) => {
    const scale = numberSource(10 ** Number(constantValue(digits!)));
    const atom = emitter.atom(a!);
    return `((t = ${atom} * ${scale}) - t === 0 ? ${round("t", emitter)} / ${scale} : ${atom})`;
  };

const toMultiple =
  (round: (source: string, emitter: Emitter) => string): EmitCall =>
  (call, emitter) => {
    const [a, step] = [emitter.value(call.args[0]!), emitter.atom(call.args[1]!)];
    return fitted(call, `${round(`${a} / ${step}`, emitter)} * ${step}`);
  };

const floored = (source: string): string => `Math.floor(${source})`;
const ceiled = (source: string): string => `Math.ceil(${source})`;
const rounded = (source: string, emitter: Emitter): string => `${emitter.use("roundHalfAway")}(${source})`;

const clamp: EmitCall = ({ args }, emitter) => {
  const [a, low, high] = args.map((arg) => emitter.atom(arg));
  const inside = `${a} < ${low} ? ${low} : ${a} > ${high} ? ${high} : ${a}`;
  const [from, to] = [constantValue(args[1]!), constantValue(args[2]!)];
  const ordered = from !== null && to !== null && Number(from) <= Number(to);
  return ordered ? `(${inside})` : `(${low} <= ${high} ? (${inside}) : NaN)`;
};

/** Source of arithmetic. */
export const arithmetic = {
  add: tested(joined("+")),
  subtract: tested(joined("-")),
  multiply: tested(joined("*")),
  divide: tested(quotient),
  modulo: ({ args }, emitter) => `(${emitter.value(args[0]!)} % ${emitter.value(args[1]!)})`,
  floorDivide: ({ args }, emitter) =>
    finite(`Math.floor(${emitter.value(args[0]!)} / ${emitter.value(args[1]!)})`),
  floorModulo,
  negate: ({ args }, emitter) => `(-${emitter.atom(args[0]!)})`,
  abs: total("Math.abs"),
  sign: total("Math.sign"),
  round: unlessInt(onNumbers("roundHalfAway")),
  roundHalfEven: unlessInt(onNumbers("roundHalfEven")),
  roundTo: toDigits(rounded),
  floorTo: toDigits(floored),
  ceilingTo: toDigits(ceiled),
  roundToMultiple: toMultiple(rounded),
  floorToMultiple: toMultiple(floored),
  floor: unlessInt(total("Math.floor")),
  ceiling: unlessInt(total("Math.ceil")),
  truncate: unlessInt(total("Math.trunc")),
  fraction: ({ args }, emitter) => `(${emitter.value(args[0]!)} % 1)`,
  clamp,
} satisfies Record<string, EmitCall>;
