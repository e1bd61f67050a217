/**
 * Bins of a column of float64: learns the edges from all values, exactly and without sorting the column, and writes the bin of
 * each row. Works in any thread: all it keeps stands in the work area whose address it is given.
 *
 * Values become keys, whole numbers in the order of the values, and each key falls into one of some thousand buckets in
 * ascending order. Where few values share a bucket this is nearly a sort; only the buckets that an edge may lie in are sorted
 * in earnest. How the buckets are laid out follows a sample and decides the time taken, never an edge.
 */

const octaveCount: i32 = 4096;
const spreadMost: i32 = 16384;
const sampleMost: i32 = 2048;
/** Every octave may have a bucket of its own, and there is one below them, one above and one for missing values. */
const bucketMost: i32 = octaveCount + spreadMost + 16;

/** Places of the work area, from its start; those of rows follow the fixed ones. Its size is in `src/kernel/bins.ts`. */
const octavesAt: usize = 0;
const countsAt: usize = octavesAt + (octaveCount << 4);
const cursorsAt: usize = countsAt + (bucketMost << 2);
const firstsAt: usize = cursorsAt + (bucketMost << 2);
const marksAt: usize = firstsAt + (bucketMost << 1);
const edgeKeysAt: usize = marksAt + bucketMost;
const ranksAt: usize = edgeKeysAt + 264 * 8;
const heavyAt: usize = ranksAt + 1024 * 4;
const edgesAt: usize = heavyAt + 256 * 8;
const rowsAt: usize = edgesAt + 256 * 8;

const missingKey: u64 = u64.MAX_VALUE;
const unmarked: u8 = 0;
const toGather: u8 = 1;
const gathered: u8 = 2;
/** In the table from bucket to bin: some edge lies in the bucket, so the key itself decides. */
const needsKey: i32 = 256;

/** The places of the numbers of 2, 4 and 8 bytes that stand in a row. */
function half(row: usize, index: u32): usize {
  return row + ((<usize>index) << 1);
}

function word(row: usize, index: u32): usize {
  return row + ((<usize>index) << 2);
}

function long(row: usize, index: u32): usize {
  return row + ((<usize>index) << 3);
}

/** Where the values of a column are to be put; their keys stand there afterwards. */
export function valuesAddress(work: usize): usize {
  return work + rowsAt;
}

/** Where the edges that were learnt stand, and where those that were learnt elsewhere are to be put. */
export function edgesAddress(work: usize): usize {
  return work + edgesAt;
}

function keysOf(work: usize): usize {
  return work + rowsAt;
}

function gatheredOf(work: usize, rowCount: i32): usize {
  return work + rowsAt + ((<usize>rowCount + 8) << 3);
}

function bucketsOf(work: usize, rowCount: i32): usize {
  return work + rowsAt + ((<usize>rowCount + 8) << 4);
}

/** The key of a value: both zeros have the same, and a missing value has the greatest. */
function keyOf(value: f64): u64 {
  const bits = reinterpret<i64>(value + 0);
  return select<u64>(<u64>(bits ^ ((bits >> 63) | i64.MIN_VALUE)), missingKey, value == value);
}

function valueOf(key: u64): f64 {
  const bits = <i64>key;
  return reinterpret<f64>(bits < 0 ? bits ^ i64.MIN_VALUE : ~bits);
}

/** The bucket of a key: an octave holds where its buckets begin, how many keys share one, and how many there are. */
function bucketOf(work: usize, key: u64): i32 {
  const octave = work + octavesAt + ((<usize>(key >> 52)) << 4);
  const above = <i64>(key - load<u64>(octave));
  const shape = load<u64>(octave, 8);
  const place = <u64>select<i64>(above, 0, above > 0) >> shape;
  const last = (shape >> 8) & 0xffffff;
  return <i32>(shape >> 32) + <i32>select<u64>(place, last, place < last);
}

function shapeOf(first: i32, last: u64, shift: u64): u64 {
  return ((<u64>first) << 32) | (last << 8) | shift;
}

