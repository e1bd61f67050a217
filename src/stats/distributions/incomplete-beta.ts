import { exponential, logarithmOfOnePlus, naturalLogarithm } from "../../base/index.ts";
import { exponentialMinusOne, exponentialRest, logarithmRest } from "./exponentials.ts";
import { gaussLegendre } from "./gauss-legendre.ts";
import { awayFromZero, noEnd } from "./incomplete-gamma.ts";
import { deviancePart, logGammaOfOnePlus, logGammaRise, stirlingError } from "./log-gamma.ts";
import {
  addDoubles,
  twoSum,
  multiplyDoubles,
  negateDouble,
  fromNumber,
  type DoubleDouble,
} from "../double-double.ts";
import {
  lowerOf,
  mirrored,
  nothingAbove,
  nothingBelow,
  tailOf,
  upperOf,
  type Scaled,
  type Tail,
} from "./tail.ts";

/** A point between 0 and 1, and its distance from 1: whoever knows both with all digits says both. */
export interface BetaPoint {
  readonly x: DoubleDouble;
  readonly rest: DoubleDouble;
  /** ln x and ln rest, from those whose x or rest may be below every float. */
  readonly logX?: number;
  readonly logRest?: number;
}

const logXOf = ({ x, rest, logX }: BetaPoint): number =>
  logX ?? (x.high > 0.5 ? logarithmOfOnePlus(-rest.high) : naturalLogarithm(x.high));

const turned = ({ x, rest, logX, logRest }: BetaPoint): BetaPoint => ({
  x: rest,
  rest: x,
  ...(logRest === undefined ? {} : { logX: logRest }),
  ...(logX === undefined ? {} : { logRest: logX }),
});

/** The point at a float x. */
export const betaPoint = (x: number): BetaPoint => ({ x: fromNumber(x), rest: twoSum(1, -x) });

/** Above this, both parameters are large enough for a quadrature; below, the continued fraction is short. */
const largeParameter = 200;

/**
 * The tails of the incomplete beta function I_x(a, b) for a, b > 0. Continued fraction of Didonato & Morris (TOMS 708, 1992);
 * the series with its 1 taken off for small parameters (DLMF 8.17.7); for large ones Gauss-Legendre quadrature of the tail
 * beyond x, in the logit of x and relative to the density at x. The factor before all of them is written after Loader (2000).
 */
export function betaTail(a: number, b: number, point: BetaPoint): Tail {
  const { x, rest } = point;
  if (x.high < tiny) return x.high > 0 || point.logX !== undefined ? tinyLower(a, b, point) : nothingBelow;
  if (rest.high < tiny) {
    const isSome = rest.high > 0 || point.logRest !== undefined;
    return isSome ? mirrored(tinyLower(b, a, turned(point))) : nothingAbove;
  }
  if (a > largeParameter && b > largeParameter) {
    const beyond = distance(a, b, point);
    return beyond.high >= 0
      ? largeLower(a, b, point, beyond.high)
      : otherWay(largeLower, a, b, point, beyond);
  }
  const beyond = distance(a, b, point);
  return x.high < (a + 1) / (a + b + 2)
    ? smallLower(a, b, point, beyond.high)
    : otherWay(smallLower, a, b, point, beyond);
}

/** a - (a + b) x: how far x is below the mean. */
const distance = (a: number, b: number, { x, rest }: BetaPoint): DoubleDouble =>
  addDoubles(multiplyDoubles(fromNumber(a), rest), negateDouble(multiplyDoubles(fromNumber(b), x)));

const otherWay = (
  lower: (a: number, b: number, point: BetaPoint, beyond: number) => Tail,
  a: number,
  b: number,
  point: BetaPoint,
  beyond: DoubleDouble,
): Tail => mirrored(lower(b, a, turned(point), -beyond.high));

const tiny = 1e-280;

/** So close to 0 that the first term of the series is all of it. */
function tinyLower(a: number, b: number, point: BetaPoint): Tail {
  const { log, factor } = betaPart(a, b, point);
  const lower: Tail = { isLower: true, log, factor: factor / a };
  return a < 1 && lowerOf(lower) > 0.5 ? tailOf(false, smallShapeUpper(a, b, point)) : lower;
}

function smallLower(a: number, b: number, point: BetaPoint, beyond: number): Tail {
  const { log, factor } = betaPart(a, b, point);
  const lower: Tail = { isLower: true, log, factor: factor / betaFraction(a, b, point, beyond) };
  return a < 1 && lowerOf(lower) > 0.5 ? tailOf(false, smallShapeUpper(a, b, point)) : lower;
}

