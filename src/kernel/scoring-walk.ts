import type { ImageParts, TreeArrays } from "./scoring-parts.ts";

/** Forests laid out for a walk from the roots: addresses and counts for `walkTrees` and `walkRows`. */
export interface WalkImage {
  readonly slots: number;
  readonly slotCount: number;
  readonly roots: number;
  readonly depths: number;
  readonly quartets: number;
  readonly quartetCount: number;
  /** Where the values of the leaves of one row go, tree by tree. */
  readonly leaves: number;
  readonly treeCount: number;
}

/** Bytes of a node: its number, the place of its slot, the address of its left child. */
const nodeSize = 16;

/**
 * Lays forests out for a walk without branches. A question about categories becomes a search among numbers: each category is the
 * numbers from behind the next lower float up to itself. Takes 16 bytes for each node and 64 for each category of a list.
 */
export function layOutWalk(forests: readonly TreeArrays[], parts: ImageParts): WalkImage {
  const capacity = forests.reduce((sum, forest) => sum + nodesToWalk(forest), 2);
  const nodes = new Uint8Array(capacity * nodeSize);
  const layout: Layout = {
    start: parts.add(nodes),
    numbers: new Float64Array(nodes.buffer),
    links: new Uint32Array(nodes.buffer),
    count: 0,
    slots: new Map(),
  };
  const trees = forests.flatMap((forest) => forest.roots.map((root) => layOutTree(forest, root, layout)));
  const quartetCount = Math.ceil(trees.length / 4);
  const leaves = parts.reserve((trees.length + 1) * 8);
  const order = trees
    .map((tree, place) => ({ ...tree, place: leaves + 8 * place }))
    .toSorted((left, right) => left.depth - right.depth);
  // A quartet that is not full walks from a leaf to nowhere.
  const rest = { root: layout.start, depth: 0, place: leaves + 8 * trees.length };
  const quartets = new Uint32Array(9 * quartetCount);
  for (let at = 0; at < 4 * quartetCount; at++) {
    const { root, depth, place } = order[at] ?? rest;
    const quartet = 9 * (at >> 2);
    quartets[quartet + (at & 3)] = root;
    quartets[quartet + 4 + (at & 3)] = place;
    quartets[quartet + 8] = Math.max(quartets[quartet + 8]!, depth);
  }
  return {
    slots: parts.add(Uint32Array.from([...layout.slots.keys()].flatMap((key) => [key >> 1, key & 1]))),
    slotCount: layout.slots.size,
    roots: parts.add(Uint32Array.from(trees, ({ root }) => root)),
    depths: parts.add(Uint32Array.from(trees, ({ depth }) => depth)),
    quartets: parts.add(quartets),
    quartetCount,
    leaves,
    treeCount: trees.length,
  };
}

/** How many nodes a forest takes in a walk, at most. */
const nodesToWalk = ({ feature, categories }: TreeArrays): number =>
  categories.reduce((sum, list) => sum + (list ? 4 * list.length + 4 : 0), feature.length + 1);

interface Layout {
  readonly start: number;
  readonly numbers: Float64Array;
  readonly links: Uint32Array;
  count: number;
  /** The number of each slot, by twice its input, and one more where a missing value goes left. */
  readonly slots: Map<number, number>;
}

/** Records that are the same node, how deep the deepest of them is, and which node that is. */
interface Pending {
  readonly records: readonly number[];
  readonly depth: number;
  readonly node: number;
}

/** Children get higher addresses than their parents: a walk knows by that when nobody moves any more. */
function layOutTree(
  forest: TreeArrays,
  root: number,
  layout: Layout,
): { readonly root: number; readonly depth: number } {
  const first = layout.count++;
  let deepest = 0;
  const queue: Pending[] = [{ records: [first], depth: 0, node: root }];
  for (const { records, depth, node } of queue) {
    const input = forest.feature[node]!;
    const list = forest.categories[node];
    const [left, right] = [forest.left[node]!, forest.right[node]!];
    deepest = Math.max(deepest, depth);
    if (input < 0) for (const record of records) writeLeaf(layout, record, forest.value[node]!);
    else if (list) {
      const bounds = list.flatMap((category) => [floatBelow(category), category]);
      if (forest.missingLeft[node] === 1) bounds.push(Infinity);
      const found = writeSearch(layout, records, bounds, slotOf(layout, input, false));
      queue.push({ records: found.inside, depth: depth + found.depth, node: left });
      queue.push({ records: found.outside, depth: depth + found.depth, node: right });
    } else {
      const pair = layout.count;
      layout.count += 2;
      const slot = slotOf(layout, input, forest.missingLeft[node] === 1);
      for (const record of records) writeNode(layout, record, forest.threshold[node]!, slot, pair);
      queue.push({ records: [pair], depth: depth + 1, node: left });
      queue.push({ records: [pair + 1], depth: depth + 1, node: right });
    }
  }
  return { root: layout.start + nodeSize * first, depth: deepest };
}

function slotOf({ slots }: Layout, input: number, missingLeft: boolean): number {
  const key = 2 * input + (missingLeft ? 1 : 0);
  const known = slots.get(key) ?? slots.size + 1;
  slots.set(key, known);
  return 8 * known;
}

function writeNode(
  { start, numbers, links }: Layout,
  at: number,
  number: number,
  slot: number,
  pair: number,
) {
  numbers[2 * at] = number;
  links[4 * at + 2] = slot;
  links[4 * at + 3] = start + nodeSize * pair;
}

/** A leaf compares with slot 0, minus infinity, and so stays where it is. */
const writeLeaf = (layout: Layout, at: number, value: number): void => writeNode(layout, at, value, 0, at);

/**
 * Writes a search among ascending bounds. A number that stands behind an odd count of bounds is inside; what is missing stands
 * behind all of them. Gives the records that stand for the inside and the outside.
 */
function writeSearch(layout: Layout, records: readonly number[], bounds: readonly number[], slot: number) {
  const inside: number[] = [];
  const outside: number[] = [];
  let deepest = 0;
  const open = [{ records, low: 0, high: bounds.length, depth: 0 }];
  for (const { records: same, low, high, depth } of open) {
    if (low === high) {
      (low % 2 === 1 ? inside : outside).push(...same);
      deepest = Math.max(deepest, depth);
      continue;
    }
    const middle = (low + high) >> 1;
    const pair = layout.count;
    layout.count += 2;
    for (const record of same) writeNode(layout, record, bounds[middle]!, slot, pair);
    open.push({ records: [pair], low, high: middle, depth: depth + 1 });
    open.push({ records: [pair + 1], low: middle + 1, high, depth: depth + 1 });
  }
  return { inside, outside, depth: deepest };
}

const floats = new Float64Array(1);
const bits = new BigInt64Array(floats.buffer);

/** The next lower float of a whole number. */
function floatBelow(number: number): number {
  if (number === 0) return -Number.MIN_VALUE;
  floats[0] = number;
  bits[0]! += number > 0 ? -1n : 1n;
  return floats[0];
}
