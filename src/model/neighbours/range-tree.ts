/** Rows in boxes, so that those near a row are found without a look at all of them. */
export interface RangeTree {
  /** Calls `visit` with every row at most `reach` away from a row, itself too, with the distance √Σ(x - y)². */
  within(row: number, reach: number, visit: (row: number, distance: number) => void): void;
}

/** Rows of a leaf. */
const leafSize = 16;

/** Distances of boxes are rounded otherwise than those of rows, so a box must be clearly too far to be left out. */
const margin = 1 + 1e-12;

/** Builds a k-d tree (Bentley 1975) over rows of `size` numbers, parted at the middle row of the widest side. */
export function createRangeTree(rows: Float64Array, rowCount: number, size: number): RangeTree {
  const order = Uint32Array.from({ length: rowCount }, (_, row) => row);
  const nodes: Node[] = [];
  const build = (from: number, to: number): number => {
    const { low, high } = boxOf(rows, order.subarray(from, to), size);
    const node: Node = { from, to, low, high, left: -1, right: -1 };
    const number = nodes.push(node) - 1;
    let widest = 0;
    for (let at = 1; at < size; at++) if (high[at]! - low[at]! > high[widest]! - low[widest]!) widest = at;
    if (to - from <= leafSize || size === 0 || !(high[widest]! > low[widest]!)) return number;
    order
      .subarray(from, to)
      .sort((one, other) => rows[one * size + widest]! - rows[other * size + widest]! || one - other);
    const middle = (from + to) >> 1;
    node.left = build(from, middle);
    node.right = build(middle, to);
    return number;
  };
  if (rowCount > 0) build(0, rowCount);
  return {
    within(row, reach, visit) {
      const most = reach * reach * margin + Number.MIN_VALUE;
      const open = rowCount > 0 ? [0] : [];
      for (let next = open.pop(); next !== undefined; next = open.pop()) {
        const node = nodes[next]!;
        if (boxDistance(rows, row, node, size, most) > most) continue;
        if (node.left >= 0) {
          open.push(node.right, node.left);
          continue;
        }
        for (let at = node.from; at < node.to; at++) {
          const other = order[at]!;
          let sum = 0;
          for (let place = 0; place < size && sum <= most; place++) {
            const away = rows[row * size + place]! - rows[other * size + place]!;
            sum += away * away;
          }
          const distance = Math.sqrt(sum);
          if (distance <= reach) visit(other, distance);
        }
      }
    },
  };
}

interface Node {
  readonly from: number;
  readonly to: number;
  readonly low: Float64Array;
  readonly high: Float64Array;
  left: number;
  right: number;
}

function boxOf(
  rows: Float64Array,
  inside: Uint32Array,
  size: number,
): { readonly low: Float64Array; readonly high: Float64Array } {
  const low = new Float64Array(size).fill(Infinity);
  const high = new Float64Array(size).fill(-Infinity);
  for (const row of inside)
    for (let at = 0; at < size; at++) {
      const value = rows[row * size + at]!;
      if (value < low[at]!) low[at] = value;
      if (value > high[at]!) high[at] = value;
    }
  return { low, high };
}

/** The squared distance of a row from a box, given up beyond `most`. */
function boxDistance(
  rows: Float64Array,
  row: number,
  { low, high }: Node,
  size: number,
  most: number,
): number {
  let sum = 0;
  for (let at = 0; at < size && sum <= most; at++) {
    const value = rows[row * size + at]!;
    const away = value < low[at]! ? low[at]! - value : value > high[at]! ? value - high[at]! : 0;
    sum += away * away;
  }
  return sum;
}
