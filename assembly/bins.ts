/**
 * Bins of a column of float64: learns the edges from all values, exactly and without sorting the column, and writes the bin of
 * each row. Works in any thread: all it keeps stands in the work area whose address it is given.
 *
 * Each value falls into one of some thousand buckets in ascending order. Where few values share a bucket this is nearly a
 * sort; only the buckets that an edge may lie in are sorted in earnest. How the buckets are laid out follows a sample and
 * decides the time taken, never an edge.
 */

import { at, endOfEqual, half, long, sortValues, word } from "./sorted-values";

const octaveCount: i32 = 4096;
const octaveBytes: i32 = 24;
const spreadMost: i32 = 32768;
const sampleMost: i32 = 2048;
/** Every octave may have a bucket of its own, and there is one below them, one above and one for missing values. */
const bucketMost: i32 = octaveCount + spreadMost + 16;

/** Places of the work area, from its start; those of rows follow the fixed ones. Its size is in `src/kernel/bins.ts`. */
const octavesAt: usize = 0;
const countsAt: usize = octavesAt + octaveCount * octaveBytes;
const cursorsAt: usize = countsAt + (bucketMost << 2);
const firstsAt: usize = cursorsAt + (bucketMost << 2);
const marksAt: usize = firstsAt + (bucketMost << 1);
const ranksAt: usize = marksAt + bucketMost;
const heavyAt: usize = ranksAt + 1024 * 4;
const edgesAt: usize = heavyAt + 256 * 8;
const bucketCountAt: usize = edgesAt + 264 * 8;
const rowsAt: usize = bucketCountAt + 16;

const unmarked: u8 = 0;
const toGather: u8 = 1;
const gathered: u8 = 2;
/** In the table from bucket to bin: some edge lies in the bucket, so the value itself decides. */
const needsValue: i32 = 256;

/** Where the values of a column are to be put. */
export function valuesAddress(work: usize): usize {
  return work + rowsAt;
}

/** Where the edges that were learnt stand, and where those that were learnt elsewhere are to be put. */
export function edgesAddress(work: usize): usize {
  return work + edgesAt;
}

function valuesOf(work: usize): usize {
  return work + rowsAt;
}

function gatheredOf(work: usize, rowCount: i32): usize {
  return work + rowsAt + ((<usize>rowCount + 8) << 3);
}

function bucketsOf(work: usize, rowCount: i32): usize {
  return work + rowsAt + ((<usize>rowCount + 8) << 4);
}

/** The numbers of one sign and power of two; the first 12 bits of a float64 name them. */
function octaveOf(work: usize, value: f64): usize {
  return work + octavesAt + <usize>(reinterpret<u64>(value) >> 52) * octaveBytes;
}

/** The octaves in the order of their numbers: the negative ones, beginning with that of -infinity, then the positive ones. */
function octaveAt(rank: i32): i32 {
  return rank < 2048 ? 4095 - rank : rank - 2048;
}

/**
 * The bucket of a value that is not missing. An octave holds its least value, how many buckets a step of 1 passes, its first
 * bucket and how many more it has. Every step of the arithmetic keeps the order of the values, and what is out of range goes
 * to the nearest bucket.
 */
function bucketOf(work: usize, value: f64): u32 {
  const octave = octaveOf(work, value);
  const place = <u32>((value - load<f64>(octave)) * load<f64>(octave, 8));
  return load<u32>(octave, 16) + min(place, load<u32>(octave, 20));
}

/** Forgets the sample: no octave has a value. */
function clearOctaves(work: usize): void {
  memory.fill(work + cursorsAt, 0, octaveCount << 2);
}

/** Takes a value into the sample: per octave the count (where the cursors stand later), the least and the greatest one. */
function sampleValue(work: usize, value: f64): void {
  const octave = octaveOf(work, value);
  const count = word(work + cursorsAt, <u32>(reinterpret<u64>(value) >> 52));
  const seen = load<u32>(count);
  store<u32>(count, seen + 1);
  store<f64>(octave, seen == 0 ? value : min(value, load<f64>(octave)));
  store<f64>(octave, seen == 0 ? value : max(value, load<f64>(octave, 8)), 8);
}

