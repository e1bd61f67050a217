import { describe, expect, it } from "vitest";
import { createRandom } from "../../base/index.ts";
import { leastNarrowRows, rowsPerHessian, toNarrow } from "./narrow.ts";

const sum = (values: Float64Array): number => values.reduce((total, value) => total + Math.abs(value), 0);

describe("narrow derivatives", () => {
  it("keep every sum within 32 bits and each within 16, at the limit too", () => {
    for (const [rows, greatest] of [
      [leastNarrowRows, 1],
      [leastNarrowRows + 1, 1 - 2 ** -53],
      [70_000, 32_767.5],
      [500_001, 1e-200],
      [500_001, 1 / 3],
    ] as const) {
      const gradient = new Float64Array(rows).fill(greatest);
      const hessian = Float64Array.from(gradient, (value, row) => value * (row === 0 ? 0.999 : 1));
      const { gradientUnit, hessianUnit } = toNarrow(gradient, hessian)!;
      expect(sum(gradient)).toBeLessThan(2 ** 31);
      expect(sum(hessian)).toBeLessThan(2 ** 31);
      expect(gradient[0]).toBeLessThan(2 ** 15);
      expect(hessian[1]).toBeLessThan(2 ** 16);
      expect((gradient[0]! * gradientUnit) / greatest).toBeCloseTo(1, 2);
      expect((hessian[1]! * hessianUnit) / greatest).toBeCloseTo(1, 2);
    }
  });

  it("are refused where a few of them are far greater than the rest, and for few rows", () => {
    const random = createRandom("narrow");
    const make = (rows: number, great: number): [Float64Array, Float64Array] => [
      Float64Array.from({ length: rows }, (_, row) => (row === 5 ? great : random.next() - 0.5)),
      new Float64Array(rows).fill(1),
    ];
    expect(toNarrow(...make(40_000, 10))).toBeDefined();
    expect(toNarrow(...make(40_000, 1000))).toBeUndefined();
    expect(toNarrow(...make(30_000, 1))).toBeUndefined();
    const [gradient, hessian] = make(40_000, 1);
    hessian[3] = -1;
    expect(toNarrow(gradient, hessian)).toBeUndefined();
  });

  it("count rows exactly where all hessians are equal", () => {
    const gradient = Float64Array.from({ length: 40_000 }, (_, row) => row / 40_000);
    const hessian = new Float64Array(40_000).fill(0.3);
    expect(toNarrow(gradient, hessian)!.hessianUnit).toBe(0.3);
    expect(new Set(hessian)).toEqual(new Set([1]));
    expect(rowsPerHessian(40_000, sum(hessian))).toBe(1);
  });

  it("estimate numbers of rows that add up in any order", () => {
    const random = createRandom("estimates");
    const parts = Array.from({ length: 255 }, () => random.integer(8_000_000));
    const total = parts.reduce((left, right) => left + right);
    const rows = rowsPerHessian(999_983, total);
    const estimates = parts.map((part) => part * rows);
    expect(estimates.reduce((left, right) => left + right)).toBe(total * rows);
    expect(estimates.toReversed().reduce((left, right) => left + right)).toBe(total * rows);
    expect(Math.abs(total * rows - 999_983)).toBeLessThan(1);
  });
});
