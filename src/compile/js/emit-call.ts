import { typeOf, type CallExpr, type Expr, type OpName } from "../../ir/index.ts";
import { isText } from "../../schema/index.ts";
import type { Emitter } from "./emitter.ts";
import type { PreludeName } from "./prelude.ts";
import { numberSource, valueSource } from "./source.ts";

type EmitCall = (call: CallExpr, emitter: Emitter) => string;

/** Source of a call. */
export const callSource: EmitCall = (call, emitter) => emitters[call.op](call, emitter);

/** NaN for what is not finite. `t` is a variable of every generated function, read right after it is written. */
export const finite = (source: string): string => `((t = ${source}) - t === 0 ? t : NaN)`;

/** NaN for what is beyond ±(2⁵³-1). */
const safe = (source: string): string =>
  `((t = ${source}) >= -9007199254740991 && t <= 9007199254740991 ? t : NaN)`;

/** A whole number of a call within its type. */
const fitted = (call: CallExpr, source: string): string =>
  typeOf(call) === "Int" ? safe(source) : finite(source);

const binary =
  (operator: string): EmitCall =>
  (call, emitter) =>
    fitted(call, `${emitter.value(call.args[0]!)} ${operator} ${emitter.value(call.args[1]!)}`);

/** A JavaScript function on numbers that gives NaN for NaN and never leaves its type. */
const total =
  (name: string): EmitCall =>
  ({ args }, emitter) =>
    `${name}(${args.map((arg) => emitter.value(arg)).join(", ")})`;

/** A function of the prelude on numbers, NaN for NaN. */
const onNumbers =
  (name: PreludeName): EmitCall =>
  (call, emitter) =>
    total(emitter.use(name))(call, emitter);

/** A function of the prelude on numbers, NaN where it gives no finite number. */
const finiteOrNull =
  (name: PreludeName): EmitCall =>
  (call, emitter) =>
    finite(onNumbers(name)(call, emitter));

/** Whole numbers stay as they are. */
const unlessInt =
  (emit: EmitCall): EmitCall =>
  (call, emitter) =>
    typeOf(call.args[0]!) === "Int" ? emitter.value(call.args[0]!) : emit(call, emitter);

/** The condition that one of some names is null, or undefined when none can be. */
export const nullTest = (args: readonly Expr[], atoms: readonly string[]): string | undefined => {
  const tests = args.flatMap((arg, at) =>
    arg.kind === "literal" && arg.value !== null
      ? []
      : [isText(typeOf(arg)) ? `${atoms[at]} === null` : `${atoms[at]} !== ${atoms[at]}`],
  );
  return tests.length > 0 ? tests.join(" || ") : undefined;
};

/** What `write` makes of the arguments; null when one of them is. */
const guarded =
  (write: (atoms: readonly string[], emitter: Emitter) => string): EmitCall =>
  (call, emitter) => {
    const atoms = call.args.map((arg) => emitter.atom(arg));
    const test = nullTest(call.args, atoms);
    const result = write(atoms, emitter);
    return test ? `(${test} ? ${isText(typeOf(call)) ? "null" : "NaN"} : ${result})` : `(${result})`;
  };

/** A function of the prelude on arguments that are there. */
const onPresent = (name: PreludeName): EmitCall =>
  guarded((atoms, emitter) => `${emitter.use(name)}(${atoms.join(", ")})`);

const compared =
  (operator: string): EmitCall =>
  (call, emitter) =>
    guarded(([a, b]) => `${comparison(call, operator, [a!, b!], emitter)} ? 1 : 0`)(call, emitter);

/** The JavaScript comparison of two atoms that are there. */
export const comparison = (
  call: CallExpr,
  operator: string,
  [a, b]: readonly [string, string],
  emitter: Emitter,
): string =>
  isText(typeOf(call.args[0]!)) && operator !== "===" && operator !== "!=="
    ? `${emitter.use("compareText")}(${a}, ${b}) ${operator} 0`
    : `${a} ${operator} ${b}`;

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

const clock =
  (unitMs: number, units: number): EmitCall =>
  ({ args }, emitter) =>
    `((Math.floor(${emitter.value(args[0]!)} / ${unitMs}) % ${units} + ${units}) % ${units})`;

