/** Dense linear algebra over float64 in SIMD. Addresses are in bytes. */

/** Strips of the left side that stay in the second cache (128 KiB of 256 places) while the right side goes by. */
const blockStrips: i32 = 16;

/**
 * into += left · rightᵀ for matrices in strips of four rows each: `inner` times four numbers, the four of one place of the
 * inner index together. Each number of `into` (row after row, `stride` numbers apart) gets one sum, begun at 0 and taken in
 * the order of the inner index. Tiles whose right strip is more than `above` strips beyond their left strip are left out.
 */
export function addProducts(
  left: usize,
  leftStrips: i32,
  right: usize,
  rightStrips: i32,
  inner: i32,
  into: usize,
  stride: i32,
  above: i32,
): void {
  const stripBytes = (<usize>inner) << 5;
  const rowBytes = (<usize>stride) << 3;
  for (let from: i32 = 0; from < leftStrips; from += blockStrips) {
    const to = min(from + blockStrips, leftStrips);
    for (let second: i32 = 0; second < rightStrips; second++) {
      const rightStrip = right + <usize>second * stripBytes;
      for (let first: i32 = max(from, second - above); first < to; first++)
        addTile(
          left + <usize>first * stripBytes,
          rightStrip,
          inner,
          into + ((<usize>first * rowBytes) << 2) + ((<usize>second) << 5),
          rowBytes,
        );
    }
  }
}

/** Sixteen sums in eight registers, so that each number that is loaded is used four times. */
function addTile(left: usize, right: usize, inner: i32, into: usize, rowBytes: usize): void {
  let sum00 = f64x2.splat(0);
  let sum01 = f64x2.splat(0);
  let sum10 = f64x2.splat(0);
  let sum11 = f64x2.splat(0);
  let sum20 = f64x2.splat(0);
  let sum21 = f64x2.splat(0);
  let sum30 = f64x2.splat(0);
  let sum31 = f64x2.splat(0);
  const end = left + ((<usize>inner) << 5);
  while (left < end) {
    const right0 = v128.load(right);
    const right1 = v128.load(right, 16);
    let one = v128.load64_splat(left);
    sum00 = f64x2.add(sum00, f64x2.mul(one, right0));
    sum01 = f64x2.add(sum01, f64x2.mul(one, right1));
    one = v128.load64_splat(left, 8);
    sum10 = f64x2.add(sum10, f64x2.mul(one, right0));
    sum11 = f64x2.add(sum11, f64x2.mul(one, right1));
    one = v128.load64_splat(left, 16);
    sum20 = f64x2.add(sum20, f64x2.mul(one, right0));
    sum21 = f64x2.add(sum21, f64x2.mul(one, right1));
    one = v128.load64_splat(left, 24);
    sum30 = f64x2.add(sum30, f64x2.mul(one, right0));
    sum31 = f64x2.add(sum31, f64x2.mul(one, right1));
    left += 32;
    right += 32;
  }
  addRow(into, sum00, sum01);
  into += rowBytes;
  addRow(into, sum10, sum11);
  into += rowBytes;
  addRow(into, sum20, sum21);
  into += rowBytes;
  addRow(into, sum30, sum31);
}

function addRow(into: usize, low: v128, high: v128): void {
  v128.store(into, f64x2.add(v128.load(into), low));
  v128.store(into, f64x2.add(v128.load(into, 16), high), 16);
}
