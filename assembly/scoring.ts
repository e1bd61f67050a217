/**
 * Scores forests, which are data in this memory: `src/kernel/scoring-tables.ts` and `scoring-walk.ts` lay them out. Addresses are in
 * bytes. A leaf is added to the sum of its forest in the order of the trees, so that every way of scoring gives the same bits.
 */

/** The first bytes of the memory: room for the leaves that are left of one block of trees. */
const leftOver: usize = 0;

// A channel: the input it reads, the address of its sorted list, half of the list's length (a power of two), the code of a missing
// value, and 1 where the list holds categories.
const channelSize: usize = 20;

/** How many numbers of a list stand before x; the list ends in NaN, which stands before nothing. */
function search(list: usize, half: usize, x: f64): usize {
  let at = list;
  for (let step = half << 3; step >= 8; step >>= 1) at += (0 - <usize>(load<f64>(at + step - 8) < x)) & step;
  return at;
}

/**
 * The codes of rows, by channel. A number has as its code how many thresholds stand below it; a category one more than its
 * place in the list, and 0 where the list does not have it.
 */
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
    const list: usize = load<u32>(channel, 4);
    const half: usize = load<u32>(channel, 8);
    const missing: u32 = load<u32>(channel, 12);
    const isList: u32 = load<u32>(channel, 16);
    let out = codes;
    for (let row: i32 = 0; row < rowCount; row++) {
      const x = load<f64>(input + ((<usize>row) << 3));
      const at = search(list, half, x);
      let code: u32 = <u32>((at - list) >> 3);
      if (isList) code = (code + 1) & (0 - <u32>(load<f64>(at) == x));
      store<u16>(out, select<u32>(code, missing, x == x));
      out += codeStride;
    }
    codes += 2;
  }
}

// A block of up to 16 masks of 32 leaves: the addresses of its entries and of their end, of its values, how many trees it has, the
// address of their lengths in masks (0: each has one), the place of its sum, 1 where the forest begins, and the forest's bias.
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

/**
 * As `scoreTables` for one row. The lines of a code in all blocks stand side by side at `maps`, by channel, so that a row reads few
 * places in memory; `places` is room for where they begin.
 */
export function scoreTablesOfRow(
  blocks: usize,
  blockCount: i32,
  codes: usize,
  maps: usize,
  channelCount: i32,
  places: usize,
  sums: usize,
): void {
  for (let channel: usize = 0; channel < <usize>channelCount; channel++) {
    const code: usize = load<u16>(codes + (channel << 1));
    store<u32>(places + (channel << 2), load<u32>(maps + (channel << 2)) + code * <usize>blockCount);
  }
  let sum: f64 = 0;
  for (let at: usize = 0; at < <usize>blockCount; at++) {
    const block = blocks + at * blockSize;
    if (load<u32>(block, 24)) sum = load<f64>(block, 32);
    intersectAt(load<u32>(block), load<u32>(block, 4), places, at);
    const values: usize = load<u32>(block, 8);
    const treeCount: usize = load<u32>(block, 12);
    const lengths: usize = load<u32>(block, 16);
    sum = lengths ? addLong(sum, values, treeCount, lengths) : addShort(sum, values, treeCount);
    store<f64>(sums + <usize>load<u32>(block, 20), sum);
  }
}

