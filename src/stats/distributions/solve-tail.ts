import { exponential, naturalLogarithm } from "../../base/index.ts";
import { logarithmOf, logLowerOf, logUpperOf, type Scaled, type Tail } from "./tail.ts";

interface Curve {
  readonly tail: (x: number) => Tail;
  readonly density: (x: number) => Scaled;
  readonly low: number;
  readonly high: number;
  readonly start: number;
}

const mostSteps = 300;

/**
 * The x whose lower (or upper) tail has this probability: Newton's method on the logarithm of the tail, which is nearly straight
 * where the tail itself is not, in ln x where the variable is positive; halving in the order of floats where a step is no good.
 */
export function solveTail(curve: Curve, probability: number, isLower: boolean): number {
  const target = naturalLogarithm(probability);
  const isPositive = curve.low >= 0;
  let { low, high } = curve;
  let x = curve.start;
  let before = Infinity;
  for (let step = 0; step < mostSteps; step++) {
    const tail = curve.tail(x);
    const log = isLower ? logLowerOf(tail) : logUpperOf(tail);
    const error = isLower ? log - target : target - log;
    if (error === 0) return x;
    if (error > 0) high = x;
    else low = x;
    const slope = exponential(logarithmOf(curve.density(x)) - log);
    const next = newton(x, error / slope, isPositive);
    const isGood = next > low && next < high && Math.abs(error) < 0.9 * before;
    if (isGood && Math.abs(next - x) <= 1e-9 * Math.abs(x)) return next;
    before = isGood ? Math.abs(error) : Infinity;
    const halved = isGood ? next : middle(low, high);
    if (halved === x || halved === low || halved === high) {
      // Nothing is left between.
      const isNear = next >= low && next <= high;
      return isNear ? next : halved;
    }
    x = halved;
  }
  return x;
}

function newton(x: number, move: number, isPositive: boolean): number {
  if (!isPositive) return x - move;
  const share = move / x;
  return Math.abs(share) < 1e-3 ? x - move : x * exponential(-share);
}

/** Halfway between two floats in the order of floats: the geometric mean, unless 0 lies between. */
function middle(low: number, high: number): number {
  if (low < 0 && high > 0) return 0;
  if (high <= 0) return -middle(-high, -low);
  const bottom = Math.max(low, 5e-324);
  const top = Math.min(high, Number.MAX_VALUE);
  return top / bottom < 2 ? bottom + (top - bottom) / 2 : Math.sqrt(bottom) * Math.sqrt(top);
}
