import { ExactSum } from "./exact-sum.ts";

/** Beyond this a sum of a few numbers might leave float64 on the way. */
const largest = 2 ** 1000;

/**
 * An exact sum of float64 numbers that can be taken away again, rounded once when it is asked for: the numbers of a sliding
 * window, in any order. Few additions per number, for a sum that is changed and read often. Method: an expansion
 * of numbers that do not overlap (J. R. Shewchuk, "Adaptive Precision Floating-Point Arithmetic and Fast Robust Geometric
 * Predicates", 1997), rounded as in R. Hettinger's `fsum` (2005).
 * @example
 * const sum = new RunningSum(); sum.add(1e100); sum.add(0.1); sum.remove(1e100); sum.total() // 0.1
 */
export class RunningSum {
  /** From the smallest to the largest; none is 0. */
  readonly #parts = new Float64Array(80);
  #length = 0;
  /** Takes over where a number is so large that the parts might overflow. */
  #wide: ExactSum | undefined;

  clear(): void {
    this.#length = 0;
    this.#wide = undefined;
  }

  add(value: number): void {
    if (this.#wide) return this.#wide.add(value);
    if (!(value < largest && value > -largest)) return this.#widen(value);
    const parts = this.#parts;
    const length = this.#length;
    let rest = value;
    let kept = 0;
    for (let at = 0; at < length; at++) {
      const part = parts[at]!;
      const sum = rest + part;
      const moved = sum - rest;
      const error = rest - (sum - moved) + (part - moved);
      if (error !== 0) parts[kept++] = error;
      rest = sum;
    }
    if (rest !== 0) parts[kept++] = rest;
    this.#length = kept;
    if (!(rest < largest && rest > -largest)) this.#widen(0);
  }

  /** Takes a number away that was added before. */
  remove(value: number): void {
    this.add(-value);
  }

  #widen(value: number): void {
    const wide = new ExactSum();
    for (let at = 0; at < this.#length; at++) wide.add(this.#parts[at]!);
    wide.add(value);
    this.#wide = wide;
  }

  /** The sum, correctly rounded (to nearest, ties to even); an infinity where it lies beyond float64. */
  total(): number {
    if (this.#wide) return this.#wide.total();
    const parts = this.#parts;
    let at = this.#length - 1;
    if (at < 0) return 0;
    let high = parts[at]!;
    let low = 0;
    while (at > 0 && low === 0) {
      const part = parts[--at]!;
      const sum = high + part;
      low = part - (sum - high);
      high = sum;
    }
    // Half of the last place is rounded to even, unless what lies below says where it belongs.
    if (at > 0 && low !== 0 && low < 0 === parts[at - 1]! < 0) {
      const twice = low * 2;
      const sum = high + twice;
      if (twice === sum - high) return sum;
    }
    return high;
  }
}