/** x^a rest^b / B(a, b). */
export function betaPart(a: number, b: number, point: BetaPoint): Scaled {
  const n = twoSum(a, b);
  return {
    log:
      stirlingError(n.high) -
      stirlingError(a) -
      stirlingError(b) -
      deviance(a, n, point.x, point.logX) -
      deviance(b, n, point.rest, point.logRest),
    factor: Math.sqrt(a / n.high) * Math.sqrt(b / (2 * Math.PI)),
  };
}

/** The deviance of a from n x, also where x is tiny. */
function deviance(a: number, n: DoubleDouble, x: DoubleDouble, log: number | undefined): number {
  if (x.high < tiny)
    return a * (naturalLogarithm(a) - naturalLogarithm(n.high) - (log ?? naturalLogarithm(x.high))) - a;
  const mean = multiplyDoubles(n, x);
  return deviancePart(a, mean.high, 0, mean.low);
}

/** Modified Lentz; what cancels near the mean comes in as `beyond`. */
function betaFraction(a: number, b: number, point: BetaPoint, beyond: number): number {
  const x = point.x.high;
  const rest = point.rest.high;
  let result = awayFromZero((a * (beyond + 1)) / (a + 1));
  let c = result;
  let d = 0;
  for (let step = 1; step < 10_000; step++) {
    const size = a + 2 * step - 1;
    const above = ((a + step - 1) / size) * ((a + b + step - 1) / size) * step * (b - step) * x * x;
    const beside =
      step + (step * (b - step) * x) / size + ((a + step) * (beyond + 1 + step * (1 + rest))) / (size + 2);
    d = 1 / awayFromZero(beside + above * d);
    c = awayFromZero(beside + above / c);
    const factor = c * d;
    result *= factor;
    if (Math.abs(factor - 1) < 4e-16) return result;
  }
  return noEnd("beta");
}

/** The upper tail for a < 1, where the lower one is nearly everything. */
function smallShapeUpper(a: number, b: number, point: BetaPoint): number {
  const log = a * logXOf(point) - logGammaOfOnePlus(a) + logGammaRise(b, a);
  let power = 1;
  let sum = 0;
  for (let place = 1; place < 1000; place++) {
    power *= ((place - b) / place) * point.x.high;
    const next = sum + power / (a + place);
    if (next === sum) break;
    sum = next;
  }
  return -exponentialMinusOne(log) - exponential(log) * a * sum;
}

const rule = gaussLegendre(40);
/** e^-reach is what the quadrature leaves out. */
const reach = 42;

/**
 * With t/(1 - t) = e^-v x/(1 - x), the lower tail is its part at x times the integral over v ≥ 0 of
 * exp(-beyond v - n (ln(1 + x (e^-v - 1)) + x v)): positive, smooth, and falling faster than a normal density.
 */
function largeLower(a: number, b: number, point: BetaPoint, beyond: number): Tail {
  const n = a + b;
  const x = point.x.high;
  const rest = point.rest.high;
  const spread = n * x * rest;
  const end = (2 * reach) / (beyond + Math.sqrt(beyond * beyond + 2 * reach * spread));
  // Either form of the second-order part, the one in which it does not cancel.
  const bend =
    x <= 0.5
      ? (v: number) => logarithmRest(x * exponentialMinusOne(-v)) + x * exponentialRest(-v)
      : (v: number) => logarithmRest(rest * exponentialMinusOne(v)) + rest * exponentialRest(v);
  let sum = 0;
  for (let place = 0; place < rule.points.length; place++) {
    const v = end * rule.points[place]!;
    sum += rule.weights[place]! * exponential(-beyond * v - n * bend(v));
  }
  const { log, factor } = betaPart(a, b, point);
  return { isLower: true, log, factor: factor * end * sum };
}

/** The regularized incomplete beta function I_x(a, b) for a, b > 0; `rest` is 1 - x, given by those who know it better. */
export const betaLower = (x: number, a: number, b: number, rest?: number): number =>
  lowerOf(betaTail(a, b, rest === undefined ? betaPoint(x) : { x: fromNumber(x), rest: fromNumber(rest) }));

/** 1 - I_x(a, b), accurate far into its tail. */
export const betaUpper = (x: number, a: number, b: number): number => upperOf(betaTail(a, b, betaPoint(x)));
