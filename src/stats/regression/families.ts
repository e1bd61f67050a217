import { exponential, logarithmOfOnePlus, naturalLogarithm } from "../../base/index.ts";
import { deviancePart, logGamma, stirlingError } from "../distributions/log-gamma.ts";
import type { LinkName } from "./links.ts";
import { refuseResponse, refuseSetting } from "./refusals.ts";

/** How the response spreads around its mean; a bare name stands for the family with nothing to set. */
export type FamilySpec =
  | "gaussian"
  | "binomial"
  | "poisson"
  | "gamma"
  | "negative-binomial"
  /** `theta` is estimated where it is absent; the variance is mean + mean²/theta. */
  | { readonly kind: "negative-binomial"; readonly theta?: number }
  /** The variance is dispersion · mean^power, the power between 1 and 2: amounts with exact zeros. */
  | { readonly kind: "tweedie"; readonly power: number };

export type FamilyKind = "gaussian" | "binomial" | "poisson" | "gamma" | "negative-binomial" | "tweedie";

/** A family with what fitting asks of it. */
export interface Family {
  readonly kind: FamilyKind;
  readonly link: LinkName;
  readonly links: readonly LinkName[];
  /** True where the variance is known from the mean; else a dispersion is estimated. */
  readonly hasFixedDispersion: boolean;
  readonly variance: (mean: number) => number;
  /** Twice the log-likelihood that is lost against a mean that equals the response. */
  readonly deviance: (response: number, mean: number) => number;
  /** A mean to begin with, within the family's range. */
  readonly start: (response: number, weight: number) => number;
  readonly isMean: (mean: number) => boolean;
  readonly isResponse: (value: number) => boolean;
  readonly range: string;
  /** The logarithm of the probability of a response; of `trials` in the binomial. Absent where it is not known in closed form. */
  readonly logProbability?: (response: number, mean: number, trials: number, dispersion: number) => number;
}

const isAny = (): boolean => true;
const isAbove0 = (value: number): boolean => value > 0 && value < Infinity;
const halfLogTwoPi = naturalLogarithm(2 * Math.PI) / 2;

/** D(x, m) of Loader, 0 for x = 0 plus the mean. */
const part = (x: number, mean: number): number => (x === 0 ? mean : deviancePart(x, mean));

const binomial: Family = {
  kind: "binomial",
  link: "logit",
  links: ["logit", "probit", "cloglog", "log", "identity"],
  hasFixedDispersion: true,
  variance: (mean) => mean * (1 - mean),
  deviance: (response, mean) => {
    if (response === 1) return -2 * naturalLogarithm(mean);
    return response === 0
      ? -2 * logarithmOfOnePlus(-mean)
      : 2 * (part(response, mean) + part(1 - response, 1 - mean));
  },
  start: (response, weight) => (weight * response + 0.5) / (weight + 1),
  isMean: (mean) => mean > 0 && mean < 1,
  isResponse: (value) => value >= 0 && value <= 1,
  range: "Give 0 and 1, or shares between them with `trials`.",
  logProbability: (response, mean, trials) => {
    const hits = response * trials;
    const misses = trials - hits;
    if (misses <= 0) return trials * naturalLogarithm(mean);
    if (hits <= 0) return trials * naturalLogarithm(1 - mean);
    const ways = stirlingError(trials) - stirlingError(hits) - stirlingError(misses);
    const spread = naturalLogarithm((hits * misses) / trials) / 2 + halfLogTwoPi;
    return ways - trials * (part(response, mean) + part(1 - response, 1 - mean)) - spread;
  },
};

const poisson: Family = {
  kind: "poisson",
  link: "log",
  links: ["log", "identity", "sqrt"],
  hasFixedDispersion: true,
  variance: (mean) => mean,
  deviance: (response, mean) => 2 * part(response, mean),
  start: (response) => response + 0.1,
  isMean: isAbove0,
  isResponse: (value) => value >= 0,
  range: "Give counts of 0 or more.",
  logProbability: (response, mean) =>
    response === 0
      ? -mean
      : -stirlingError(response) - part(response, mean) - naturalLogarithm(response) / 2 - halfLogTwoPi,
};

