import {
  fillBits,
  linesOf,
  masksInBlock,
  writeLines,
  type Channel,
  type PlacedNode,
} from "./scoring-lines.ts";
import type { ImageParts, NodeShapes, TreeArrays } from "./scoring-parts.ts";

/** A forest with what its nodes are. */
export interface MeasuredForest {
  readonly forest: TreeArrays;
  readonly shapes: NodeShapes;
}

/** Forests laid out as tables of the leaves that each code of an input leaves over: addresses and counts for `scoreTables`. */
export interface TablesImage {
  readonly channels: number;
  readonly channelCount: number;
  readonly blocks: number;
  readonly blockCount: number;
  /** By channel and block, where its lines begin. */
  readonly bases: number;
  /** The number of blocks, rounded up to eights. */
  readonly lineStride: number;
}

/** Lines of a channel in a block are counted in a byte. */
const mostLines = 256;

/** Codes are of 16 bits; one stands for missing. */
const mostNumbers = 65_533;

/** The share of the channels that have an entry in a block from which on all are read alike. */
const leastPresent = 0.75;

/** The most bytes of the maps from codes to lines: where there are more, a walk takes less memory. */
const mostMapped = 2 ** 22;

/** Which trees of which forest share masks. */
export interface Block {
  readonly forest: number;
  readonly trees: readonly number[];
  /** How many masks each tree takes. */
  readonly lengths: readonly number[];
}

/** Groups the trees of a forest in blocks, in order; undefined when a tree has more leaves than a block has bits. */
export function blocksOf({ forest, shapes }: MeasuredForest, place: number): Block[] | undefined {
  const blocks = [{ forest: place, trees: [] as number[], lengths: [] as number[] }];
  let free = masksInBlock;
  for (const [tree, root] of forest.roots.entries()) {
    const length = Math.ceil(shapes.leaves[root]! / 32);
    if (length > masksInBlock) return undefined;
    if (length > free) {
      blocks.push({ forest: place, trees: [], lengths: [] });
      free = masksInBlock;
    }
    free -= length;
    blocks.at(-1)?.trees.push(tree);
    blocks.at(-1)?.lengths.push(length);
  }
  return blocks;
}

/** Twice the input of a node, and one more where it asks about categories. */
export const channelKey = ({ feature, categories }: TreeArrays, node: number): number =>
  2 * feature[node]! + (categories[node] ? 1 : 0);

/**
 * Lays forests out as tables, or gives undefined when they do not fit: a tree of more than 512 leaves, more than 65,533 thresholds
 * of an input, more than 255 different answers of an input in a block, maps of more than 4 MB. Takes at most 64 bytes for each node
 * and twice for each channel of a block, 256 bytes for each mask, four for each channel and block, and two for each block and code.
 */
export function layOutTables(
  measured: readonly MeasuredForest[],
  parts: ImageParts,
): TablesImage | undefined {
  const blocks = measured.flatMap((one, place) => blocksOf(one, place) ?? []);
  if (measured.some((_, place) => !blocks.some(({ forest }) => forest === place))) return undefined;
  const channels = channelsOf(measured);
  if ([...channels.values()].some(({ numbers }) => numbers.length > mostNumbers)) return undefined;
  const codeCount = [...channels.values()].reduce((sum, { numbers }) => sum + numbers.length + 2, 0);
  const lineStride = 8 * Math.ceil(blocks.length / 8);
  if (codeCount * lineStride > mostMapped) return undefined;
  const nodes = new Map(measured.map((one) => [one.forest, nodesOfTrees(one)]));
  const blank = parts.add(new Uint32Array(masksInBlock).fill(0xffff_ffff));
  const layout: Layout = {
    channels,
    nodes,
    maps: rowMaps(channels, lineStride),
    lineStride,
    bases: new Uint32Array(channels.size * lineStride).fill(blank),
    parts,
  };
  const table = new Uint32Array(10 * blocks.length);
  const biases = new Float64Array(table.buffer);
  for (const [at, block] of blocks.entries()) {
    const one = measured[block.forest]!;
    const entries = layOutEntries(one, block, at, layout);
    if (!entries) return undefined;
    const isLong = block.lengths.some((length) => length > 1);
    const start = parts.add(entries);
    table[10 * at] = start;
    table[10 * at + 1] = start + entries.byteLength;
    table[10 * at + 2] = parts.add(leafValues(one, block, nodes.get(one.forest)!));
    table[10 * at + 3] = block.trees.length;
    table[10 * at + 4] = isLong ? parts.add(Uint8Array.from(block.lengths)) : 0;
    table[10 * at + 5] = 8 * rowsAtOnce * block.forest;
    table[10 * at + 6] = block.forest === blocks[at - 1]?.forest ? 0 : 1;
    table[10 * at + 7] = entries.length >= 3 * leastPresent * channels.size ? 1 : 0;
    biases[5 * at + 4] = one.forest.bias;
  }
  return {
    channels: parts.add(channelTable(channels, layout)),
    channelCount: channels.size,
    blocks: parts.add(table),
    blockCount: blocks.length,
    bases: parts.add(layout.bases),
    lineStride,
  };
}

/** What the blocks of an image share. */
interface Layout {
  readonly channels: ReadonlyMap<number, Channel>;
  /** The nodes of each tree. */
  readonly nodes: ReadonlyMap<TreeArrays, readonly (readonly number[])[]>;
  /** By channel, one byte for each code and block: the lines of a code stand side by side. */
  readonly maps: readonly Uint8Array[];
  /** By channel and block, where its lines begin; where it has none, a line on which every leaf is left. */
  readonly bases: Uint32Array;
  readonly lineStride: number;
  readonly parts: ImageParts;
}

