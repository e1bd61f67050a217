/**
 * The buckets of a column: each value falls into one of some thousand in ascending order. All of it stands in a work area whose
 * address is given.
 */

import { half, long, sortValues, word } from "./sorted-values";

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
export const firstsAt: usize = cursorsAt + (bucketMost << 2);
export const marksAt: usize = firstsAt + (bucketMost << 1);
export const ranksAt: usize = marksAt + bucketMost;
export const heavyAt: usize = ranksAt + 1024 * 4;
export const edgesAt: usize = heavyAt + 256 * 8;
export const bucketCountAt: usize = edgesAt + 264 * 8;
const rowsAt: usize = bucketCountAt + 16;

export const unmarked: u8 = 0;
const toGather: u8 = 1;
export const gathered: u8 = 2;
/** In the table from bucket to bin: some edge lies in the bucket, so the value itself decides. */
export const needsValue: i32 = 256;

/** Where the values of a column are to be put. */
export function valuesAddress(work: usize): usize {
  return work + rowsAt;
}

/** Where the edges that were learnt stand, and where those that were learnt elsewhere are to be put. */
export function edgesAddress(work: usize): usize {
  return work + edgesAt;
}

export function valuesOf(work: usize): usize {
  return work + rowsAt;
}

export function gatheredOf(work: usize, rowCount: i32): usize {
  return work + rowsAt + ((<usize>rowCount + 8) << 3);
}

export function bucketsOf(work: usize, rowCount: i32): usize {
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
export function bucketOf(work: usize, value: f64): u32 {
  const octave = octaveOf(work, value);
  const place = <u32>((value - load<f64>(octave)) * load<f64>(octave, 8));
  return load<u32>(octave, 16) + min(place, load<u32>(octave, 20));
}

/** Forgets the sample: no octave has a value. */
export function clearOctaves(work: usize): void {
  memory.fill(work + cursorsAt, 0, octaveCount << 2);
}

/** Takes a value into the sample: per octave the count (where the cursors stand later), the least and the greatest one. */
export function sampleValue(work: usize, value: f64): void {
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
export function layBuckets(work: usize, spread: i32, sampled: i32): i32 {
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
export function layForValues(work: usize, rowCount: i32): i32 {
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
export function fillBuckets(work: usize, rowCount: i32, bucketCount: i32): void {
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

export function countOf(work: usize, bucket: i32): u32 {
  return load<u32>(word(work + countsAt, bucket));
}

function markOf(work: usize, bucket: i32): u8 {
  return load<u8>(work + marksAt + <usize>bucket);
}

export function mark(work: usize, bucket: i32): void {
  if (markOf(work, bucket) == unmarked) store<u8>(work + marksAt + <usize>bucket, toGather);
}

/** Past the last of the gathered values of a bucket. */
export function endOf(work: usize, bucket: i32): u32 {
  return load<u32>(word(work + cursorsAt, bucket));
}

/** Gathers the values of the marked buckets behind the `taken` ones and sorts each bucket; gives how many are taken then. */
export function gather(work: usize, rowCount: i32, bucketCount: i32, taken: u32): u32 {
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