/** Forgets the sample: no octave has a key. */
function clearOctaves(work: usize): void {
  memory.fill(work + cursorsAt, 0, octaveCount << 2);
}

/** Takes a key into the sample: per octave the count (where the cursors stand later), the least and the greatest key. */
function sampleKey(work: usize, key: u64): void {
  const octave = <usize>(key >> 52);
  const place = work + octavesAt + (octave << 4);
  const count = work + cursorsAt + (octave << 2);
  const seen = load<u32>(count);
  store<u32>(count, seen + 1);
  if (seen == 0 || key < load<u64>(place)) store<u64>(place, key);
  if (seen == 0 || key > load<u64>(place, 8)) store<u64>(place, key, 8);
}

/**
 * Lays out about `spread` buckets by the sample: an octave gets its share, laid evenly from its least to its greatest key. Keys
 * outside fall into the nearest bucket. Gives the number of buckets; the last is that of the missing values.
 */
function layBuckets(work: usize, spread: i32, sampled: i32): i32 {
  const counts = work + cursorsAt;
  let lowest = 0;
  let highest = octaveCount - 2;
  while (lowest <= highest && load<u32>(word(counts, lowest)) == 0) lowest++;
  while (highest > lowest && load<u32>(word(counts, highest)) == 0) highest--;
  let next = 0;
  for (let octave = 0; octave < octaveCount - 1; octave++) {
    const place = work + octavesAt + ((<usize>octave) << 4);
    if (octave == lowest || octave == highest + 1) next++;
    const count = load<u32>(word(counts, octave));
    if (count == 0) {
      store<u64>(place, (<u64>octave) << 52);
      store<u64>(place, shapeOf(next, 0, 63), 8);
      if (octave >= lowest && octave <= highest) next++;
      continue;
    }
    const least = load<u64>(place);
    const range = load<u64>(place, 8) - least;
    const share = 1 + (<u64>spread * count) / sampled;
    let shift: u64 = 0;
    while (range >> shift >= share) shift++;
    store<u64>(place, shapeOf(next, range >> shift, shift), 8);
    next += <i32>(range >> shift) + 1;
  }
  // The highest octave holds infinity and the missing values.
  const top = work + octavesAt + ((octaveCount - 1) << 4);
  next++;
  store<u64>(top, (<u64>(octaveCount - 1)) << 52);
  store<u64>(top, shapeOf(next, 1, 51), 8);
  return next + 2;
}

/** Lays out the buckets for the values of a column, by some of them that stand far apart. */
function layForValues(work: usize, rowCount: i32): i32 {
  clearOctaves(work);
  const sampled = min(rowCount, sampleMost);
  const step = <u64>(sampled > 0 ? rowCount / sampled : 1);
  const values = keysOf(work);
  let present = 0;
  for (let at = 0; at < sampled; at++) {
    // A place within each stretch that follows no pattern of the rows.
    const within = ((<u64>at * 0x9e3779b97f4a7c15) >> 33) % step;
    const key = keyOf(load<f64>(long(values, <u32>(<u64>at * step + within))));
    if (key == missingKey) continue;
    sampleKey(work, key);
    present++;
  }
  const spread = max(256, min(spreadMost, rowCount >> 4));
  return layBuckets(work, spread, max(present, 1));
}