/**
 * Lays out about `spread` buckets by the sample: an octave gets its share, laid evenly from its least to its greatest value.
 * Values outside fall into the nearest bucket. Gives the number of buckets; the last is that of the missing values.
 */
function layBuckets(work: usize, spread: i32, sampled: i32): i32 {
  const counts = work + cursorsAt;
  let lowest = 0;
  let highest = octaveCount - 1;
  while (lowest < highest && load<u32>(word(counts, octaveAt(lowest))) == 0) lowest++;
  while (highest > lowest && load<u32>(word(counts, octaveAt(highest))) == 0) highest--;
  let next: u32 = 0;
  for (let rank = 0; rank < octaveCount; rank++) {
    if (rank == lowest || rank == highest + 1) next++;
    const place = work + octavesAt + <usize>(octaveAt(rank) * octaveBytes);
    const count = load<u32>(word(counts, octaveAt(rank)));
    const share = count == 0 ? 1 : 1 + <u32>((<u64>spread * count) / sampled);
    const least = load<f64>(place);
    const range = load<f64>(place, 8) - least;
    const isSpread = count > 0 && range > 0;
    store<f64>(place, isSpread ? least : 0);
    store<f64>(place, isSpread ? <f64>share / range : 0, 8);
    store<u32>(place, next, 16);
    store<u32>(place, isSpread ? share - 1 : 0, 20);
    if (rank >= lowest && rank <= highest) next += isSpread ? share : 1;
  }
  store<u32>(work + bucketCountAt, next + 2);
  return next + 2;
}

/** Lays out the buckets for the values of a column, by some of them that stand far apart. */
function layForValues(work: usize, rowCount: i32): i32 {
  clearOctaves(work);
  const sampled = min(rowCount, sampleMost);
  const step = <u64>(sampled > 0 ? rowCount / sampled : 1);
  const values = valuesOf(work);
  let present = 0;
  for (let at = 0; at < sampled; at++) {
    // A place within each stretch that follows no pattern of the rows.
    const within = ((<u64>at * 0x9e3779b97f4a7c15) >> 33) % step;
    const value = load<f64>(long(values, <u32>(<u64>at * step + within))) + 0;
    if (value != value) continue;
    sampleValue(work, value);
    present++;
  }
  const spread = max(256, min(spreadMost, rowCount >> 4));
  return layBuckets(work, spread, max(present, 1));
}

/** Notes the bucket of each row and the rows of each bucket: two rows at a time, with the arithmetic of `bucketOf`. */
function fillBuckets(work: usize, rowCount: i32, bucketCount: i32): void {
  const counts = work + countsAt;
  memory.fill(counts, 0, (<usize>bucketCount) << 2);
  const missing = i32x4.splat(bucketCount - 1);
  let from = valuesOf(work);
  let bucket = bucketsOf(work, rowCount);
  const end = long(from, rowCount);
  for (; from < end; from += 16, bucket += 4) {
    // Makes -0 to 0.
    const values = f64x2.add(v128.load(from), f64x2.splat(0));
    const one = octaveOf(work, f64x2.extract_lane(values, 0));
    const two = octaveOf(work, f64x2.extract_lane(values, 1));
    const least = v128.load64_lane(two, v128.load64_zero(one), 1);
    const steps = v128.load64_lane(two, v128.load64_zero(one, 8), 1, 8);
    const shape = v128.load64_lane(two, v128.load64_zero(one, 16), 1, 16);
    const place = i32x4.trunc_sat_f64x2_s_zero(f64x2.mul(f64x2.sub(values, least), steps));
    const last = v128.shuffle<i32>(shape, shape, 1, 3, 1, 3);
    const first = v128.shuffle<i32>(shape, shape, 0, 2, 0, 2);
    const near = i32x4.add(first, i32x4.min_s(i32x4.max_s(place, i32x4.splat(0)), last));
    const there = f64x2.eq(values, values);
    const both = v128.bitselect(near, missing, v128.shuffle<i32>(there, there, 0, 2, 0, 2));
    const nearOne = i32x4.extract_lane(both, 0);
    store<u16>(bucket, <u16>nearOne);
    addOne(word(counts, nearOne));
    // The row behind an odd last one is none.
    if (from + 8 == end) break;
    const nearTwo = i32x4.extract_lane(both, 1);
    store<u16>(bucket, <u16>nearTwo, 2);
    addOne(word(counts, nearTwo));
  }
}

