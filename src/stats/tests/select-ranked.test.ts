import { describe, expect, it } from "vitest";
import { createRandom } from "../../base/index.ts";
import { rankedDifferences, rankedWalshMeans, type RankedNumber } from "./select-ranked.ts";

const random = createRandom("ranked selection");
const drawn = (count: number, draw: () => number): Float64Array =>
  Float64Array.from({ length: count }, draw).sort();

/** Samples that lead a search by their ends, or by straight lines, astray. */
const samples: Readonly<Record<string, (count: number) => Float64Array>> = {
  even: (count) => drawn(count, () => random.next()),
  "of few values": (count) => drawn(count, () => random.integer(5)),
  "of one value": (count) => new Float64Array(count).fill(7),
  "with far ends": (count) => drawn(count, () => (random.next() < 0.02 ? 1e300 : 1) * (random.next() - 0.3)),
  "over many sizes": (count) => drawn(count, () => (random.next() - 0.5) * 10 ** (random.integer(600) - 300)),
  "of the least numbers": (count) => drawn(count, () => random.integer(9) * Number.MIN_VALUE),
  "at the end of float64": (count) => drawn(count, () => (random.next() - 0.5) * 1.7e308),
  "of two heaps": (count) => drawn(count, () => (random.next() < 0.5 ? 0 : 1e6) + random.next()),
};

function expectSorted(ranked: RankedNumber, all: Float64Array): void {
  const last = all.length;
  const ranks = [1, 2, last, last - 1, Math.floor(last / 2), Math.floor(last / 2) + 1];
  for (let more = 0; more < 20; more++) ranks.push(1 + random.integer(last));
  for (const rank of ranks) expect(ranked(rank)).toBe(all[rank - 1]! + 0);
}

describe("a number by its rank among all pairs", () => {
  it.each(Object.entries(samples))("is the one that sorting finds, of samples %s", (_, draw) => {
    for (const [m, n] of [
      [300, 400],
      [1, 700],
      [700, 3],
    ] as const) {
      const [first, second] = [draw(m), samples["even"]!(n)];
      for (const [left, right] of [
        [first, second],
        [second, first],
        [first, draw(n)],
      ] as const)
        expectSorted(
          rankedDifferences(left, right),
          Float64Array.from({ length: m * n }, (_one, at) => {
            const row = Math.floor(at / right.length);
            return left[row]! - right[at % right.length]!;
          }).sort(),
        );
    }
    const sorted = draw(600);
    const means: number[] = [];
    for (let row = 0; row < sorted.length; row++)
      for (let other = row; other < sorted.length; other++) means.push(sorted[row]! / 2 + sorted[other]! / 2);
    expectSorted(rankedWalshMeans(sorted), Float64Array.from(means).sort());
  });
});
