/** Sorting values that stand in a row in memory, and finding one's way among sorted ones. Keeps nothing. */

/** The places of the numbers of 2, 4 and 8 bytes that stand in a row. */
export function half(row: usize, index: u32): usize {
  return row + ((<usize>index) << 1);
}

export function word(row: usize, index: u32): usize {
  return row + ((<usize>index) << 2);
}

export function long(row: usize, index: u32): usize {
  return row + ((<usize>index) << 3);
}

export function at(values: usize, place: u32): f64 {
  return load<f64>(long(values, place));
}

function put(values: usize, place: u32, value: f64): void {
  store<f64>(long(values, place), value);
}

export function sortValues(values: usize, from: u32, to: u32): void {
  if (to - from < 2) return;
  let place = from + 1;
  while (place < to && at(values, place - 1) <= at(values, place)) place++;
  if (place < to) sortRange(values, from, to, 2 * (32 - clz<u32>(to - from)));
}

/** Quicksort in three parts (Bentley and McIlroy, 1993): many equal values cost little. Beyond `depth` parts in parts a heap sorts. */
function sortRange(values: usize, from: u32, to: u32, depth: u32): void {
  while (to - from > 24) {
    if (depth-- == 0) return sortByHeap(values, from, to);
    const pivot = middleOf(at(values, from), at(values, from + ((to - from) >> 1)), at(values, to - 1));
    let less = from;
    let more = to;
    let place = from;
    while (place < more) {
      const value = at(values, place);
      if (value < pivot) {
        put(values, place++, at(values, less));
        put(values, less++, value);
      } else if (value > pivot) {
        put(values, place, at(values, --more));
        put(values, more, value);
      } else place++;
    }
    if (less - from < to - more) {
      sortRange(values, from, less, depth);
      from = more;
    } else {
      sortRange(values, more, to, depth);
      to = less;
    }
  }
  for (let next = from + 1; next < to; next++) {
    const value = at(values, next);
    let place = next;
    for (; place > from && at(values, place - 1) > value; place--) put(values, place, at(values, place - 1));
    put(values, place, value);
  }
}

function middleOf(a: f64, b: f64, c: f64): f64 {
  return max(min(a, b), min(max(a, b), c));
}

function sortByHeap(values: usize, from: u32, to: u32): void {
  const first = long(values, from);
  const count = to - from;
  for (let root = count >> 1; root > 0; root--) sink(first, root - 1, count);
  for (let end = count - 1; end > 0; end--) {
    const value = at(first, end);
    put(first, end, at(first, 0));
    put(first, 0, value);
    sink(first, 0, end);
  }
}

function sink(values: usize, root: u32, count: u32): void {
  const value = at(values, root);
  let place = root;
  for (;;) {
    let child: u32 = 2 * place + 1;
    if (child >= count) break;
    if (child + 1 < count && at(values, child + 1) > at(values, child)) child++;
    if (at(values, child) <= value) break;
    put(values, place, at(values, child));
    place = child;
  }
  put(values, place, value);
}

/** Past the last value equal to the one at `place`, of sorted values that end at `to`. */
export function endOfEqual(values: usize, place: u32, to: u32): u32 {
  const value = at(values, place);
  let low = place + 1;
  let high = to;
  for (let step: u32 = 1; low < to && place + step < to; step <<= 1) {
    if (at(values, place + step) != value) {
      high = place + step;
      break;
    }
    low = place + step + 1;
  }
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at(values, middle) == value) low = middle + 1;
    else high = middle;
  }
  return low;
}
