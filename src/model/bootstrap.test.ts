import { describe, expect, it } from "vitest";
import { createRandom, type Random } from "../base/index.ts";
import { bootstrapMetrics, forEachResample, percentileInterval, replicateCount } from "./bootstrap.ts";
import { metrics } from "./metrics/index.ts";

/** Marsaglia's polar method. */
function normal(random: Random): number {
  for (;;) {
    const x = 2 * random.next() - 1;
    const y = 2 * random.next() - 1;
    const square = x * x + y * y;
    if (square > 0 && square < 1) return x * Math.sqrt((-2 * Math.log(square)) / square);
  }
}

/** Share of simulated data sets whose 95 % interval holds the true value. */
function coverage(simulations: number, covers: (simulation: number) => boolean): number {
  return Array.from({ length: simulations }, (_, at) => covers(at)).filter(Boolean).length / simulations;
}

describe("forEachResample", () => {
  it("draws each row a Poisson(1) number of times", () => {
    const tally = new Float64Array(12);
    let draws = 0;
    forEachResample({ rowCount: 1001, seed: 3 }, (weights) => {
      for (const count of weights) tally[count] = tally[count]! + 1;
      draws += weights.length;
    });
    expect(draws).toBe(1001 * 1000);
    let probability = Math.exp(-1);
    for (let count = 0; count <= 5; count++) {
      expect(tally[count]! / draws).toBeCloseTo(probability, 2.5);
      probability /= count + 1;
    }
    const mean = tally.reduce((sum, rows, count) => sum + rows * count, 0) / draws;
    const square = tally.reduce((sum, rows, count) => sum + rows * count * count, 0) / draws;
    expect(mean).toBeCloseTo(1, 2);
    expect(square - mean * mean).toBeCloseTo(1, 2);
  });

  it("draws rows of one cluster together", () => {
    const cluster = Int32Array.of(0, 1, 0, 2, 1);
    forEachResample({ rowCount: 5, cluster, seed: 3 }, ([a, b, c, , e]) => {
      expect(c).toBe(a);
      expect(e).toBe(b);
    });
  });

  it("multiplies the draws with the row weights", () => {
    forEachResample({ rowCount: 3, weight: Float64Array.of(0, 0.5, 2), seed: 3 }, ([a, b, c]) => {
      expect(a).toBe(0);
      expect(b! * 2).toBe(Math.round(b! * 2));
      expect(c! / 2).toBe(Math.round(c! / 2));
    });
  });
});

describe("replicateCount", () => {
  it("is bounded by a budget of rows times resamples, never below 200", () => {
    expect([10, 20_000, 40_000, 80_000, 600_000].map(replicateCount)).toEqual([1000, 1000, 1000, 500, 200]);
  });
});

describe("percentileInterval", () => {
  it("cuts 2.5 % on each side and holds the estimate", () => {
    const replicates = Array.from({ length: 1001 }, (_, at) => at);
    expect(percentileInterval(500, replicates)).toEqual({
      estimate: 500,
      low: expect.closeTo(25, 9),
      high: expect.closeTo(975, 9),
    });
    expect(percentileInterval(990, replicates)).toMatchObject({ estimate: 990, high: 990 });
    expect(percentileInterval(1, [])).toBeNull();
  });
});

describe("bootstrapMetrics", () => {
  it("covers the true AUC of two normal classes about 95 times in 100", () => {
    // Binormal: Phi(1 / sqrt 2), scipy 1.17.1 norm.cdf(1 / 2 ** 0.5).
    const trueAuc = 0.7602499389065233;
    const share = coverage(300, (simulation) => {
      const random = createRandom(simulation).fork("auc");
      const truth = Float64Array.from({ length: 150 }, (_, row) => (row % 2 === 0 ? 1 : 0));
      const outputs = [truth.map((isPositive) => normal(random) + isPositive)];
      const prepared = metrics.auc.prepare({ classCount: 2, truth, predictions: { outputs } });
      const [interval] = bootstrapMetrics([prepared], { rowCount: 150, seed: simulation });
      return interval!.low <= trueAuc && trueAuc <= interval!.high;
    });
    expect(share).toBeGreaterThan(0.92);
    expect(share).toBeLessThan(0.98);
  });

  it("covers the true root mean squared error about 95 times in 100", () => {
    const share = coverage(300, (simulation) => {
      const random = createRandom(simulation).fork("rmse");
      const truth = Float64Array.from({ length: 150 }, () => 3 * normal(random));
      const outputs = [new Float64Array(150)];
      const prepared = metrics.rmse.prepare({ classCount: 0, truth, predictions: { outputs } });
      const [interval] = bootstrapMetrics([prepared], { rowCount: 150, seed: simulation });
      return interval!.low <= 3 && 3 <= interval!.high;
    });
    expect(share).toBeGreaterThan(0.92);
    expect(share).toBeLessThan(0.98);
  });

  it("gives the same bits for the same seed and others for another", () => {
    const truth = Float64Array.from({ length: 50 }, (_, row) => row % 2);
    const outputs = [truth.map((_, row) => ((row * 7) % 50) / 50)];
    const interval = (seed: number): unknown =>
      bootstrapMetrics([metrics.auc.prepare({ classCount: 2, truth, predictions: { outputs } })], {
        rowCount: 50,
        seed,
      });
    expect(interval(1)).toEqual(interval(1));
    expect(interval(1)).not.toEqual(interval(2));
  });
});
