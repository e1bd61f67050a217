/** Forests as tables of the leaves that each code of an input leaves over. */

/** The first bytes of the memory: room for the leaves that are left of one block of trees. */
const leftOver: usize = 0;

// A channel: the input it reads, the address of its search, how many levels that has, the code of a missing value, 1 where its list holds
// categories, and the address of the numbers of its lines for one row.
const channelSize: usize = 24;

/**
 * A number has as its code how many thresholds stand below it; a category one more than its place in the list, and 0 where the list does
 * not have it. The search goes down a tree of 16 ways, level after level in memory, the last of which is the list: of 15 numbers between
 * the ways it counts those below x by four choices that are no branches. NaN, behind the last number, is below nothing.
 */
function codeOf(channel: usize, x: f64): u32 {
  let level: usize = load<u32>(channel, 4);
  let size: usize = 128;
  let place: usize = 0;
  for (let levels: u32 = load<u32>(channel, 8); ; levels--) {
    const node = level + (place << 4);
    let at = node;
    at = select<usize>(at + 64, at, load<f64>(at, 56) < x);
    at = select<usize>(at + 32, at, load<f64>(at, 24) < x);
    at = select<usize>(at + 16, at, load<f64>(at, 8) < x);
    at = select<usize>(at + 8, at, load<f64>(at) < x);
    place = (place << 4) + at - node;
    if (levels == 1) break;
    level += size;
    size <<= 4;
  }
  let code = <u32>(place >> 3);
  if (load<u32>(channel, 16)) code = (code + 1) & (0 - <u32>(load<f64>(level + place) == x));
  return select<u32>(code, load<u32>(channel, 12), x == x);
}

/** The codes of rows, by channel. */
export function encode(
  channels: usize,
  channelCount: i32,
  inputs: usize,
  inputStride: usize,
  codes: usize,
  rowCount: i32,
): void {
  const end = channels + <usize>channelCount * channelSize;
  const codeStride = (<usize>channelCount) << 1;
  for (let channel = channels; channel < end; channel += channelSize) {
    const input = inputs + <usize>load<u32>(channel) * inputStride;
    let out = codes;
    for (let row: i32 = 0; row < rowCount; row++) {
      store<u16>(out, codeOf(channel, load<f64>(input + ((<usize>row) << 3))));
      out += codeStride;
    }
    codes += 2;
  }
}

// A block of up to 16 masks of 32 leaves: the addresses of its entries and of their end, of its values, how many trees it has, the
// address of their lengths in masks (0: each has one), the place of its sum, 1 where the forest begins, 1 where nearly every channel has
// an entry, and the forest's bias.
const blockSize: usize = 40;

// An entry: the place of its channel's code, the address that maps codes to lines, and the address of the lines of 16 masks.
const entrySize: usize = 12;

/** Adds the leaves of the trees of each block to the sums: the leaves that every channel leaves over, one of each tree. */
export function scoreTables(
  blocks: usize,
  blockCount: i32,
  codes: usize,
  codeStride: usize,
  sums: usize,
  rowCount: i32,
): void {
  const lastBlock = blocks + <usize>blockCount * blockSize;
  for (let block = blocks; block < lastBlock; block += blockSize) {
    const entries: usize = load<u32>(block);
    const end: usize = load<u32>(block, 4);
    const values: usize = load<u32>(block, 8);
    const treeCount: usize = load<u32>(block, 12);
    const lengths: usize = load<u32>(block, 16);
    const isFirst: u32 = load<u32>(block, 24);
    const bias = load<f64>(block, 32);
    let place = sums + <usize>load<u32>(block, 20);
    let row = codes;
    for (let count: i32 = 0; count < rowCount; count++) {
      intersect(entries, end, row);
      let sum = isFirst ? bias : load<f64>(place);
      sum = lengths ? addLong(sum, values, treeCount, lengths) : addShort(sum, values, treeCount);
      store<f64>(place, sum);
      place += 8;
      row += codeStride;
    }
  }
}

/** Keeps the leaves that all channels leave over. */
function intersect(entries: usize, end: usize, row: usize): void {
  let a = i32x4.splat(-1);
  let b = a;
  let c = a;
  let d = a;
  for (let entry = entries; entry < end; entry += entrySize) {
    const code: usize = load<u16>(row + <usize>load<u32>(entry));
    const line = <usize>load<u32>(entry, 8) + ((<usize>load<u8>(<usize>load<u32>(entry, 4) + code)) << 6);
    a = v128.and(a, v128.load(line));
    b = v128.and(b, v128.load(line, 16));
    c = v128.and(c, v128.load(line, 32));
    d = v128.and(d, v128.load(line, 48));
  }
  v128.store(leftOver, a);
  v128.store(leftOver, b, 16);
  v128.store(leftOver, c, 32);
  v128.store(leftOver, d, 48);
}

