import { exponentOf, powerOfTwo } from "../../base/index.ts";
import { parseFormula, type Formula, type FormulaOp } from "./formula.ts";

/**
 * A function of numbers as named steps of plain arithmetic. Written once, it is interpreted by the oracle and written out for
 * every target in the very same steps, so that the bits agree wherever IEEE 754 does.
 */
export interface Algorithm {
  readonly name: string;
  readonly inputs: readonly string[];
  /** The steps before the result, each by the ones before it. */
  readonly steps: readonly (readonly [name: string, formula: Formula])[];
  readonly result: Formula;
  /** The algorithms that stand in its formulas. */
  readonly uses: ReadonlyMap<string, Algorithm>;
  /** The result is never larger, either side of 0; Infinity where it may leave float64. */
  readonly bound: number;
}

/**
 * Writes an algorithm: its name with the inputs, then `step = formula;` … and the formula of the result.
 * @example
 * algorithm("hyperbola(x)", "size = abs(x); 1 / (1 + size)", { bound: 1 })
 */
export function algorithm(
  signature: string,
  text: string,
  { uses = [], bound = Infinity }: { readonly uses?: readonly Algorithm[]; readonly bound?: number } = {},
): Algorithm {
  const [name = "", ...inputs] = signature.match(/\w+/g) ?? [];
  const parts = text.split(";").map((part) => part.trim());
  const steps = parts.slice(0, -1).map((part): readonly [string, Formula] => {
    const [, step, formula] = /^(\w+) = ([^]*)$/.exec(part) ?? [];
    if (step === undefined) throw new RangeError(`${name}: ${part} is no step`);
    return [step, parseFormula(formula!)];
  });
  const known = new Map(uses.map((one) => [one.name, one]));
  const made = { name, inputs, steps, result: parseFormula(parts.at(-1)!), uses: known, bound };
  checkNames(made);
  return Object.freeze(made);
}

function checkNames({ name, inputs, steps, result, uses }: Algorithm): void {
  const known = new Set(inputs);
  const check = (formula: Formula): void => {
    if (formula.kind === "name" && !known.has(formula.name))
      throw new RangeError(`${name}: ${formula.name} is not known`);
    if (formula.kind === "call" && uses.get(formula.name)?.inputs.length !== formula.args.length)
      throw new RangeError(`${name}: ${formula.name} is no algorithm of ${formula.args.length} inputs`);
    partsOfFormula(formula).forEach(check);
  };
  for (const [step, formula] of steps) {
    check(formula);
    if (known.has(step)) throw new RangeError(`${name}: there are two of ${step}`);
    known.add(step);
  }
  check(result);
}

/** The formulas directly inside a formula. */
export function partsOfFormula(formula: Formula): readonly Formula[] {
  if (formula.kind === "choose") return [formula.test, formula.then, formula.otherwise];
  return formula.kind === "apply" || formula.kind === "call" ? formula.args : [];
}

/** What an algorithm gives; NaN for missing, in and out. */
export function evaluateAlgorithm(algorithm: Algorithm, args: readonly number[]): number {
  const known = new Map(algorithm.inputs.map((input, at) => [input, args[at]!]));
  const evaluate = (formula: Formula): number => {
    switch (formula.kind) {
      case "number":
        return formula.value;
      case "missing":
        return Number.NaN;
      case "name":
        return known.get(formula.name)!;
      case "choose":
        return evaluate(evaluate(formula.test) === 1 ? formula.then : formula.otherwise);
      case "call":
        return evaluateAlgorithm(algorithm.uses.get(formula.name)!, formula.args.map(evaluate));
      case "apply":
        return apply[formula.op](...(formula.args.map(evaluate) as [number, number]));
    }
  };
  for (const [step, formula] of algorithm.steps) known.set(step, evaluate(formula));
  return evaluate(algorithm.result);
}

/** What each operation means; a condition is 1 or 0. */
const apply: Readonly<Record<FormulaOp, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "<": (a, b) => Number(a < b),
  "<=": (a, b) => Number(a <= b),
  ">": (a, b) => Number(a > b),
  ">=": (a, b) => Number(a >= b),
  "==": (a, b) => Number(a === b),
  "&&": (a, b) => Number(a === 1 && b === 1),
  "||": (a, b) => Number(a === 1 || b === 1),
  negate: (a) => -a,
  abs: (a) => Math.abs(a),
  floor: (a) => Math.floor(a),
  truncate: (a) => Math.trunc(a),
  sqrt: (a) => Math.sqrt(a),
  powerOfTwo: (a) => powerOfTwo(a),
  roughExponent: (a) => exponentOf(a),
};

/** An evaluate function of the op table that follows an algorithm. */
export const byAlgorithm =
  (algorithm: Algorithm) =>
  (...args: readonly (string | number | boolean | null)[]): number =>
    evaluateAlgorithm(algorithm, args as readonly number[]);
