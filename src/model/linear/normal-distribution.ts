import { exponential } from "../../base/index.ts";
import { call, choose, float, type Expr } from "../../ir/index.ts";

/**
 * The standard normal distribution for models: the rational approximations of W. J. Cody, "Rational Chebyshev Approximations for
 * the Error Function", 1969, in the form of D. Cox's ANORM, so that a model answers with the same steps as it was fitted by.
 * Coefficients from the highest power on; the last one of a denominator belongs to the power 0.
 */
const middle = {
  above: [0.06568233791820745, 2.2352520354606837, 161.02823106855587, 1067.6894854603709, 18154.98125334356],
  below: [1, 47.202581904688245, 976.0985517377767, 10260.932208618979, 45507.78933502673],
} as const;

const flank = {
  above: [
    1.0765576773720192e-8, 0.39894151208813466, 8.883149794388377, 93.50665613217785, 597.2702763948002,
    2494.5375852903726, 6848.190450536283, 11602.65143764735, 9842.714838383978,
  ],
  below: [
    1, 22.266688044328117, 235.387901782625, 1519.3775994075547, 6485.558298266761, 18615.571640885097,
    34900.95272114598, 38912.00328609327, 19685.429676859992,
  ],
} as const;

const tail = {
  above: [
    0.023073441764940174, 0.215898534057957, 0.12740116116024736, 0.022235277870649807, 0.0014216191932278934,
    2.9112874951168793e-5,
  ],
  below: [
    1, 1.284260096144911, 0.4682382124808651, 0.06598813786892856, 0.0037823963320275824,
    7.297515550839662e-5,
  ],
} as const;

const middleEdge = 0.67448975;
const flankEdge = 5.656854249492381;
/** 1 / √(2π). */
const densityAtZero = 0.3989422804014327;

const horner = (coefficients: readonly number[], x: number): number =>
  coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);

/** The density of the standard normal distribution. */
export const normalDensityOf = (z: number): number => exponential((-z * z) / 2) * densityAtZero;

/** The probability that a standard normal variable is below z. */
export function normalProbability(z: number): number {
  const size = Math.abs(z);
  if (size <= middleEdge) {
    const square = z * z;
    return 0.5 + (z * horner(middle.above, square)) / horner(middle.below, square);
  }
  const upper = upperTail(size);
  return z > 0 ? 1 - upper : upper;
}

function upperTail(size: number): number {
  let share: number;
  if (size <= flankEdge) share = horner(flank.above, size) / horner(flank.below, size);
  else {
    const square = 1 / (size * size);
    const bend = (square * horner(tail.above, square)) / horner(tail.below, square);
    share = (densityAtZero - bend) / size;
  }
  // e^(-z²/2) in two parts, because the square of z would be rounded.
  const grid = Math.floor(size * 16) / 16;
  const rest = (size - grid) * (size + grid);
  return exponential(grid * grid * -0.5) * exponential(rest * -0.5) * share;
}

const add = (left: Expr, right: Expr): Expr => call("add", left, right);
const multiply = (left: Expr, right: Expr): Expr => call("multiply", left, right);
const divide = (left: Expr, right: Expr): Expr => call("divide", left, right);
const subtract = (left: Expr, right: Expr): Expr => call("subtract", left, right);

/** Horner's rule as an expression, in the steps of `horner` but for the first, which multiplies 0. */
const hornerExpr = ([first, ...rest]: readonly number[], x: Expr): Expr =>
  rest.reduce<Expr>((sum, coefficient) => add(multiply(sum, x), float(coefficient)), float(first!));

/** `normalProbability` as an expression. */
export function normalProbabilityExpr(z: Expr): Expr {
  const size = call("abs", z);
  const square = multiply(z, z);
  const inMiddle = add(
    float(0.5),
    divide(multiply(z, hornerExpr(middle.above, square)), hornerExpr(middle.below, square)),
  );
  const upper = upperTailExpr(size);
  return choose(
    [
      { when: call("lessOrEqual", size, float(middleEdge)), then: inMiddle },
      { when: call("greater", z, float(0)), then: subtract(float(1), upper) },
    ],
    upper,
  );
}

function upperTailExpr(size: Expr): Expr {
  const square = divide(float(1), multiply(size, size));
  const bend = divide(multiply(square, hornerExpr(tail.above, square)), hornerExpr(tail.below, square));
  const onFlank = divide(hornerExpr(flank.above, size), hornerExpr(flank.below, size));
  const share = choose(
    [{ when: call("lessOrEqual", size, float(flankEdge)), then: onFlank }],
    divide(subtract(float(densityAtZero), bend), size),
  );
  const grid = divide(call("floor", multiply(size, float(16))), float(16));
  const rest = multiply(subtract(size, grid), add(size, grid));
  const first = call("exp", multiply(multiply(grid, grid), float(-0.5)));
  return multiply(multiply(first, call("exp", multiply(rest, float(-0.5)))), share);
}
