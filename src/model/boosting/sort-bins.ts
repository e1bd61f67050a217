const spare = new Int32Array(256);

/** Sorts the first `count` bins (at most 256) by their key, of equal keys the lower bin first; a merge sort without a closure. */
export function sortBins(order: Int32Array, count: number, keys: Float64Array): void {
  let from = order;
  let to: Int32Array = spare;
  for (let width = 1; width < count; width *= 2) {
    for (let start = 0; start < count; start += 2 * width) mergeRuns(from, to, keys, start, width, count);
    [from, to] = [to, from];
  }
  if (from !== order) order.set(from.subarray(0, count));
}

function mergeRuns(
  from: Int32Array,
  to: Int32Array,
  keys: Float64Array,
  start: number,
  width: number,
  count: number,
): void {
  const middle = Math.min(start + width, count);
  const end = Math.min(start + 2 * width, count);
  let left = start;
  let right = middle;
  for (let at = start; at < end; at++) {
    const takesLeft = left < middle && (right >= end || !isBefore(from[right]!, from[left]!, keys));
    to[at] = takesLeft ? from[left++]! : from[right++]!;
  }
}

const isBefore = (bin: number, other: number, keys: Float64Array): boolean =>
  keys[bin]! < keys[other]! || (!(keys[other]! < keys[bin]!) && bin < other);
