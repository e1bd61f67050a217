/**
 * Growing trees on bins: every function is run by all threads of a crew at once on one memory, each doing its share. What
 * stands where is told in `src/kernel/tree-places.ts`; the plan of a training and the arguments of a command are numbers of
 * 32 bits there. Sums are whole numbers, so it does not matter who adds which rows.
 */

/** The kernels of this thread (src/kernel/histogram-code.ts). */
declare function addAll(width: i32, bins: usize, derivatives: usize, count: i32): void;
declare function addPicked(
  width: i32,
  bins: usize,
  rows: usize,
  derivatives: usize,
  mask: i32,
  count: i32,
): void;

const sequenceAt: usize = 64;
const arrivedAt: usize = 128;
const generationAt: usize = 192;
const argumentsAt: usize = 256;
const tableAt: usize = 512;
const resultsAt: usize = 1024;
const countsAt: usize = 5120;
const planAt: usize = 9216;
const lineBytes: usize = 64;

function argument(at: i32): i32 {
  return load<i32>(argumentsAt + ((<usize>at) << 2));
}
function plan(at: i32): i32 {
  return load<i32>(planAt + ((<usize>at) << 2));
}

// The numbers of the plan.
const planColumns = 0;
const planColumnStride = 1;
const planRowCount = 2;
const planGroupCount = 3;
const planGroups = 4;
const planSlots = 5;
const planRows = 6;
const planTemporary = 7;
const planDerivatives = 8;
const planThreads = 9;
const planThreadBytes = 10;
const planKinds = 11;

// A group: its address, how many columns it has, which is the first.
const groupBytes: usize = 16;
// A column: how many cells it has room for, where they stand in a histogram, how many it has.
const slotBytes: usize = 16;

/** Where this thread works: the sums of a group, then scratch. */
function places(thread: i32): usize {
  return <usize>plan(planThreads) + <usize>thread * <usize>plan(planThreadBytes);
}

const spins = 4000;

/** All threads of a command wait for each other. */
function meet(threads: i32): void {
  if (threads == 1) return;
  const generation = atomic.load<i32>(generationAt);
  if (atomic.add<i32>(arrivedAt, 1) == threads - 1) {
    atomic.store<i32>(arrivedAt, 0);
    atomic.add<i32>(generationAt, 1);
    atomic.notify(generationAt, -1);
    return;
  }
  for (let turn = 0; turn < spins; turn++) if (atomic.load<i32>(generationAt) != generation) return;
  while (atomic.load<i32>(generationAt) == generation) atomic.wait<i32>(generationAt, generation, -1);
}

/** Does command after command until it is told to leave: what a thread beside the first one does. */
export function serve(thread: i32, begun: i32): void {
  let sequence = begun;
  for (;;) {
    let next = atomic.load<i32>(sequenceAt);
    for (let turn = 0; turn < spins && next == sequence; turn++) next = atomic.load<i32>(sequenceAt);
    while (next == sequence) {
      atomic.wait<i32>(sequenceAt, sequence, -1);
      next = atomic.load<i32>(sequenceAt);
    }
    sequence = next;
    const command = argument(0);
    if (command == 0) return;
    const threads = argument(1);
    if (thread < threads) run(thread, command, threads);
  }
}

/** Begins a command that other threads take part in, and does the first one's share. Returns when all have done theirs. */
export function lead(command: i32, threads: i32): void {
  store<i32>(argumentsAt, command);
  store<i32>(argumentsAt + 4, threads);
  if (threads > 1 || command == 0) {
    atomic.add<i32>(sequenceAt, 1);
    atomic.notify(sequenceAt, -1);
  }
  if (command != 0) run(0, command, threads);
}

function run(thread: i32, command: i32, threads: i32): void {
  if (command == 1) group(thread, threads);
  else if (command == 2) numberRows(thread, threads);
  else if (command == 3) fill(thread, threads);
  else if (command == 4) subtract(thread, threads);
  else if (command == 5) part(thread, threads);
  else if (command == 6) search(thread, threads);
  else if (command == 7) deriveLogLoss(thread, threads);
  else if (command == 8) rangeDifference(thread, threads);
  else if (command == 9) deriveDifference(thread, threads);
  else if (command == 10) narrow(thread, threads);
  else if (command == 11) addValues(thread, threads);
  meet(threads);
}

