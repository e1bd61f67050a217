import { describe, expect, it } from "vitest";
import { choleskyFactor, inverseDiagonal, solveCholesky } from "./cholesky.ts";

// A = L·Lᵀ with L = [[2,0,0],[6,1,0],[-8,5,3]], multiplied by hand.
const matrix = Float64Array.of(4, 12, -16, 12, 37, -43, -16, -43, 98);

describe("choleskyFactor", () => {
  it("finds the factor of a known matrix", () => {
    expect([...choleskyFactor(matrix, 3).lower]).toEqual([2, 0, 0, 6, 1, 0, -8, 5, 3]);
  });

  it("solves and inverts", () => {
    const factor = choleskyFactor(matrix, 3);
    // A·(1,2,3) by hand.
    const x = solveCholesky(factor, Float64Array.of(4 + 24 - 48, 12 + 74 - 129, -16 - 86 + 294));
    expect([...x].map((value) => Math.round(value * 1e9) / 1e9)).toEqual([1, 2, 3]);
    // By hand: the cofactors 37·98 - 43², 4·98 - 16², 4·37 - 12² over the determinant 36.
    const inverse = inverseDiagonal(factor);
    expect(inverse[0]).toBeCloseTo(1777 / 36, 9);
    expect(inverse[1]).toBeCloseTo(136 / 36, 9);
    expect(inverse[2]).toBeCloseTo(4 / 36, 9);
  });

  it("sets a dependent column aside and answers it with 0", () => {
    const singular = Float64Array.of(1, 2, 0, 2, 4, 0, 0, 0, 3);
    const factor = choleskyFactor(singular, 3);
    expect(factor.dependent).toEqual([1]);
    const [first, second, third] = solveCholesky(factor, Float64Array.of(1, 2, 6));
    expect([first, second]).toEqual([1, 0]);
    expect(third).toBeCloseTo(2, 14);
    expect(inverseDiagonal(factor)[1]).toBe(0);
  });
});
