/** The search for the best split of a leaf in its histogram, for numbers and categories. */

import {
  resultsAt,
  lineBytes,
  argument,
  columnAt,
  plan,
  planColumnCount,
  planKinds,
  places,
} from "./trees-plan";

// What a search knows of its leaf; `src/kernel/tree-search.ts` writes it.
const searchAt: usize = 12288;
const searchBytes: usize = 256;

class Leaf {
  gradient: f64;
  hessian: f64;
  count: f64;
  gradientUnit: f64;
  hessianUnit: f64;
  lambda: f64;
  leastGain: f64;
  parent: f64;
  rowsPerHessian: f64;
  minDataInLeaf: f64;
  minSumHessianInLeaf: f64;
  catSmooth: f64;
  catL2: f64;
  minDataPerGroup: f64;
  /** What a gain of 1 is in whole-number sums: gradients squared by hessian. */
  gainUnit: f64;
  /** The hessians of a left side that leave enough on both. */
  least: i32;
  most: i32;
  maxCatThreshold: i32;
  maxCatToOnehot: i32;
  histogram: i32;
  /** lambda in units of the hessian. */
  lambdaUnits: f32;
}

// The best of a thread: its gain, then its column.
const resultBytes: usize = 16;

// Room of a search in a thread's place, after the sums of a group and the scratch of the kernels.
const searchRoomAt: usize = 32768 + 2048;
const estimatesAt: usize = 2304;
const levelsAt: usize = 4608;

/** Searches the best split of each of some leaves (2: how many) over this thread's columns. */
export function search(thread: i32, threads: i32): void {
  const room = places(thread) + searchRoomAt;
  const kinds = <usize>plan(planKinds);
  for (let one = 0; one < argument(2); one++) {
    const leaf = changetype<Leaf>(searchAt + <usize>one * searchBytes);
    const result = resultsAt + <usize>thread * lineBytes + <usize>one * resultBytes;
    store<f64>(result, leaf.leastGain);
    store<i32>(result, -1, 8);
    // Columns that stand together: this thread may have summed them just now.
    const columnCount = plan(planColumnCount);
    const end = (columnCount * (thread + 1)) / threads;
    for (let column = (columnCount * thread) / threads; column < end; column++) {
      const kind = load<u8>(kinds + <usize>column);
      if (kind == 0) continue;
      const entry = columnAt(column);
      const cells = <usize>leaf.histogram + <usize>load<i32>(entry, 4);
      const count = load<i32>(entry, 8);
      const before = load<f64>(result);
      const gain =
        kind == 1
          ? searchNumber(leaf, cells, count, room, before)
          : searchCategory(leaf, cells, count, room, before);
      if (gain <= before) continue;
      store<f64>(result, gain);
      store<i32>(result, column, 8);
    }
  }
}

function score(gradient: f64, hessian: f64, lambda: f64): f64 {
  return (gradient * gradient) / (hessian + lambda);
}

/** The gain of a split with so much on its left, with the very operations of `number-split.ts`. */
function gainOf(leaf: Leaf, gradient: f64, hessian: f64, lambda: f64): f64 {
  const gradientUnit = leaf.gradientUnit;
  const hessianUnit = leaf.hessianUnit;
  return (
    score(gradient * gradientUnit, hessian * hessianUnit, lambda) +
    score((leaf.gradient - gradient) * gradientUnit, (leaf.hessian - hessian) * hessianUnit, lambda) -
    leaf.parent
  );
}

/**
 * The best gain of a column of numbers if it is above `best`, else `best`. Scores of all thresholds are first estimated in
 * 32-bit floats, whose error is below 2^-20 of them (ten roundings of 2^-24); what may be best by that is then computed as the
 * plain search does, in its order. So the answer is that of the plain search to the bit.
 */
