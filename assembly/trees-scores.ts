/** Commands on scores. */

import {
  argument,
  plan,
  planRowCount,
  planRows,
  planTemporary,
  rowsOfShare,
  shareCount,
  takeShare,
} from "./trees-plan";

/** Rows of a block: their scores stay in the nearest cache. */
const blockRows = 4096;
/** So many rows of each leaf, about, make up for the way to the next one. */
const leafRows = 64;

/**
 * Adds the values of leaves to the scores of their rows: 2 the scores, 3 how many leaves there are, 4 where they stand, each as its
 * value, its first place and its end. Places of a leaf are in the order of rows, so each thread goes through the rows that it takes
 * block by block, and through every leaf's rows of a block.
 */
export function addValues(thread: i32, threads: i32): void {
  const rowCount = plan(planRowCount);
  const count = argument(3);
  // Each thread notes where it is in each leaf; that many leaves are for one.
  if (<i64>count * threads > rowCount) {
    if (thread > 0) return;
  }
  const noted = <usize>plan(planTemporary) + ((<usize>(thread * count)) << 2);
  const rowsEach = rowsOfShare(rowCount);
  const shares = shareCount(rowCount);
  for (let share = takeShare(0); share < shares; share = takeShare(0)) {
    const begin = share * rowsEach;
    addToShare(begin, share + 1 == shares ? rowCount : begin + rowsEach, noted);
  }
}

/** Adds the values of all leaves to the scores of some rows that stand one after the other. */
function addToShare(begin: i32, end: i32, noted: usize): void {
  const rows = <usize>plan(planRows);
  const scores = <usize>argument(2);
  const count = argument(3);
  const leaves = <usize>argument(4);
  for (let leaf: usize = 0; leaf < <usize>count; leaf++) {
    const entry = leaves + (leaf << 4);
    store<i32>(noted + (leaf << 2), placeOf(rows, load<i32>(entry, 8), load<i32>(entry, 12), begin));
  }
  const step = max(blockRows, count * leafRows);
  for (let from = begin; from < end; from += step) {
    const to = min(from + step, end);
    for (let leaf: usize = 0; leaf < <usize>count; leaf++) {
      const entry = leaves + (leaf << 4);
      const value = load<f64>(entry);
      const last = rows + ((<usize>load<i32>(entry, 12)) << 2);
      let place = rows + ((<usize>load<i32>(noted + (leaf << 2))) << 2);
      for (; place < last; place += 4) {
        const row = load<i32>(place);
        if (row >= to) break;
        const at = scores + ((<usize>row) << 3);
        store<f64>(at, load<f64>(at) + value);
      }
      store<i32>(noted + (leaf << 2), <i32>((place - rows) >> 2));
    }
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