/** The test that an atom is one of a call's constants. */
export function membership({ args }: CallExpr, atom: string, emitter: Emitter): string {
  const list = args.slice(1).map((arg) => (arg.kind === "literal" ? arg : undefined));
  if (list.length <= 4)
    return list.map((one) => `${atom} === ${valueSource(one!.value, one!.type)}`).join(" || ");
  return `${emitter.constant({ kind: "set", values: list.map((one) => one!.value) })}.has(${atom})`;
}

const identity: EmitCall = ({ args }, emitter) => emitter.value(args[0]!);

const emitters: Readonly<Record<OpName, EmitCall>> = {
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
  sqrt: total("Math.sqrt"),
  // NaN ** 0 is 1, so a missing base needs a guard of its own.
  power: ({ args }, emitter) => {
    const base = emitter.atom(args[0]!);
    return finite(`(${base} === ${base} ? ${base} ** ${emitter.value(args[1]!)} : NaN)`);
  },
  exp: finiteOrNull("exponential"),
  ln: finiteOrNull("naturalLogarithm"),
  log10: finiteOrNull("commonLogarithm"),
  log1p: ({ args }, emitter) => finite(`${emitter.use("naturalLogarithm")}(1 + ${emitter.value(args[0]!)})`),
  sin: total("Math.sin"),
  cos: total("Math.cos"),
  tanh: total("Math.tanh"),
  sigmoid: ({ args }, emitter) => `(1 / (1 + ${emitter.use("exponential")}(-${emitter.atom(args[0]!)})))`,

  equals: compared("==="),
  notEquals: compared("!=="),
  less: compared("<"),
  lessOrEqual: compared("<="),
  greater: compared(">"),
  greaterOrEqual: compared(">="),
  isIn: (call, emitter) => {
    const atom = emitter.atom(call.args[0]!);
    const test = nullTest([call.args[0]!], [atom]);
    return `(${test ? `${test} ? NaN : ` : ""}${membership(call, atom, emitter)} ? 1 : 0)`;
  },

  and: ({ args }, emitter) =>
    args
      .map((arg) => emitter.atom(arg))
      .reduce((a, b) => emitter.declare(`${a} === 0 || ${b} === 0 ? 0 : ${a} * ${b}`)),
  or: ({ args }, emitter) =>
    args
      .map((arg) => emitter.atom(arg))
      .reduce((a, b) => emitter.declare(`${a} === 1 || ${b} === 1 ? 1 : ${a} + ${b}`)),
  not: ({ args }, emitter) => `(1 - ${emitter.value(args[0]!)})`,
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

  length: onPresent("lengthOf"),
  lower: onPresent("lowerAscii"),
  upper: onPresent("upperAscii"),
  trim: onPresent("trimText"),
  concat: guarded((atoms) => atoms.join(" + ")),
  contains: guarded(([a, b]) => `${a}.includes(${b}) ? 1 : 0`),
  startsWith: guarded(([a, b]) => `${a}.startsWith(${b}) ? 1 : 0`),
  endsWith: guarded(([a, b]) => `${a}.endsWith(${b}) ? 1 : 0`),
  position: onPresent("positionOf"),
  replace: onPresent("replaceText"),
  substring: onPresent("substringOf"),
  splitPart: onPresent("partOf"),
  hashBucket: onPresent("hashBucketOf"),

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

  toFloat: identity,
  toInt: ({ args }, emitter) =>
    typeOf(args[0]!) === "Boolean" ? emitter.value(args[0]!) : safe(`Math.trunc(${emitter.value(args[0]!)})`),
  intToText: guarded(([a]) => `String(${a} + 0)`),
  booleanToText: guarded(([a]) => `${a} === 1 ? "true" : "false"`),
  dayToText: onPresent("dayToText"),
  instantToText: onPresent("instantToText"),
  parseFloat: onPresent("floatOf"),
  parseInt: onPresent("intOf"),
  parseBoolean: onPresent("booleanOf"),
  parseDay: onPresent("dayOf"),
  parseInstant: onPresent("instantOf"),
};