/** The end of a thread's share of `count` things, in units of 64. */
function shareEnd(thread: i32, threads: i32, count: i32): i32 {
  if (thread + 1 == threads) return count;
  const share = <i32>((((<i64>count * (thread + 1)) / threads) >> 6) << 6);
  return share;
}
function shareBegin(thread: i32, threads: i32, count: i32): i32 {
  return thread == 0 ? 0 : shareEnd(thread - 1, threads, count);
}

/** Copies columns into groups: rows of 16 bytes, one for each column of the group. */
function group(thread: i32, threads: i32): void {
  const rowCount = plan(planRowCount);
  const columnStride = <usize>plan(planColumnStride);
  const first = places(thread);
  const second = first + 256;
  const end = shareEnd(thread, threads, rowCount);
  for (let one = 0; one < plan(planGroupCount); one++) {
    const entry = <usize>plan(planGroups) + <usize>one * groupBytes;
    const width = load<i32>(entry, 4);
    const column = <usize>plan(planColumns) + <usize>load<i32>(entry, 8) * columnStride;
    let to = <usize>load<i32>(entry) + ((<usize>shareBegin(thread, threads, rowCount)) << 4);
    for (let at = width; at < 16; at++) v128.store(first + ((<usize>at) << 4), i64x2.splat(0));
    for (let row = shareBegin(thread, threads, rowCount); row < end; row += 16) {
      let from = column + <usize>row;
      for (let at = 0; at < width; at++) {
        v128.store(first + ((<usize>at) << 4), v128.load(from));
        from += columnStride;
      }
      interleave(first, second);
      interleave(second, first);
      interleave(first, second);
      interleave(second, to);
      for (let at = width; at < 16; at++) v128.store(first + ((<usize>at) << 4), i64x2.splat(0));
      to += 256;
    }
  }
  memory.fill(first, 0, 512);
}

/** Of 16 vectors, the bytes of vectors i and i + 8 in turn: four times that turns a square of 16 x 16 bytes. */
function interleave(from: usize, to: usize): void {
  for (let at: usize = 0; at < 128; at += 16) {
    const low = v128.load(from + at);
    const high = v128.load(from + at, 128);
    v128.store(
      to + (at << 1),
      v128.shuffle<u8>(low, high, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23),
    );
    v128.store(
      to + (at << 1),
      v128.shuffle<u8>(low, high, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31),
      16,
    );
  }
}

/** Makes all rows the first leaf. */
function numberRows(thread: i32, threads: i32): void {
  const rows = <usize>plan(planRows);
  const end = shareEnd(thread, threads, argument(2));
  for (let row = shareBegin(thread, threads, argument(2)); row < end; row++)
    store<i32>(rows + ((<usize>row) << 2), row);
}

/**
 * Sums by bin of the rows at some places: 2 from, 3 count, 4 whether these are all rows in order, 5 where the sums go, 6 the
 * derivatives, 7 the mask of their rows.
 */
function fill(thread: i32, threads: i32): void {
  const rows = <usize>plan(planRows) + ((<usize>argument(2)) << 2);
  const count = argument(3);
  const histogram = <usize>argument(5);
  const derivatives = <usize>argument(6);
  const sums = places(thread);
  for (let one = thread; one < plan(planGroupCount); one += threads) {
    const entry = <usize>plan(planGroups) + <usize>one * groupBytes;
    const bins = <usize>load<i32>(entry);
    const width = load<i32>(entry, 4);
    if (argument(4) != 0) addAll(width, bins, derivatives, count);
    else addPicked(width, bins, rows, derivatives, argument(7), count);
    settle(sums, histogram, load<i32>(entry, 8), width);
  }
}

/** Moves the sums of a group to their histogram; where they stood are zeros then. */
function settle(sums: usize, histogram: usize, first: i32, width: i32): void {
  const zero = i64x2.splat(0);
  for (let column = 0; column < width; column++) {
    const slot = <usize>plan(planSlots) + <usize>(first + column) * slotBytes;
    let to = histogram + <usize>load<i32>(slot, 4);
    let from = sums + ((<usize>column) << 11);
    const end = from + ((<usize>load<i32>(slot)) << 3);
    for (; from < end; from += 32) {
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, 16), 16);
      v128.store(from, zero);
      v128.store(from, zero, 16);
      to += 32;
    }
  }
}

