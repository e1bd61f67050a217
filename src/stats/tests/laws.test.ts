import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  bootstrapInterval,
  fisherExactTest,
  kendallCorrelation,
  mannWhitneyTest,
  oneWayAnova,
  pairedTTest,
  permutationTest,
  spearmanCorrelation,
  studentTTest,
  twoProportionTest,
  welchTTest,
  wilcoxonSignedRankTest,
} from "./index.ts";
import { rankedDifferences, rankedWalshMeans } from "./select-ranked.ts";

const value = fc.integer({ min: -50, max: 50 }).map((whole) => whole / 8);
const sample = fc.array(value, { minLength: 3, maxLength: 12 }).filter((list) => new Set(list).size > 1);
const near = (actual: number, expected: number): void =>
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));

describe("the tests of two samples", () => {
  const all = { welchTTest, studentTTest, mannWhitneyTest };

  it.each(Object.entries(all))("turn around when the samples change places: %s", (_, test) => {
    fc.assert(
      fc.property(sample, sample, (first, second) => {
        const there = test(first, second);
        const back = test(second, first);
        near(there.pValue, back.pValue);
        near(there.effect.estimate, -back.effect.estimate);
        near(there.effect.interval!.low, -back.effect.interval!.high);
        const less = test(first, second, { alternative: "less" });
        const greater = test(second, first, { alternative: "greater" });
        near(less.pValue, greater.pValue);
      }),
    );
  });

  it.each(Object.entries(all))("do not depend on the order or the unit of the values: %s", (_, test) => {
    fc.assert(
      fc.property(sample, sample, (first, second) => {
        const plain = test(first, second);
        const scaled = test(
          first.toReversed().map((one) => one * 4),
          second.toReversed().map((one) => one * 4),
        );
        expect(scaled.pValue).toBe(plain.pValue);
        expect(scaled.effect.estimate).toBe(plain.effect.estimate * 4);
      }),
    );
  });

  it("leave 0 out of the interval of a t-test exactly when p is below 1 - level", () => {
    fc.assert(
      fc.property(sample, sample, fc.constantFrom(0.8, 0.95, 0.99), (first, second, level) => {
        const { pValue, effect } = welchTTest(first, second, { level });
        fc.pre(Math.abs(pValue - (1 - level)) > 1e-9);
        const { low, high } = effect.interval!;
        expect(low > 0 || high < 0).toBe(pValue < 1 - level);
      }),
    );
  });

  it("make an analysis of variance of two groups the square of Student's t", () => {
    fc.assert(
      fc.property(sample, sample, (first, second) => {
        const t = studentTTest(first, second);
        const f = oneWayAnova([first, second]);
        near(f.statistic.value, t.statistic.value ** 2);
        near(f.pValue, t.pValue);
      }),
    );
  });
});

describe("exact p-values", () => {
  it("are those of the permutation of ranks", () => {
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 3, maxLength: 5 }),
        fc.array(value, { minLength: 3, maxLength: 5 }),
        (first, second) => {
          fc.pre(new Set([...first, ...second]).size > 1);
          const wins = (...[left, right]: readonly Float64Array[]): number => {
            let sum = 0;
            for (const a of left!) for (const b of right!) sum += a > b ? 1 : a === b ? 0.5 : 0;
            return sum;
          };
          near(
            mannWhitneyTest(first, second).pValue,
            permutationTest([first, second], wins, { resamples: 999 }).pValue,
          );
        },
      ),
      { numRuns: 30 },
    );
  });

  it("of the signed ranks are those of all signs", () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 2, maxLength: 9 }), (values) => {
        const kept = values.filter((one) => one !== 0);
        fc.pre(kept.length > 0);
        const { statistic, pValue } = wilcoxonSignedRankTest(values);
        const ranks = kept.map(
          (one) =>
            kept.filter((other) => Math.abs(other) < Math.abs(one)).length +
            (kept.filter((other) => Math.abs(other) === Math.abs(one)).length + 1) / 2,
        );
        let [lower, upper] = [0, 0];
        for (let signs = 0; signs < 2 ** kept.length; signs++) {
          const sum = ranks.reduce((total, rank, at) => ((signs >> at) & 1 ? total + rank : total), 0);
          if (sum <= statistic.value) lower++;
          if (sum >= statistic.value) upper++;
        }
        near(pValue, Math.min(1, (2 * Math.min(lower, upper)) / 2 ** kept.length));
      }),
    );
  });

  it("of a table do not depend on the order of its rows and columns", () => {
    const cell = fc.integer({ min: 0, max: 4 });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 3, maxLength: 3 }), (table) => {
        const totals = [0, 1, 2].map((column) => table.reduce((sum, row) => sum + row[column]!, 0));
        fc.pre(totals.every((one) => one > 0) && table.every((row) => row.some((one) => one > 0)));
        const turned = [0, 1, 2].map((column) => table.map((row) => row[column]!));
        near(fisherExactTest(table).pValue, fisherExactTest(turned.toReversed()).pValue);
      }),
      { numRuns: 50 },
    );
  });
});

