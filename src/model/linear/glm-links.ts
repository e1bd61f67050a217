import { exponential, naturalLogarithm } from "../../base/index.ts";
import { call, float, type Expr } from "../../ir/index.ts";
import { normalDensityOf, normalProbability, normalProbabilityExpr } from "./normal-distribution.ts";

/** How the mean follows from the linear score. */
export interface Link {
  /** The mean of a score. */
  mean(score: number): number;
  /** The derivative of the mean by the score. */
  slope(score: number): number;
  /** The score of a mean, where a fit begins. */
  score(mean: number): number;
  /** Whether a score has a mean. */
  accepts(score: number): boolean;
  /** `mean` as an expression. */
  expr(score: Expr): Expr;
}

/** Probabilities keep this distance from 0 and 1, as in R, so that a weight or a logarithm of one stays finite. */
const least = 2 ** -52;
const inside = (probability: number): number => Math.min(Math.max(probability, least), 1 - least);

const always = (): boolean => true;
const aboveZero = (score: number): boolean => score > 0;

/** The links by name. */
export const links = {
  identity: {
    mean: (score) => score,
    slope: () => 1,
    score: (mean) => mean,
    accepts: always,
    expr: (score) => score,
  },
  log: {
    mean: exponential,
    slope: exponential,
    score: naturalLogarithm,
    accepts: always,
    expr: (score) => call("exp", score),
  },
  logit: {
    mean: (score) => inside(1 / (1 + exponential(-score))),
    slope: (score) => {
      const small = exponential(-Math.abs(score));
      return Math.max(small / ((1 + small) * (1 + small)), least);
    },
    score: (mean) => naturalLogarithm(mean / (1 - mean)),
    accepts: always,
    expr: (score) => call("sigmoid", score),
  },
  probit: {
    mean: (score) => inside(normalProbability(score)),
    slope: (score) => Math.max(normalDensityOf(score), least),
    // Nearly: a fit begins here and goes on from it.
    score: (mean) => naturalLogarithm(mean / (1 - mean)) / 1.7,
    accepts: always,
    expr: normalProbabilityExpr,
  },
  cloglog: {
    mean: (score) => inside(1 - exponential(-exponential(score))),
    slope: (score) => Math.max(exponential(Math.min(score, 700) - exponential(Math.min(score, 700))), least),
    score: (mean) => naturalLogarithm(-naturalLogarithm(1 - mean)),
    accepts: always,
    expr: (score) => call("subtract", float(1), call("exp", call("negate", call("exp", score)))),
  },
  inverse: {
    mean: (score) => 1 / score,
    slope: (score) => -1 / (score * score),
    score: (mean) => 1 / mean,
    accepts: (score) => score !== 0,
    expr: (score) => call("divide", float(1), score),
  },
  sqrt: {
    mean: (score) => score * score,
    slope: (score) => 2 * score,
    score: Math.sqrt,
    accepts: aboveZero,
    expr: (score) => call("multiply", score, score),
  },
  "inverse-square": {
    mean: (score) => 1 / Math.sqrt(score),
    slope: (score) => -1 / (2 * score * Math.sqrt(score)),
    score: (mean) => 1 / (mean * mean),
    accepts: aboveZero,
    expr: (score) => call("divide", float(1), call("sqrt", score)),
  },
} as const satisfies Readonly<Record<string, Link>>;

/** The name of a link. */
export type LinkName = keyof typeof links;
