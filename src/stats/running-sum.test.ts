import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exactQuotient, ExactSum, RunningSum, wholeTimesPower } from "./index.ts";

const anyFloat = fc.double({ noNaN: true, noDefaultInfinity: true });

describe("the running sum", () => {
  it("is the exact sum of what was added and not removed, in any order", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyFloat, fc.boolean()), { maxLength: 60 }), (numbers) => {
        const running = new RunningSum();
        for (const [value] of numbers) running.add(value);
        for (const [value, stays] of numbers.toReversed()) if (!stays) running.remove(value);
        const exact = new ExactSum();
        for (const [value, stays] of numbers) if (stays) exact.add(value);
        expect(running.total()).toBe(exact.total() + 0);
      }),
    );
  });

  it("rounds half of the last place by what lies below", () => {
    const sum = new RunningSum();
    for (const value of [2 ** 53, 1, 2 ** -60]) sum.add(value);
    expect(sum.total()).toBe(2 ** 53 + 2);
    sum.remove(2 ** -60);
    expect(sum.total()).toBe(2 ** 53);
  });

  it("keeps numbers at the end of float64 exact", () => {
    const sum = new RunningSum();
    for (const value of [Number.MAX_VALUE, Number.MAX_VALUE, 5e-324]) sum.add(value);
    expect(sum.total()).toBe(Number.POSITIVE_INFINITY);
    for (const value of [Number.MAX_VALUE, Number.MAX_VALUE]) sum.remove(value);
    expect(sum.total()).toBe(5e-324);
    sum.clear();
    expect(sum.total()).toBe(0);
  });
});

describe("the exact quotient", () => {
  it("is the division of float64 where both sides fit into it", () => {
    fc.assert(
      fc.property(anyFloat, anyFloat, (left, right) => {
        const [top, bottom] = [wholeTimesPower(left), wholeTimesPower(right)];
        const quotient = exactQuotient(top.whole, bottom.whole, top.exponent - bottom.exponent);
        expect(quotient).toBe(right === 0 ? Number.NaN : left / right + 0);
      }),
      { numRuns: 2000 },
    );
  });

  it("rounds numbers below the normal ones once", () => {
    // 1.5 units of 2^-1074 is a tie and goes to 2; a hair above 2.5 goes to 3.
    expect(exactQuotient(3n, 2n, -1074)).toBe(1e-323);
    expect(exactQuotient(5n * 2n ** 200n + 1n, 2n ** 201n, -1074)).toBe(1.5e-323);
    expect(exactQuotient(1n, 2n, -1074)).toBe(0);
  });
});
