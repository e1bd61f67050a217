import { exponential, naturalLogarithm, square } from "../../base/index.ts";
import { logGamma } from "../../stats/index.ts";
import type { LinkName } from "./glm-links.ts";

/** What a family needs beside its name. */
export interface FamilyParameters {
  /** The power of the mean that a Tweedie variance grows with. */
  readonly power: number;
  /** The size of a negative binomial distribution: the variance is μ + μ²/θ. */
  readonly theta: number;
}

/** How the target is spread around its mean. */
export interface Family {
  /** The link that is taken where none is asked for. */
  readonly link: LinkName;
  readonly links: readonly LinkName[];
  /** What the target may be, in words, and the test. */
  readonly allowed: string;
  acceptsTarget(value: number): boolean;
  acceptsMean(mean: number): boolean;
  variance(mean: number): number;
  /** The deviance of one row of weight 1. */
  deviance(value: number, mean: number): number;
  /** True where the variance has no factor that is to be estimated. */
  readonly knownDispersion: boolean;
  /**
   * -2 · log-likelihood of one row of weight 1, with the mean deviance for the dispersion; NaN where none is computed. Adding
   * `extraParameters` more for what was estimated makes Akaike's criterion as R has it.
   */
  minusTwoLogLikelihood(value: number, mean: number, meanDeviance: number): number;
  /** Parameters that are estimated beside the coefficients. */
  readonly extraParameters: number;
}

const twoPi = 2 * Math.PI;
/** x · ln(x / y), 0 at 0. */
const timesLog = (x: number, y: number): number => (x === 0 ? 0 : x * naturalLogarithm(x / y));
const power = (x: number, to: number): number => (x === 0 ? 0 : exponential(to * naturalLogarithm(x)));
const positive = (value: number): boolean => value > 0 && value < Infinity;
const countLinks: readonly LinkName[] = ["log", "identity", "sqrt"];

/** The families by name. */
export const families = {
  gaussian: () => ({
    link: "identity",
    links: ["identity", "log", "inverse"],
    allowed: "any number",
    acceptsTarget: Number.isFinite,
    acceptsMean: Number.isFinite,
    variance: () => 1,
    deviance: (value, mean) => square(value - mean),
    knownDispersion: false,
    minusTwoLogLikelihood: (_value, _mean, meanDeviance) => naturalLogarithm(twoPi * meanDeviance) + 1,
    extraParameters: 1,
  }),
  binomial: () => ({
    link: "logit",
    links: ["logit", "probit", "cloglog", "log", "identity"],
    allowed: "a share from 0 to 1",
    acceptsTarget: (value) => value >= 0 && value <= 1,
    acceptsMean: (mean) => mean > 0 && mean < 1,
    variance: (mean) => mean * (1 - mean),
    deviance: (value, mean) => 2 * (timesLog(value, mean) + timesLog(1 - value, 1 - mean)),
    knownDispersion: true,
    minusTwoLogLikelihood: (value, mean) => -2 * (timesLogOf(value, mean) + timesLogOf(1 - value, 1 - mean)),
    extraParameters: 0,
  }),
  poisson: () => ({
    link: "log",
    links: countLinks,
    allowed: "0 or above",
    acceptsTarget: (value) => value >= 0,
    acceptsMean: positive,
    variance: (mean) => mean,
    deviance: (value, mean) => 2 * (timesLog(value, mean) - (value - mean)),
    knownDispersion: true,
    minusTwoLogLikelihood: (value, mean) => -2 * (timesLogOf(value, mean) - mean - logGamma(value + 1)),
    extraParameters: 0,
  }),
  gamma: () => ({
    link: "inverse",
    links: ["inverse", "log", "identity"],
    allowed: "above 0",
    acceptsTarget: positive,
    acceptsMean: positive,
    variance: square,
    deviance: (value, mean) => 2 * ((value - mean) / mean - naturalLogarithm(value / mean)),
    knownDispersion: false,
    minusTwoLogLikelihood: (value, mean, meanDeviance) => {
      const shape = 1 / meanDeviance;
      const rate = shape / mean;
      return (
        -2 *
        (shape * naturalLogarithm(rate) +
          (shape - 1) * naturalLogarithm(value) -
          rate * value -
          logGamma(shape))
      );
    },
    extraParameters: 1,
  }),
  "inverse-gaussian": () => ({
    link: "inverse-square",
    links: ["inverse-square", "inverse", "log", "identity"],
    allowed: "above 0",
    acceptsTarget: positive,
    acceptsMean: positive,
    variance: (mean) => mean * mean * mean,
    deviance: (value, mean) => square((value - mean) / mean) / value,
    knownDispersion: false,
    minusTwoLogLikelihood: (value, _mean, meanDeviance) =>
      naturalLogarithm(meanDeviance * twoPi) + 1 + 3 * naturalLogarithm(value),
    extraParameters: 1,
  }),
  tweedie: ({ power: p }) => ({
    link: "log",
    links: ["log", "identity"],
    allowed: p < 2 ? "0 or above" : "above 0",
    acceptsTarget: (value) => (p < 2 ? value >= 0 && value < Infinity : positive(value)),
    acceptsMean: positive,
    variance: (mean) => power(mean, p),
    deviance: tweedieDeviance(p),
    knownDispersion: false,
    // The density is an infinite series, so there is no criterion; R's own package gives none either.
    minusTwoLogLikelihood: () => Number.NaN,
    extraParameters: 1,
  }),
  "negative-binomial": ({ theta }) => ({
    link: "log",
    links: countLinks,
    allowed: "0 or above",
    acceptsTarget: (value) => value >= 0,
    acceptsMean: positive,
    variance: (mean) => mean + (mean * mean) / theta,
    deviance: (value, mean) => 2 * (timesLog(value, mean) - timesLog(value + theta, mean + theta)),
    knownDispersion: true,
    minusTwoLogLikelihood: (value, mean) =>
      2 *
      ((value + theta) * naturalLogarithm(mean + theta) -
        timesLogOf(value, mean) +
        logGamma(value + 1) -
        theta * naturalLogarithm(theta) +
        logGamma(theta) -
        logGamma(theta + value)),
    extraParameters: 0,
  }),
} as const satisfies Readonly<Record<string, (parameters: FamilyParameters) => Family>>;

/** The name of a family. */
export type FamilyName = keyof typeof families;

/** x · ln y, 0 where x is 0. */
function timesLogOf(x: number, y: number): number {
  return x === 0 ? 0 : x * naturalLogarithm(y);
}

/** The unit deviance for a variance of μ^p (Jørgensen, "The Theory of Dispersion Models", 1997, 4.1). */
function tweedieDeviance(p: number): Family["deviance"] {
  if (p === 1) return (value, mean) => 2 * (timesLog(value, mean) - (value - mean));
  if (p === 2) return (value, mean) => 2 * ((value - mean) / mean - naturalLogarithm(value / mean));
  return (value, mean) =>
    2 *
    (power(value, 2 - p) / ((1 - p) * (2 - p)) -
      (value * power(mean, 1 - p)) / (1 - p) +
      power(mean, 2 - p) / (2 - p));
}
