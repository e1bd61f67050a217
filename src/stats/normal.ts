import { gammaLower, gammaUpper } from "./gamma.ts";

/** The probability that a standard normal variable is above z; accurate far into the tail (z = 37 is about 1e-300). */
export function normalUpper(z: number): number {
  const half = (z * z) / 2;
  if (z < 0) return 0.5 + gammaLower(0.5, half) / 2;
  return gammaUpper(0.5, half) / 2;
}

/** The probability that a standard normal variable is below z. */
export const normalCdf = (z: number): number => normalUpper(-z);

/** The density of the standard normal distribution. */
const normalDensity = (z: number): number => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);

/**
 * The z below which a standard normal variable lies with this probability; ∓∞ at 0 and 1, NaN outside of them.
 * Start: Abramowitz & Stegun 26.2.23; then Halley's method on the tail.
 */
export function normalQuantile(probability: number): number {
  if (!(probability >= 0 && probability <= 1)) return Number.NaN;
  if (probability > 0.5) return -lowerQuantile(1 - probability);
  return lowerQuantile(probability);
}

function lowerQuantile(probability: number): number {
  if (probability === 0) return Number.NEGATIVE_INFINITY;
  if (probability === 0.5) return 0;
  const root = Math.sqrt(-2 * Math.log(probability));
  const top = 2.515517 + root * (0.802853 + root * 0.010328);
  const bottom = 1 + root * (1.432788 + root * (0.189269 + root * 0.001308));
  let z = top / bottom - root;
  for (let step = 0; step < 4; step++) {
    const density = normalDensity(z);
    if (density === 0) break;
    const error = (normalCdf(z) - probability) / density;
    z -= error / (1 + (z * error) / 2);
  }
  return z;
}

/** How many standard deviations hold a share of a normal distribution around its middle: 1.96 for 0.95. */
export const normalReach = (share: number): number => -normalQuantile((1 - share) / 2);
