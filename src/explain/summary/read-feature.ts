import type { Expr } from "../../ir/index.ts";
import type { SummaryColumnKind } from "./model-summary.ts";

/** What a feature without its scale is. */
export interface FeatureReading {
  readonly kind: Exclude<SummaryColumnKind, "intercept">;
  /** The category that a level or a flag is of, as an expression; absent for others. */
  readonly input?: Expr;
}

/**
 * Reads off an expression what it is: a column, filled in or not, its logarithm, one level of a category, or a flag for missing
 * values. Everything else is `prepared`: a number that a step made.
 */
export function readFeature(expr: Expr): FeatureReading {
  const bare = withoutFilling(expr);
  if (bare.kind === "column") return bare.type === "Boolean" ? { kind: "level" } : { kind: "number" };
  if (isLogarithm(bare)) return { kind: "logarithm" };
  return readIndicator(bare) ?? { kind: "prepared" };
}

/** The expression below fill-ins and casts. */
function withoutFilling(expr: Expr): Expr {
  if (expr.kind !== "call") return expr;
  const [first, second] = expr.args;
  if (expr.op === "toFloat") return withoutFilling(first!);
  return expr.op === "coalesce" && second?.kind === "literal" ? withoutFilling(first!) : expr;
}

/** sign(x) · ln(1 + |x|), as the step `log1p` writes it. */
function isLogarithm(expr: Expr): boolean {
  if (expr.kind !== "call" || expr.op !== "multiply") return false;
  const [sign, logarithm] = expr.args;
  const size = logarithm?.kind === "call" && logarithm.op === "log1p" ? logarithm.args[0] : undefined;
  return (
    sign?.kind === "call" &&
    sign.op === "sign" &&
    size?.kind === "call" &&
    size.op === "abs" &&
    withoutFilling(sign.args[0]!).kind === "column"
  );
}

function readIndicator(expr: Expr): FeatureReading | undefined {
  const [branch, more] = expr.kind === "choose" ? expr.branches : [];
  if (expr.kind !== "choose" || !branch || more || branch.when.kind !== "call") return undefined;
  const { op, args } = branch.when;
  const input = args[0]!;
  const [then, otherwise] = [branch.then, expr.otherwise];
  const isOneWhen = isNumber(then, 1) && isNumber(otherwise, 0);
  if (isOneWhen && op === "equals" && args[1]!.kind === "literal") return { kind: "level", input };
  if (isOneWhen && op === "isNull") return { kind: "missing", input };
  // Levels without a column of their own share one: 0 where missing, else by a table.
  const isOthers = op === "isNull" && isNumber(then, 0) && isZeroOrOne(otherwise);
  return isOthers ? { kind: "level", input } : undefined;
}

/** A table that says yes or no of each level, unlike that of its share of the rows. */
const isZeroOrOne = (expr: Expr): boolean =>
  expr.kind === "lookup" && expr.table.every(([, value]) => value === 0 || value === 1);

const isNumber = (expr: Expr, value: number): boolean => expr.kind === "literal" && expr.value === value;
