import { failInput, showValue } from "../../base/index.ts";
import { dataTypes, parseDayText, parseInstantText, type DataType } from "../../schema/index.ts";
import { call, float, int, literal, text } from "../build.ts";
import type { Expr, LiteralExpr } from "../expr.ts";
import { opTable, type OpName } from "../op-name.ts";
import { literalProblem, resultType, typeOf } from "../type-of.ts";

/** An expression, or a constant that has no type yet. */
export type Fittable = Expr | string | number | boolean;

/** How an operand becomes a type: at no cost, by a cast (cost 1), or not at all. */
interface Fit {
  readonly expr: Expr;
  readonly cost: 0 | 1;
}

/**
 * The call of an op on operands: constants take the type that the op wants, an Int becomes Float and an Instant its day
 * where the op has no other way. Of the signatures that fit, the first with the fewest casts is taken.
 */
export function fitCall(op: OpName, operands: readonly Fittable[]): Expr {
  let best: readonly Fit[] | undefined;
  for (const { args, rest } of opTable[op].signatures) {
    if (rest ? operands.length < args.length : operands.length !== args.length) continue;
    const fits = operands.map((operand, at) => fitTo(operand, args[at] ?? rest!, daysFit(op)));
    if (fits.every((fit) => fit !== undefined) && (!best || costOf(fits) < costOf(best))) best = fits;
  }
  return best ? call(op, ...best.map(({ expr }) => expr)) : failCall(op, operands);
}

const costOf = (fits: readonly Fit[]): number => fits.reduce((sum, { cost }) => sum + cost, 0);

/** Whether an instant may stand for its day: only where the op means nothing else by an instant. */
const daysFit = (op: OpName): boolean =>
  !opTable[op].signatures.some(({ args, rest }) => [...args, rest].includes("Instant"));

function fitTo(operand: Fittable, type: DataType, days: boolean): Fit | undefined {
  if (typeof operand !== "object") {
    const constant = constantAs(operand, type);
    return constant && { expr: constant, cost: 0 };
  }
  const own = typeOf(operand);
  if (own === type) return { expr: operand, cost: 0 };
  if (own === "Int" && type === "Float") return { expr: toFloat(operand), cost: 1 };
  if (own === "Instant" && type === "Day" && days) return { expr: call("toDay", operand), cost: 1 };
  return undefined;
}

const toFloat = (expr: Expr): Expr =>
  expr.kind === "literal" ? literal(expr.value, "Float") : call("toFloat", expr);

/** A constant as a literal of a type, or undefined when it is none; text is read as a day or an instant. */
function constantAs(constant: string | number | boolean, type: DataType): LiteralExpr | undefined {
  const value =
    typeof constant === "string" && type === "Day"
      ? parseDayText(constant)
      : typeof constant === "string" && type === "Instant"
        ? parseInstantText(constant)
        : constant;
  const mixed = typeof constant === "number" && (type === "Day" || type === "Instant");
  return value === null || mixed || literalProblem(value, type) ? undefined : literal(value, type);
}

/** A constant as the literal that it looks like. */
const plainLiteral = (constant: string | number | boolean): LiteralExpr =>
  typeof constant === "string"
    ? text(constant)
    : typeof constant === "boolean"
      ? literal(constant, "Boolean")
      : Number.isSafeInteger(constant)
        ? int(constant)
        : float(constant);

function failCall(op: OpName, operands: readonly Fittable[]): never {
  for (const type of ["Day", "Instant"] as const) {
    const wanted = operands.map((one) => (typeof one === "string" ? type : typeOf(plainExpr(one))));
    const wrong = operands.find((one) => typeof one === "string");
    if (wrong !== undefined && resultType(op, wanted))
      failInput("T1217", `${op}() needs ${type === "Day" ? "a day" : "an instant"} here`, {
        value: showValue(wrong),
        cure:
          type === "Day"
            ? 'Write a day as "2024-01-31".'
            : 'Write an instant with its time of day, as "2024-01-31T12:30:00Z", or take toDay() first.',
      });
  }
  call(op, ...operands.map(plainExpr));
  throw new TypeError(`${op}() takes ${showValue(operands)} but did not fit`);
}

const plainExpr = (operand: Fittable): Expr =>
  typeof operand === "object" ? operand : plainLiteral(operand);

/**
 * Operands that are answers to one question, all made one type: that of the columns among them; Float where Int meets
 * Float. Null is missing and fits every type.
 */
export function fitTogether(what: string, operands: readonly (Fittable | null)[]): readonly Expr[] {
  const there = operands.filter((operand) => operand !== null);
  const type = dataTypes.find((type) => there.every((operand) => fitTo(operand, type, false)));
  if (there.length === 0)
    failInput("T1218", `All answers of ${what} are null, so it has no type`, {
      cure: "Give one answer that is there.",
    });
  if (!type)
    failInput("T1218", `The answers of ${what} have different types`, {
      value: there.map((one) => typeOf(plainExpr(one))).join(", "),
      cure: "Cast them to one type.",
    });
  return operands.map((operand) =>
    operand === null ? literal(null, type) : fitTo(operand, type, false)!.expr,
  );
}