// One row has at `addresses`, by channel, the addresses of its lines in up to 64 blocks.
const blocksAtOnce: usize = 64;
const addressesSize: usize = 256;

/** Where the lines of a row stand in the blocks from `first` on. `places` says where the numbers of its lines are, `bases` where lines begin. */
function findLines(
  places: usize,
  channelCount: usize,
  first: usize,
  end: usize,
  bases: usize,
  lineStride: usize,
  addresses: usize,
): void {
  for (let channel: usize = 0; channel < channelCount; channel++) {
    const numbers: usize = load<u32>(places + (channel << 2));
    let base = bases + (first << 2);
    let to = addresses;
    for (let at = first; at < end; at += 8) {
      const eight = v128.load8x8_u(numbers + at);
      v128.store(to, i32x4.add(v128.load(base), i32x4.shl(i32x4.extend_low_i16x8_u(eight), 6)));
      v128.store(to, i32x4.add(v128.load(base, 16), i32x4.shl(i32x4.extend_high_i16x8_u(eight), 6)), 16);
      base += 32;
      to += 32;
    }
    bases += lineStride << 2;
    addresses += addressesSize;
  }
}

/**
 * As `scoreTables` for one row. The numbers of its lines in all blocks stand side by side, `lineStride` bytes for each code of a channel,
 * so that a row reads few places in memory. `places` and `addresses` are room for where they stand and where the lines do.
 */
export function scoreTablesOfRow(
  channels: usize,
  channelCount: usize,
  inputs: usize,
  bases: usize,
  lineStride: usize,
  places: usize,
  addresses: usize,
  blocks: usize,
  blockCount: usize,
  sums: usize,
): void {
  // The search of `codeOf` and the sum of `addShort` are written out here: calls would take a tenth of the time of a row.
  const channelsEnd = channels + channelCount * channelSize;
  let to = places;
  for (let channel = channels; channel < channelsEnd; channel += channelSize) {
    const x = load<f64>(inputs + ((<usize>load<u32>(channel)) << 3));
    let level: usize = load<u32>(channel, 4);
    let at = level;
    at = select<usize>(at + 64, at, load<f64>(at, 56) < x);
    at = select<usize>(at + 32, at, load<f64>(at, 24) < x);
    at = select<usize>(at + 16, at, load<f64>(at, 8) < x);
    at = select<usize>(at + 8, at, load<f64>(at) < x);
    let place = at - level;
    let size: usize = 128;
    for (let levels: u32 = load<u32>(channel, 8); levels > 1; levels--) {
      level += size;
      size <<= 4;
      const node = level + (place << 4);
      at = node;
      at = select<usize>(at + 64, at, load<f64>(at, 56) < x);
      at = select<usize>(at + 32, at, load<f64>(at, 24) < x);
      at = select<usize>(at + 16, at, load<f64>(at, 8) < x);
      at = select<usize>(at + 8, at, load<f64>(at) < x);
      place = (place << 4) + at - node;
    }
    let code = <u32>(place >> 3);
    if (load<u32>(channel, 16)) code = (code + 1) & (0 - <u32>(load<f64>(level + place) == x));
    code = select<u32>(code, load<u32>(channel, 12), x == x);
    store<u32>(to, load<u32>(channel, 20) + code * <u32>lineStride);
    to += 4;
  }
  let sum: f64 = 0;
  for (let at: usize = 0; at < blockCount; at++) {
    const nth = at & (blocksAtOnce - 1);
    if (nth == 0) {
      const end = min<usize>(at + blocksAtOnce, lineStride);
      findLines(places, channelCount, at, end, bases, lineStride, addresses);
    }
    const block = blocks + at * blockSize;
    const own = addresses + (nth << 2);
    if (load<u32>(block, 28)) intersectAll(own, channelCount);
    else intersectSome(load<u32>(block), load<u32>(block, 4), own);
    if (load<u32>(block, 24)) sum = load<f64>(block, 32);
    const values: usize = load<u32>(block, 8);
    const treeCount: usize = load<u32>(block, 12);
    const lengths: usize = load<u32>(block, 16);
    if (lengths) sum = addLong(sum, values, treeCount, lengths);
    else {
      let value = values;
      let left: usize = leftOver;
      for (const last = left + ((treeCount >> 2) << 4); left < last; left += 16) {
        sum += load<f64>(value + ((<usize>ctz(load<u32>(left))) << 3));
        sum += load<f64>(value + ((<usize>ctz(load<u32>(left, 4))) << 3), 256);
        sum += load<f64>(value + ((<usize>ctz(load<u32>(left, 8))) << 3), 512);
        sum += load<f64>(value + ((<usize>ctz(load<u32>(left, 12))) << 3), 768);
        value += 1024;
      }
      sum = addRest(sum, value, left, leftOver + (treeCount << 2));
    }
    store<f64>(sums + <usize>load<u32>(block, 20), sum);
  }
}

