/**
 * The arithmetic of an algorithm. Each operation gives the same bits in every engine: those of IEEE 754 are rounded one by one
 * (there is no fused multiply-add), `floor`, `truncate` and `abs` are exact, and so is a power of two.
 */
export type Formula =
  | { readonly kind: "number"; readonly value: number }
  /** NaN in JavaScript, NULL in SQL: comparisons with it are not true, arithmetic with it gives it again. */
  | { readonly kind: "missing" }
  /** An input or an earlier step. */
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "apply"; readonly op: FormulaOp; readonly args: readonly Formula[] }
  | { readonly kind: "choose"; readonly test: Formula; readonly then: Formula; readonly otherwise: Formula }
  /** Another algorithm, by its name. */
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Formula[] };

const functions = ["abs", "floor", "truncate", "sqrt", "powerOfTwo", "roughExponent"] as const;
const operators = ["+", "-", "*", "/", "<", "<=", ">", ">=", "==", "&&", "||"] as const;

/**
 * What a formula may apply. `powerOfTwo(k)` takes whole numbers from -1074 to 1023; `roughExponent(x)` is floor(log2(x)) for a
 * positive x, and may be 1 off where an engine rounds: what follows must not depend on it.
 */
export type FormulaOp = (typeof functions)[number] | (typeof operators)[number] | "negate";

/** Operators from the loosest to the tightest. */
const levels: readonly (readonly FormulaOp[])[] = [
  ["||"],
  ["&&"],
  ["<", "<=", ">", ">=", "=="],
  ["+", "-"],
  ["*", "/"],
];

const token = /\s*(2\^-?\d+|\d+(?:\.\d+)?(?:e[+-]?\d+)?|[A-Za-z]\w*|<=|>=|==|&&|\|\||[-+*/<>?:(),])/y;

/**
 * Reads a formula in the notation of JavaScript, with `2^-28` for powers of two, `missing`, and `polynomial(z, c0, c1, …)` for
 * c0 + z · (c1 + z · …). Fails with a RangeError: formulas stand in our own source only.
 */
export function parseFormula(text: string): Formula {
  const tokens = tokensOf(text);
  let at = 0;
  const take = (expected: string): void => {
    if (tokens[at++] !== expected) throw new RangeError(`${expected} expected in the formula ${text}`);
  };
  const ternary = (): Formula => {
    const test = level(0);
    if (tokens[at] !== "?") return test;
    at++;
    const whenTrue = ternary();
    take(":");
    // oxlint-disable-next-line unicorn/no-thenable -- `then` is the word of CASE here
    return { kind: "choose", test, then: whenTrue, otherwise: ternary() };
  };
  const level = (depth: number): Formula => {
    const ops = levels[depth];
    if (!ops) return unary();
    let left = level(depth + 1);
    for (let op = ops.find((one) => one === tokens[at]); op; op = ops.find((one) => one === tokens[at])) {
      at++;
      left = { kind: "apply", op, args: [left, level(depth + 1)] };
    }
    return left;
  };
  const unary = (): Formula => {
    if (tokens[at] !== "-") return primary();
    at++;
    const of = unary();
    return of.kind === "number" ? number(-of.value) : { kind: "apply", op: "negate", args: [of] };
  };
  const primary = (): Formula => {
    const next = tokens[at++] ?? "";
    if (next === "(") {
      const inner = ternary();
      take(")");
      return inner;
    }
    if (/^\d/.test(next)) return number(next.startsWith("2^") ? 2 ** Number(next.slice(2)) : Number(next));
    if (!/^[A-Za-z]/.test(next)) throw new RangeError(`${next} stands at a wrong place in ${text}`);
    if (tokens[at] !== "(") return next === "missing" ? { kind: "missing" } : { kind: "name", name: next };
    const args: Formula[] = [];
    for (let separator = "("; separator !== ")"; separator = tokens[at] ?? ")") {
      at++;
      args.push(ternary());
    }
    take(")");
    return applied(next, args);
  };
  const whole = ternary();
  if (at < tokens.length) throw new RangeError(`${tokens[at]} is left over in the formula ${text}`);
  return whole;
}

const number = (value: number): Formula => ({ kind: "number", value });

function applied(name: string, args: readonly Formula[]): Formula {
  if (name === "polynomial") return polynomial(args[0]!, args.slice(1));
  const op = functions.find((one) => one === name);
  return op ? { kind: "apply", op, args } : { kind: "call", name, args };
}

/** Horner's scheme. */
const polynomial = (of: Formula, coefficients: readonly Formula[]): Formula =>
  coefficients.reduceRight((tail, coefficient) => ({
    kind: "apply",
    op: "+",
    args: [coefficient, { kind: "apply", op: "*", args: [of, tail] }],
  }));

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  const trimmed = text.trim();
  token.lastIndex = 0;
  while (token.lastIndex < trimmed.length) {
    const from = token.lastIndex;
    const found = token.exec(trimmed);
    if (!found) throw new RangeError(`What is ${trimmed.slice(from, from + 20)} in the formula ${text}?`);
    tokens.push(found[1]!);
  }
  return tokens;
}
