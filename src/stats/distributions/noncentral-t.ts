import { exponential } from "../../base/index.ts";
import { checkParameter, continuous, refuseParameter, type ContinuousDistribution } from "./distribution.ts";
import { exponentialRest } from "./exponentials.ts";
import { integrateHill } from "./integrate-hill.ts";
import { stirlingError } from "./log-gamma.ts";
import { logNormalUpper, normalTail, oneOverRootTwoPi } from "./normal-tail.ts";
import { studentT } from "./student-t.ts";
import { mirrored, type Scaled, type Tail } from "./tail.ts";

/** Of e^u = √(chi-squared / degrees), the logarithm of the density in u, less that of `scaleFactor`. */
export const logScaleDensity = (degrees: number, u: number): number =>
  (-degrees / 2) * exponentialRest(2 * u);

/** What turns `logScaleDensity` into a density. */
export const scaleFactor = (degrees: number): Scaled => ({
  log: -stirlingError(degrees / 2),
  factor: Math.sqrt(degrees / Math.PI),
});

/** How wide the density of u is about. */
export const scaleWidth = (degrees: number): number => 1 / Math.sqrt(2 * degrees);

function weighed(hill: Scaled, degrees: number): Scaled {
  const scale = scaleFactor(degrees);
  return { log: hill.log + scale.log, factor: hill.factor * scale.factor };
}

/** The tail beyond t ≥ 0: the normal tail beyond t e^u - delta, over the density of u. */
function upperHalf(t: number, degrees: number, delta: number): Tail {
  const isLower = t < delta;
  const height = (u: number): number => {
    const z = t * exponential(u) - delta;
    return logNormalUpper(isLower ? -z : z) + logScaleDensity(degrees, u);
  };
  return { isLower, ...weighed(integrateHill(height, 0, scaleWidth(degrees)), degrees) };
}

function density(t: number, degrees: number, delta: number): Scaled {
  const height = (u: number): number => {
    const z = t * exponential(u) - delta;
    return (-z * z) / 2 + u + logScaleDensity(degrees, u);
  };
  const { log, factor } = weighed(integrateHill(height, 0, scaleWidth(degrees)), degrees);
  return { log, factor: factor * oneOverRootTwoPi };
}

/**
 * The noncentral t distribution, of which the power of a t test is a tail: a normal variable with mean delta (at most 100 either
 * way) and variance 1, over √(chi-squared / degrees). By quadrature of positive terms, so that both tails keep their digits.
 *
 * @example noncentralT(20, 2.5).survival(studentT(20).upperQuantile(0.025)) // the power
 */
export function noncentralT(degrees: number, delta: number): ContinuousDistribution {
  checkParameter("noncentral t", "degrees", degrees, "shape");
  if (!(Math.abs(delta) <= 100)) refuseParameter("noncentral t", "delta", delta, "a number from -100 to 100");
  if (delta === 0) return studentT(degrees);
  const tail = (t: number): Tail => {
    if (t === 0) return normalTail(-delta);
    return t > 0 ? upperHalf(t, degrees, delta) : mirrored(upperHalf(-t, degrees, -delta));
  };
  return continuous({
    name: "noncentral t",
    low: -Infinity,
    high: Infinity,
    density: (t) => density(t, degrees, delta),
    tail,
    start: delta,
  });
}
