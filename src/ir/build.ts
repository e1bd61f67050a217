import { deepFreeze, failInput, showValue } from "../base/index.ts";
import { isNumeric, type DataType, type Value } from "../schema/index.ts";
import type { CallExpr, ChooseExpr, ColumnExpr, Expr, LinearExpr, LiteralExpr, LookupExpr } from "./expr.ts";
import { opTable, type OpName } from "./op-name.ts";
import { literalProblem, typeOf } from "./type-of.ts";

export { forest, forestInputProblem } from "./forest.ts";
export { nearest, nearestLimits, type NearestParts } from "./nearest.ts";

/** The value of an input column, or of an earlier let. */
export const column = (name: string, type: DataType): ColumnExpr =>
  Object.freeze({ kind: "column", name, type });

/** A constant of a type; days as whole days and instants as milliseconds since 1970-01-01. -0 becomes 0. */
export function literal(value: Value, type: DataType): LiteralExpr {
  const problem = literalProblem(value, type);
  if (problem)
    failInput("T1202", `The constant ${showValue(value)} ${problem}, so it cannot be ${type}`, {
      cure: "Give a value of that type, or another type.",
    });
  return Object.freeze({ kind: "literal", value: plainZero(value), type });
}

const plainZero = (value: Value): Value => (typeof value === "number" ? value + 0 : value);

/** A Float constant. */
export const float = (value: number): LiteralExpr => literal(value, "Float");

/** An Int constant. */
export const int = (value: number): LiteralExpr => literal(value, "Int");

/** A Text constant. */
export const text = (value: string): LiteralExpr => literal(value, "Text");

/** A missing value of a type. */
export const missing = (type: DataType): LiteralExpr => literal(null, type);

/** An operation on arguments; the types are checked now, with an error that names the cure. */
export function call(op: OpName, ...args: readonly Expr[]): CallExpr {
  const expr: CallExpr = Object.freeze({ kind: "call", op, args: Object.freeze([...args]) });
  typeOf(expr);
  checkLiterals(expr);
  return expr;
}

function checkLiterals({ op, args }: CallExpr): void {
  const { literalFrom, checkLiteral } = opTable[op];
  if (literalFrom === undefined) return;
  const constants = args.map((arg) => (arg.kind === "literal" ? arg.value : null));
  for (const [index, arg] of args.entries()) {
    if (index < literalFrom) continue;
    if (arg.kind !== "literal" || arg.value === null)
      failInput("T1203", `Argument ${index + 1} of ${op}() must be a constant that is not null`, {
        cure: "Give the value itself, not an expression.",
      });
    const problem = checkLiteral?.(arg.value, index, constants);
    if (problem === undefined) continue;
    const { code, message, cure } =
      typeof problem === "string"
        ? { code: "T1203", message: problem, cure: "Change the constant." }
        : problem;
    failInput(code, `In ${op}() ${message}`, { value: showValue(arg.value), cure });
  }
}

/** The value of the first branch whose condition is true, else `otherwise`. */
export function choose(
  branches: readonly { readonly when: Expr; readonly then: Expr }[],
  otherwise: Expr,
): ChooseExpr {
  const type = typeOf(otherwise);
  for (const { when, then } of branches) {
    if (typeOf(when) !== "Boolean")
      failInput("T1204", `A condition of choose() is ${typeOf(when)}, not Boolean`, {
        cure: "Compare the value with something.",
      });
    if (typeOf(then) !== type)
      failInput("T1204", `The branches of choose() have different types: ${typeOf(then)} and ${type}`, {
        cure: "Cast them to one type.",
      });
  }
  return deepFreeze({
    kind: "choose",
    branches: branches.map(({ when, then }) => ({ when, then })),
    otherwise,
  });
}

/** The value that a table gives for a key, else `otherwise`, which also answers for a missing key. */
export function lookup(
  key: Expr,
  table: Iterable<readonly [Value, Value]>,
  type: DataType,
  otherwise: Expr,
): LookupExpr {
  const entries = [...table].map(([from, to]) => [plainZero(from), plainZero(to)] as const);
  const keyType = typeOf(key);
  if (typeOf(otherwise) !== type)
    failInput("T1205", `lookup() gives ${type} but its otherwise is ${typeOf(otherwise)}`, {
      cure: "Cast otherwise to the type of the table.",
    });
  const seen = new Set<Value>();
  for (const [from, to] of entries) {
    if (from === null || seen.has(from))
      failInput(
        "T1205",
        `lookup() has the key ${showValue(from)} ${from === null ? "which is null" : "twice"}`,
        { cure: "Give each key once, and no null." },
      );
    seen.add(from);
    const problem = literalProblem(from, keyType) ?? literalProblem(to, type);
    if (problem)
      failInput("T1205", `An entry of lookup() ${problem}`, {
        value: showValue([from, to]),
        cure: `Keys are ${keyType}, values ${type}.`,
      });
  }
  return deepFreeze({ kind: "lookup", key, table: entries, type, otherwise });
}

/** bias + Σ weight·x, added from the left. */
export function linear(
  terms: readonly { readonly weight: number; readonly of: Expr }[],
  bias: number,
): LinearExpr {
  for (const { weight, of } of terms) {
    if (!isNumeric(typeOf(of)))
      failInput("T1206", `A term of linear() is ${typeOf(of)}, not a number`, {
        cure: "Encode or cast it first.",
      });
    if (!Number.isFinite(weight))
      failInput("T1206", `A weight of linear() is ${weight}`, { cure: "Weights must be finite." });
  }
  if (!Number.isFinite(bias))
    failInput("T1206", `The bias of linear() is ${bias}`, { cure: "The bias must be finite." });
  return deepFreeze({
    kind: "linear",
    bias: bias + 0,
    terms: terms.map(({ weight, of }) => ({ weight: weight + 0, of })),
  });
}