/** Takes the sums at 3 from those at 2; 4 is their length in bytes, a multiple of 64. */
function subtract(thread: i32, threads: i32): void {
  const length = argument(4);
  const end = <usize>argument(2) + <usize>shareEnd(thread, threads, length);
  let parent = <usize>argument(2) + <usize>shareBegin(thread, threads, length);
  let child = <usize>argument(3) + <usize>shareBegin(thread, threads, length);
  for (; parent < end; parent += 32) {
    v128.store(parent, i64x2.sub(v128.load(parent), v128.load(child)));
    v128.store(parent, i64x2.sub(v128.load(parent, 16), v128.load(child, 16)), 16);
    child += 32;
  }
}

/**
 * Parts the rows at the places from 2, as many as 3, by the bins in column 4 and the table of 256 answers. Each thread parts
 * its share, left ones from its beginning and right ones from its end; then all know where theirs go.
 */
function part(thread: i32, threads: i32): void {
  const count = argument(3);
  const from = <usize>argument(2);
  const rows = <usize>plan(planRows) + (from << 2);
  const temporary = <usize>plan(planTemporary) + (from << 2);
  const column = <usize>plan(planColumns) + <usize>argument(4) * <usize>plan(planColumnStride);
  const begin = (<usize>shareBegin(thread, threads, count)) << 2;
  const end = (<usize>shareEnd(thread, threads, count)) << 2;
  let left = temporary + begin;
  let right = temporary + end - 4;
  for (let at = rows + begin; at < rows + end; at += 4) {
    const row = load<i32>(at);
    store<i32>(left, row);
    store<i32>(right, row);
    const goesLeft = (<usize>load<u8>(tableAt + <usize>load<u8>(column + <usize>row))) << 2;
    left += goesLeft;
    right += goesLeft - 4;
  }
  const kept = left - temporary - begin;
  store<i32>(countsAt + <usize>thread * lineBytes, <i32>(kept >> 2));
  meet(threads);
  let leftTo = rows;
  let rightTo = rows;
  for (let other = 0; other < threads; other++) {
    const lefts = load<i32>(countsAt + <usize>other * lineBytes);
    const share = shareEnd(other, threads, count) - shareBegin(other, threads, count);
    rightTo += (<usize>lefts) << 2;
    if (other < thread) {
      leftTo += (<usize>lefts) << 2;
      rightTo += (<usize>(share - lefts)) << 2;
    }
  }
  if (thread == 0) store<i32>(resultsAt, sumOfCounts(threads));
  memory.copy(leftTo, temporary + begin, kept);
  for (let at = temporary + end - 4; at > right; at -= 4) {
    store<i32>(rightTo, load<i32>(at));
    rightTo += 4;
  }
}