function addOne(count: usize): void {
  store<u32>(count, load<u32>(count) + 1);
}

function countOf(work: usize, bucket: i32): u32 {
  return load<u32>(word(work + countsAt, bucket));
}

function markOf(work: usize, bucket: i32): u8 {
  return load<u8>(work + marksAt + <usize>bucket);
}

function mark(work: usize, bucket: i32): void {
  if (markOf(work, bucket) == unmarked) store<u8>(work + marksAt + <usize>bucket, toGather);
}

/** Past the last of the gathered values of a bucket. */
function endOf(work: usize, bucket: i32): u32 {
  return load<u32>(word(work + cursorsAt, bucket));
}

/** Gathers the values of the marked buckets behind the `taken` ones and sorts each bucket; gives how many are taken then. */
function gather(work: usize, rowCount: i32, bucketCount: i32, taken: u32): u32 {
  const cursors = work + cursorsAt;
  const target = gatheredOf(work, rowCount);
  let next = taken;
  for (let bucket = 0; bucket < bucketCount; bucket++) {
    if (markOf(work, bucket) != toGather) continue;
    store<u32>(word(cursors, bucket), next);
    next += countOf(work, bucket);
  }
  if (next == taken) return taken;
  const values = valuesOf(work);
  const buckets = bucketsOf(work, rowCount);
  for (let row = 0; row < rowCount; row++) {
    const bucket = <i32>load<u16>(half(buckets, row));
    if (markOf(work, bucket) != toGather) continue;
    const cursor = word(cursors, bucket);
    const at = load<u32>(cursor);
    store<u32>(cursor, at + 1);
    store<f64>(long(target, at), load<f64>(long(values, row)) + 0);
  }
  for (let bucket = 0; bucket < bucketCount; bucket++) {
    if (markOf(work, bucket) != toGather) continue;
    store<u8>(work + marksAt + <usize>bucket, gathered);
    const end = endOf(work, bucket);
    sortValues(target, end - countOf(work, bucket), end);
  }
  return next;
}

/** A number at or above `low` and below `high`, halfway where float64 has one. */
function between(low: f64, high: f64): f64 {
  const middle = low / 2 + high / 2;
  return (middle >= low && middle < high ? middle : low) + 0;
}

/**
 * Learns the edges of a column whose values stand at `valuesAddress` and gives their number: see `numberEdges` in
 * `src/kernel/number-bins.ts`, the twin, for the rules. The work area then is ready for `fill`.
 */
export function learn(work: usize, rowCount: i32, maxBin: i32): i32 {
  const bucketCount = layForValues(work, rowCount);
  fillBuckets(work, rowCount, bucketCount);
  memory.fill(work + marksAt, unmarked, bucketCount);
  const valueBuckets = bucketCount - 1;
  const present = <u32>rowCount - countOf(work, valueBuckets);
  let occupied = 0;
  for (let bucket = 0; bucket < valueBuckets; bucket++) occupied += i32(countOf(work, bucket) > 0);
  const isFew = occupied <= maxBin;
  for (let bucket = 0; bucket < valueBuckets; bucket++) {
    const count = countOf(work, bucket);
    if (count > 0 && (isFew || isHeavy(count, present, maxBin))) mark(work, bucket);
  }
  let taken = gather(work, rowCount, bucketCount, 0);
  if (isFew) {
    const found = edgesOfFew(work, rowCount, valueBuckets, maxBin);
    if (found >= 0) return found;
  }
  const heavyCount = findHeavy(work, rowCount, valueBuckets, present, maxBin);
  const rankCount = rankEdges(work, present, maxBin, heavyCount);
  markRanks(work, valueBuckets, rankCount);
  gather(work, rowCount, bucketCount, taken);
  return edgesAtRanks(work, rowCount, valueBuckets, rankCount);
}