const gaussian: Family = {
  kind: "gaussian",
  link: "identity",
  links: ["identity", "log", "inverse"],
  hasFixedDispersion: false,
  variance: () => 1,
  deviance: (response, mean) => (response - mean) * (response - mean),
  start: (response) => response,
  isMean: Number.isFinite,
  isResponse: isAny,
  range: "Give numbers.",
};

const gamma: Family = {
  kind: "gamma",
  link: "log",
  links: ["log", "inverse", "identity"],
  hasFixedDispersion: false,
  variance: (mean) => mean * mean,
  deviance: (response, mean) => (2 * deviancePart(mean, response)) / mean,
  start: (response) => response,
  isMean: isAbove0,
  isResponse: isAbove0,
  range: "Give amounts above 0; where some are 0, take the family tweedie.",
  logProbability: (response, mean, _, dispersion) => {
    const shape = 1 / dispersion;
    // Loader's form: the density of a gamma variable from the Poisson probability.
    return (
      -stirlingError(shape) -
      deviancePart(shape, (shape * response) / mean) +
      naturalLogarithm(shape / (2 * Math.PI)) / 2 -
      naturalLogarithm(response)
    );
  },
};

/** The negative binomial with the variance mean + mean²/theta. */
export function negativeBinomial(theta: number): Family {
  return {
    kind: "negative-binomial",
    link: "log",
    links: ["log", "sqrt", "identity"],
    hasFixedDispersion: true,
    variance: (mean) => mean + (mean * mean) / theta,
    deviance: (response, mean) =>
      2 *
      ((response > 0 ? response * naturalLogarithm(response / mean) : 0) -
        (response + theta) * naturalLogarithm((response + theta) / (mean + theta))),
    start: (response) => (response === 0 ? 1 / 6 : response),
    isMean: isAbove0,
    isResponse: (value) => value >= 0,
    range: "Give counts of 0 or more.",
    logProbability: (response, mean) => logNegativeBinomial(response, mean, theta),
  };
}

/** The logarithm of a negative binomial probability. */
function logNegativeBinomial(response: number, mean: number, theta: number): number {
  const rising = logGamma(theta + response) - logGamma(theta) - logGamma(response + 1);
  const ofMean = response > 0 ? response * naturalLogarithm(mean / (theta + mean)) : 0;
  return rising + theta * naturalLogarithm(theta / (theta + mean)) + ofMean;
}

/** x^power for x ≥ 0. */
const power = (x: number, exponent: number): number =>
  x === 0 ? 0 : exponential(exponent * naturalLogarithm(x));

function tweedie(index: number): Family {
  if (!(index > 1 && index < 2))
    refuseSetting("family.power", index, "Give a power between 1 (poisson) and 2 (gamma), such as 1.5.");
  return {
    kind: "tweedie",
    link: "log",
    links: ["log", "identity"],
    hasFixedDispersion: false,
    variance: (mean) => power(mean, index),
    deviance: (response, mean) =>
      2 *
      (power(response, 2 - index) / ((1 - index) * (2 - index)) -
        (response * power(mean, 1 - index)) / (1 - index) +
        power(mean, 2 - index) / (2 - index)),
    start: (response) => response + 0.1,
    isMean: isAbove0,
    isResponse: (value) => value >= 0,
    range: "Give amounts of 0 or more.",
  };
}

/** The family of a specification; a negative binomial without theta begins as a Poisson. */
export function familyOf(spec: FamilySpec): Family {
  const kind = typeof spec === "string" ? spec : spec.kind;
  if (typeof spec !== "string" && spec.kind === "tweedie") return tweedie(spec.power);
  if (typeof spec !== "string" && spec.kind === "negative-binomial" && spec.theta !== undefined) {
    if (!isAbove0(spec.theta))
      refuseSetting("family.theta", spec.theta, "Give a theta above 0, or leave it to be estimated.");
    return negativeBinomial(spec.theta);
  }
  if (kind === "gaussian") return gaussian;
  if (kind === "binomial") return binomial;
  return kind === "gamma" ? gamma : poisson;
}

/** Refuses a response outside of the family's range, with its row. */
export function checkResponse(family: Family, response: Float64Array): void {
  for (let row = 0; row < response.length; row++)
    if (!family.isResponse(response[row]!)) refuseResponse(family.kind, row, response[row]!, family.range);
}
