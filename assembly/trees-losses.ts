/** Sums of losses over all rows, as whole numbers. */

import { power } from "./exponential";
import { logarithms } from "./logarithm";
import { real, repeatLast } from "./trees-derivatives";
import { argument, lineBytes, plan, planRowCount, resultsAt, takeShare } from "./trees-plan";

/** Adding it rounds to a whole number, halves to even. */
const rounder: f64 = 6755399441055744.0;

/** Rows that a thread takes at a time. */
const blockRows: usize = 16384;

/** -ln of the probability given to the true class, which is kept within 1e-15 of 0 and 1. */
function logLosses(scores: v128, isClass: v128): v128 {
  const one = f64x2.splat(1.0);
  const x = f64x2.min(f64x2.max(f64x2.neg(scores), f64x2.splat(-700.0)), f64x2.splat(700.0));
  const probability = f64x2.div(one, f64x2.add(one, power(x, f64x2.abs(x))));
  const given = v128.bitselect(probability, f64x2.sub(one, probability), isClass);
  const inside = f64x2.pmin(f64x2.pmax(given, f64x2.splat(1e-15)), f64x2.splat(1.0 - 1e-15));
  return f64x2.neg(logarithms(inside));
}

/**
 * The sum of losses, each times real 0 and rounded, and the greatest size of a difference: 2 the loss (0 the square of a difference,
 * else log-loss), 3 the scores, 4 the labels, 5 the class, 6 the targets.
 */
export function sumLosses(thread: i32): void {
  const rowCount = <usize>plan(planRowCount);
  const blocks = <i32>((rowCount + blockRows - 1) / blockRows);
  const isDifference = argument(2) == 0;
  const scores = <usize>argument(3);
  const labels = <usize>argument(4);
  const code = argument(5);
  const targets = <usize>argument(6);
  const scale = f64x2.splat(real(0));
  const magic = f64x2.splat(rounder);
  let sums = f64x2.splat(0);
  let greatest = f64x2.splat(0);
  for (let block = takeShare(0); block < blocks; block = takeShare(0)) {
    const end = min((<usize>block + 1) * blockRows, rowCount);
    if (end == rowCount) {
      repeatLast(scores, end, 3);
      repeatLast(labels, end, 0);
      repeatLast(targets, end, 3);
    }
    for (let row = <usize>block * blockRows; row < end; row += 2) {
      const score = v128.load(scores + (row << 3));
      let loss: v128;
      if (isDifference) {
        const difference = f64x2.sub(v128.load(targets + (row << 3)), score);
        greatest = f64x2.pmax(greatest, f64x2.abs(difference));
        loss = f64x2.mul(difference, difference);
      } else {
        const first = i64x2.splat(load<u8>(labels + row));
        const label = i64x2.replace_lane(first, 1, load<u8>(labels + row, 1));
        loss = logLosses(score, i64x2.eq(label, i64x2.splat(code)));
      }
      const whole = f64x2.sub(f64x2.add(f64x2.mul(loss, scale), magic), magic);
      // Behind the last row of an odd number stands the same once more.
      sums = f64x2.add(sums, row + 1 < end ? whole : f64x2.replace_lane(whole, 1, 0));
    }
  }
  const result = resultsAt + <usize>thread * lineBytes;
  store<f64>(result, f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1));
  store<f64>(result, max(f64x2.extract_lane(greatest, 0), f64x2.extract_lane(greatest, 1)), 8);
}
