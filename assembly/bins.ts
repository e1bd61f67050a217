/**
 * Bins of a column of float64: learns the edges from all values, exactly and without sorting the column, and writes the bin of
 * each row. Works in any thread: all it keeps stands in the work area whose address it is given.
 *
 * Each value falls into one of some thousand buckets in ascending order. Where few values share a bucket this is nearly a
 * sort; only the buckets that an edge may lie in are sorted in earnest. How the buckets are laid out follows a sample and
 * decides the time taken, never an edge.
 */

import {
  firstsAt,
  marksAt,
  ranksAt,
  heavyAt,
  edgesAt,
  bucketCountAt,
  unmarked,
  gathered,
  needsValue,
  valuesAddress,
  valuesOf,
  gatheredOf,
  bucketsOf,
  bucketOf,
  clearOctaves,
  sampleValue,
  layBuckets,
  layForValues,
  fillBuckets,
  countOf,
  mark,
  endOf,
  gather,
} from "./buckets";
import { at, endOfEqual, half, long, word } from "./sorted-values";

export { edgesAddress, valuesAddress } from "./buckets";

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
