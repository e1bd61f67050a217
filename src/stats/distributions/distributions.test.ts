import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  beta,
  binomial,
  chiSquared,
  fDistribution,
  gammaDistribution,
  negativeBinomial,
  normalDistribution,
  poisson,
  studentT,
  type ContinuousDistribution,
  type CountDistribution,
} from "./index.ts";

const families: Readonly<
  Record<string, (...parameters: number[]) => ContinuousDistribution | CountDistribution>
> = {
  normal: normalDistribution,
  "Student t": studentT,
  F: fDistribution,
  "chi-squared": chiSquared,
  gamma: gammaDistribution,
  beta: beta,
  Poisson: poisson,
  binomial: binomial,
  "negative binomial": negativeBinomial,
};

type Row = readonly [
  family: string,
  parameters: readonly number[],
  x: number,
  lower: number,
  upper: number,
  density: number,
];

const rows = JSON.parse(
  readFileSync(new URL("../../../test/oracle/distributions.json", import.meta.url), "utf8"),
) as readonly Row[];

/** How far a figure is from the true one, whose logarithm is known. */
const relativeError = (found: number, log: number): number =>
  log < -690 ? 0 : Math.abs(found / Math.exp(log) - 1);

describe("distributions against mpmath 1.4.1 with 60 digits", () => {
  it.each(Object.keys(families))("gives both tails and the density of %s with 12 digits", (family) => {
    const wrong: unknown[] = [];
    for (const [, parameters, x, lower, upper, density] of rows.filter(([name]) => name === family)) {
      const distribution = families[family]!(...parameters);
      const atX =
        distribution.kind === "counts"
          ? [distribution.mass(x), distribution.logMass(x)]
          : [distribution.density(x), distribution.logDensity(x)];
      const pairs: readonly (readonly [string, number, number])[] = [
        ["cumulative", distribution.cumulative(x), lower],
        ["survival", distribution.survival(x), upper],
        ["density", atX[0]!, density],
      ];
      const logs: readonly (readonly [string, number, number])[] = [
        ["logCumulative", distribution.logCumulative(x), lower],
        ["logSurvival", distribution.logSurvival(x), upper],
        ["logDensity", atX[1]!, density],
      ];
      // Math.exp of the stored logarithm has up to 700 times half a unit of error itself.
      for (const [name, found, log] of pairs)
        if (!(relativeError(found, log) < 1e-12)) wrong.push([parameters, x, name, found, Math.exp(log)]);
      for (const [name, found, log] of logs)
        if (!(Math.abs(found - log) <= 1e-12 * Math.max(Math.abs(log), name === "logDensity" ? 1 : 1e-300)))
          wrong.push([parameters, x, name, found, log]);
    }
    expect(wrong).toEqual([]);
  });

  it.each(Object.keys(families))("finds the quantiles of %s back", (family) => {
    const wrong: unknown[] = [];
    for (const [, parameters, x, lower, upper, density] of rows.filter(([name]) => name === family)) {
      const distribution = families[family]!(...parameters);
      const log = Math.min(lower, upper);
      if (log < -690) continue;
      const isLower = lower < upper;
      const found = isLower
        ? distribution.quantile(distribution.cumulative(x))
        : distribution.upperQuantile(distribution.survival(x));
      // What one unit in the last place of the probability moves in x.
      const blur = 1e-12 * Math.exp(log - density);
      const isGood =
        distribution.kind === "counts" ? found === x : Math.abs(found - x) <= 1e-12 * Math.abs(x) + blur;
      if (!isGood) wrong.push([parameters, x, found, isLower ? "lower" : "upper"]);
    }
    expect(wrong).toEqual([]);
  });
});

