import { describe, expect, it } from "vitest";
import { gemm, type Product } from "./dense.ts";
import { gemmPlain } from "./gemm-plain.ts";

/** Numbers of many sizes, so that another order of summation gives other bits. */
function numbers(length: number, seed: number): Float64Array<ArrayBuffer> {
  let state = seed;
  return Float64Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state / 2 ** 31 - 1) * 10 ** (state % 7);
  });
}

/** The definition: a sum over the inner index for each number of the result. */
function byDefinition({ rows, inner, columns, left, right, leftTurned, rightTurned }: Product): number[] {
  return Array.from({ length: rows * columns }, (_, at) => {
    const [row, column] = [Math.floor(at / columns), at % columns];
    let sum = 0;
    for (let place = 0; place < inner; place++)
      sum +=
        left[leftTurned ? place * rows + row : row * inner + place]! *
        right[rightTurned ? column * inner + place : place * columns + column]!;
    return sum;
  });
}

const sizes = [
  [1, 1, 1],
  [3, 5, 2],
  [4, 300, 4],
  [17, 33, 9],
  [64, 256, 64],
  [65, 257, 67],
  [300, 20, 7],
  [5, 12, 530],
  [270, 600, 9],
] as const;

describe("gemm", () => {
  it("gives whole numbers exactly, as in the definition, whichever factor is turned", () => {
    for (const [rows, inner, columns] of sizes)
      for (const leftTurned of [false, true])
        for (const rightTurned of [false, true]) {
          const whole = (length: number, seed: number): Float64Array =>
            numbers(length, seed).map((value) => Math.round(value) % 1000);
          const [left, right] = [whole(rows * inner, 1), whole(inner * columns, 2)];
          const product: Product = { rows, inner, columns, left, right, leftTurned, rightTurned };
          expect([...gemm(product)]).toEqual(byDefinition(product));
        }
  });

  it("has the same bits as its twin in plain TypeScript", () => {
    for (const [rows, inner, columns] of sizes)
      for (const turned of [false, true]) {
        const [left, right] = [numbers(rows * inner, 3), numbers(inner * columns, 4)];
        const product = { rows, inner, columns, left, right, leftTurned: turned, rightTurned: !turned };
        const into = numbers(rows * columns, 5);
        expect(gemm(product, into.slice())).toEqual(gemmPlain(product, into.slice()));
      }
  });

  it("adds to the lower triangle alone where that is asked for", () => {
    for (const [size, inner] of [
      [3, 7],
      [66, 40],
      [270, 300],
      [600, 20],
    ] as const) {
      const left = numbers(size * inner, 6);
      const product = { rows: size, inner, columns: size, left, right: left, rightTurned: true };
      const full = gemm(product);
      const lower = gemm({ ...product, lower: true }, new Float64Array(size * size).fill(0.5));
      const expected = full.map((value, at) => (at % size <= Math.floor(at / size) ? 0.5 + value : 0.5));
      const twin = gemmPlain({ ...product, lower: true }, new Float64Array(size * size).fill(0.5));
      expect(lower).toEqual(twin);
      const wrong = expected.findIndex(
        (value, at) => !(Math.abs(lower[at]! - value) <= 1e-9 + 1e-12 * Math.abs(value)),
      );
      expect(wrong).toBe(-1);
    }
  });

  it("reads factors whose rows stand apart", () => {
    const product = { rows: 20, inner: 30, columns: 10 };
    const [left, right] = [numbers(20 * 50, 7), numbers(10 * 64, 8)];
    const close = (values: Float64Array, count: number, stride: number): Float64Array =>
      Float64Array.from({ length: count * 30 }, (_, at) => values[Math.floor(at / 30) * stride + (at % 30)]!);
    const apart = { ...product, left, leftStride: 50, right, rightTurned: true, rightStride: 64 };
    const together = {
      ...product,
      left: close(left, 20, 50),
      right: close(right, 10, 64),
      rightTurned: true,
    };
    expect(gemm(apart)).toEqual(gemm(together));
    expect(gemmPlain(apart, new Float64Array(200))).toEqual(gemm(together));
  });

  it("gives the same number for a row whatever rows stand beside it", () => {
    const right = numbers(300 * 6, 9);
    const left = numbers(40 * 300, 10);
    const all = gemm({ rows: 40, inner: 300, columns: 6, left, right });
    const one = gemm({ rows: 1, inner: 300, columns: 6, left: left.slice(37 * 300, 38 * 300), right });
    expect(one).toEqual(all.slice(37 * 6, 38 * 6));
  });

  it("carries NaN and infinity to where they belong", () => {
    const left = new Float64Array(20 * 20).fill(1);
    left[7 * 20 + 3] = Number.NaN;
    left[9 * 20 + 3] = Infinity;
    const result = gemm({ rows: 20, inner: 20, columns: 20, left, right: new Float64Array(400).fill(1) });
    const rows = Array.from({ length: 20 }, (_, row) => result[row * 20 + 11]);
    expect(rows).toEqual(rows.map((_, row) => (row === 7 ? Number.NaN : row === 9 ? Infinity : 20)));
  });
});