/** Keeps the leaves that all channels leave over; a channel that has no entry in the block has a line on which all are left. */
function intersectAll(addresses: usize, channelCount: usize): void {
  let a = i32x4.splat(-1);
  let b = a;
  let c = a;
  let d = a;
  let at = addresses;
  for (const end = at + (channelCount >> 2) * (4 * addressesSize); at < end; at += 4 * addressesSize) {
    let line: usize = load<u32>(at);
    a = v128.and(a, v128.load(line));
    b = v128.and(b, v128.load(line, 16));
    c = v128.and(c, v128.load(line, 32));
    d = v128.and(d, v128.load(line, 48));
    line = load<u32>(at, addressesSize);
    a = v128.and(a, v128.load(line));
    b = v128.and(b, v128.load(line, 16));
    c = v128.and(c, v128.load(line, 32));
    d = v128.and(d, v128.load(line, 48));
    line = load<u32>(at, 2 * addressesSize);
    a = v128.and(a, v128.load(line));
    b = v128.and(b, v128.load(line, 16));
    c = v128.and(c, v128.load(line, 32));
    d = v128.and(d, v128.load(line, 48));
    line = load<u32>(at, 3 * addressesSize);
    a = v128.and(a, v128.load(line));
    b = v128.and(b, v128.load(line, 16));
    c = v128.and(c, v128.load(line, 32));
    d = v128.and(d, v128.load(line, 48));
  }
  for (const end = addresses + channelCount * addressesSize; at < end; at += addressesSize) {
    const line: usize = load<u32>(at);
    a = v128.and(a, v128.load(line));
    b = v128.and(b, v128.load(line, 16));
    c = v128.and(c, v128.load(line, 32));
    d = v128.and(d, v128.load(line, 48));
  }
  v128.store(leftOver, a);
  v128.store(leftOver, b, 16);
  v128.store(leftOver, c, 32);
  v128.store(leftOver, d, 48);
}

/** As `intersectAll` where many channels have no entry in the block. */
function intersectSome(entries: usize, end: usize, addresses: usize): void {
  let a = i32x4.splat(-1);
  let b = a;
  let c = a;
  let d = a;
  for (let entry = entries; entry < end; entry += entrySize) {
    const line: usize = load<u32>(addresses + ((<usize>load<u32>(entry)) << 7));
    a = v128.and(a, v128.load(line));
    b = v128.and(b, v128.load(line, 16));
    c = v128.and(c, v128.load(line, 32));
    d = v128.and(d, v128.load(line, 48));
  }
  v128.store(leftOver, a);
  v128.store(leftOver, b, 16);
  v128.store(leftOver, c, 32);
  v128.store(leftOver, d, 48);
}

/** Adds the leaf that is left of each of four trees. */
function addFour(start: f64, values: usize, left: usize): f64 {
  let sum = start + load<f64>(values + ((<usize>ctz(load<u32>(left))) << 3));
  sum += load<f64>(values + ((<usize>ctz(load<u32>(left, 4))) << 3), 256);
  sum += load<f64>(values + ((<usize>ctz(load<u32>(left, 8))) << 3), 512);
  return sum + load<f64>(values + ((<usize>ctz(load<u32>(left, 12))) << 3), 768);
}

/** Adds the leaves that are left of the other trees. */
function addRest(start: f64, values: usize, left: usize, end: usize): f64 {
  let sum = start;
  for (; left < end; left += 4) {
    sum += load<f64>(values + ((<usize>ctz(load<u32>(left))) << 3));
    values += 256;
  }
  return sum;
}

function addShort(start: f64, values: usize, treeCount: usize): f64 {
  let sum = start;
  let left: usize = leftOver;
  for (const last = left + ((treeCount >> 2) << 4); left < last; left += 16) {
    sum = addFour(sum, values, left);
    values += 1024;
  }
  return addRest(sum, values, left, leftOver + (treeCount << 2));
}

/** Trees of several masks: exactly one bit of all of them is left. */
function addLong(start: f64, values: usize, treeCount: usize, lengths: usize): f64 {
  let sum = start;
  let place: usize = 0;
  for (let tree: usize = 0; tree < treeCount; tree++) {
    const end = place + <usize>load<u8>(lengths + tree);
    let leaf: usize = 0;
    for (; place < end; place++) {
      const mask = load<u32>(leftOver + (place << 2));
      leaf = select<usize>((place << 5) + <usize>ctz(mask), leaf, mask != 0);
    }
    sum += load<f64>(values + (leaf << 3));
  }
  return sum;
}
