/** Dense linear algebra over float64 in SIMD; matrices are row after row. Addresses are in bytes. */

/** The sum of products of two vectors: four lanes of partial sums, added in a fixed order, then the rest. */
export function dot(left: usize, right: usize, count: i32): f64 {
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  let at: i32 = 0;
  for (; at + 3 < count; at += 4) {
    const place = (<usize>at) << 3;
    low = f64x2.add(low, f64x2.mul(v128.load(left + place), v128.load(right + place)));
    high = f64x2.add(high, f64x2.mul(v128.load(left + place, 16), v128.load(right + place, 16)));
  }
  let sum =
    f64x2.extract_lane(low, 0) +
    f64x2.extract_lane(low, 1) +
    (f64x2.extract_lane(high, 0) + f64x2.extract_lane(high, 1));
  for (; at < count; at++)
    sum += load<f64>(left + ((<usize>at) << 3)) * load<f64>(right + ((<usize>at) << 3));
  return sum;
}
