import { describe, expect, it } from "vitest";
import { createRandom } from "../base/index.ts";
import { between, binNumbers, numberEdges } from "./number-bins.ts";

function binsOf(values: Float64Array, edges: Float64Array, missingBin: number): Uint8Array {
  const bins = new Uint8Array(values.length);
  binNumbers(values, edges, missingBin, bins);
  return bins;
}

describe("numberEdges", () => {
  it("puts an edge halfway between the few values there are", () => {
    expect([...numberEdges(Float64Array.of(3, 1, Number.NaN, 2, 1), 255)]).toEqual([1.5, 2.5]);
    expect([...numberEdges(Float64Array.of(Number.NaN, 4), 255)]).toEqual([]);
  });

  it("makes bins of about equal counts, never more than allowed", () => {
    const random = createRandom("bins");
    const values = Float64Array.from({ length: 10_000 }, () => random.next() ** 3);
    const edges = numberEdges(values, 16);
    const counts = new Uint32Array(17);
    for (const bin of binsOf(values, edges, 16)) counts[bin]! += 1;
    expect(edges.length).toBe(15);
    expect(Math.min(...counts.subarray(0, 16))).toBeGreaterThan(600);
    expect(Math.max(...counts)).toBeLessThan(650);
  });

  it("gives a frequent value a bin of its own", () => {
    const values = Float64Array.from({ length: 1000 }, (_, row) => (row < 500 ? 7 : row / 50));
    const edges = numberEdges(values, 8);
    const bins = binsOf(values, edges, 8);
    const own = bins[0]!;
    expect([...values.keys()].filter((row) => bins[row] === own && values[row] !== 7)).toEqual([]);
  });

  it("keeps neighbouring float64 values apart and stays finite at the ends", () => {
    const next = 1 + Number.EPSILON;
    expect(between(1, next)).toBe(1);
    expect(between(-Number.MAX_VALUE, Number.MAX_VALUE)).toBe(0);
    expect([...binsOf(Float64Array.of(1, next), numberEdges(Float64Array.of(1, next), 255), 2)]).toEqual([
      0, 1,
    ]);
  });
});
