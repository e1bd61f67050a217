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
  const constants = steps.map((step) => (step.kind === "number" ? arithmetic.fromDecimal(step.value) : zero));
  const values = [...constants];
  return {
    value(current, row) {
      for (const [at, step] of steps.entries())
        values[at] = valueOf(step, { arithmetic, values, current, row, constant: constants[at]! });
      return values.at(-1)!;
    },
    gradient() {
      const slopes = steps.map(() => zero);
      const gradient = parameters.map(() => zero);
      slopes[steps.length - 1] = one;
      for (let at = steps.length - 1; at >= 0; at--) {
        const slope = slopes[at]!;
        const step = steps[at]!;
        if (arithmetic.isZero(slope)) continue;
        if (step.kind === "parameter") gradient[step.at] = arithmetic.add(gradient[step.at]!, slope);
        else spread(step, { arithmetic, values, slopes, steps, slope, value: values[at]! });
      }
      return gradient;
    },
  };
}

interface Evaluation<T> {
  readonly arithmetic: FormulaArithmetic<T>;
  readonly values: readonly T[];
  readonly current: readonly T[];
  readonly row: readonly T[];
  readonly constant: T;
}

function valueOf<T>(step: FormulaStep, { arithmetic, values, current, row, constant }: Evaluation<T>): T {
  switch (step.kind) {
    case "number":
      return constant;
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
  return arithmetic.isZero(base)
    ? arithmetic.zero
    : arithmetic.exp(arithmetic.multiply(exponent, arithmetic.log(base)));
}

interface Backwards<T> {
  readonly arithmetic: FormulaArithmetic<T>;
  readonly steps: readonly FormulaStep[];
  readonly values: readonly T[];
  readonly slopes: T[];
  readonly slope: T;
  readonly value: T;
}

/** Hands the slope of a step on to its arguments. */
function spread<T>(step: FormulaStep, context: Backwards<T>): void {
  const { arithmetic, values, slopes, slope, value } = context;
  const { add, subtract, multiply, divide, negate, sin, cos, one } = arithmetic;
  const give = (to: number, part: T): void => {
    slopes[to] = add(slopes[to]!, part);
  };
  switch (step.kind) {
    case "number":
    case "pi":
    case "parameter":
    case "column":
      return;
    case "sum":
    case "difference":
      give(step.left, slope);
      return give(step.right, step.kind === "sum" ? slope : negate(slope));
    case "product":
      give(step.left, multiply(slope, values[step.right]!));
      return give(step.right, multiply(slope, values[step.left]!));
    case "quotient": {
      const part = divide(slope, values[step.right]!);
      give(step.left, part);
      return give(step.right, negate(multiply(part, value)));
    }
    case "power":
      return spreadPower(step.left, step.right, context, give);
    case "negative":
      return give(step.of, negate(slope));
    case "exp":
      return give(step.of, multiply(slope, value));
    case "log":
      return give(step.of, divide(slope, values[step.of]!));
    case "sin":
      return give(step.of, multiply(slope, cos(values[step.of]!)));
    case "cos":
      return give(step.of, subtract(arithmetic.zero, multiply(slope, sin(values[step.of]!))));
    case "arctan": {
      const x = values[step.of]!;
      return give(step.of, divide(slope, add(one, multiply(x, x))));
    }
    case "sqrt":
      return give(step.of, divide(slope, add(value, value)));
  }
}

function spreadPower<T>(
  left: number,
  right: number,
  { arithmetic, steps, values, slope, value }: Backwards<T>,
  give: (to: number, part: T) => void,
): void {
  const [base, exponent] = [values[left]!, values[right]!];
  const below = powerOf(arithmetic, base, arithmetic.subtract(exponent, arithmetic.one));
  give(left, arithmetic.multiply(slope, arithmetic.multiply(exponent, below)));
  if (steps[right]!.kind !== "number" && !arithmetic.isZero(base))
    give(right, arithmetic.multiply(slope, arithmetic.multiply(value, arithmetic.log(base))));
}
