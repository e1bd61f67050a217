/** Moves the rows that go left to the front of their places, all in their order; gives where the others begin. */
export function partRows(
  rows: Uint32Array,
  from: number,
  to: number,
  column: Uint8Array,
  goesLeft: Uint8Array,
  scratch: Uint32Array,
): number {
  let middle = from;
  let kept = 0;
  for (let at = from; at < to; at++) {
    const row = rows[at]!;
    const isLeft = goesLeft[column[row]!]!;
    rows[middle] = row;
    scratch[kept] = row;
    middle += isLeft;
    kept += 1 - isLeft;
  }
  rows.set(scratch.subarray(0, kept), middle);
  return middle;
}

/** Writes the given rows, ascending ones of all, to the front, and behind them the others in their order. */
export function placeDrawn(rows: Uint32Array, drawn: Uint32Array): void {
  rows.set(drawn);
  let next = 0;
  let at = drawn.length;
  for (let row = 0; row < rows.length; row++) {
    if (drawn[next] === row) next++;
    else rows[at++] = row;
  }
}