function sumOfCounts(threads: i32): i32 {
  let sum = 0;
  for (let other = 0; other < threads; other++) sum += load<i32>(countsAt + <usize>other * lineBytes);
  return sum;
}

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
function search(thread: i32, threads: i32): void {
  const room = places(thread) + searchRoomAt;
  const kinds = <usize>plan(planKinds);
  for (let one = 0; one < argument(2); one++) {
    const leaf = changetype<Leaf>(searchAt + <usize>one * searchBytes);
    const result = resultsAt + <usize>thread * lineBytes + <usize>one * resultBytes;
    store<f64>(result, leaf.leastGain);
    store<i32>(result, -1, 8);
    for (let place = thread; place < plan(planGroupCount); place += threads) {
      const entry = <usize>plan(planGroups) + <usize>place * groupBytes;
      const first = load<i32>(entry, 8);
      const end = first + load<i32>(entry, 4);
      for (let column = first; column < end; column++) {
        const kind = load<u8>(kinds + <usize>column);
        if (kind == 0) continue;
        const slot = <usize>plan(planSlots) + <usize>column * slotBytes;
        const cells = <usize>leaf.histogram + <usize>load<i32>(slot, 4);
        const count = load<i32>(slot, 8);
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

/** Real arguments of a command. */
function real(at: i32): f64 {
  return load<f64>(argumentsAt + 128 + ((<usize>at) << 3));
}

const ln2High: f64 = 6.9314718036912381649e-1;
const ln2Low: f64 = 1.90821492927058770002e-10;
const ln2: f64 = 0.6931471805599453;
const log2e: f64 = 1.4426950408889634;
/** Adding it rounds to a whole number, halves to even, which then stands in the lower bits. */
const rounder: f64 = 6755399441055744;

/** One place where the sign is, for both lanes. */
function signOf(x: v128): v128 {
  return v128.and(x, i64x2.splat(i64.MIN_VALUE));
}

/** e^x of both lanes with the operations of `exponential` in src/base/elementary.ts, for sizes up to 700. */
function exponentials(x: v128): v128 {
  const size = f64x2.abs(x);
  const sign = signOf(x);
  const far = f64x2.trunc(f64x2.add(f64x2.mul(f64x2.splat(log2e), x), v128.or(sign, f64x2.splat(0.5))));
  const near = v128.or(sign, f64x2.splat(1));
  const isNear = f64x2.lt(size, f64x2.splat(1.5 * ln2));
  const isWhole = f64x2.ge(size, f64x2.splat(0.5 * ln2));
  const twos = v128.and(v128.bitselect(near, far, isNear), isWhole);
  const high = f64x2.sub(x, f64x2.mul(twos, f64x2.splat(ln2High)));
  const low = f64x2.mul(twos, f64x2.splat(ln2Low));
  const rest = f64x2.sub(high, low);
  const square = f64x2.mul(rest, rest);
  let bend = f64x2.mul(square, f64x2.splat(4.13813679705723846039e-8));
  bend = f64x2.mul(square, f64x2.add(f64x2.splat(-1.6533902205465251539e-6), bend));
  bend = f64x2.mul(square, f64x2.add(f64x2.splat(6.61375632143793436117e-5), bend));
  bend = f64x2.mul(square, f64x2.add(f64x2.splat(-2.77777777770155933842e-3), bend));
  bend = f64x2.mul(square, f64x2.add(f64x2.splat(1.66666666666666019037e-1), bend));
  bend = f64x2.sub(rest, bend);
  const share = f64x2.div(f64x2.mul(rest, bend), f64x2.sub(f64x2.splat(2), bend));
  const mantissa = f64x2.sub(f64x2.splat(1), f64x2.sub(f64x2.sub(low, share), high));
  // The bits of rounder + twos end with the whole number.
  const exponent = i64x2.shl(i64x2.add(f64x2.add(twos, f64x2.splat(rounder)), i64x2.splat(1023)), 52);
  const scaled = f64x2.mul(mantissa, exponent);
  const tiny = f64x2.lt(size, f64x2.splat(3.725290298461914e-9));
  const exact = v128.bitselect(f64x2.add(f64x2.splat(1), x), scaled, tiny);
  return v128.bitselect(f64x2.splat(2.718281828459045), exact, f64x2.eq(x, f64x2.splat(1)));
}

// What a thread tells of derivatives.
let gradientSizes: v128 = i64x2.splat(0);
let hessians: v128 = i64x2.splat(0);
let lowest: v128 = i64x2.splat(0);
let highest: v128 = i64x2.splat(0);

/** Two rows of log-loss: 2 gradients and hessians as whole numbers, packed into the lower halves of two numbers of 64 bits. */
function deriveTwo(score: v128, label: v128, gradientScale: v128, hessianScale: v128): v128 {
  const x = f64x2.min(f64x2.max(f64x2.neg(score), f64x2.splat(-700)), f64x2.splat(700));
  const one = f64x2.splat(1);
  const probability = f64x2.div(one, f64x2.add(one, exponentials(x)));
  const gradient = f64x2.sub(probability, label);
  const hessian = f64x2.mul(probability, f64x2.sub(one, probability));
  lowest = f64x2.pmin(lowest, hessian);
  highest = f64x2.pmax(highest, hessian);
  const magic = f64x2.splat(rounder);
  const gradientBits = f64x2.add(f64x2.mul(gradient, gradientScale), magic);
  const rounded = f64x2.sub(f64x2.add(f64x2.mul(hessian, hessianScale), magic), magic);
  const whole = f64x2.pmax(rounded, one);
  gradientSizes = f64x2.add(gradientSizes, f64x2.abs(f64x2.sub(gradientBits, magic)));
  hessians = f64x2.add(hessians, whole);
  return v128.or(i64x2.shl(gradientBits, 16), v128.and(f64x2.add(whole, magic), i64x2.splat(0xffff)));
}

/** Derivatives of log-loss: 2 the scores, 3 the labels (bytes); reals 0 and 1 the scales. Tells sums and the range of hessians. */
function deriveLogLoss(thread: i32, threads: i32): void {
  const rowCount = plan(planRowCount);
  const begin = <usize>shareBegin(thread, threads, rowCount);
  const end = <usize>shareEnd(thread, threads, rowCount);
  const scores = <usize>argument(2);
  const labels = <usize>argument(3);
  const derivatives = <usize>plan(planDerivatives);
  const gradientScale = f64x2.splat(real(0));
  const hessianScale = f64x2.splat(real(1));
  gradientSizes = f64x2.splat(0);
  hessians = f64x2.splat(0);
  lowest = f64x2.splat(Infinity);
  highest = f64x2.splat(0);
  let row = begin;
  for (; row + 3 < end; row += 4) {
    const bytes = v128.load_zero<u32>(labels + row);
    const words = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes));
    const first = deriveTwo(
      v128.load(scores + (row << 3)),
      f64x2.convert_low_i32x4_s(words),
      gradientScale,
      hessianScale,
    );
    const second = deriveTwo(
      v128.load(scores + (row << 3), 16),
      f64x2.convert_low_i32x4_s(v128.shuffle<i32>(words, words, 2, 3, 2, 3)),
      gradientScale,
      hessianScale,
    );
    v128.store(derivatives + (row << 2), v128.shuffle<i32>(first, second, 0, 2, 4, 6));
  }
  for (; row < end; row++) {
    // The same row twice counts once: the sums of one lane are put back.
    const sizesBefore = gradientSizes;
    const hessiansBefore = hessians;
    const packed = deriveTwo(
      f64x2.splat(load<f64>(scores + (row << 3))),
      f64x2.splat(<f64>load<u8>(labels + row)),
      gradientScale,
      hessianScale,
    );
    gradientSizes = v128.shuffle<i64>(gradientSizes, sizesBefore, 0, 3);
    hessians = v128.shuffle<i64>(hessians, hessiansBefore, 0, 3);
    store<i32>(derivatives + (row << 2), i32x4.extract_lane(packed, 0));
  }
  tell(thread);
}

function tell(thread: i32): void {
  const result = resultsAt + <usize>thread * lineBytes;
  store<f64>(result, f64x2.extract_lane(gradientSizes, 0) + f64x2.extract_lane(gradientSizes, 1));
  store<f64>(result, f64x2.extract_lane(hessians, 0) + f64x2.extract_lane(hessians, 1), 8);
  store<f64>(result, min(f64x2.extract_lane(lowest, 0), f64x2.extract_lane(lowest, 1)), 16);
  store<f64>(result, max(f64x2.extract_lane(highest, 0), f64x2.extract_lane(highest, 1)), 24);
}

/** The greatest size of score - target: 2 the scores, 3 the targets. */
function rangeDifference(thread: i32, threads: i32): void {
  const rowCount = plan(planRowCount);
  const end = (<usize>shareEnd(thread, threads, rowCount)) << 3;
  const scores = <usize>argument(2);
  const targets = <usize>argument(3);
  let greatest = f64x2.splat(0);
  let at = (<usize>shareBegin(thread, threads, rowCount)) << 3;
  for (; at + 8 < end; at += 16) {
    const size = f64x2.abs(f64x2.sub(v128.load(scores + at), v128.load(targets + at)));
    greatest = f64x2.pmax(greatest, size);
  }
  if (at < end)
    greatest = f64x2.pmax(greatest, f64x2.splat(abs(load<f64>(scores + at) - load<f64>(targets + at))));
  gradientSizes = f64x2.splat(0);
  hessians = f64x2.splat(0);
  lowest = f64x2.splat(1);
  highest = greatest;
  tell(thread);
}

/** Derivatives of half the squared error: 2 the scores, 3 the targets; real 0 the scale. Tells the sum of sizes. */
function deriveDifference(thread: i32, threads: i32): void {
  const rowCount = plan(planRowCount);
  const begin = <usize>shareBegin(thread, threads, rowCount);
  const end = <usize>shareEnd(thread, threads, rowCount);
  const scores = <usize>argument(2);
  const targets = <usize>argument(3);
  const derivatives = <usize>plan(planDerivatives);
  const scale = real(0);
  let sizes: f64 = 0;
  for (let row = begin; row < end; row++) {
    const whole =
      (load<f64>(scores + (row << 3)) - load<f64>(targets + (row << 3))) * scale + rounder - rounder;
    sizes += abs(whole);
    store<i32>(derivatives + (row << 2), ((<i32>whole) << 16) | 1);
  }
  const result = resultsAt + <usize>thread * lineBytes;
  store<f64>(result, sizes);
}

/** Takes bits away from packed derivatives: 2 from gradients, 3 from hessians; 4 makes all hessians 1. Tells both sums. */
function narrow(thread: i32, threads: i32): void {
  const rowCount = plan(planRowCount);
  const begin = <usize>shareBegin(thread, threads, rowCount);
  const end = <usize>shareEnd(thread, threads, rowCount);
  const derivatives = <usize>plan(planDerivatives);
  const gradientBits = argument(2);
  const hessianBits = argument(3);
  const gradientHalf = (1 << gradientBits) >> 1;
  const hessianHalf = (1 << hessianBits) >> 1;
  const mostHessian = argument(4) != 0 ? 1 : 0xffff;
  let gradientSum: i64 = 0;
  let hessianSum: i64 = 0;
  for (let row = begin; row < end; row++) {
    const at = derivatives + (row << 2);
    const packed = load<i32>(at);
    const gradient = ((packed >> 16) + gradientHalf) >> gradientBits;
    const hessian = min(mostHessian, max(1, ((packed & 0xffff) + hessianHalf) >> hessianBits));
    gradientSum += gradient;
    hessianSum += hessian;
    store<i32>(at, (gradient << 16) | hessian);
  }
  const result = resultsAt + <usize>thread * lineBytes;
  store<f64>(result, <f64>gradientSum);
  store<f64>(result, <f64>hessianSum, 8);
}

/**
 * Adds the values of leaves to the scores of their rows: 2 the scores, 3 how many leaves there are, 4 where they stand, each as its
 * value, its first place and its end. Places of a leaf are in the order of rows, so each thread finds those of its own rows.
 */
function addValues(thread: i32, threads: i32): void {
  const rowCount = plan(planRowCount);
  const rows = <usize>plan(planRows);
  const leafOf = <usize>plan(planTemporary);
  const scores = <usize>argument(2);
  const count = argument(3);
  const leaves = <usize>argument(4);
  const begin = shareBegin(thread, threads, rowCount);
  const end = shareEnd(thread, threads, rowCount);
  for (let leaf = 0; leaf < count; leaf++) {
    const entry = leaves + ((<usize>leaf) << 4);
    const from = placeOf(rows, load<i32>(entry, 8), load<i32>(entry, 12), begin);
    const to = placeOf(rows, from, load<i32>(entry, 12), end);
    for (let place = <usize>from; place < <usize>to; place++)
      store<u16>(leafOf + ((<usize>load<i32>(rows + (place << 2))) << 1), <u16>leaf);
  }
  for (let row = <usize>begin; row < <usize>end; row++) {
    const entry = leaves + ((<usize>load<u16>(leafOf + (row << 1))) << 4);
    const at = scores + (row << 3);
    store<f64>(at, load<f64>(at) + load<f64>(entry));
  }
}

/** The first place from `from` up to `to` whose row is `row` or later. */
function placeOf(rows: usize, from: i32, to: i32, row: i32): i32 {
  while (from < to) {
    const middle = from + ((to - from) >> 1);
    if (load<i32>(rows + ((<usize>middle) << 2)) < row) from = middle + 1;
    else to = middle;
  }
  return from;
}
