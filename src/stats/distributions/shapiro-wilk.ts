import { exponential, naturalLogarithm } from "../../base/index.ts";
import { checkParameter, refuseParameter } from "./distribution.ts";
import { normalQuantile } from "./normal.ts";
import { normalUpper } from "./normal-tail.ts";
import { polynomial } from "./polynomial.ts";

function checkSize(n: number): void {
  checkParameter("Shapiro-Wilk", "n", n, "count");
  if (n < 3 || n > 5000) refuseParameter("Shapiro-Wilk", "n", n, "3 to 5000 values");
}

/**
 * The weights of the sorted values in Shapiro and Wilk's W for n values (3 to 5000), least value first; their squares sum to 1.
 * W is the square of the weighted sum over the sum of squares around the mean. Method: P. Royston, "Remark AS R94: a remark on
 * Algorithm AS 181: the W-test for normality", Applied Statistics 44(4), 1995.
 */
export function shapiroWilkWeights(n: number): readonly number[] {
  checkSize(n);
  const half = Math.floor(n / 2);
  if (n === 3) return Object.freeze([-Math.SQRT1_2, 0, Math.SQRT1_2]);
  const scores = Array.from({ length: half }, (_, place) => -normalQuantile((place + 0.625) / (n + 0.25)));
  const whole = 2 * scores.reduce((sum, score) => sum + score * score, 0);
  const root = Math.sqrt(whole);
  const small = 1 / Math.sqrt(n);
  const first =
    polynomial([0, 0.221157, -0.147981, -2.07119, 4.434685, -2.706056], small) + scores[0]! / root;
  const corrected = [first];
  if (n > 5)
    corrected.push(
      polynomial([0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633], small) + scores[1]! / root,
    );
  let left = whole;
  let share = 1;
  for (const [place, weight] of corrected.entries()) {
    left -= 2 * scores[place]! * scores[place]!;
    share -= 2 * weight * weight;
  }
  const scale = Math.sqrt(left / share);
  const upper = scores.map((score, place) => corrected[place] ?? score / scale);
  const lower = upper.map((weight) => -weight);
  return Object.freeze([...lower, ...(n % 2 === 1 ? [0] : []), ...upper.toReversed()]);
}

/**
 * The p-value of Shapiro and Wilk's W for n normal values (3 to 5000): exact for 3, otherwise ln(1 - W) brought to a normal
 * distribution by Royston (1995), which is right to about three digits. `rest` is 1 - W, for those who know it better.
 *
 * @example shapiroWilkPValue(0.9, 20) // 0.0412387…
 */
export function shapiroWilkPValue(w: number, n: number, rest = 1 - w): number {
  checkSize(n);
  if (!(w > 0 && w <= 1 + 1e-12)) refuseParameter("Shapiro-Wilk", "W", w, "a statistic above 0, at most 1");
  if (rest <= 0) return 1;
  // (6 / π) (arcsin √W - arcsin √¾), as 1 less the other side.
  if (n === 3) return Math.max(0, 1 - (6 / Math.PI) * arcsine(Math.sqrt(rest)));
  const log = naturalLogarithm(rest);
  if (n <= 11) {
    const bound = polynomial([-2.273, 0.459], n);
    if (log >= bound) return Number.MIN_VALUE;
    const mean = polynomial([0.544, -0.39978, 0.025054, -6.714e-4], n);
    const deviation = exponential(polynomial([1.3822, -0.77857, 0.062767, -0.0020322], n));
    return normalUpper((-naturalLogarithm(bound - log) - mean) / deviation);
  }
  const size = naturalLogarithm(n);
  const mean = polynomial([-1.5861, -0.31082, -0.083751, 0.0038915], size);
  const deviation = exponential(polynomial([-0.4803, -0.082676, 0.0030302], size));
  return normalUpper((log - mean) / deviation);
}

/** arcsin x for x from 0 to about ½ (DLMF 4.24.1). */
function arcsine(x: number): number {
  let power = x;
  let sum = x;
  for (let place = 1; place < 200; place++) {
    power *= (x * x * (2 * place - 1)) / (2 * place);
    const next = sum + power / (2 * place + 1);
    if (next === sum) break;
    sum = next;
  }
  return sum;
}
