const halfLogTwoPi = Math.log(2 * Math.PI) / 2;

/**
 * The error of Stirling's formula: ln Γ(n + 1) - (n + ½) ln n + n - ½ ln 2π, for n > 0. Everything below goes through it,
 * because it stays accurate where differences of ln Γ lose digits (C. Loader, "Fast and accurate computation of binomial
 * probabilities", 2000). Small n climb by δ(n) - δ(n + 1) = (n + ½) ln(1 + 1/n) - 1 to where the series holds.
 */
export function stirlingError(n: number): number {
  let climbed = 0;
  let at = n;
  for (; at < 16; at++) climbed += (at + 0.5) * Math.log1p(1 / at) - 1;
  const square = at * at;
  const series =
    (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / square) / square) / square) / square) / at;
  return climbed + series;
}

/** x ln(x / mean) + mean - x without cancellation (the "deviance part" of Loader 2000), for x > 0 and mean > 0. */
export function deviancePart(x: number, mean: number): number {
  const difference = x - mean;
  if (Math.abs(difference) >= 0.1 * (x + mean)) return x * Math.log(x / mean) + mean - x;
  const ratio = difference / (x + mean);
  let sum = difference * ratio;
  let term = 2 * x * ratio;
  for (let place = 3; place < 1000; place += 2) {
    term *= ratio * ratio;
    const next = sum + term / place;
    if (next === sum) return next;
    sum = next;
  }
  return sum;
}

/** ln Γ(x) for x > 0. */
export const logGamma = (x: number): number => stirlingError(x) + (x - 0.5) * Math.log(x) - x + halfLogTwoPi;

/** x^shape e^-x / Γ(shape + 1): the Poisson probability, for real shapes. */
const poissonPart = (shape: number, x: number): number =>
  Math.exp(-stirlingError(shape) - deviancePart(shape, x)) / Math.sqrt(2 * Math.PI * shape);

/**
 * The lower regularized incomplete gamma function P(shape, x), for shape > 0 and x ≥ 0: series below shape + 1, continued
 * fraction above (DLMF 8.7.1 and 8.9.2).
 */
export function gammaLower(shape: number, x: number): number {
  if (x <= 0) return 0;
  if (x === Number.POSITIVE_INFINITY) return 1;
  return x < shape + 1 ? poissonPart(shape, x) * gammaSeries(shape, x) : 1 - gammaUpper(shape, x);
}

/** The upper regularized incomplete gamma function Q(shape, x) = 1 - P(shape, x), accurate far into its tail. */
export function gammaUpper(shape: number, x: number): number {
  if (x <= 0) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  return x < shape + 1 ? 1 - gammaLower(shape, x) : shape * poissonPart(shape, x) * gammaFraction(shape, x);
}

function gammaSeries(shape: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let place = shape + 1; term > sum * 1e-17; place++) {
    term *= x / place;
    sum += term;
  }
  return sum;
}

/** Modified Lentz on 1/(x+1-a- 1(1-a)/(x+3-a- 2(2-a)/(x+5-a- …))). */
function gammaFraction(shape: number, x: number): number {
  let b = x + 1 - shape;
  let c = 1e300;
  let d = 1 / b;
  let result = d;
  for (let step = 1; step < 1_000_000; step++) {
    const a = -step * (step - shape);
    b += 2;
    d = 1 / awayFromZero(a * d + b);
    c = awayFromZero(b + a / c);
    const factor = d * c;
    result *= factor;
    if (Math.abs(factor - 1) < 4e-16) break;
  }
  return result;
}

const awayFromZero = (value: number): number => (Math.abs(value) < 1e-300 ? 1e-300 : value);

/** The probability that a chi-square variable with `degrees` of freedom is above x. */
export const chiSquareUpper = (x: number, degrees: number): number => gammaUpper(degrees / 2, x / 2);
