import { describe, expect, it } from "vitest";
import { TandemError } from "../../base/index.ts";
import { sweep } from "../adversaries.test-support.ts";
import * as all from "./index.ts";
import type { Distribution } from "./index.ts";

/** Parameters and places that an adversary would try. */
const edges = [
  Number.NaN,
  -Infinity,
  -1.7e308,
  -37.5,
  -1,
  -1e-9,
  -5e-324,
  0,
  5e-324,
  1e-300,
  1e-9,
  0.5,
  1 - 2 ** -53,
  1,
  2,
  7.5,
  1e3,
  1e9,
  2 ** 53,
  1e300,
  1.7e308,
  Infinity,
] as const;

const makers: Readonly<Record<string, (one: number, other: number) => Distribution>> = {
  normal: all.normalDistribution,
  studentT: (degrees) => all.studentT(degrees),
  fDistribution: all.fDistribution,
  chiSquared: (degrees) => all.chiSquared(degrees),
  lognormal: all.lognormal,
  gamma: all.gammaDistribution,
  poisson: (mean) => all.poisson(mean),
  beta: all.beta,
  binomial: all.binomial,
  negativeBinomial: all.negativeBinomial,
  exponential: (rate) => all.exponentialDistribution(rate),
  weibull: all.weibull,
  logistic: all.logisticDistribution,
  uniform: all.uniformDistribution,
  hypergeometric: (one, other) => all.hypergeometric(one, other, 5),
};

/** Those that add up many terms: asked at fewer places. */
const slowMakers: typeof makers = {
  noncentralChiSquared: all.noncentralChiSquared,
  noncentralF: (one, other) => all.noncentralF(3, one, other),
  noncentralT: all.noncentralT,
  studentizedRange: all.studentizedRange,
};
const fewEdges = [Number.NaN, -1, 0, 1e-9, 2, 1e9, Infinity];

const questions = [
  "cumulative",
  "survival",
  "logCumulative",
  "logSurvival",
  "quantile",
  "upperQuantile",
] as const;

/** All answers of a distribution, at all places; a sum that did not settle (T2819) says so. */
const answersOf = (made: Distribution, places: readonly number[]): unknown =>
  questions.flatMap((question) =>
    places.map((at) => {
      try {
        return made[question](at);
      } catch (error) {
        if (error instanceof TandemError) return 0;
        throw new Error(`${question} at ${at}: ${String(error)}`, { cause: error });
      }
    }),
  );

const sweepAt = (make: (one: number, other: number) => Distribution, places: readonly number[]) =>
  sweep(
    [(one: never, other: never) => answersOf(make(one, other), places)],
    Object.fromEntries(places.map((edge) => [String(edge), edge])),
    true,
  );

describe("a distribution asked at its edges", () => {
  it.each(Object.entries(makers))("%s gives numbers, or a refusal with a cure", (_, make) => {
    expect(sweepAt(make, edges)).toEqual([]);
  });

  it.each(Object.entries(slowMakers))("%s gives numbers, or a refusal with a cure", (_, make) => {
    expect(sweepAt(make, fewEdges)).toEqual([]);
  });
});
