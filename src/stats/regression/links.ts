import { exponential, logarithmOfOnePlus, naturalLogarithm } from "../../base/index.ts";
import { exponentials, sigmoids } from "../../kernel/index.ts";
import { exponentialMinusOne } from "../distributions/exponentials.ts";
import { normalCdf, normalDensity, normalQuantile } from "../distributions/index.ts";

/** From the mean to the scale on which the columns add up. */
export type LinkName = "identity" | "log" | "logit" | "probit" | "cloglog" | "inverse" | "sqrt";

/** A link function with what fitting asks of it. */
export interface Link {
  readonly name: LinkName;
  /** The linear predictor of a mean. */
  readonly predictorOf: (mean: number) => number;
  /** The mean of a linear predictor. */
  readonly meanOf: (predictor: number) => number;
  /** The derivative of the mean by the predictor. */
  readonly slopeOf: (predictor: number, mean: number) => number;
  /** All means at once, where there is a quicker way. */
  readonly meansOf?: (predictors: Float64Array, into: Float64Array) => void;
}

/** The probability of a predictor, as far into the tails as float64 goes. */
const sigmoid = (x: number): number => {
  if (x >= 0) return 1 / (1 + exponential(-x));
  const power = exponential(x);
  return power / (1 + power);
};

/** The link functions. Probabilities stay away from 0 and 1 by at least the rounding of 1. */
export const links: Readonly<Record<LinkName, Link>> = {
  identity: {
    name: "identity",
    predictorOf: (mean) => mean,
    meanOf: (predictor) => predictor,
    slopeOf: () => 1,
  },
  log: {
    name: "log",
    predictorOf: naturalLogarithm,
    meanOf: exponential,
    slopeOf: (_, mean) => mean,
    meansOf: (predictors, into) => exponentials(predictors, into),
  },
  logit: {
    name: "logit",
    predictorOf: (mean) => naturalLogarithm(mean / (1 - mean)),
    meanOf: sigmoid,
    slopeOf: (predictor) => {
      const power = exponential(-Math.abs(predictor));
      return power / ((1 + power) * (1 + power));
    },
    meansOf: (predictors, into) => sigmoids(predictors, into),
  },
  probit: {
    name: "probit",
    predictorOf: normalQuantile,
    meanOf: (predictor) => normalCdf(predictor),
    slopeOf: (predictor) => normalDensity(predictor),
  },
  cloglog: {
    name: "cloglog",
    predictorOf: (mean) =>
      naturalLogarithm(mean < 0.5 ? logarithmOfOnePlus(mean / (1 - mean)) : -naturalLogarithm(1 - mean)),
    meanOf: (predictor) => -exponentialMinusOne(-exponential(Math.min(predictor, 700))),
    slopeOf: (predictor) => exponential(Math.min(predictor, 700) - exponential(Math.min(predictor, 700))),
  },
  inverse: {
    name: "inverse",
    predictorOf: (mean) => 1 / mean,
    meanOf: (predictor) => 1 / predictor,
    slopeOf: (_, mean) => -mean * mean,
  },
  sqrt: {
    name: "sqrt",
    predictorOf: Math.sqrt,
    meanOf: (predictor) => predictor * predictor,
    slopeOf: (predictor) => 2 * predictor,
  },
};
