/**
 * A number as the unevaluated sum of two floats: 32 digits where a difference of large numbers follows, which would lose those
 * of one float. Method: T. J. Dekker, "A floating-point technique for extending the available precision", 1971.
 */
export interface Pair {
  readonly high: number;
  readonly low: number;
}

/** A float as a pair. */
export const pairOf = (high: number): Pair => ({ high, low: 0 });

/** The exact sum of two floats. */
export function exactPairSum(one: number, two: number): Pair {
  const high = one + two;
  const part = high - one;
  return { high, low: Number.isFinite(high) ? one - (high - part) + (two - part) : 0 };
}

const splitter = 2 ** 27 + 1;

/** The exact product of two floats; where it would leave the range of floats, its rounded value alone. */
export function exactPairProduct(one: number, two: number): Pair {
  const high = one * two;
  if (!(Math.abs(high) < 1e290 && Math.abs(high) > 1e-270 && Math.abs(one) < 1e290 && Math.abs(two) < 1e290))
    return { high, low: 0 };
  const first = splitter * one;
  const oneHigh = first - (first - one);
  const oneLow = one - oneHigh;
  const second = splitter * two;
  const twoHigh = second - (second - two);
  const twoLow = two - twoHigh;
  return { high, low: oneHigh * twoHigh - high + oneHigh * twoLow + oneLow * twoHigh + oneLow * twoLow };
}

export function addPairs(one: Pair, two: Pair): Pair {
  const sum = exactPairSum(one.high, two.high);
  return exactPairSum(sum.high, sum.low + (one.low + two.low));
}

export const negatePair = (one: Pair): Pair => ({ high: -one.high, low: -one.low });

export function multiplyPairs(one: Pair, two: Pair): Pair {
  const product = exactPairProduct(one.high, two.high);
  return exactPairSum(product.high, product.low + (one.high * two.low + one.low * two.high));
}

export function dividePairs(one: Pair, two: Pair): Pair {
  const high = one.high / two.high;
  if (!Number.isFinite(high) || high === 0) return pairOf(high);
  const back = multiplyPairs(two, pairOf(high));
  const rest = one.high - back.high - back.low + one.low;
  return exactPairSum(high, rest / two.high);
}
