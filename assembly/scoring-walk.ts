/** Forests as nodes that are walked from the roots. */

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