function searchNumber(leaf: Leaf, cells: usize, binCount: i32, room: usize, best: f64): f64 {
  const missingBin = binCount - 1;
  const sums = room;
  let sum: i64 = 0;
  for (let bin = 0; bin < missingBin; bin++) {
    sum += load<i64>(cells + ((<usize>bin) << 3));
    store<i64>(sums + ((<usize>bin) << 3), sum);
  }
  // Sums of nothing have no hessian, and are no candidates.
  for (let bin = missingBin; bin < missingBin + 3; bin++) store<i64>(sums + ((<usize>bin) << 3), 0);
  const missing = load<i64>(cells + ((<usize>missingBin) << 3));
  const missingHessian = <i32>missing;
  const right = room + estimatesAt;
  const left = right + 1152;
  let greatest = estimate(leaf, sums, missingBin, 0, leaf.least, right);
  if (missingHessian > 0) {
    const least = leaf.least > missingHessian ? leaf.least : missingHessian + 1;
    greatest = max(greatest, estimate(leaf, sums, missingBin, missing, least, left));
  }
  const needed = (best + leaf.parent) * leaf.gainUnit;
  const close = <f64>greatest * (1.0 - 1.0 / 262144.0);
  if (<f64>greatest < needed * (1.0 - 1.0 / 524288.0)) return best;
  const bar = <f32>max(close, needed * (1.0 - 1.0 / 524288.0));
  best = check(leaf, cells, sums, missingBin, 0, right, bar, best);
  if (missingHessian > 0) best = check(leaf, cells, sums, missingBin, missing, left, bar, best);
  return best;
}

/** Writes an estimate of the score of each threshold, 0 where a side has too little; gives the greatest. */
function estimate(leaf: Leaf, sums: usize, count: i32, before: i64, least: i32, to: usize): f32 {
  const start = i64x2.splat(before);
  const low = i32x4.splat(least);
  const high = i32x4.splat(leaf.most);
  const gradients = i32x4.splat(<i32>leaf.gradient);
  const hessians = i32x4.splat(<i32>leaf.hessian);
  const lambda = f32x4.splat(leaf.lambdaUnits);
  let greatest = f32x4.splat(0);
  for (const end = sums + ((<usize>count) << 3); sums < end; sums += 32) {
    // Past the last threshold start is added to nothing, so those sums must not count.
    const first = i64x2.add(v128.load(sums), start);
    const second = i64x2.add(v128.load(sums, 16), start);
    const hessian = v128.shuffle<i32>(first, second, 0, 2, 4, 6);
    const gradient = v128.shuffle<i32>(first, second, 1, 3, 5, 7);
    const leftGradient = f32x4.convert_i32x4_s(gradient);
    const rightGradient = f32x4.convert_i32x4_s(i32x4.sub(gradients, gradient));
    const leftHessian = f32x4.add(f32x4.convert_i32x4_s(hessian), lambda);
    const rightHessian = f32x4.add(f32x4.convert_i32x4_s(i32x4.sub(hessians, hessian)), lambda);
    const scores = f32x4.div(
      f32x4.add(
        f32x4.mul(f32x4.mul(leftGradient, leftGradient), rightHessian),
        f32x4.mul(f32x4.mul(rightGradient, rightGradient), leftHessian),
      ),
      f32x4.mul(leftHessian, rightHessian),
    );
    const enough = v128.and(i32x4.ge_s(hessian, low), i32x4.le_s(hessian, high));
    const kept = v128.and(scores, enough);
    v128.store(to, kept);
    greatest = f32x4.pmax(greatest, kept);
    to += 16;
  }
  return max(
    max(f32x4.extract_lane(greatest, 0), f32x4.extract_lane(greatest, 1)),
    max(f32x4.extract_lane(greatest, 2), f32x4.extract_lane(greatest, 3)),
  );
}

/** The best gain among thresholds whose estimate reaches the bar, if it is above `best`. */
function check(
  leaf: Leaf,
  cells: usize,
  sums: usize,
  count: i32,
  before: i64,
  estimates: usize,
  bar: f32,
  best: f64,
): f64 {
  const bars = f32x4.splat(bar);
  for (let bin = 0; bin < count; bin += 4) {
    if (!v128.any_true(f32x4.ge(v128.load(estimates + ((<usize>bin) << 2)), bars))) continue;
    for (let one = bin; one < bin + 4 && one < count; one++) {
      if (load<f32>(estimates + ((<usize>one) << 2)) < bar) continue;
      if (load<i32>(cells + ((<usize>one) << 3)) == 0) continue;
      const sum = load<i64>(sums + ((<usize>one) << 3)) + before;
      const gain = gainOf(leaf, <f64>(<i32>(sum >> 32)), <f64>(<i32>sum), leaf.lambda);
      if (gain > best) best = gain;
    }
  }
  return best;
}

