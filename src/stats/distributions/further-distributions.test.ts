import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  andersonDarlingLower,
  andersonDarlingNormality,
  andersonDarlingUpper,
  andersonDarlingUpperOf,
  exponentialDistribution,
  hypergeometric,
  kendallInversions,
  kolmogorovDistance,
  kolmogorovLimit,
  logisticDistribution,
  lognormal,
  mannWhitney,
  noncentralChiSquared,
  noncentralF,
  noncentralT,
  rankSumWithTies,
  shapiroWilkPValue,
  shapiroWilkWeights,
  signedRank,
  signedRankWithTies,
  smirnovOneSided,
  smirnovTwoSample,
  studentizedRange,
  studentT,
  uniformDistribution,
  weibull,
  type ContinuousDistribution,
  type CountDistribution,
} from "./index.ts";
import { exactKolmogorovLower, exactKolmogorovUpper } from "./kolmogorov-exact.ts";

/** What a row can be asked of. */
interface Asked {
  readonly cumulative: (x: number) => number;
  readonly survival: (x: number) => number;
  readonly logCumulative?: (x: number) => number;
  readonly logSurvival?: (x: number) => number;
  readonly density?: (x: number) => number;
  readonly mass?: (x: number) => number;
}

type Family = (...parameters: number[]) => Asked;

/** How many digits each family keeps, at the least. */
const families: Readonly<Record<string, readonly [make: Family, digits: number]>> = {
  exponential: [exponentialDistribution, 12],
  Weibull: [weibull, 12],
  logistic: [logisticDistribution, 12],
  lognormal: [lognormal, 12],
  uniform: [uniformDistribution, 12],
  hypergeometric: [hypergeometric, 12],
  "noncentral chi-squared": [noncentralChiSquared, 12],
  "noncentral F": [noncentralF, 12],
  "noncentral t": [noncentralT, 12],
  "studentized range": [studentizedRange, 12],
  "Anderson-Darling": [() => ({ cumulative: andersonDarlingLower, survival: andersonDarlingUpper }), 12],
  Kolmogorov: [kolmogorovDistance, 12],
  "Kolmogorov limit": [kolmogorovLimit, 12],
};

type Row = readonly [
  family: string,
  parameters: readonly (number | "Infinity")[],
  x: number,
  lower: number,
  upper: number,
  density: number | null,
];

