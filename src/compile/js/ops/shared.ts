import { typeOf, type CallExpr, type Expr, type Algorithm } from "../../../ir/index.ts";
import { isText, type Value } from "../../../schema/index.ts";
import type { Emitter } from "../emitter.ts";
import type { PreludeName } from "../prelude.ts";
import { numberSource, valueSource } from "../source.ts";

/** Writes the source of a call. */
export type EmitCall = (call: CallExpr, emitter: Emitter) => string;

/** NaN for what is not finite. `t` is a variable of every generated function, read right after it is written. */
export const finite = (source: string): string => `((t = ${source}) - t === 0 ? t : NaN)`;

/** NaN for what is beyond ±(2⁵³-1). */
export const safe = (source: string): string =>
  `((t = ${source}) >= -9007199254740991 && t <= 9007199254740991 ? t : NaN)`;

/** A whole number of a call within its type. */
export const fitted = (call: CallExpr, source: string): string =>
  typeOf(call) === "Int" ? safe(source) : finite(source);

/** A JavaScript function on numbers that gives NaN for NaN and never leaves its type. */
export const total =
  (name: string): EmitCall =>
  ({ args }, emitter) =>
    `${name}(${args.map((arg) => emitter.value(arg)).join(", ")})`;

/** A function of the prelude on numbers, NaN for NaN. */
export const onNumbers =
  (name: PreludeName): EmitCall =>
  (call, emitter) =>
    total(emitter.use(name))(call, emitter);

/** A function of the prelude on numbers, NaN where it gives no finite number. */
export const finiteOrNull =
  (name: PreludeName): EmitCall =>
  (call, emitter) =>
    finite(onNumbers(name)(call, emitter));

const fromAlgorithm =
  (algorithm: Algorithm): EmitCall =>
  ({ args }, emitter) => {
    const source = `${emitter.algorithm(algorithm)}(${args.map((arg) => emitter.value(arg)).join(", ")})`;
    return algorithm.bound < Infinity ? source : finite(source);
  };

/** Operations that follow algorithms, NaN where these give no finite number. */
export const fromAlgorithms = <Name extends string>(
  algorithms: Readonly<Record<Name, Algorithm>>,
): Record<Name, EmitCall> =>
  Object.fromEntries(
    Object.entries<Algorithm>(algorithms).map(([name, algorithm]) => [name, fromAlgorithm(algorithm)]),
  ) as Record<Name, EmitCall>;

/** The value of a constant argument; null for any other expression. */
export const constantValue = (expr: Expr): Value => (expr.kind === "literal" ? expr.value : null);

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
export const guarded =
  (write: (atoms: readonly string[], emitter: Emitter) => string): EmitCall =>
  (call, emitter) => {
    const atoms = call.args.map((arg) => emitter.atom(arg));
    const test = nullTest(call.args, atoms);
    const result = write(atoms, emitter);
    return test ? `(${test} ? ${isText(typeOf(call)) ? "null" : "NaN"} : ${result})` : `(${result})`;
  };

/** A function of the prelude on arguments that are there. */
export const onPresent = (name: PreludeName): EmitCall =>
  guarded((atoms, emitter) => `${emitter.use(name)}(${atoms.join(", ")})`);

export const compared =
  (operator: string): EmitCall =>
  (call, emitter) =>
    guarded(([a, b]) => `${comparisonTest(call, operator, [a!, b!], emitter)} ? 1 : 0`)(call, emitter);

/** The JavaScript comparison of two atoms that are there. */
export const comparisonTest = (
  call: CallExpr,
  operator: string,
  [a, b]: readonly [string, string],
  emitter: Emitter,
): string =>
  isText(typeOf(call.args[0]!)) && operator !== "===" && operator !== "!=="
    ? `${emitter.use("compareText")}(${a}, ${b}) ${operator} 0`
    : `${a} ${operator} ${b}`;

/** The JavaScript test that an atom lies between two others, all there. */
export const betweenTest = (
  call: CallExpr,
  [a, low, high]: readonly [string, string, string],
  emitter: Emitter,
): string =>
  `${comparisonTest(call, ">=", [a, low], emitter)} && ${comparisonTest(call, "<=", [a, high], emitter)}`;

/** The test that the two arguments are equal or both null. */
export function sameTest({ args }: CallExpr, emitter: Emitter): string {
  const [a, b] = args.map((arg) => emitter.atom(arg));
  return isText(typeOf(args[0]!)) ? `${a} === ${b}` : `${a} === ${b} || (${a} !== ${a} && ${b} !== ${b})`;
}

/** How many of some ascending constants are at or below an atom that is there, as a search tree. */
export function countAtOrBelow(atom: string, sorted: readonly number[]): string {
  if (sorted.length === 0) return "0";
  const count = (from: number, to: number): string => {
    if (from === to) return String(from);
    const middle = (from + to) >> 1;
    return `(${atom} < ${numberSource(sorted[middle]!)} ? ${count(from, middle)} : ${count(middle + 1, to)})`;
  };
  return count(0, sorted.length);
}

/** The test that an atom is one of a call's constants. */
export function membership({ args }: CallExpr, atom: string, emitter: Emitter): string {
  const list = args.slice(1).map((arg) => (arg.kind === "literal" ? arg : undefined));
  if (list.length <= 4)
    return list.map((one) => `${atom} === ${valueSource(one!.value, one!.type)}`).join(" || ");
  return `${emitter.constant({ kind: "set", values: list.map((one) => one!.value) })}.has(${atom})`;
}