function intersectAt(entries: usize, end: usize, places: usize, block: usize): void {
  let a = i32x4.splat(-1);
  let b = a;
  let c = a;
  let d = a;
  for (let entry = entries; entry < end; entry += entrySize) {
    const place: usize = load<u32>(places + ((<usize>load<u32>(entry)) << 1));
    const line = <usize>load<u32>(entry, 8) + ((<usize>load<u8>(place + block)) << 6);
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

function addShort(start: f64, values: usize, treeCount: usize): f64 {
  let sum = start;
  for (let tree: usize = 0; tree < treeCount; tree++)
    sum += load<f64>(values + (tree << 8) + ((<usize>ctz(load<u32>(leftOver + (tree << 2)))) << 3));
  return sum;
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

// A slot: the input it reads, and 1 where a missing value goes left.
const slotSize: usize = 8;

/**
 * The slots of rows, behind a slot that holds minus infinity. At a node a row goes left where its slot is at or below the
 * node's number: so a missing value is NaN where it goes right and minus infinity where it goes left.
 */
export function spread(
  slots: usize,
  slotCount: i32,
  inputs: usize,
  inputStride: usize,
  rows: usize,
  rowStride: usize,
  rowCount: i32,
): void {
  for (let row: i32 = 0; row < rowCount; row++) store<f64>(rows + <usize>row * rowStride, -Infinity);
  for (let at: i32 = 0; at < slotCount; at++) {
    const slot = slots + <usize>at * slotSize;
    const input = inputs + <usize>load<u32>(slot) * inputStride;
    const missing: f64 = load<u32>(slot, 4) ? -Infinity : NaN;
    let out = rows + ((<usize>(at + 1)) << 3);
    for (let row: i32 = 0; row < rowCount; row++) {
      const x = load<f64>(input + ((<usize>row) << 3));
      store<f64>(out, select<f64>(x, missing, x == x));
      out += rowStride;
    }
  }
}

/**
 * One step down. A node: its number, the place of its slot, and the address of its left child; the right one stands behind that. A
 * leaf compares its value with minus infinity and has itself as its left child, so a walk may go on there.
 */
function step(node: usize, row: usize): usize {
  const goesRight = !(load<f64>(row + <usize>load<u32>(node, 8)) <= load<f64>(node));
  return <usize>load<u32>(node, 12) + ((<usize>goesRight) << 4);
}

// Four trees that are walked together: the addresses of their roots, where their leaves' values go, and how deep the deepest is.
const quartetSize: usize = 36;

/** Walks four trees at a time for one row, and keeps the values of the leaves. */
export function walkTrees(quartets: usize, quartetCount: i32, row: usize): void {
  const end = quartets + <usize>quartetCount * quartetSize;
  for (let quartet = quartets; quartet < end; quartet += quartetSize) {
    let a: usize = load<u32>(quartet);
    let b: usize = load<u32>(quartet, 4);
    let c: usize = load<u32>(quartet, 8);
    let d: usize = load<u32>(quartet, 12);
    let total: usize = 0;
    for (let depth: i32 = load<u32>(quartet, 32); depth > 0; depth -= 4) {
      for (let steps = 0; steps < 4; steps++) {
        a = step(a, row);
        b = step(b, row);
        c = step(c, row);
        d = step(d, row);
      }
      // Children have higher addresses: a total that stays means that all four are at their leaves.
      const next = a + b + c + d;
      if (next == total) break;
      total = next;
    }
    store<f64>(load<u32>(quartet, 16), load<f64>(a));
    store<f64>(load<u32>(quartet, 20), load<f64>(b));
    store<f64>(load<u32>(quartet, 24), load<f64>(c));
    store<f64>(load<u32>(quartet, 28), load<f64>(d));
  }
}

/** The sum of a bias and values, from the left. */
export function addValues(bias: f64, values: usize, count: i32): f64 {
  let sum = bias;
  for (let at: i32 = 0; at < count; at++) sum += load<f64>(values + ((<usize>at) << 3));
  return sum;
}

/** Walks eight rows at a time down one tree after the other, and adds their leaves to the sums. Rows come in eights. */
export function walkRows(
  roots: usize,
  depths: usize,
  treeCount: i32,
  rows: usize,
  rowStride: usize,
  sums: usize,
  rowCount: i32,
): void {
  for (let tree: i32 = 0; tree < treeCount; tree++) {
    const root: usize = load<u32>(roots + ((<usize>tree) << 2));
    const depth: i32 = load<u32>(depths + ((<usize>tree) << 2));
    for (let at: i32 = 0; at < rowCount; at += 8)
      walkEight(root, depth, rows + <usize>at * rowStride, rowStride, sums + ((<usize>at) << 3));
  }
}

function walkEight(root: usize, deepest: i32, row: usize, rowStride: usize, sums: usize): void {
  let a = root;
  let b = root;
  let c = root;
  let d = root;
  let e = root;
  let f = root;
  let g = root;
  let h = root;
  const row1 = row + rowStride;
  const row2 = row1 + rowStride;
  const row3 = row2 + rowStride;
  const row4 = row3 + rowStride;
  const row5 = row4 + rowStride;
  const row6 = row5 + rowStride;
  const row7 = row6 + rowStride;
  let total: usize = 0;
  for (let depth: i32 = deepest; depth > 0; depth -= 4) {
    for (let steps = 0; steps < 4; steps++) {
      a = step(a, row);
      b = step(b, row1);
      c = step(c, row2);
      d = step(d, row3);
      e = step(e, row4);
      f = step(f, row5);
      g = step(g, row6);
      h = step(h, row7);
    }
    const next = a + b + c + d + (e + f + g + h);
    if (next == total) break;
    total = next;
  }
  store<f64>(sums, load<f64>(sums) + load<f64>(a));
  store<f64>(sums, load<f64>(sums, 8) + load<f64>(b), 8);
  store<f64>(sums, load<f64>(sums, 16) + load<f64>(c), 16);
  store<f64>(sums, load<f64>(sums, 24) + load<f64>(d), 24);
  store<f64>(sums, load<f64>(sums, 32) + load<f64>(e), 32);
  store<f64>(sums, load<f64>(sums, 40) + load<f64>(f), 40);
  store<f64>(sums, load<f64>(sums, 48) + load<f64>(g), 48);
  store<f64>(sums, load<f64>(sums, 56) + load<f64>(h), 56);
}
