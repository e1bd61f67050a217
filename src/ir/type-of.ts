import { failInput, showValue } from "../base/index.ts";
import { dayMs, firstDay, lastDay, type DataType, type Value } from "../schema/index.ts";
import type { CallExpr, Expr } from "./expr.ts";
import { opTable, type OpName } from "./op-name.ts";

const known = new WeakMap<Expr, DataType>();

/** The type of an expression. Fails with the op, the types it got and a cure when the arguments do not fit. */
export function typeOf(expr: Expr): DataType {
  const cached = known.get(expr);
  if (cached) return cached;
  const type = computeType(expr);
  known.set(expr, type);
  return type;
}

function computeType(expr: Expr): DataType {
  switch (expr.kind) {
    case "column":
    case "literal":
    case "lookup":
      return expr.type;
    case "call":
      return callType(expr);
    case "choose":
      return typeOf(expr.otherwise);
    case "linear":
    case "forest":
    case "nearest":
      return "Float";
  }
}

function callType({ op, args }: CallExpr): DataType {
  const result = resultType(op, args.map(typeOf));
  if (result) return result;
  const got = args.map((arg) => `${describe(arg)} is ${typeOf(arg)}`).join(" and ");
  return failInput("T1201", `${op}() cannot take this: ${got || "no arguments"}`, {
    cure: `${op}() takes ${signaturesText(op)}.${castHint(op, args)}`,
  });
}

/** The result type of an op for these argument types, or undefined when none of its signatures fits. */
export function resultType(op: OpName, types: readonly DataType[]): DataType | undefined {
  return opTable[op].signatures.find(
    ({ args, rest }) =>
      (rest ? types.length >= args.length : types.length === args.length) &&
      types.every((type, at) => type === (args[at] ?? rest)),
  )?.result;
}

/** All signatures of an op as text: `(Int, Int) or (Float, Float)`. */
const signaturesText = (op: OpName): string =>
  opTable[op].signatures
    .map(({ args, rest }) => `(${[...args, ...(rest ? [`${rest}…`] : [])].join(", ")})`)
    .join(" or ");

const describe = (expr: Expr): string =>
  expr.kind === "column"
    ? `column ${JSON.stringify(expr.name)}`
    : expr.kind === "literal"
      ? showValue(expr.value)
      : `${expr.kind === "call" ? expr.op : expr.kind}()`;

/** A cast that would make the call fit, where one argument type is the only thing in the way. */
function castHint(op: OpName, args: readonly Expr[]): string {
  const types = args.map(typeOf);
  const casts: readonly (readonly [DataType, DataType, string])[] = [
    ["Text", "Float", "parseFloat"],
    ["Text", "Day", "parseDay"],
    ["Text", "Instant", "parseInstant"],
    ["Int", "Float", "toFloat"],
    ["Boolean", "Float", "toFloat"],
    ["Boolean", "Int", "toInt"],
    ["Instant", "Day", "toDay"],
    ["Day", "Instant", "toInstant"],
    ["Int", "Text", "intToText"],
    ["Day", "Text", "dayToText"],
    ["Instant", "Text", "instantToText"],
    ["Boolean", "Text", "booleanToText"],
    ["Int", "Boolean", "toBoolean"],
  ];
  for (const [from, to, cast] of casts) {
    if (!types.includes(from)) continue;
    if (
      resultType(
        op,
        types.map((type) => (type === from ? to : type)),
      )
    )
      return ` Change ${from} to ${to} with ${cast}() first.`;
  }
  return "";
}

/** What is wrong with a value as a constant of a type, or undefined. */
export function literalProblem(value: Value, type: DataType): string | undefined {
  if (value === null) return undefined;
  switch (type) {
    case "Boolean":
      return typeof value === "boolean" ? undefined : "is no boolean";
    case "Text":
      return typeof value === "string"
        ? value.isWellFormed()
          ? undefined
          : "has half of a surrogate pair"
        : "is no text";
    case "Float":
      return typeof value === "number" && Number.isFinite(value) ? undefined : "is no finite number";
    case "Int":
      return Number.isSafeInteger(value) ? undefined : "is no whole number within ±(2^53-1)";
    case "Day":
      return isWholeWithin(value, firstDay, lastDay) ? undefined : "is no day of the years 1 to 9999";
    case "Instant":
      return isWholeWithin(value, firstDay * dayMs, (lastDay + 1) * dayMs - 1)
        ? undefined
        : "is no instant of the years 1 to 9999";
  }
}

const isWholeWithin = (value: Value, low: number, high: number): boolean =>
  Number.isSafeInteger(value) && Number(value) >= low && Number(value) <= high;
