import { ascendingPlaces } from "../order.ts";

/** What the ties of a column do to the variance of Kendall's score. */
interface TieSums {
  /** Pairs of equal values: Σ t(t - 1) / 2. */
  readonly pairs: number;
  /** Σ t(t - 1)(t - 2). */
  readonly triples: number;
  /** Σ t(t - 1)(2t + 5). */
  readonly weighted: number;
}

/** Concordant less discordant pairs, and the ties of both columns. */
export interface KendallCounts {
  readonly score: number;
  readonly x: TieSums;
  readonly y: TieSums;
}

/** Counts the pairs of rows in O(n log n): sorts by x, and counts the exchanges of a merge sort by y (Knight 1966). */
export function kendallCounts(x: Float64Array, y: Float64Array): KendallCounts {
  const count = x.length;
  const byY = ascendingPlaces(y);
  const yAscending = takenAt(y, byY);
  const xByY = takenAt(x, byY);
  const order = ascendingPlaces(xByY);
  // In the order of x, and of y where x is equal.
  const xSorted = takenAt(xByY, order);
  const ySorted = takenAt(yAscending, order);
  const both = tieSums(count, (a, b) => xSorted[a] === xSorted[b] && ySorted[a] === ySorted[b]).pairs;
  const xTies = tieSums(count, (a, b) => xSorted[a] === xSorted[b]);
  const exchanges = countExchanges(ySorted);
  const yTies = tieSums(count, (a, b) => ySorted[a] === ySorted[b]);
  const whole = (count * (count - 1)) / 2;
  return { score: whole - xTies.pairs - yTies.pairs + both - 2 * exchanges, x: xTies, y: yTies };
}

function takenAt(values: Float64Array, places: Uint32Array): Float64Array {
  const taken = new Float64Array(places.length);
  for (let at = 0; at < taken.length; at++) taken[at] = values[places[at]!]!;
  return taken;
}

/** Sums over the runs of equal neighbours. */
function tieSums(count: number, isEqual: (a: number, b: number) => boolean): TieSums {
  let [pairs, triples, weighted] = [0, 0, 0];
  for (let start = 0, end = 0; start < count; start = end) {
    end = start + 1;
    while (end < count && isEqual(start, end)) end++;
    const t = end - start;
    pairs += (t * (t - 1)) / 2;
    triples += t * (t - 1) * (t - 2);
    weighted += t * (t - 1) * (2 * t + 5);
  }
  return { pairs, triples, weighted };
}

/** Sorts in place by merging, and says how many pairs stood in the wrong order. */
function countExchanges(values: Float64Array): number {
  let from: Float64Array = values;
  let into: Float64Array = new Float64Array(values.length);
  let exchanges = 0;
  for (let width = 1; width < values.length; width *= 2) {
    for (let start = 0; start < values.length; start += 2 * width) {
      const middle = Math.min(start + width, values.length);
      const end = Math.min(start + 2 * width, values.length);
      for (let at = start, left = start, right = middle; at < end; at++) {
        if (left < middle && (right >= end || from[left]! <= from[right]!)) into[at] = from[left++]!;
        else {
          exchanges += middle - left;
          into[at] = from[right++]!;
        }
      }
    }
    [from, into] = [into, from];
  }
  if (from !== values) values.set(from);
  return exchanges;
}
