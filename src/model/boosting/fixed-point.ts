/**
 * Fixed-point numbers in float64: whole multiples of 1/scale, so that sums do not depend on their order.
 *
 * Why a sum is exact: let n be the count and m the greatest size. `fixedPointScale` gives a power of two s with m·s ≤ 2^b and
 * b = 52 - ⌈log₂ n⌉. Each rounded x·s is a whole number of size ≤ 2^b (2^b is whole, and rounding is monotone), so every
 * partial sum of any of the n numbers, in any order, has size ≤ n·2^b ≤ 2^52 < 2^53, and so have the differences of such
 * sums that the subtraction of histograms takes (they are sums of some of the numbers again). Float64 holds every whole
 * number up to 2^53, so no addition or subtraction ever rounds, and an exact sum has no order.
 */
export function fixedPointScale(greatest: number, count: number): number {
  if (!(greatest > 0)) return 1;
  const limit = 2 ** (52 - Math.ceil(Math.log2(Math.max(1, count))));
  let scale = 2 ** Math.max(-1000, Math.min(1000, Math.floor(Math.log2(limit) - Math.log2(greatest))));
  while (greatest * scale > limit) scale /= 2;
  return scale;
}

/** The greatest size in an array. */
function greatestSize(values: Float64Array): number {
  let greatest = 0;
  for (let at = 0; at < values.length; at++) {
    const size = Math.abs(values[at]!);
    if (size > greatest) greatest = size;
  }
  return greatest;
}

/** Makes the values whole multiples of 1/scale, in place, and returns the scale. */
export function toFixedPoint(values: Float64Array): number {
  const scale = fixedPointScale(greatestSize(values), values.length);
  for (let at = 0; at < values.length; at++) values[at] = Math.round(values[at]! * scale);
  return scale;
}

/** The sum of the values rounded to fixed point: the same for any order. */
export function fixedPointSum(values: Float64Array): number {
  const scale = fixedPointScale(greatestSize(values), values.length);
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += Math.round(values[at]! * scale);
  return sum / scale;
}
