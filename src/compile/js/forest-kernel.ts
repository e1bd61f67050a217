import type { ForestExpr } from "../../ir/index.ts";

/**
 * A forest in two arrays, so that a node is one cache line away. Node `i` has at `links[4i]` the input it asks about
 * (-1 for a leaf, -2 - input for a question about categories), then where to go when left, when right, when missing.
 * `numbers[i]` is the threshold, the leaf's value, or the place of the categories in `spans`.
 */
export interface FlatForest {
  readonly bias: number;
  readonly roots: Int32Array;
  readonly links: Int32Array;
  readonly numbers: Float64Array;
  /** Sorted categories of one node each. */
  readonly spans: readonly Float64Array[];
}

/** Lays a forest out for `scoreForest`. */
export function layOutForest(forest: ForestExpr): FlatForest {
  const { feature, threshold, categories, missingLeft, left, right, value } = forest;
  const links = new Int32Array(4 * feature.length);
  const numbers = new Float64Array(feature.length);
  const spans: Float64Array[] = [];
  for (let node = 0; node < feature.length; node++) {
    const input = feature[node]!;
    const list = categories[node];
    links[4 * node] = input < 0 ? -1 : list ? -2 - input : input;
    numbers[node] = input < 0 ? value[node]! : list ? spans.length : threshold[node]!;
    if (input < 0) continue;
    if (list) spans.push(Float64Array.from(list).sort());
    links[4 * node + 1] = left[node]!;
    links[4 * node + 2] = right[node]!;
    links[4 * node + 3] = missingLeft[node] === 1 ? left[node]! : right[node]!;
  }
  return { bias: forest.bias, roots: Int32Array.from(forest.roots), links, numbers, spans };
}

/** bias + leaf of tree 1 + leaf of tree 2 + … for one row of inputs, where NaN is a missing value. */
export function scoreForest(forest: FlatForest, inputs: Float64Array): number {
  const { roots, links, numbers, spans } = forest;
  let sum = forest.bias;
  for (let tree = 0; tree < roots.length; tree++) {
    let node = roots[tree]!;
    for (let at = node << 2; links[at] !== -1; at = node << 2) {
      const input = links[at]!;
      if (input >= 0) {
        const x = inputs[input]!;
        const threshold = numbers[node]!;
        node = links[at + (x <= threshold ? 1 : x > threshold ? 2 : 3)]!;
      } else {
        const x = inputs[-2 - input]!;
        node = links[at + (Number.isNaN(x) ? 3 : holds(spans[numbers[node]!]!, x) ? 1 : 2)]!;
      }
    }
    sum += numbers[node]!;
  }
  return sum;
}

/** True when a sorted list holds a number. */
function holds(sorted: Float64Array, x: number): boolean {
  let low = 0;
  let high = sorted.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const at = sorted[middle]!;
    if (at === x) return true;
    if (at < x) low = middle + 1;
    else high = middle - 1;
  }
  return false;
}
