import { describe, expect, it } from "vitest";
import { dealOut, resampledPlaces } from "./resample-plain.ts";
import { openResampler, plainResampler } from "./resample.ts";

const numbers = (count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, at) => 1 / (at + 1) - 0.3);
const words = (first: number) => ({ first, second: 0x9e3779b9 ^ first, third: 8 });

describe("a resampler", () => {
  it("has the bits of its plain twin for any number of numbers", () => {
    for (const count of [1, 2, 3, 4, 5, 7, 8, 63, 1000, 4097, 65_536, 100_003]) {
      const values = numbers(count);
      const [fast, plain] = [openResampler(values), plainResampler(values)];
      for (const first of [0, 1, 77, 0xffffffff]) {
        expect(fast.resampledSum(words(first))).toBe(plain.resampledSum(words(first)));
        for (const taken of [1, Math.ceil(count / 3), count])
          expect(fast.dealtSum(taken, words(first))).toBe(plain.dealtSum(taken, words(first)));
      }
    }
  });

  it("draws every place alike: the counts of a long series lie as a uniform distribution has them", () => {
    const counts = new Float64Array(10);
    const places = new Uint32Array(100_000);
    resampledPlaces(10, words(5), places);
    for (const place of places) counts[place]!++;
    const chiSquared = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    // The 0.1 % and 99.9 % points of χ² with 9 degrees of freedom.
    expect(chiSquared).toBeGreaterThan(1.15);
    expect(chiSquared).toBeLessThan(27.88);
  });

  it("deals all numbers out, each once, and any of them first", () => {
    const values = numbers(9);
    const into = new Float64Array(9);
    const firsts = new Set<number>();
    for (let first = 0; first < 100; first++) {
      dealOut(values, 4, words(first), into);
      expect(into.slice().sort()).toEqual(values.slice().sort());
      firsts.add(into[0]!);
    }
    expect(firsts.size).toBe(9);
  });

  it("gives different sums for different words", () => {
    const { resampledSum, dealtSum } = openResampler(numbers(50));
    const sums = new Set<number>();
    for (let first = 0; first < 200; first++) {
      sums.add(resampledSum(words(first)));
      sums.add(dealtSum(20, words(first)));
    }
    expect(sums.size).toBe(400);
  });
});