describe("distributions at their limits", () => {
  const shapes = [1e-10, 1e-3, 0.5, 1, 3, 199.5, 1e6, 1e15];
  const pairs = shapes.flatMap((one) => shapes.map((two) => [one, two] as const));
  const all: readonly (ContinuousDistribution | CountDistribution)[] = [
    normalDistribution(1e300, 1e-90),
    normalDistribution(0, 1e99),
    ...shapes.flatMap((shape) => [
      studentT(shape),
      chiSquared(shape),
      poisson(shape),
      gammaDistribution(shape, 1e-90),
    ]),
    ...pairs.flatMap(([one, two]) => [fDistribution(one, two), beta(one, two)]),
    ...shapes.flatMap((shape) => [negativeBinomial(shape, 0.5), negativeBinomial(shape, 1)]),
    negativeBinomial(3, 1e-14),
    ...[0, 1, 7, 1e15].flatMap((trials) =>
      [0, 1e-300, 0.5, 1 - 2 ** -53, 1].map((share) => binomial(trials, share)),
    ),
    poisson(0),
  ];
  const places = [
    -Infinity,
    -1e308,
    -1,
    -1e-300,
    0,
    5e-324,
    1e-300,
    1e-20,
    0.1,
    0.5,
    1 - 2 ** -53,
    1,
    1.5,
    2,
    700,
    1e8,
    1e15,
    1e200,
    1.7e308,
    Infinity,
  ];

  it("answer a probability everywhere, never NaN, and both tails together 1", () => {
    const wrong: unknown[] = [];
    for (const one of all) {
      let before = 0;
      for (const x of places) {
        const lower = one.cumulative(x);
        const upper = one.survival(x);
        const isGood =
          lower >= before - 1e-13 && lower <= 1 && upper >= 0 && Math.abs(lower + upper - 1) < 1e-14;
        const logs = [one.logCumulative(x), one.logSurvival(x)];
        const weight = one.kind === "counts" ? one.mass(x) : one.density(x);
        if (!isGood || !logs.every((log) => log <= 0) || !(weight >= 0))
          wrong.push([one.name, x, lower, upper, logs, weight]);
        before = Math.max(before, lower);
      }
    }
    expect(wrong.slice(0, 5)).toEqual([]);
  });

  it("answer a quantile for every probability", () => {
    const wrong: unknown[] = [];
    for (const one of all)
      for (const probability of [5e-324, 1e-300, 1e-5, 0.5, 1 - 2 ** -53]) {
        const low = one.quantile(probability);
        const high = one.upperQuantile(probability);
        const isGood = low >= one.low && low <= one.high && high >= one.low && high <= one.high;
        if (!isGood) wrong.push([one.name, probability, low, high]);
      }
    expect(wrong.slice(0, 5)).toEqual([]);
  });
});

describe("bad parameters and arguments", () => {
  const refused: Readonly<Record<string, () => unknown>> = {
    "T2815 The normal distribution has no sd": () => normalDistribution(0, 0),
    "T2815 The normal distribution has no mean": () => normalDistribution(Number.NaN, 1),
    "T2815 The Student t distribution has no degrees": () => studentT(0),
    "T2815 The F distribution has no d1": () => fDistribution(-1, 3),
    "T2815 The F distribution has no d2": () => fDistribution(1, Infinity),
    "T2815 The chi-squared distribution has no degrees": () => chiSquared(Number.NaN),
    "T2815 The gamma distribution has no shape": () => gammaDistribution(0),
    "T2815 The gamma distribution has no rate": () => gammaDistribution(1, Infinity),
    "T2815 The beta distribution has no a": () => beta(0, 1),
    "T2815 The Poisson distribution has no mean": () => poisson(-1),
    "T2815 The binomial distribution has no trials": () => binomial(1.5, 0.5),
    "T2815 The binomial distribution has no probability": () => binomial(3, 1.5),
    "T2815 The negative binomial distribution has no probability": () => negativeBinomial(3, 0),
    "T2816 A probability from 0 to 1": () => studentT(3).quantile(-0.1),
    "T2817 The binomial distribution was asked": () => binomial(3, 0.5).mass(Number.NaN),
  };

  it.each(Object.keys(refused))("are refused by name: %s", (words) => {
    expect(refused[words]).toThrow(words);
  });
});
