const limbBits = 24;
const limbSize = 2 ** limbBits;
/** Limb k holds multiples of 2^(24k - 1080); the smallest float64 is 2^-1074. */
const lowestExponent = -1080;
const limbCount = 92;
/** Limbs below 2^24 can be added this often before a limb could leave 2^53. */
const roomForAdds = 2 ** 27;
/** Numbers below 2^-823 are lifted by ten limbs first, because the weight of the lowest limbs is not a normal float64. */
const liftLimbs = 10;
const liftFactor = 2 ** (liftLimbs * limbBits);
const liftBelowField = 200;

const weights = Float64Array.from(
  { length: limbCount },
  (_, limb) => 2 ** (limb * limbBits + lowestExponent),
);
const inverseWeights = Float64Array.from(
  { length: limbCount },
  (_, limb) => 2 ** -(limb * limbBits + lowestExponent),
);

const bits = new Float64Array(1);
const words = new Uint32Array(bits.buffer);
/** Which of the two words of a float64 holds its exponent on this machine. */
const highWord = (() => {
  bits[0] = 1;
  return words[1] === 0 ? 0 : 1;
})();

/**
 * A sum of float64 numbers without rounding error: the exact sum, rounded once (to nearest, ties to even) at the end. So
 * it does not depend on the order of the numbers. Method: a fixed-point superaccumulator (R. M. Neal, "Fast Exact
 * Summation Using Small and Large Superaccumulators", 2015), here with limbs of 24 bits held in float64.
 * @example
 * const sum = new ExactSum(); sum.add(1e100); sum.add(1); sum.add(-1e100); sum.total() // 1
 */
export class ExactSum {
  readonly #limbs = new Float64Array(limbCount);
  #adds = 0;

  /** Adds a number; a `RangeError` for NaN and the infinities, which have no place in a sum. */
  add(value: number): void {
    if (++this.#adds >= roomForAdds) this.#carry();
    const limbs = this.#limbs;
    bits[0] = value;
    let field = (words[highWord]! >>> 20) & 0x7ff;
    let rest = value;
    let shift = 0;
    if (field < liftBelowField) {
      if (value === 0) return;
      rest = value * liftFactor;
      shift = liftLimbs;
      bits[0] = rest;
      field = (words[highWord]! >>> 20) & 0x7ff;
    }
    if (field === 0x7ff) throw new RangeError(`An exact sum takes finite numbers, not ${value}`);
    let limb = ((field + (-1023 - lowestExponent)) / limbBits) | 0;
    while (rest !== 0) {
      const whole = Math.trunc(rest * inverseWeights[limb]!);
      limbs[limb - shift]! += whole;
      rest -= whole * weights[limb]!;
      limb--;
    }
  }

  /** Adds every number that is there; NaN means missing and is left out. */
  addAll(values: Float64Array): void {
    for (let at = 0; at < values.length; at++) {
      const value = values[at]!;
      if (!Number.isNaN(value)) this.add(value);
    }
  }

  /**
   * Adds the product of two numbers exactly, as two float64 parts (Dekker 1971, with Veltkamp's split). A product below
   * 1e-290, or of a factor above 1e150, is rounded first.
   */
  addProduct(a: number, b: number): void {
    const product = a * b;
    if (!Number.isFinite(product) || Math.abs(product) < 1e-290 || Math.abs(a) > 1e150 || Math.abs(b) > 1e150)
      return this.add(product);
    const aScaled = 134217729 * a;
    const aHigh = aScaled - (aScaled - a);
    const aLow = a - aHigh;
    const bScaled = 134217729 * b;
    const bHigh = bScaled - (bScaled - b);
    const bLow = b - bHigh;
    this.add(product);
    this.add(aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow));
  }

  /** Adds a number so many times, exactly (`count` a whole number below 2^32). */
  addTimes(value: number, count: number): void {
    if (value === 0) return;
    const size = Math.abs(value);
    // Where the product would be rounded, the number is added one time after the other.
    if (count > 1 && size > 1e-270 && size < 1e150) return this.addProduct(value, count);
    for (let time = 0; time < count; time++) this.add(value);
  }

  /** The sum so far, correctly rounded; an infinity where it lies beyond float64. */
  total(): number {
    this.#carry();
    const limbs = this.#limbs;
    let top = limbCount - 1;
    while (top > 0 && limbs[top] === 0) top--;
    const bottom = Math.max(0, top - 4);
    let whole = 0n;
    for (let limb = top; limb >= bottom; limb--) whole = whole * BigInt(limbSize) + BigInt(limbs[limb]!);
    return timesPowerOfTwo(
      Number(whole * 4n + BigInt(this.#signBelow(bottom))),
      bottom * limbBits + lowestExponent - 2,
    );
  }

  /** The sign of what lies below a limb: it decides ties, and no more. */
  #signBelow(bottom: number): number {
    for (let limb = bottom - 1; limb >= 0; limb--)
      if (this.#limbs[limb] !== 0) return Math.sign(this.#limbs[limb]!);
    return 0;
  }

  #carry(): void {
    const limbs = this.#limbs;
    for (let limb = 0; limb < limbCount - 1; limb++) {
      const carried = Math.round(limbs[limb]! / limbSize);
      limbs[limb]! -= carried * limbSize;
      limbs[limb + 1]! += carried;
    }
    this.#adds = 0;
  }
}

/** The exact sum of the numbers that are there (NaN is missing), rounded once. */
export function exactSum(values: Float64Array): number {
  const sum = new ExactSum();
  sum.addAll(values);
  return sum.total();
}

/** value · 2^exponent in steps that never leave float64 before the end. */
function timesPowerOfTwo(value: number, exponent: number): number {
  if (exponent < -1000) return value * 2 ** -200 * 2 ** (exponent + 200);
  return exponent > 900 ? value * 2 ** 100 * 2 ** (exponent - 100) : value * 2 ** exponent;
}
