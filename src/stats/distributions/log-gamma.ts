import { logarithmOfOnePlus, naturalLogarithm } from "../../base/index.ts";

/** ½ ln 2π. */
const halfLogTwoPi = 0.9189385332046727;
/** 1 - γ, with Euler's constant γ. */
const oneLessEuler = 0.42278433509846713;

/** ζ(k) - 1 for k = 2, 3, …: Riemann's function, by mpmath 1.4.1 with 40 digits. */
const zetaLessOne = [
  0.6449340668482264, 0.2020569031595943, 0.08232323371113819, 0.03692775514336993, 0.01734306198444914,
  0.008349277381922827, 0.00407735619794434, 0.0020083928260822143, 0.0009945751278180853,
  0.0004941886041194645, 0.0002460865533080483, 0.00012271334757848915, 6.124813505870483e-5,
  3.058823630702049e-5, 1.528225940865187e-5, 7.637197637899763e-6, 3.81729326499984e-6, 1.908212716553939e-6,
  9.539620338727962e-7, 4.769329867878064e-7, 2.38450502727733e-7, 1.1921992596531106e-7,
  5.960818905125948e-8, 2.980350351465228e-8, 1.490155482836504e-8,
];

/** ln Γ(2 + y) for |y| ≤ ½ (DLMF 5.7.3). */
function logGammaNearTwo(y: number): number {
  let sum = 0;
  for (let place = zetaLessOne.length - 1; place >= 0; place--)
    sum = (place % 2 === 0 ? 1 : -1) * (zetaLessOne[place]! / (place + 2)) + sum * y;
  return y * (oneLessEuler + y * sum);
}

/** ln Γ(1 + y) for y from -½ to 1, with all its digits where y is near 0. */
export const logGammaOfOnePlus = (y: number): number =>
  y > 0.5 ? logGammaNearTwo(y - 1) : logGammaNearTwo(y) - logarithmOfOnePlus(y);

/** ln Γ(x) for x > 0, accurate near its zeros at 1 and 2 too. */
export function logGamma(x: number): number {
  if (x < 0.5) return logGammaOfOnePlus(x) - naturalLogarithm(x);
  if (x <= 1.5) return logGammaOfOnePlus(x - 1);
  if (x <= 2.5) return logGammaNearTwo(x - 2);
  return stirlingError(x) + (x - 0.5) * naturalLogarithm(x) - x + halfLogTwoPi;
}

/**
 * The error of Stirling's formula: ln Γ(n + 1) - (n + ½) ln n + n - ½ ln 2π, for n > 0. Much goes through it, because it stays
 * accurate where differences of ln Γ lose digits (C. Loader, "Fast and accurate computation of binomial probabilities", 2000).
 * Small n climb by δ(n) - δ(n + 1) = (n + ½) ln(1 + 1/n) - 1 to where the series holds.
 */
export function stirlingError(n: number): number {
  if (n <= 1) return logGammaOfOnePlus(n) - (n + 0.5) * naturalLogarithm(n) + n - halfLogTwoPi;
  let climbed = 0;
  let at = n;
  for (; at < 16; at++) climbed += (at + 0.5) * logarithmOfOnePlus(1 / at) - 1;
  const square = at * at;
  const series =
    (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / square) / square) / square) / square) / at;
  return climbed + series;
}

/**
 * ln Γ(start + step) - ln Γ(start) for a step from 0 to 1, with all its digits where the step is small: climbs to where
 * Stirling's series holds, and takes the difference of the series term by term.
 */
export function logGammaRise(start: number, step: number): number {
  let climbed = 0;
  let at = start;
  for (; at < 16; at++) climbed += logarithmOfOnePlus(step / at);
  const inverse = 1 / at;
  const raised = 1 / (at + step);
  const squareFall = -step * inverse * raised * (raised + inverse);
  let fall = -step * inverse * raised;
  let power = inverse;
  let series = 0;
  for (const coefficient of [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188]) {
    series += coefficient * fall;
    fall = raised * raised * fall + power * squareFall;
    power *= inverse * inverse;
  }
  // ln Γ(at) = (at - ½) ln at - at + …
  const main = (at - 0.5) * logarithmOfOnePlus(step / at) - step + step * naturalLogarithm(at + step);
  return main + series - climbed;
}

/**
 * x ln(x / mean) + mean - x without cancellation (the "deviance part" of Loader 2000), for x ≥ 0 and mean ≥ 0; the low parts are
 * what the two floats leave of the true values.
 */
export function deviancePart(x: number, mean: number, xLow = 0, meanLow = 0): number {
  if (x === 0) return mean;
  const difference = x - mean + (xLow - meanLow);
  const whole = x + mean;
  if (Math.abs(difference) >= 0.25 * whole) {
    const ratio = x / mean;
    const log =
      ratio > 1e-300 && ratio < 1e300
        ? naturalLogarithm(ratio)
        : naturalLogarithm(x) - naturalLogarithm(mean);
    return x * log - difference;
  }
  const ratio = difference / whole;
  let sum = difference * ratio;
  let term = 2 * x * ratio;
  for (let place = 3; place < 100; place += 2) {
    term *= ratio * ratio;
    const next = sum + term / place;
    if (next === sum) return next;
    sum = next;
  }
  return sum;
}