/** Whether a side of a split has enough. */
function isBigEnough(leaf: Leaf, count: f64, hessian: f64): bool {
  return count >= leaf.minDataInLeaf && hessian > 0 && hessian * leaf.hessianUnit >= leaf.minSumHessianInLeaf;
}

/** The best gain of a column of categories if it is above `best`, else `best`: what `category-split.ts` finds. */
function searchCategory(leaf: Leaf, cells: usize, binCount: i32, room: usize, best: f64): f64 {
  const others = binCount - 2;
  if (others <= leaf.maxCatToOnehot) {
    for (let bin = 0; bin < binCount; bin++) {
      const cell = cells + ((<usize>bin) << 3);
      if (bin == others || load<i32>(cell) == 0) continue;
      const hessian = <f64>load<i32>(cell);
      const count = hessian * leaf.rowsPerHessian;
      if (!isBigEnough(leaf, count, hessian)) continue;
      if (!isBigEnough(leaf, leaf.count - count, leaf.hessian - hessian)) continue;
      const gain = gainOf(leaf, <f64>load<i32>(cell, 4), hessian, leaf.lambda);
      if (gain > best) best = gain;
    }
    return best;
  }
  const levels = room + levelsAt;
  const count = orderLevels(leaf, cells, binCount, levels);
  best = searchLevels(leaf, cells, levels, count, 16, best);
  return searchLevels(leaf, cells, levels + ((<usize>(count - 1)) << 4), count, -16, best);
}

/** The levels of enough rows in the order of gradient by hessian, then of bins: the ratio and the place of the cell. */
function orderLevels(leaf: Leaf, cells: usize, binCount: i32, levels: usize): i32 {
  let count = 0;
  for (let bin = 0; bin < binCount; bin++) {
    const place = (<usize>bin) << 3;
    const hessian = <f64>load<i32>(cells + place);
    if (bin == binCount - 2 || hessian == 0 || !(hessian * leaf.rowsPerHessian >= leaf.catSmooth)) continue;
    const ratio =
      (<f64>load<i32>(cells + place, 4) * leaf.gradientUnit) / (hessian * leaf.hessianUnit + leaf.catSmooth);
    let to = levels + ((<usize>count) << 4);
    for (; to > levels && load<f64>(to - 16) > ratio; to -= 16) v128.store(to, v128.load(to - 16));
    store<f64>(to, ratio);
    store<i32>(to, <i32>place, 8);
    count++;
  }
  return count;
}

/** Takes level after level to the left, from one end of their row. */
function searchLevels(leaf: Leaf, cells: usize, level: usize, count: i32, step: i32, best: f64): f64 {
  const lambda = leaf.lambda + leaf.catL2;
  const half = (count + 1) >> 1;
  const most = half < leaf.maxCatThreshold ? half : leaf.maxCatThreshold;
  let gradient: f64 = 0;
  let hessian: f64 = 0;
  let rows: f64 = 0;
  let groupRows: f64 = 0;
  for (let taken = 0; taken < most; taken++) {
    const cell = cells + <usize>load<i32>(level, 8);
    level += <usize>step;
    const added = <f64>load<i32>(cell);
    gradient += <f64>load<i32>(cell, 4);
    hessian += added;
    rows += added * leaf.rowsPerHessian;
    groupRows += added * leaf.rowsPerHessian;
    const rest = leaf.count - rows;
    if (!isBigEnough(leaf, rest, leaf.hessian - hessian) || rest < leaf.minDataPerGroup) break;
    if (!isBigEnough(leaf, rows, hessian) || groupRows < leaf.minDataPerGroup) continue;
    groupRows = 0;
    const gain = gainOf(leaf, gradient, hessian, lambda);
    if (gain > best) best = gain;
  }
  return best;
}
