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