const oracle = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../test/oracle/${name}.json`, import.meta.url), "utf8"));

const rows = [
  ...(oracle("distributions-more") as readonly Row[]),
  ...(oracle("studentized-range") as readonly Row[]),
];

const isClose = (found: number, expected: number, digits: number): boolean =>
  Math.abs(found - expected) <= Math.abs(expected) * 10 ** -digits;

describe("further distributions against mpmath 1.4.1", () => {
  it.each(Object.keys(families))("gives both tails and the density of %s", (family) => {
    const [make, digits] = families[family]!;
    const wrong: unknown[] = [];
    const chosen = rows.filter(([name]) => name === family);
    expect(chosen.length).toBeGreaterThan(2);
    for (const [, parameters, x, lower, upper, density] of chosen) {
      const asked = make(...parameters.map(Number));
      const pairs: readonly (readonly [string, number | undefined, number])[] = [
        ["cumulative", asked.cumulative(x), lower],
        ["survival", asked.survival(x), upper],
        ["density", (asked.density ?? asked.mass)?.(x), density ?? Number.NaN],
      ];
      for (const [name, found, log] of pairs)
        if (found !== undefined && log > -690 && !isClose(found, Math.exp(log), digits))
          wrong.push([parameters, x, name, found, Math.exp(log), found / Math.exp(log) - 1]);
      for (const [found, log] of [
        [asked.logCumulative?.(x), lower],
        [asked.logSurvival?.(x), upper],
      ] as const)
        if (found !== undefined && !(Math.abs(found - log) <= 1e-12 * Math.abs(log)))
          wrong.push([parameters, x, "log", found, log]);
    }
    expect(wrong).toEqual([]);
  });
});

const peer = oracle("rank-tests") as readonly (readonly [
  string,
  readonly number[],
  number,
  number,
  number,
])[];

describe("rank distributions against R 4.2.2", () => {
  const ranked: Readonly<Record<string, Family>> = {
    "signed-rank": signedRank,
    "Mann-Whitney": mannWhitney,
  };

  it.each(Object.keys(ranked))("gives both tails of %s", (family) => {
    const wrong: unknown[] = [];
    for (const [, parameters, x, lower, upper] of peer.filter(([name]) => name === family)) {
      const asked = ranked[family]!(...parameters);
      if (!isClose(asked.cumulative(x), lower, 12) || !isClose(asked.survival(x), upper, 12))
        wrong.push([parameters, x, asked.cumulative(x), lower, asked.survival(x), upper]);
    }
    expect(wrong).toEqual([]);
  });

  it("gives the studentized range as ptukey does, but for ptukey's errors at few degrees", () => {
    const chosen = peer.filter(([name, [groups]]) => name === "studentized range" && groups !== 50);
    const wrong = chosen.filter(([, [groups, degrees], q, , upper]) => {
      const found = studentizedRange(groups!, degrees!).survival(q);
      return Math.abs(found - upper) > (degrees! < 5 ? 2e-4 : degrees! < 20 ? 1e-5 : 1e-9);
    });
    expect(wrong).toEqual([]);
  });

  it("gives the studentized range of two groups as Student's t, where ptukey errs in the fifth digit", () => {
    for (const [degrees, q] of [
      [2, 1],
      [5, 30],
      [200, 20],
    ] as const) {
      const expected = 2 * studentT(degrees).survival(q / Math.SQRT2);
      expect(isClose(studentizedRange(2, degrees).survival(q), expected, 12)).toBe(true);
    }
    // R 4.2.2: ptukey(1, 2, 2, lower.tail = FALSE).
    expect(Math.abs(2 * studentT(2).survival(Math.SQRT1_2) - 0.5527734063419472)).toBeGreaterThan(1e-5);
  });

  it("gives W and its p-value as shapiro.test does", () => {
    for (const [, values, statistic, pValue] of peer.filter(([name]) => name === "Shapiro-Wilk")) {
      const weights = shapiroWilkWeights(values.length);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
      const weighed = values.reduce((sum, value, place) => sum + value * weights[place]!, 0);
      const w = (weighed * weighed) / squares;
      // R's own quantiles of the weights have 16 digits, its constants those of the paper.
      expect(Math.abs(w - statistic)).toBeLessThan(1e-12);
      expect(Math.abs(shapiroWilkPValue(w, values.length) / pValue - 1)).toBeLessThan(1e-11);
    }
  });
});

/** All ways to choose `taken` of the ranks, as sums. */
function sumsOf(ranks: readonly number[], taken: number): number[] {
  if (taken === 0) return [0];
  return ranks.flatMap((rank, place) => sumsOf(ranks.slice(place + 1), taken - 1).map((sum) => sum + rank));
}

describe("exact distributions with ties, counted out one by one", () => {
  const ranks = [1.5, 1.5, 3, 4, 6, 6, 6, 8, 9];

  it.each([1, 3, 6, 9])("gives the sum of %i of nine tied ranks", (taken) => {
    const sums = sumsOf(ranks, taken);
    const found = rankSumWithTies(ranks, taken);
    for (const at of new Set(sums)) {
      const share = sums.filter((sum) => sum <= at).length / sums.length;
      expect(found.cumulative(2 * at)).toBeCloseTo(share, 13);
      expect(found.survival(2 * at)).toBeCloseTo(1 - share, 13);
    }
    expect([found.low, found.high]).toEqual([2 * Math.min(...sums), 2 * Math.max(...sums)]);
  });

  it("gives the signed ranks", () => {
    const sums = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((taken) => sumsOf(ranks, taken));
    expect(sums.length).toBe(512);
    const found = signedRankWithTies(ranks);
    for (const at of new Set(sums))
      expect(found.survival(2 * at)).toBe(sums.filter((sum) => sum > at).length / 512);
  });

  it("agrees with itself where no ranks are tied", () => {
    const plain = mannWhitney(4, 6);
    const tied = rankSumWithTies([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 4);
    for (let u = 0; u <= 24; u++) expect(tied.cumulative(2 * (u + 10))).toBeCloseTo(plain.cumulative(u), 14);
  });

  it("gives Kendall's wrong pairs", () => {
    // M. G. Kendall, "A new measure of rank correlation", Biometrika 30, 1938, table 1, for 5 values.
    const ways = [1, 4, 9, 15, 20, 22, 20, 15, 9, 4, 1];
    const found = kendallInversions(5);
    for (const [place, count] of ways.entries()) expect(found.mass(place)).toBeCloseTo(count / 120, 14);
  });
});

/** The largest gap of the two distribution functions when the values at `first` are the first sample's. */
function gapOf(values: readonly number[], first: ReadonlySet<number>, m: number, side: string): number {
  let gap = 0;
  let at = 0;
  for (const [place, value] of values.entries()) {
    at += first.has(place) ? 1 / m : -1 / (values.length - m);
    if (values[place + 1] === value) continue;
    gap = Math.max(gap, side === "two-sided" ? Math.abs(at) : side === "above" ? at : -at);
  }
  return gap;
}

const subsets = (count: number, taken: number): number[][] =>
  taken === 0
    ? [[]]
    : Array.from({ length: count }, (_, last) => last).flatMap((last) =>
        subsets(last, taken - 1).map((less) => [...less, last]),
      );

describe("the two-sample Kolmogorov-Smirnov distance", () => {
  it.each(["two-sided", "above", "below"] as const)("is exact, with ties: %s", (side) => {
    for (const values of [
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
      [1, 1, 2, 3, 3, 3, 4, 5, 5, 6],
    ]) {
      const gaps = subsets(10, 4).map((taken) => gapOf(values, new Set(taken), 4, side));
      expect(gaps.length).toBe(210);
      const endsOfTies = values.map((value, place) => values[place + 1] !== value);
      for (const distance of new Set(gaps)) {
        const share = gaps.filter((gap) => gap >= distance - 1e-9).length / 210;
        expect(smirnovTwoSample({ distance, sizes: [4, 6], endsOfTies, side })).toBeCloseTo(share, 13);
      }
    }
  });

  it("keeps the digits of small tails", () => {
    // All of one sample below all of the other: 2 of C(100, 50) orders.
    const found = smirnovTwoSample({ distance: 1, sizes: [50, 50] });
    expect(found / (2 / 1.0089134454556415e29)).toBeCloseTo(1, 12);
  });
});

describe("Smirnov's one-sided distance", () => {
  // scipy.stats.ksone.sf(d, n), SciPy 1.17.1
  it.each([
    [3, 0.3, 0.493],
    [10, 0.01, 0.9890631472731564],
    [10, 0.3, 0.1354635556],
    [10, 0.95, 9.765625000000086e-14],
    [50, 0.1, 0.34490701996888],
    [50, 0.6, 4.817035228071187e-18],
    [50, 0.95, 8.881784310668828e-66],
    [300, 0.1, 0.0022978368284863105],
    [300, 0.6, 4.199832563434037e-104],
    [2000, 0.01, 0.6658899344653914],
    [2000, 0.3, 1.975889880272874e-160],
  ])("of %i values above %f", (n, d, expected) => {
    expect(isClose(smirnovOneSided(n, d), expected, 12)).toBe(true);
  });
});

describe("Anderson and Darling's statistic of few values", () => {
  // Shares of 2,000,000 samples (NumPy 2's default generator, seed 1), whose standard error is at most 0.0004.
  it.each([
    [2, 0.5, 0.72711],
    [2, 1.5, 0.17922],
    [5, 0.4, 0.84276],
    [5, 0.8, 0.47372],
    [5, 2.5, 0.05212],
    [10, 0.4, 0.8459],
    [10, 2.5, 0.05059],
    [30, 1, 0.35667],
    [30, 3, 0.02744],
  ])("of %i values is above %f as often as in samples", (n, a, share) => {
    expect(Math.abs(andersonDarlingUpperOf(a, n) - share)).toBeLessThan(n < 5 ? 0.002 : 0.0008);
  });

  it("falls steadily under the normality table, and ends", () => {
    let before = 1;
    for (let a = 0.05; a < 200; a *= 1.1) {
      const found = andersonDarlingNormality(a, 50);
      expect(found > 0 && found <= before + 0.002).toBe(true);
      before = found;
    }
  });
});

describe("quantiles of further distributions", () => {
  const all: readonly (ContinuousDistribution | CountDistribution)[] = [
    exponentialDistribution(3),
    weibull(0.7, 2),
    logisticDistribution(1, 2),
    lognormal(0, 0.5),
    uniformDistribution(2, 5),
    hypergeometric(500, 60, 90),
    noncentralChiSquared(4, 9),
    noncentralF(3, 20, 10),
    noncentralT(12, 2.5),
    noncentralT(6, -4),
    kolmogorovLimit(),
    signedRank(20),
    mannWhitney(8, 9),
  ];

  it.each(all.map((one) => [one.name, one] as const))("inverts %s", (_, one) => {
    for (const probability of [1e-200, 1e-30, 1e-4, 0.05, 0.3, 0.5, 0.8, 0.999]) {
      const low = one.quantile(probability);
      const high = one.upperQuantile(probability);
      if (one.kind === "counts") {
        expect(one.cumulative(low)).toBeGreaterThanOrEqual(probability);
        expect(one.cumulative(low - 1)).toBeLessThan(probability);
        expect(one.survival(high)).toBeLessThanOrEqual(probability);
        expect(one.survival(high - 1)).toBeGreaterThan(probability);
      } else {
        // Where a quantile lies below all floats or rounds to an end, its probability says nothing.
        if (low > one.low && Math.abs(low) > 1e-290 && (low - one.low) / Math.abs(low) > 1e-9)
          expect(Math.abs(one.cumulative(low) / probability - 1)).toBeLessThan(1e-10);
        if (high < one.high && (one.high - high) / Math.abs(high) > 1e-9)
          expect(Math.abs(one.survival(high) / probability - 1)).toBeLessThan(1e-10);
      }
    }
  });

  it("finds the quantiles of the studentized range that mpmath's tails belong to", () => {
    for (const [, parameters, x, lower, upper] of rows.filter(([name]) => name === "studentized range")) {
      const [groups, degrees] = parameters.map(Number);
      const tukey = studentizedRange(groups!, degrees!);
      const found = lower < upper ? tukey.quantile(Math.exp(lower)) : tukey.upperQuantile(Math.exp(upper));
      expect(isClose(found, x, 12), `${parameters.join()}: ${found} for ${x}`).toBe(true);
    }
    // Half a degree, a thousand groups: far from where the search starts.
    for (const [groups, degrees, probability] of [
      [2, 0.5, 1e-6],
      [1000, 3, 1e-12],
      [1000, 1e6, 0.499],
      [3, Infinity, 1e-300],
    ] as const) {
      const tukey = studentizedRange(groups, degrees);
      const found = tukey.survival(tukey.upperQuantile(probability));
      expect(Math.abs(found / probability - 1), `${groups}, ${degrees}`).toBeLessThan(1e-10);
    }
  });

  it("inverts the studentized range", () => {
    const tukey = studentizedRange(4, 12);
    for (const probability of [1e-30, 0.05])
      expect(Math.abs(tukey.survival(tukey.upperQuantile(probability)) / probability - 1)).toBeLessThan(
        1e-10,
      );
    expect(Math.abs(tukey.cumulative(tukey.quantile(0.001)) / 0.001 - 1)).toBeLessThan(1e-10);
  });

  it.each(all.map((one) => [one.name, one] as const))("is monotone and whole: %s", (_, one) => {
    let before = 0;
    for (let share = 0.01; share < 1; share += 0.07) {
      const x = one.quantile(share);
      const lower = one.cumulative(x);
      expect(lower).toBeGreaterThanOrEqual(before);
      expect(lower + one.survival(x)).toBeCloseTo(1, 14);
      before = lower;
    }
  });

  it.each(all.map((one) => [one.name, one] as const))("refuses what is no number: %s", (_, one) => {
    expect(() => one.cumulative(Number.NaN)).toThrow("T2817");
    expect(() => one.quantile(1.5)).toThrow("T2816");
    expect(() => one.upperQuantile(Number.NaN)).toThrow("T2816");
    expect([one.cumulative(-Infinity), one.survival(Infinity)]).toEqual([0, 0]);
    expect([one.quantile(0), one.upperQuantile(0)]).toEqual([one.low, one.high]);
  });
});

describe("bad parameters", () => {
  const refused: Readonly<Record<string, () => unknown>> = {
    "Weibull distribution has no shape": () => weibull(0, 1),
    "exponential distribution has no rate": () => exponentialDistribution(-1),
    "logistic distribution has no scale": () => logisticDistribution(0, Number.NaN),
    "lognormal distribution has no meanLog": () => lognormal(Infinity, 1),
    "uniform distribution has no width": () => uniformDistribution(3, 3),
    "hypergeometric distribution has no sizes": () => hypergeometric(10, 11, 3),
    "hypergeometric distribution has no marked": () => hypergeometric(10, 1.5, 3),
    "noncentral chi-squared distribution has no noncentrality": () => noncentralChiSquared(3, 1e9),
    "noncentral F distribution has no d2": () => noncentralF(3, 0, 1),
    "noncentral t distribution has no delta": () => noncentralT(3, 1000),
    "studentized range distribution has no groups": () => studentizedRange(1, 10),
    "studentized range distribution has no degrees": () => studentizedRange(3, 0),
    "Kolmogorov distribution has no n": () => kolmogorovDistance(1e10),
    "two-sample Kolmogorov distribution has no sizes": () =>
      smirnovTwoSample({ distance: 0.5, sizes: [0, 4] }),
    "two-sample Kolmogorov distribution has no distance": () =>
      smirnovTwoSample({ distance: Number.NaN, sizes: [3, 4] }),
    "rank-sum distribution has no rank": () => rankSumWithTies([1, 2.25], 1),
    "rank-sum distribution has no taken": () => rankSumWithTies([1, 2], 3),
    "Shapiro-Wilk distribution has no n": () => shapiroWilkWeights(2),
    "Shapiro-Wilk distribution has no W": () => shapiroWilkPValue(0, 10),
    "Anderson-Darling distribution has no n": () => andersonDarlingNormality(1, 3),
  };

  it.each(Object.keys(refused))("are refused by name: %s", (words) => {
    expect(refused[words]).toThrow(`T2815 The ${words}`);
  });

  it("are refused where counting out would take too long", () => {
    expect(() => signedRank(5000)).toThrow("T2818");
    expect(() => mannWhitney(1000, 1000)).toThrow("T2818");
    expect(() => kendallInversions(2000)).toThrow("T2818");
  });
});

describe("Kolmogorov's distance of some values", () => {
  it("has two exact tails, found apart, that sum to 1", () => {
    for (const n of [2, 3, 7, 10, 33, 200])
      for (const x of [0.6, 0.8, 1, 1.5]) {
        const d = x / Math.sqrt(n);
        if (d <= 0.5 / n || d >= 0.5) continue;
        expect(Math.abs(exactKolmogorovLower(n, d) + exactKolmogorovUpper(n, d) - 1)).toBeLessThan(1e-14);
      }
  });
});

describe("Kolmogorov's distance of very many values", () => {
  // scipy.stats.kstwo.sf(x / sqrt(n), n) of SciPy 1.17.1 for n = 20,000, and of ksone for the one-sided tail.
  it.each([
    [0.7, 0.7092793351523912, 1e-9],
    [1, 0.26873939434518745, 1e-9],
    [1.36, 0.04916792303787476, 1e-9],
    [1.9, 0.0014502499313107482, 1e-12],
    [2.5, 7.360605671048207e-6, 1e-18],
  ])("has the tail of SciPy beyond √n d = %s", (x, tail, error) => {
    const { survival, cumulative } = kolmogorovDistance(20_000);
    const d = x / Math.sqrt(20_000);
    expect(Math.abs(survival(d) - tail)).toBeLessThan(error);
    expect(survival(d) + cumulative(d)).toBeCloseTo(1, 14);
  });

  it("has both tails of the exact walk, nearly", () => {
    const n = 10_001;
    for (const z of [0.31, 0.6, 1, 1.57, 1.6]) {
      const d = z / Math.sqrt(n);
      expect(Math.abs(kolmogorovDistance(n).cumulative(d) - exactKolmogorovLower(n, d))).toBeLessThan(1e-9);
    }
  });

  it("goes over into the limit without a step", () => {
    for (const n of [1e6 + 1, 1e9])
      for (const x of [0.5, 1, 2, 2.2, 4]) {
        const d = x / Math.sqrt(n);
        const limit = kolmogorovLimit().survival(x + 1 / (6 * Math.sqrt(n)));
        expect(kolmogorovDistance(n).survival(d) / limit).toBeCloseTo(1, 4);
        expect(smirnovOneSided(n, d) / Math.exp(-2 * (x + 1 / (6 * Math.sqrt(n))) ** 2)).toBeCloseTo(1, 9);
      }
  });
});