/** A value that fills a bin alone. */
function isHeavy(count: u32, present: u32, maxBin: i32): bool {
  return <u64>count * <u64>maxBin >= <u64>present;
}

/** An edge between any two neighbours, where there are at most `maxBin` values; else -1. All buckets are gathered. */
function edgesOfFew(work: usize, rowCount: i32, valueBuckets: i32, maxBin: i32): i32 {
  const values = gatheredOf(work, rowCount);
  let distinct = 0;
  let last: f64 = 0;
  for (let bucket = 0; bucket < valueBuckets; bucket++) {
    const count = countOf(work, bucket);
    if (count == 0) continue;
    const end = endOf(work, bucket);
    for (let place = end - count; place < end; place = endOfEqual(values, place, end)) {
      const value = at(values, place);
      if (distinct == maxBin) return -1;
      if (distinct > 0) store<f64>(long(work + edgesAt, distinct - 1), between(last, value));
      last = value;
      distinct++;
    }
  }
  return max(0, distinct - 1);
}

/** Notes the values that fill a bin alone: the rank of the first of each, and how many there are. Gives their number. */
function findHeavy(work: usize, rowCount: i32, valueBuckets: i32, present: u32, maxBin: i32): i32 {
  const values = gatheredOf(work, rowCount);
  let found = 0;
  let rank: u32 = 0;
  for (let bucket = 0; bucket < valueBuckets; bucket++) {
    const count = countOf(work, bucket);
    if (count > 0 && isHeavy(count, present, maxBin)) {
      const end = endOf(work, bucket);
      const first = end - count;
      let place = first;
      while (place < end) {
        const next = endOfEqual(values, place, end);
        if (isHeavy(next - place, present, maxBin)) {
          const heavy = long(work + heavyAt, found++);
          store<u32>(heavy, rank + (place - first));
          store<u32>(heavy, next - place, 4);
        }
        place = next;
      }
    }
    rank += count;
  }
  return found;
}

/** Deals the bins to the values by their ranks: an edge lies behind each rank that is noted, ascending. Gives their number. */
function rankEdges(work: usize, present: u32, maxBin: i32, heavyCount: i32): i32 {
  let lightRows: u64 = present;
  for (let heavy = 0; heavy < heavyCount; heavy++) lightRows -= load<u32>(long(work + heavyAt, heavy), 4);
  const lightBins = <u64>(maxBin - heavyCount);
  let rankCount = 0;
  let passed: u64 = 0;
  let from: u32 = 0;
  let dealt: u64 = 0;
  for (let heavy = 0; heavy <= heavyCount; heavy++) {
    const isLast = heavy == heavyCount;
    const place = long(work + heavyAt, heavy);
    const to = isLast ? present : load<u32>(place);
    const rows = <u64>(to - from);
    passed += rows;
    const due = lightRows > 0 ? (2 * passed * lightBins + lightRows) / (2 * lightRows) : 0;
    const bins = due - dealt;
    dealt = due;
    // Too few rows for a bin: the last ones share that of the value below them, others that of the value above.
    if (isLast && bins == 0 && rows > 0 && rankCount > 0) rankCount--;
    for (let bin: u64 = 1; bin <= bins; bin++)
      store<u32>(word(work + ranksAt, rankCount++), from + <u32>((bin * rows + bins - 1) / bins) - 1);
    if (isLast) break;
    from = to + load<u32>(place, 4);
    store<u32>(word(work + ranksAt, rankCount++), from - 1);
  }
  return rankCount;
}

