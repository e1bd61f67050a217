import type { Formula, FormulaStep } from "./formula.ts";
import type { FormulaArithmetic } from "./formula-arithmetic.ts";

/** Evaluates a formula and its derivatives with respect to the parameters, row by row. */
export interface FormulaEvaluator<T> {
  /** The value for some parameters and the columns of a row. */
  value(parameters: readonly T[], row: readonly T[]): T;
  /** The exact derivatives at what `value` was last asked for. */
  gradient(): readonly T[];
}

/** An evaluator in some arithmetic. The derivatives are exact: the steps are gone through backwards (reverse accumulation). */
export function createEvaluator<T>(
  { steps, parameters }: Formula,
  arithmetic: FormulaArithmetic<T>,
): FormulaEvaluator<T> {
  const { zero, one } = arithmetic;
  const values = steps.map((step) => (step.kind === "number" ? arithmetic.fromDecimal(step.value) : zero));
  const slopes = [...values];
  // One object for all steps of all rows: they are gone through millions of times.
  const evaluation: Evaluation<T> = { arithmetic, steps, values, slopes, current: [], row: [] };
  return {
    value(current, row) {
      evaluation.current = current;
      evaluation.row = row;
      for (let at = 0; at < steps.length; at++) {
        const step = steps[at]!;
        if (step.kind !== "number") values[at] = valueOf(step, evaluation);
      }
      return values.at(-1)!;
    },
    gradient() {
      const gradient = parameters.map(() => zero);
      slopes.fill(zero);
      slopes[steps.length - 1] = one;
      for (let at = steps.length - 1; at >= 0; at--) {
        const slope = slopes[at]!;
        const step = steps[at]!;
        if (arithmetic.isZero(slope)) continue;
        if (step.kind === "parameter") gradient[step.at] = arithmetic.add(gradient[step.at]!, slope);
        else spread(step, slope, values[at]!, evaluation);
      }
      return gradient;
    },
  };
}

interface Evaluation<T> {
  readonly arithmetic: FormulaArithmetic<T>;
  readonly steps: readonly FormulaStep[];
  readonly values: T[];
  readonly slopes: T[];
  current: readonly T[];
  row: readonly T[];
}

function valueOf<T>(
  step: Exclude<FormulaStep, { kind: "number" }>,
  { arithmetic, values, current, row }: Evaluation<T>,
): T {
  switch (step.kind) {
    case "pi":
      return arithmetic.pi;
    case "parameter":
      return current[step.at]!;
    case "column":
      return row[step.at]!;
    case "sum":
      return arithmetic.add(values[step.left]!, values[step.right]!);
    case "difference":
      return arithmetic.subtract(values[step.left]!, values[step.right]!);
    case "product":
      return arithmetic.multiply(values[step.left]!, values[step.right]!);
    case "quotient":
      return arithmetic.divide(values[step.left]!, values[step.right]!);
    case "power":
      return powerOf(arithmetic, values[step.left]!, values[step.right]!);
    case "negative":
      return arithmetic.negate(values[step.of]!);
    case "exp":
    case "log":
    case "sin":
    case "cos":
    case "arctan":
    case "sqrt":
      return arithmetic[step.kind](values[step.of]!);
  }
}

function powerOf<T>(arithmetic: FormulaArithmetic<T>, base: T, exponent: T): T {
  const whole = arithmetic.wholeOf(exponent);
  if (whole !== undefined) return arithmetic.wholePower(base, whole);
  return arithmetic.exp(arithmetic.multiply(exponent, arithmetic.log(base)));
}

/** Hands the slope of a step on to its arguments. */
function spread<T>(step: FormulaStep, slope: T, value: T, context: Evaluation<T>): void {
  const { arithmetic, values } = context;
  switch (step.kind) {
    case "number":
    case "pi":
    case "parameter":
    case "column":
      return;
    case "sum":
    case "difference":
      give(context, step.left, slope);
      return give(context, step.right, step.kind === "sum" ? slope : arithmetic.negate(slope));
    case "product":
      give(context, step.left, arithmetic.multiply(slope, values[step.right]!));
      return give(context, step.right, arithmetic.multiply(slope, values[step.left]!));
    case "quotient": {
      const part = arithmetic.divide(slope, values[step.right]!);
      give(context, step.left, part);
      return give(context, step.right, arithmetic.negate(arithmetic.multiply(part, value)));
    }
    case "power":
      return spreadPower(step.left, step.right, slope, value, context);
    case "negative":
      return give(context, step.of, arithmetic.negate(slope));
    case "exp":
      return give(context, step.of, arithmetic.multiply(slope, value));
    case "log":
      return give(context, step.of, arithmetic.divide(slope, values[step.of]!));
    case "sin":
      return give(context, step.of, arithmetic.multiply(slope, arithmetic.cos(values[step.of]!)));
    case "cos":
      return give(
        context,
        step.of,
        arithmetic.subtract(arithmetic.zero, arithmetic.multiply(slope, arithmetic.sin(values[step.of]!))),
      );
    case "arctan": {
      const x = values[step.of]!;
      return give(
        context,
        step.of,
        arithmetic.divide(slope, arithmetic.add(arithmetic.one, arithmetic.multiply(x, x))),
      );
    }
    case "sqrt":
      return give(context, step.of, arithmetic.divide(slope, arithmetic.add(value, value)));
  }
}

function give<T>({ arithmetic, slopes }: Evaluation<T>, to: number, part: T): void {
  slopes[to] = arithmetic.add(slopes[to]!, part);
}

function spreadPower<T>(left: number, right: number, slope: T, value: T, context: Evaluation<T>): void {
  const { arithmetic, steps, values } = context;
  const [base, exponent] = [values[left]!, values[right]!];
  const below = powerOf(arithmetic, base, arithmetic.subtract(exponent, arithmetic.one));
  give(context, left, arithmetic.multiply(slope, arithmetic.multiply(exponent, below)));
  if (steps[right]!.kind !== "number" && !arithmetic.isZero(base))
    give(context, right, arithmetic.multiply(slope, arithmetic.multiply(value, arithmetic.log(base))));
}
