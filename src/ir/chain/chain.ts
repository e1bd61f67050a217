import { failInput, isRecord, showValue } from "../../base/index.ts";
import { parseValue, type DataType, type Value } from "../../schema/index.ts";
import { choose, lookup } from "../build.ts";
import type { Expr, LiteralExpr } from "../expr.ts";
import { opNames, type OpName } from "../op-name.ts";
import { typeOf } from "../type-of.ts";
import type { Column, Constant, Fitting, Operand, ResultOf } from "./column.ts";
import { durationBetween } from "./duration.ts";
import { fitCall, fitTogether, type Fittable } from "./fit.ts";
import type { BooleanColumn } from "./boolean-column.ts";
import { listColumn, type ListColumn } from "./list-column.ts";
import type { TextColumn } from "./text-column.ts";

/** What a chain holds at run time: an expression, its type, and a method for every operation. */
interface Chain {
  readonly expr: Expr;
  readonly type: DataType;
}

type Method = (this: Chain, ...args: readonly unknown[]) => Chain;

type Durations = ReturnType<typeof durationBetween<Chain>>;

/** The methods that give something else than a column. */
interface OwnMethods {
  readonly until: (this: Chain, end: unknown) => Durations;
  readonly since: (this: Chain, start: unknown) => Durations;
  readonly split: (this: Chain, separator: unknown) => ListColumn;
}

const methods: Readonly<Record<OpName | "lookup", Method>> & OwnMethods = Object.freeze({
  ...(Object.fromEntries(opNames.map((op) => [op, methodOf(op)])) as Record<OpName, Method>),
  toFloat: idempotent("toFloat", "Float"),
  toInt: idempotent("toInt", "Int"),
  lookup(this: Chain, table: unknown, otherwise: unknown = null): Chain {
    return lookupColumn(this.expr, table, otherwise);
  },
  until(this: Chain, end: unknown): Durations {
    return durationBetween("until()", this.expr, fittable(end, "until()"), chainOf);
  },
  since(this: Chain, start: unknown): Durations {
    return durationBetween("since()", fittable(start, "since()"), this.expr, chainOf);
  },
  split(this: Chain, separator: unknown): ListColumn {
    if (typeof separator !== "string")
      return failInput("T1217", "split() needs a separator", {
        value: showValue(separator),
        cure: 'Write it as text: split(";").',
      });
    return listColumn(this as unknown as TextColumn, separator);
  },
});

function methodOf(op: OpName): Method {
  return function (...args) {
    return chainOf(fitCall(op, [this.expr, ...args.map((arg) => fittable(arg, `${op}()`))]));
  };
}

/** A cast that leaves a value alone that has the type already. */
function idempotent(op: OpName, type: DataType): Method {
  const cast = methodOf(op);
  return function (...args) {
    return this.type === type && args.length === 0 ? this : cast.call(this, ...args);
  };
}

/**
 * Starts a typed chain on an expression. Every operation of the op table is a method; each gives a new chain, whose
 * `expr` is the expression built so far. An operation that does not fit the type throws a `TandemError` with the cure.
 * @example
 * columnChain(column("Flight Date", "Day")).month().expr
 */
export const columnChain = (expr: Expr): Column => chainOf(expr) as unknown as Column;

function chainOf(expr: Expr): Chain {
  const own: Chain = { expr, type: typeOf(expr) };
  return Object.freeze(Object.assign(Object.create(methods) as object, own));
}

/** True for a chain. */
export const isColumn = (value: unknown): value is Column =>
  Object.prototype.isPrototypeOf.call(methods, Object(value));

function fittable(value: unknown, what: string): Fittable {
  if (isColumn(value)) return value.expr;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return failInput("T1217", `${what} takes columns and constants only`, {
    value: showValue(value),
    cure:
      value === null
        ? "Use isNull() or coalesce() for missing values."
        : "Give text, a number, true or false.",
  });
}

const fittableOrNull = (value: unknown, what: string): Fittable | null =>
  value === null ? null : fittable(value, what);

function lookupColumn(key: Expr, table: unknown, otherwise: unknown): Chain {
  if (!isRecord(table))
    return failInput("T1217", "lookup() needs a table", {
      value: showValue(table),
      cure: "Write it as { key: value, … }.",
    });
  const keyType = typeOf(key);
  const keys = Object.keys(table).map((from) => readKey(from, keyType));
  const answers = [...Object.values(table), otherwise].map((to) => fittableOrNull(to, "lookup()"));
  const fitted = fitTogether("lookup()", answers);
  const entries = keys.map((from, at) => [from, constantOf(fitted[at]!)] as const);
  const last = fitted.at(-1)!;
  return chainOf(lookup(key, entries, typeOf(last), last));
}

function readKey(key: string, type: DataType): Value {
  const value = parseValue(key, type);
  if (value !== null) return value;
  return failInput("T1217", `The key of lookup() is no ${type}`, {
    value: showValue(key),
    cure: `The column is ${type}; write each key as such a value.`,
  });
}

function constantOf(expr: Expr): Value {
  if (expr.kind === "literal") return (expr satisfies LiteralExpr).value;
  return failInput("T1217", "The table of lookup() takes constants only", {
    cure: "Use choose() where an answer is a column.",
  });
}

/**
 * The answer of the first condition that is true, else `otherwise`. A condition that is missing counts as not true.
 * @example
 * chooseColumn([[column("speed").greater(100), "fast"]], "slow")
 */
export function chooseColumn<Value extends Operand, Otherwise extends Fitting<Value> | null>(
  branches: readonly (readonly [condition: BooleanColumn, answer: Value | null])[],
  otherwise: Otherwise,
): ResultOf<Value | Otherwise> {
  const conditions = branches.map(([condition]) => plainCondition(condition));
  const answers = [...branches.map(([, answer]) => answer), otherwise].map((answer) =>
    fittableOrNull(answer, "choose()"),
  );
  const fitted = fitTogether("choose()", answers);
  const expr = choose(
    conditions.map((when, at) => ({ when, then: fitted[at]! })),
    fitted.at(-1)!,
  );
  return columnChain(expr) as unknown as ResultOf<Value | Otherwise>;
}

function plainCondition(condition: unknown): Expr {
  if (isColumn(condition)) return condition.expr;
  return failInput("T1217", "A condition of choose() is no column", {
    value: showValue(condition),
    cure: "Write [condition, answer], where the condition compares a column with something.",
  });
}

/**
 * A constant as a column, for where one has to come first: `constant(1).divide(column("speed"))`.
 */
export const constantColumn = <Value extends Constant>(value: Value): ResultOf<Value> =>
  columnChain(fitTogether("constant()", [fittable(value, "constant()")])[0]!) as unknown as ResultOf<Value>;