/** Makes the values of the rows keys in place, and notes the bucket of each row and the rows of each bucket. */
function fillBuckets(work: usize, rowCount: i32, bucketCount: i32): void {
  const counts = work + countsAt;
  memory.fill(counts, 0, (<usize>bucketCount) << 2);
  let key = keysOf(work);
  let bucket = bucketsOf(work, rowCount);
  const end = long(key, rowCount);
  for (; key < end; key += 8, bucket += 2) {
    const value = keyOf(load<f64>(key));
    const place = bucketOf(work, value);
    store<u64>(key, value);
    store<u16>(bucket, <u16>place);
    const count = word(counts, place);
    store<u32>(count, load<u32>(count) + 1);
  }
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

/** Past the last of the gathered keys of a bucket. */
function endOf(work: usize, bucket: i32): u32 {
  return load<u32>(word(work + cursorsAt, bucket));
}

/** Gathers the keys of the marked buckets behind the `taken` ones and sorts each bucket; gives how many are taken then. */
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
  const keys = keysOf(work);
  const buckets = bucketsOf(work, rowCount);
  for (let row = 0; row < rowCount; row++) {
    const bucket = <i32>load<u16>(half(buckets, row));
    if (markOf(work, bucket) != toGather) continue;
    const cursor = word(cursors, bucket);
    const at = load<u32>(cursor);
    store<u32>(cursor, at + 1);
    store<u64>(long(target, at), load<u64>(long(keys, row)));
  }
  for (let bucket = 0; bucket < bucketCount; bucket++) {
    if (markOf(work, bucket) != toGather) continue;
    store<u8>(work + marksAt + <usize>bucket, gathered);
    const end = endOf(work, bucket);
    sortKeys(target, end - countOf(work, bucket), end);
  }
  return next;
}

function at(keys: usize, place: u32): u64 {
  return load<u64>(long(keys, place));
}

function put(keys: usize, place: u32, key: u64): void {
  store<u64>(long(keys, place), key);
}

function sortKeys(keys: usize, from: u32, to: u32): void {
  if (to - from < 2) return;
  let place = from + 1;
  while (place < to && at(keys, place - 1) <= at(keys, place)) place++;
  if (place < to) sortRange(keys, from, to, 2 * (32 - clz<u32>(to - from)));
}

/** Quicksort in three parts (Bentley and McIlroy, 1993): many equal keys cost little. Beyond `depth` parts in parts a heap sorts. */
function sortRange(keys: usize, from: u32, to: u32, depth: u32): void {
  while (to - from > 24) {
    if (depth-- == 0) return sortByHeap(keys, from, to);
    const pivot = middleOf(at(keys, from), at(keys, from + ((to - from) >> 1)), at(keys, to - 1));
    let less = from;
    let more = to;
    let place = from;
    while (place < more) {
      const key = at(keys, place);
      if (key < pivot) {
        put(keys, place++, at(keys, less));
        put(keys, less++, key);
      } else if (key > pivot) {
        put(keys, place, at(keys, --more));
        put(keys, more, key);
      } else place++;
    }
    if (less - from < to - more) {
      sortRange(keys, from, less, depth);
      from = more;
    } else {
      sortRange(keys, more, to, depth);
      to = less;
    }
  }
  for (let next = from + 1; next < to; next++) {
    const key = at(keys, next);
    let place = next;
    for (; place > from && at(keys, place - 1) > key; place--) put(keys, place, at(keys, place - 1));
    put(keys, place, key);
  }
}

function middleOf(a: u64, b: u64, c: u64): u64 {
  return max(min(a, b), min(max(a, b), c));
}

function sortByHeap(keys: usize, from: u32, to: u32): void {
  const first = long(keys, from);
  const count = to - from;
  for (let root = count >> 1; root > 0; root--) sink(first, root - 1, count);
  for (let end = count - 1; end > 0; end--) {
    const key = at(first, end);
    put(first, end, at(first, 0));
    put(first, 0, key);
    sink(first, 0, end);
  }
}

function sink(keys: usize, root: u32, count: u32): void {
  const key = at(keys, root);
  let place = root;
  for (;;) {
    let child: u32 = 2 * place + 1;
    if (child >= count) break;
    if (child + 1 < count && at(keys, child + 1) > at(keys, child)) child++;
    if (at(keys, child) <= key) break;
    put(keys, place, at(keys, child));
    place = child;
  }
  put(keys, place, key);
}

