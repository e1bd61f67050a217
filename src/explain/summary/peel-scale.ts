import { call, float, typeOf, type Expr } from "../../ir/index.ts";

/** An expression as slope · inner + shift. */
export interface PeeledScale {
  readonly inner: Expr;
  readonly slope: number;
  readonly shift: number;
}

/**
 * Takes shifts and scales off a feature, so that what is left is in the units of the data: (x - 40) / 10 is x with the slope 0.1 and
 * the shift -4. A fill-in for missing values moves along. What is no straight line of something stays as it is.
 */
export function peelScale(expr: Expr): PeeledScale {
  let peeled: PeeledScale = { inner: expr, slope: 1, shift: 0 };
  for (let step = stepOf(expr); step; step = stepOf(step.inner))
    peeled = {
      inner: step.inner,
      slope: peeled.slope * step.slope,
      shift: peeled.shift + peeled.slope * step.shift,
    };
  return peeled;
}

/** The outermost shift or scale of an expression; undefined where it has none. */
function stepOf(expr: Expr): PeeledScale | undefined {
  if (expr.kind !== "call" || expr.args.length !== 2) return undefined;
  const [left, right] = expr.args as readonly [Expr, Expr];
  const [first, second] = [numberOf(left), numberOf(right)];
  if (expr.op === "coalesce") return second === undefined ? undefined : filledStep(left, second);
  if (expr.op === "divide") return second ? { inner: left, slope: 1 / second, shift: 0 } : undefined;
  const [inner, number] = second === undefined ? [right, first] : [left, second];
  if (number === undefined) return undefined;
  if (expr.op === "multiply") return number === 0 ? undefined : { inner, slope: number, shift: 0 };
  if (expr.op === "add") return { inner, slope: 1, shift: number };
  if (expr.op !== "subtract") return undefined;
  return inner === left ? { inner, slope: 1, shift: -number } : { inner, slope: -1, shift: number };
}

/** A scaled value with a fill-in behind it is the value with another fill-in before it. */
function filledStep(left: Expr, filled: number): PeeledScale | undefined {
  const step = stepOf(left);
  if (!step || typeOf(step.inner) !== "Float") return undefined;
  return { ...step, inner: call("coalesce", step.inner, float((filled - step.shift) / step.slope)) };
}

const numberOf = (expr: Expr): number | undefined =>
  expr.kind === "literal" && expr.type !== "Text" && typeof expr.value === "number" ? expr.value : undefined;