describe("ranked selection", () => {
  it("finds the differences and the means of pairs that sorting finds", () => {
    fc.assert(
      fc.property(sample, sample, (first, second) => {
        const [a, b] = [Float64Array.from(first).sort(), Float64Array.from(second).sort()];
        const differences = Float64Array.from(
          first.flatMap((one) => second.map((other) => one - other)),
        ).sort();
        for (let rank = 1; rank <= differences.length; rank += 3)
          expect(rankedDifferences(a, b)(rank)).toBe(differences[rank - 1]! + 0);
        const means = Float64Array.from(
          Array.from(a).flatMap((one, at) => Array.from(a.subarray(at), (other) => one / 2 + other / 2)),
        ).sort();
        for (let rank = 1; rank <= means.length; rank += 3)
          expect(rankedWalshMeans(a)(rank)).toBe(means[rank - 1]! + 0);
      }),
    );
  });
});

describe("correlations", () => {
  it("of ranks do not change when a column is stretched", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { minLength: 5, maxLength: 20 }), (rows) => {
        const x = rows.map(([one]) => one);
        const y = rows.map(([, other]) => other);
        fc.pre(new Set(x).size > 1 && new Set(y).size > 1);
        const stretched = x.map((one) => one * one * one + one);
        expect(spearmanCorrelation(stretched, y).pValue).toBe(spearmanCorrelation(x, y).pValue);
        expect(kendallCorrelation(stretched, y).pValue).toBe(kendallCorrelation(x, y).pValue);
      }),
    );
  });

  it("count every pair for Kendall's tau-b", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { minLength: 5, maxLength: 20 }), (rows) => {
        const x = rows.map(([one]) => one);
        const y = rows.map(([, other]) => other);
        fc.pre(new Set(x).size > 1 && new Set(y).size > 1);
        let [score, left, right] = [0, 0, 0];
        for (let i = 0; i < x.length; i++)
          for (let j = 0; j < i; j++) {
            const [a, b] = [Math.sign(x[i]! - x[j]!), Math.sign(y[i]! - y[j]!)];
            score += a * b;
            left += a * a;
            right += b * b;
          }
        near(kendallCorrelation(x, y).effect.estimate, score / Math.sqrt(left * right));
      }),
    );
  });
});

describe("intervals of resamples and of proportions", () => {
  it("of a bootstrap come out the same again, from the same draws by the quick way", () => {
    const mean = (values: Float64Array): number => values.reduce((sum, one) => sum + one, 0) / values.length;
    const sampleOf = Float64Array.from({ length: 40 }, (_, at) => (at * 37) % 64);
    const quick = bootstrapInterval([sampleOf], "mean", { resamples: 500, seed: 3, method: "percentile" });
    const own = bootstrapInterval([sampleOf], mean, { resamples: 500, seed: 3, method: "percentile" });
    near(quick.interval.low, own.interval.low);
    near(quick.interval.high, own.interval.high);
    near(quick.standardError, own.standardError);
    expect(bootstrapInterval([sampleOf], "mean", { resamples: 500, seed: 4 }).interval).not.toEqual(
      own.interval,
    );
  });

  it("of two proportions hold the estimate and turn around with the groups", () => {
    const proportion = fc.tuple(fc.nat(20), fc.nat(20)).filter(([a, b]) => a + b > 0);
    fc.assert(
      fc.property(
        proportion,
        proportion,
        fc.constantFrom("newcombe", "miettinen-nurminen"),
        (one, two, kind) => {
          fc.pre(one[0] + two[0] > 0 && one[1] + two[1] > 0);
          const interval = kind as "newcombe";
          const [a, b] = [one, two].map(([yes, no]) => ({ successes: yes, trials: yes + no }));
          const there = twoProportionTest(a!, b!, { interval }).effect;
          const back = twoProportionTest(b!, a!, { interval }).effect;
          near(there.interval!.low, -back.interval!.high);
          expect(there.interval!.low).toBeLessThanOrEqual(there.estimate + 1e-12);
          expect(there.interval!.high).toBeGreaterThanOrEqual(there.estimate - 1e-12);
        },
      ),
    );
  });

  it("of pairs are those of their differences", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { minLength: 3, maxLength: 12 }), (rows) => {
        fc.pre(new Set(rows.map(([one, other]) => one - other)).size > 1);
        const result = pairedTTest(
          rows.map(([one]) => one),
          rows.map(([, other]) => other),
        );
        const { low, high } = result.effect.interval!;
        near((low + high) / 2, result.effect.estimate);
      }),
    );
  });
});
