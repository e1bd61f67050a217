const limbBits = 24;
const limbSize = 2 ** limbBits;
/** 2^-1074 is the smallest float64; limb k holds multiples of 2^(24k - 1080). */
const lowestExponent = -1080;
const limbCount = 92;
/** Whole limbs below 2^24 can be added this often before a limb could leave 2^53. */
const roomForAdds = 2 ** 27;

/**
 * A sum of float64 numbers without rounding error: the exact sum, rounded once at the end. So it does not depend on the
 * order of the numbers. Method: a fixed-point superaccumulator (R. M. Neal, "Fast Exact Summation Using Small and Large
 * Superaccumulators", 2015), here with limbs of 24 bits held in float64.
 * @example
 * const sum = new ExactSum(); sum.add(1e100); sum.add(1); sum.add(-1e100); sum.total() // 1
 */
export class ExactSum {
  readonly #limbs = new Float64Array(limbCount);
  #adds = 0;

  /** Adds a finite number. */
  add(value: number): void {
    if (value === 0) return;
    if (++this.#adds >= roomForAdds) this.#carry();
    let exponent = Math.floor(Math.log2(Math.abs(value)));
    if (exponent < -1074) exponent = -1074;
    let limb = Math.floor((exponent - lowestExponent) / limbBits);
    let rest = value;
    while (rest !== 0 && limb >= 0) {
      const whole = Math.trunc(scaleDown(rest, limb * limbBits + lowestExponent));
      this.#limbs[limb] = this.#limbs[limb]! + whole;
      rest -= scaleUp(whole, limb * limbBits + lowestExponent);
      limb--;
    }
  }

  /** Adds the product of two numbers exactly, as two float64 parts (Dekker 1971, with Veltkamp's split). */
  addProduct(a: number, b: number): void {
    const product = a * b;
    if (!Number.isFinite(product) || Math.abs(product) < 1e-290 || Math.abs(a) > 1e150 || Math.abs(b) > 1e150)
      return this.add(product);
    const [aHigh, aLow] = split(a);
    const [bHigh, bLow] = split(b);
    this.add(product);
    this.add(aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow));
  }

  /** The sum so far, correctly rounded up to the last bit or so. */
  total(): number {
    this.#carry();
    const limbs = this.#limbs;
    let top = limbCount - 1;
    while (top > 0 && limbs[top] === 0) top--;
    let sum = 0;
    for (let limb = Math.max(0, top - 5); limb <= top; limb++)
      sum += scaleUp(limbs[limb]!, limb * limbBits + lowestExponent);
    return sum;
  }

  #carry(): void {
    for (let limb = 0; limb < limbCount - 1; limb++) {
      const carried = Math.round(this.#limbs[limb]! / limbSize);
      this.#limbs[limb] = this.#limbs[limb]! - carried * limbSize;
      this.#limbs[limb + 1] = this.#limbs[limb + 1]! + carried;
    }
    this.#adds = 0;
  }
}

const split = (x: number): [number, number] => {
  const scaled = 134217729 * x;
  const high = scaled - (scaled - x);
  return [high, x - high];
};

/** Division by 2^exponent in steps that never leave float64. */
const scaleDown = (value: number, exponent: number): number =>
  exponent < -1000 ? value * 2 ** 500 * 2 ** (-exponent - 500) : value / 2 ** exponent;
const scaleUp = (value: number, exponent: number): number =>
  exponent < -1000 ? (value / 2 ** 500) * 2 ** (exponent + 500) : value * 2 ** exponent;
