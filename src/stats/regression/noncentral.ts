import { exponential, naturalLogarithm } from "../../base/index.ts";
import { betaLower, gammaUpper, logGamma, normalUpper } from "../distributions/index.ts";

/** Terms below this share of the sum end it. */
const smallTerm = 1e-18;

/** The sum of weights times values over j = 0, 1, …, from the largest weight outwards; `weightOf` gives the logarithm. */
function sumFromTop(
  top: number,
  logWeightOf: (place: number) => number,
  valueOf: (place: number) => number,
): number {
  let sum = 0;
  for (let place = top; place < top + 1_000_000; place++) {
    const weight = exponential(logWeightOf(place));
    sum += weight * valueOf(place);
    if (weight < smallTerm && place > top) break;
  }
  for (let place = top - 1; place >= 0; place--) {
    const weight = exponential(logWeightOf(place));
    sum += weight * valueOf(place);
    if (weight < smallTerm) break;
  }
  return sum;
}

const logPoisson = (place: number, mean: number): number =>
  mean === 0
    ? place === 0
      ? 0
      : Number.NEGATIVE_INFINITY
    : place * naturalLogarithm(mean) - mean - logGamma(place + 1);

/** The probability that a noncentral chi-squared variable is above x, as a mixture over Poisson numbers (DLMF 8.19; Johnson & Kotz 29.3). */
export function noncentralChiSquareUpper(x: number, degrees: number, noncentrality: number): number {
  if (x <= 0) return 1;
  const half = noncentrality / 2;
  return Math.min(
    1,
    sumFromTop(
      Math.floor(half),
      (at) => logPoisson(at, half),
      (at) => gammaUpper(degrees / 2 + at, x / 2),
    ),
  );
}

/** The probability that a noncentral F variable is above f (Johnson & Kotz 30.3). */
export function noncentralFUpper(f: number, above: number, below: number, noncentrality: number): number {
  if (f <= 0) return 1;
  const half = noncentrality / 2;
  const whole = below + above * f;
  return Math.min(
    1,
    sumFromTop(
      Math.floor(half),
      (at) => logPoisson(at, half),
      (at) => betaLower(below / whole, below / 2, above / 2 + at, (above * f) / whole),
    ),
  );
}

/** The probability that a noncentral t variable is above t ≥ 0 (Guenther 1978; Lenth, Applied Statistics 243, 1989). */
export function noncentralStudentUpper(t: number, degrees: number, noncentrality: number): number {
  if (degrees === Number.POSITIVE_INFINITY || degrees > 1e9) return normalUpper(t - noncentrality);
  if (Math.abs(noncentrality) > 37) return noncentrality > 0 ? normalUpper(t - noncentrality) : 0;
  if (t === 0) return normalUpper(-noncentrality);
  const half = (noncentrality * noncentrality) / 2;
  const whole = degrees + t * t;
  const beyond = (shape: number): number => betaLower(degrees / whole, degrees / 2, shape, (t * t) / whole);
  const top = Math.floor(half);
  const even = sumFromTop(
    top,
    (at) => logPoisson(at, half),
    (at) => beyond(at + 0.5),
  );
  if (noncentrality === 0) return even / 2;
  const odd = sumFromTop(
    top,
    (at) => (at + 0.5) * naturalLogarithm(half) - half - logGamma(at + 1.5),
    (at) => beyond(at + 1),
  );
  return Math.max(0, (even + Math.sign(noncentrality) * odd) / 2);
}