/** Rows that are scored together. */
export const rowsAtOnce = 256;

function channelsOf(measured: readonly MeasuredForest[]): ReadonlyMap<number, Channel> {
  const numbers = new Map<number, Set<number>>();
  for (const { forest, shapes } of measured)
    for (const [node, input] of forest.feature.entries()) {
      if (input < 0 || shapes.tree[node]! < 0) continue;
      const key = channelKey(forest, node);
      const known = numbers.get(key) ?? new Set();
      numbers.set(key, known);
      const list = forest.categories[node];
      if (list) for (const category of list) known.add(category);
      else known.add(forest.threshold[node]!);
    }
  return new Map(
    [...numbers].map(([key, found], place) => [
      key,
      { place, input: key >> 1, isList: key % 2 === 1, numbers: Float64Array.from(found).sort() },
    ]),
  );
}

const rowMaps = (channels: ReadonlyMap<number, Channel>, lineStride: number): Uint8Array[] =>
  [...channels.values()].map(({ numbers }) => new Uint8Array((numbers.length + 2) * lineStride));

function channelTable(channels: ReadonlyMap<number, Channel>, { parts, maps }: Layout): Uint32Array {
  const table = new Uint32Array(6 * channels.size);
  for (const { place, input, isList, numbers } of channels.values()) {
    const { levels, levelCount } = searchLevels(numbers);
    const missing = numbers.length + 1;
    const [start, map] = [parts.add(levels), parts.add(maps[place]!)];
    table.set([input, start, levelCount, missing, isList ? 1 : 0, map], 6 * place);
  }
  return table;
}

/** The ways that part at a node of a search: 15 numbers stand between them. */
const searchWays = 16;

/**
 * The levels of a search, from the top to the list itself: a level has every 16th number of the next one, and as many places as there may
 * be; those that no number has are NaN.
 */
function searchLevels(numbers: Float64Array): { readonly levels: Float64Array; readonly levelCount: number } {
  let levelCount = 2;
  while (searchWays ** levelCount <= numbers.length) levelCount++;
  let length = searchWays * Math.ceil((numbers.length + 1) / searchWays);
  for (let level = 1; level < levelCount; level++) length += searchWays ** level;
  const levels = new Float64Array(length).fill(Number.NaN);
  let start = 0;
  for (let level = 1; level <= levelCount; level++) {
    const span = searchWays ** (levelCount - level);
    for (let at = span; at <= numbers.length; at += span) levels[start + at / span - 1] = numbers[at - 1]!;
    start += searchWays ** level;
  }
  return { levels, levelCount };
}

/** The nodes of each tree. */
function nodesOfTrees({ forest, shapes }: MeasuredForest): readonly (readonly number[])[] {
  const nodes = forest.roots.map((): number[] => []);
  for (const [node, tree] of shapes.tree.entries()) if (tree >= 0) nodes[tree]!.push(node);
  return nodes;
}

/** The values of the leaves, 32 for each mask. */
function leafValues(
  { forest, shapes }: MeasuredForest,
  { trees, lengths }: Block,
  nodes: readonly (readonly number[])[],
): Float64Array {
  const values = new Float64Array(32 * lengths.reduce((sum, length) => sum + length, 0));
  let start = 0;
  for (const [at, tree] of trees.entries()) {
    for (const node of nodes[tree]!)
      if (forest.feature[node]! < 0) values[start + shapes.firstLeaf[node]!] = forest.value[node]!;
    start += 32 * lengths[at]!;
  }
  return values;
}

/** The nodes of a block by channel, in the order of the channels, and a line on which every leaf is left. */
function groupNodes(
  { forest, shapes: { leaves, firstLeaf } }: MeasuredForest,
  { trees, lengths }: Block,
  { nodes, channels }: Layout,
) {
  const groups = new Map<number, PlacedNode[]>();
  const blank = new Uint32Array(masksInBlock);
  let start = 0;
  for (const [at, tree] of trees.entries()) {
    fillBits(blank, start, start + leaves[forest.roots[tree]!]!, true);
    for (const node of nodes.get(forest)![tree]!) {
      if (forest.feature[node]! < 0) continue;
      const { place } = channels.get(channelKey(forest, node))!;
      const from = start + firstLeaf[node]!;
      const placed = { node, from, middle: from + leaves[forest.left[node]!]!, to: from + leaves[node]! };
      const group = groups.get(place);
      if (group) group.push(placed);
      else groups.set(place, [placed]);
    }
    start += 32 * lengths[at]!;
  }
  return { groups: [...groups].toSorted(([left], [right]) => left - right), blank };
}

/** The entries of a block, or undefined when a channel has too many different answers. */
function layOutEntries(
  one: MeasuredForest,
  block: Block,
  at: number,
  layout: Layout,
): Uint32Array | undefined {
  const { groups, blank } = groupNodes(one, block, layout);
  const channels = [...layout.channels.values()];
  const entries = new Uint32Array(3 * groups.length);
  for (const [entry, [place, group]] of groups.entries()) {
    const found = linesOf(one.forest, channels[place]!, group);
    if (found.lineCount > mostLines) return undefined;
    const { lineOf } = found;
    const map = layout.maps[place]!;
    for (let code = 0, to = at; code < lineOf.length; code++, to += layout.lineStride)
      map[to] = lineOf[code]!;
    const lines = writeLines(found, group, blank);
    const linesAt = layout.parts.add(lines);
    layout.bases[place * layout.lineStride + at] = linesAt;
    entries.set([2 * place, layout.parts.add(lineOf), linesAt], 3 * entry);
  }
  return entries;
}
