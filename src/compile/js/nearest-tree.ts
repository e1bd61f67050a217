/** Stored rows in boxes within boxes (a k-d tree; Bentley 1975), so that a search looks at few of them. */
export interface NearestTree {
  /** The rows in the order of the boxes, and which stored row each is. */
  readonly rows: Float64Array;
  readonly places: Uint32Array;
  /** For each box: its rows, and its two halves (-1 where it has none). */
  readonly nodes: readonly NearestNode[];
}

interface NearestNode {
  readonly from: number;
  readonly to: number;
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly left: number;
  readonly right: number;
}

/** Boxes part rows of at most so many numbers: of more, hardly any box is far enough to be left out. */
const mostBoxedInputs = 12;
const fewestBoxedRows = 256;
const rowsOfLeaf = 12;

/** The tree of stored rows; null where a look at all of them is as fast. */
export function buildNearestTree(rows: Float64Array, size: number): NearestTree | null {
  const count = rows.length / size;
  if (size > mostBoxedInputs || count < fewestBoxedRows) return null;
  const places = Uint32Array.from({ length: count }, (_, row) => row);
  const nodes: NearestNode[] = [];
  const build = (from: number, to: number): number => {
    const low = new Float64Array(size).fill(Infinity);
    const high = new Float64Array(size).fill(-Infinity);
    for (let at = from; at < to; at++)
      for (let input = 0; input < size; input++) {
        const value = rows[places[at]! * size + input]!;
        if (value < low[input]!) low[input] = value;
        if (value > high[input]!) high[input] = value;
      }
    let widest = 0;
    for (let input = 1; input < size; input++)
      if (high[input]! - low[input]! > high[widest]! - low[widest]!) widest = input;
    let left = -1;
    let right = -1;
    if (to - from > rowsOfLeaf && high[widest]! > low[widest]!) {
      places
        .subarray(from, to)
        .sort((one, other) => rows[one * size + widest]! - rows[other * size + widest]! || one - other);
      const middle = (from + to) >> 1;
      left = build(from, middle);
      right = build(middle, to);
    }
    return nodes.push({ from, to, low, high, left, right }) - 1;
  };
  build(0, count);
  const ordered = new Float64Array(rows.length);
  for (let at = 0; at < count; at++)
    ordered.set(rows.subarray(places[at]! * size, (places[at]! + 1) * size), at * size);
  return { rows: ordered, places, nodes };
}

/**
 * The sum Σ(x - r)² or Σ|x - r| that no row of a box falls below. Differences, squares and sums keep the order of numbers when they are
 * rounded, so this holds to the bit.
 */
export function boxSum({ low, high }: NearestNode, inputs: Float64Array, isManhattan: boolean): number {
  let sum = 0;
  for (let at = 0; at < inputs.length; at++) {
    const x = inputs[at]!;
    const away = x < low[at]! ? low[at]! - x : x > high[at]! ? x - high[at]! : 0;
    sum += isManhattan ? away : away * away;
  }
  return sum;
}