/** Marks the buckets in which the ranks lie, and behind each the next that holds a value. */
function markRanks(work: usize, valueBuckets: i32, rankCount: i32): void {
  let rank: u32 = 0;
  let next = 0;
  let isBehind = false;
  for (let bucket = 0; bucket < valueBuckets; bucket++) {
    const count = countOf(work, bucket);
    if (count == 0) continue;
    if (isBehind) mark(work, bucket);
    isBehind = false;
    rank += count;
    while (next < rankCount && load<u32>(word(work + ranksAt, next)) < rank) {
      mark(work, bucket);
      isBehind = true;
      next++;
    }
  }
}

/** The edges behind the ranks, between the value there and the next greater one; none behind the greatest value. */
function edgesAtRanks(work: usize, rowCount: i32, valueBuckets: i32, rankCount: i32): i32 {
  const values = gatheredOf(work, rowCount);
  let rank: u32 = 0;
  let next = 0;
  let found = 0;
  let isOpen = false;
  let low: f64 = 0;
  for (let bucket = 0; bucket < valueBuckets; bucket++) {
    const count = countOf(work, bucket);
    if (count == 0) continue;
    const end = endOf(work, bucket);
    const first = end - count;
    if (isOpen) store<f64>(long(work + edgesAt, found++), between(low, at(values, first)));
    isOpen = false;
    while (next < rankCount) {
      const wanted = load<u32>(word(work + ranksAt, next));
      if (wanted >= rank + count) break;
      next++;
      const place = first + (wanted - rank);
      const behind = endOfEqual(values, place, end);
      low = at(values, place);
      // Ranks that fall on the same value give one edge.
      while (next < rankCount && load<u32>(word(work + ranksAt, next)) - rank < behind - first) next++;
      if (behind == end) isOpen = true;
      else store<f64>(long(work + edgesAt, found++), between(low, at(values, behind)));
    }
    rank += count;
  }
  return found;
}

/** Makes the work area ready for `fill` with edges that were learnt elsewhere: the values stand at `valuesAddress`. */
export function lay(work: usize, rowCount: i32, edgeCount: i32): void {
  clearOctaves(work);
  for (let edge = 0; edge < edgeCount; edge++) sampleValue(work, load<f64>(long(work + edgesAt, edge)) + 0);
  const bucketCount = layBuckets(work, 4096, max(edgeCount, 1));
  fillBuckets(work, rowCount, bucketCount);
}

/** Writes the bin of each row of the column that was learnt or laid last: the first bin whose edge is at or above the value. */
export function fill(work: usize, rowCount: i32, edgeCount: i32, missingBin: i32, target: usize): void {
  const edges = work + edgesAt;
  const firsts = work + firstsAt;
  const missing = load<u32>(work + bucketCountAt) - 1;
  let bucket: u32 = 0;
  for (let edge = 0; edge < edgeCount; edge++) {
    const holds = bucketOf(work, load<f64>(long(edges, edge)) + 0);
    for (; bucket < holds; bucket++) store<u16>(half(firsts, bucket), <u16>edge);
    if (bucket == holds) store<u16>(half(firsts, bucket++), <u16>(edge | needsValue));
  }
  for (; bucket < missing; bucket++) store<u16>(half(firsts, bucket), <u16>edgeCount);
  store<u16>(half(firsts, missing), <u16>missingBin);
  // No value is above the edge behind the last.
  store<f64>(long(edges, edgeCount), Infinity);
  const values = valuesOf(work);
  const buckets = bucketsOf(work, rowCount);
  for (let row = 0; row < rowCount; row++) {
    const first = <i32>load<u16>(half(firsts, load<u16>(half(buckets, row))));
    let bin = first & 0xff;
    if (first & needsValue) {
      const value = load<f64>(long(values, row));
      while (value > load<f64>(long(edges, bin))) bin++;
    }
    store<u8>(target + <usize>row, <u8>bin);
  }
}
