import { exponential, naturalLogarithm } from "../../base/index.ts";
import { checkParameter, continuous, noDensity, type ContinuousDistribution } from "./distribution.ts";
import { normalBell, normalTail, oneOverRootTwoPi } from "./normal-tail.ts";
import { logLowerOf } from "./tail.ts";
import { polynomial } from "./polynomial.ts";

/** Ratios of polynomials for the centre, for tails down to 1e-11, and beyond (AS 241, PPND16). */
const centreTop = [
  3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987,
  67265.7709270087, 33430.57558358813, 2509.0809287301227,
];
const centreBottom = [
  1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
  28729.085735721943, 5226.495278852854,
];
const nearTop = [
  1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
  0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
];
const nearBottom = [
  1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
  0.0005475938084995345, 1.0507500716444169e-9,
];
const farTop = [
  6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
  0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
];
const farBottom = [
  1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133,
  1.8463183175100548e-5, 1.421511758316446e-7, 2.0442631033899397e-15,
];

/**
 * The z ≤ 0 below which a standard normal variable lies with this probability (0 < p ≤ ½). Start: M. J. Wichura, "Algorithm AS 241",
 * Applied Statistics 37(3), 1988; then one step of Halley's method on the tail.
 */
function lowerQuantile(probability: number): number {
  const fromMiddle = probability - 0.5;
  if (Math.abs(fromMiddle) <= 0.425) {
    const at = 0.180625 - fromMiddle * fromMiddle;
    return (fromMiddle * polynomial(centreTop, at)) / polynomial(centreBottom, at);
  }
  const log = naturalLogarithm(probability);
  const depth = Math.sqrt(-log);
  const z =
    depth <= 5
      ? -polynomial(nearTop, depth - 1.6) / polynomial(nearBottom, depth - 1.6)
      : -polynomial(farTop, depth - 5) / polynomial(farBottom, depth - 5);
  // Newton's step on the logarithm of the tail, whose slope is density / tail.
  const tail = logLowerOf(normalTail(z));
  return z - ((tail - log) * exponential(tail + (z * z) / 2)) / oneOverRootTwoPi;
}

/**
 * The z below which a standard normal variable lies with this probability; ∓∞ at 0 and 1, NaN outside of them.
 */
export function normalQuantile(probability: number): number {
  if (!(probability >= 0 && probability <= 1)) return Number.NaN;
  if (probability === 0.5) return 0;
  if (probability === 0 || probability === 1) return probability === 0 ? -Infinity : Infinity;
  return probability > 0.5 ? -lowerQuantile(1 - probability) : lowerQuantile(probability);
}

/** How many standard deviations hold a share of a normal distribution around its middle: 1.96 for 0.95. */
export const normalReach = (share: number): number => -normalQuantile((1 - share) / 2);

/**
 * The normal distribution.
 *
 * @example normalDistribution(0, 1).survival(37) // 5.7255712225245e-300
 */
export function normalDistribution(mean = 0, sd = 1): ContinuousDistribution {
  checkParameter("normal", "mean", mean, "finite");
  checkParameter("normal", "sd", sd, "positive");
  const density = (x: number) => {
    const z = (x - mean) / sd;
    return Math.abs(z) < 37
      ? { log: 0, factor: (oneOverRootTwoPi * normalBell(z)) / sd }
      : { log: (-z * z) / 2, factor: oneOverRootTwoPi / sd };
  };
  return continuous({
    name: "normal",
    low: -Infinity,
    high: Infinity,
    density,
    tail: (x) => normalTail((x - mean) / sd),
    start: mean,
    invert: (probability, isLower) =>
      mean + (isLower ? 1 : -1) * sd * (probability === 0.5 ? 0 : lowerQuantile(probability)),
  });
}

/**
 * The lognormal distribution: e^X for a normal X with this mean and standard deviation.
 *
 * @example lognormal(0, 1).survival(3) // 0.135969…
 */
export function lognormal(meanLog = 0, sdLog = 1): ContinuousDistribution {
  checkParameter("lognormal", "meanLog", meanLog, "finite");
  checkParameter("lognormal", "sdLog", sdLog, "positive");
  const zOf = (x: number): number => (naturalLogarithm(x) - meanLog) / sdLog;
  return continuous({
    name: "lognormal",
    low: 0,
    high: Infinity,
    density: (x) =>
      x === 0
        ? noDensity
        : { log: -(zOf(x) * zOf(x)) / 2 - naturalLogarithm(x), factor: oneOverRootTwoPi / sdLog },
    tail: (x) => normalTail(zOf(x)),
    start: 1,
    invert: (probability, isLower) =>
      exponential(
        meanLog + (isLower ? 1 : -1) * sdLog * (probability === 0.5 ? 0 : lowerQuantile(probability)),
      ),
  });
}