/** Past the last key equal to the one at `place`, of sorted keys that end at `to`. */
function endOfEqual(keys: usize, place: u32, to: u32): u32 {
  const key = at(keys, place);
  let low = place + 1;
  let high = to;
  for (let step: u32 = 1; low < to && place + step < to; step <<= 1) {
    if (at(keys, place + step) != key) {
      high = place + step;
      break;
    }
    low = place + step + 1;
  }
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at(keys, middle) == key) low = middle + 1;
    else high = middle;
  }
  return low;
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
  const keys = gatheredOf(work, rowCount);
  let distinct = 0;
  let last: f64 = 0;
  for (let bucket = 0; bucket < valueBuckets; bucket++) {
    const count = countOf(work, bucket);
    if (count == 0) continue;
    const end = endOf(work, bucket);
    for (let place = end - count; place < end; place = endOfEqual(keys, place, end)) {
      const value = valueOf(at(keys, place));
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
  const keys = gatheredOf(work, rowCount);
  let found = 0;
  let rank: u32 = 0;
  for (let bucket = 0; bucket < valueBuckets; bucket++) {
    const count = countOf(work, bucket);
    if (count > 0 && isHeavy(count, present, maxBin)) {
      const end = endOf(work, bucket);
      const first = end - count;
      let place = first;
      while (place < end) {
        const next = endOfEqual(keys, place, end);
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
  const keys = gatheredOf(work, rowCount);
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
    if (isOpen) store<f64>(long(work + edgesAt, found++), between(low, valueOf(at(keys, first))));
    isOpen = false;
    while (next < rankCount) {
      const wanted = load<u32>(word(work + ranksAt, next));
      if (wanted >= rank + count) break;
      next++;
      const place = first + (wanted - rank);
      const behind = endOfEqual(keys, place, end);
      low = valueOf(at(keys, place));
      // Ranks that fall on the same value give one edge.
      while (next < rankCount && load<u32>(word(work + ranksAt, next)) - rank < behind - first) next++;
      if (behind == end) isOpen = true;
      else store<f64>(long(work + edgesAt, found++), between(low, valueOf(at(keys, behind))));
    }
    rank += count;
  }
  return found;
}

/** Makes the work area ready for `fill` with edges that were learnt elsewhere: the values stand at `valuesAddress`. */
export function lay(work: usize, rowCount: i32, edgeCount: i32): void {
  clearOctaves(work);
  for (let edge = 0; edge < edgeCount; edge++) sampleKey(work, keyOf(load<f64>(long(work + edgesAt, edge))));
  const bucketCount = layBuckets(work, 4096, max(edgeCount, 1));
  fillBuckets(work, rowCount, bucketCount);
}

/** Writes the bin of each row of the column that was learnt or laid last: the first bin whose edge is at or above the value. */
export function fill(work: usize, rowCount: i32, edgeCount: i32, missingBin: i32, target: usize): void {
  const edgeKeys = work + edgeKeysAt;
  const firsts = work + firstsAt;
  // The highest octave ends with the bucket of the missing values.
  const missingBucket = <i32>(load<u64>(work + octavesAt + ((octaveCount - 1) << 4), 8) >> 32) + 1;
  let bucket = 0;
  for (let edge = 0; edge < edgeCount; edge++) {
    const key = keyOf(load<f64>(long(work + edgesAt, edge)));
    store<u64>(long(edgeKeys, edge), key);
    const holds = bucketOf(work, key);
    for (; bucket < holds; bucket++) store<u16>(half(firsts, bucket), <u16>edge);
    if (bucket == holds) store<u16>(half(firsts, bucket++), <u16>(edge | needsKey));
  }
  store<u64>(long(edgeKeys, edgeCount), missingKey);
  for (; bucket < missingBucket; bucket++) store<u16>(half(firsts, bucket), <u16>edgeCount);
  store<u16>(half(firsts, missingBucket), <u16>missingBin);
  const keys = keysOf(work);
  const buckets = bucketsOf(work, rowCount);
  for (let row = 0; row < rowCount; row++) {
    const first = <i32>load<u16>(half(firsts, load<u16>(half(buckets, row))));
    let bin = first & 0xff;
    if (first & needsKey) {
      const key = load<u64>(long(keys, row));
      while (key > load<u64>(long(edgeKeys, bin))) bin++;
    }
    store<u8>(target + <usize>row, <u8>bin);
  }
}
