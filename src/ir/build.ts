import { deepFreeze, failInput, showValue } from "../base/index.ts";
import type { DataType, Value } from "../schema/index.ts";
import type {
  CallExpr,
  ChooseExpr,
  ColumnExpr,
  Expr,
  ForestExpr,
  LinearExpr,
  LiteralExpr,
  LookupExpr,
} from "./expr.ts";
import { opTable, type OpName } from "./op-name.ts";
import { literalProblem, typeOf } from "./type-of.ts";

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
  return Object.freeze({ kind: "literal", value: typeof value === "number" ? value + 0 : value, type });
}

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
  for (const [index, arg] of args.entries()) {
    if (index < literalFrom) continue;
    if (arg.kind !== "literal" || arg.value === null)
      failInput("T1203", `Argument ${index + 1} of ${op}() must be a constant that is not null`, {
        cure: "Give the value itself, not an expression.",
      });
    const problem = checkLiteral?.(arg.value, index);
    if (problem)
      failInput("T1203", `In ${op}() ${problem}`, {
        value: showValue(arg.value),
        cure: "Change the constant.",
      });
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
  const entries = [...table].map(([from, to]) => [from, to] as const);
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
    if (typeOf(of) !== "Float" && typeOf(of) !== "Int")
      failInput("T1206", `A term of linear() is ${typeOf(of)}, not a number`, {
        cure: "Encode or cast it first.",
      });
    if (!Number.isFinite(weight))
      failInput("T1206", `A weight of linear() is ${weight}`, { cure: "Weights must be finite." });
  }
  if (!Number.isFinite(bias))
    failInput("T1206", `The bias of linear() is ${bias}`, { cure: "The bias must be finite." });
  return deepFreeze({ kind: "linear", bias, terms: terms.map(({ weight, of }) => ({ weight, of })) });
}

/** A sum of decision trees; see `ForestExpr` for the arrays. */
export function forest(parts: Omit<ForestExpr, "kind">): ForestExpr {
  const problem = forestProblem(parts);
  if (problem)
    failInput("T1207", `The forest is not well formed: ${problem}`, {
      cure: "Build it with the trainer, or see docs/formats/program.md.",
    });
  return deepFreeze({ kind: "forest", ...parts });
}

/** What is wrong with a forest's arrays, or undefined. Children come after their parent, so a walk always ends. */
export function forestProblem(parts: Omit<ForestExpr, "kind">): string | undefined {
  const { inputs, feature, threshold, categories, missingLeft, left, right, value, roots } = parts;
  const count = feature.length;
  if ([threshold, categories, missingLeft, left, right, value].some((array) => array.length !== count))
    return "its arrays differ in length";
  if (inputs.some((input) => typeOf(input) !== "Float" && typeOf(input) !== "Int"))
    return "an input is not a number";
  if (roots.some((root) => !Number.isInteger(root) || root < 0 || root >= count)) return "a root is no node";
  if (!Number.isFinite(parts.bias)) return "its bias is not finite";
  for (let node = 0; node < count; node++) {
    if (!Number.isFinite(value[node]!) || !Number.isFinite(threshold[node]!))
      return `node ${node} holds a number that is not finite`;
    if (feature[node] === -1) continue;
    if (!Number.isInteger(feature[node]) || feature[node]! < 0 || feature[node]! >= inputs.length)
      return `node ${node} asks about input ${feature[node]}`;
    for (const child of [left[node]!, right[node]!]) {
      if (!Number.isInteger(child) || child <= node || child >= count)
        return `node ${node} has the child ${child}`;
    }
  }
  return undefined;
}
