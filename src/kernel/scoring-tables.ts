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
  /** By channel, where its lines in all blocks stand, code after code. */
  readonly maps: number;
}

/** Masks of 32 leaves in a block. */
export const masksInBlock = 16;

/** Lines of a channel in a block are counted in a byte. */
const mostLines = 256;

/** Codes are of 16 bits; one stands for missing. */
const mostNumbers = 65_533;

/** An input as it is asked about: by thresholds, or by lists of categories. */
interface Channel {
  readonly place: number;
  readonly input: number;
  readonly isList: boolean;
  /** The different thresholds or categories, ascending. */
  readonly numbers: Float64Array;
}

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
 * of an input, more than 255 different answers of an input in a block. Takes at most 64 bytes for each node and twice for each
 * channel of a block, 256 bytes for each mask, and one byte for each channel of a block and code.
 */
export function layOutTables(
  measured: readonly MeasuredForest[],
  parts: ImageParts,
): TablesImage | undefined {
  const blocks = measured.flatMap((one, place) => blocksOf(one, place) ?? []);
  if (measured.some((_, place) => !blocks.some(({ forest }) => forest === place))) return undefined;
  const channels = channelsOf(measured);
  if ([...channels.values()].some(({ numbers }) => numbers.length > mostNumbers)) return undefined;
  const nodes = measured.map(nodesOfTrees);
  const maps = rowMaps(channels, blocks.length);
  const table = new Uint32Array(10 * blocks.length);
  const biases = new Float64Array(table.buffer);
  for (const [at, block] of blocks.entries()) {
    const { forest } = measured[block.forest]!;
    const own = nodes[block.forest]!;
    const entries = layOutEntries(
      measured[block.forest]!,
      block,
      own,
      channels,
      parts,
      (place, code, line) => {
        maps[place]![code * blocks.length + at] = line;
      },
    );
    if (!entries) return undefined;
    const isLong = block.lengths.some((length) => length > 1);
    const start = parts.add(entries);
    table[10 * at] = start;
    table[10 * at + 1] = start + entries.byteLength;
    table[10 * at + 2] = parts.add(leafValues(measured[block.forest]!, block, own));
    table[10 * at + 3] = block.trees.length;
    table[10 * at + 4] = isLong ? parts.add(Uint8Array.from(block.lengths)) : 0;
    table[10 * at + 5] = 8 * rowsAtOnce * block.forest;
    table[10 * at + 6] = block.forest === blocks[at - 1]?.forest ? 0 : 1;
    biases[5 * at + 4] = forest.bias;
  }
  return {
    channels: parts.add(channelTable(channels, parts)),
    channelCount: channels.size,
    blocks: parts.add(table),
    blockCount: blocks.length,
    maps: parts.add(Uint32Array.from(maps, (map) => parts.add(map))),
  };
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

/** One byte for each code of a channel and block: the lines of a code stand side by side. */
const rowMaps = (channels: ReadonlyMap<number, Channel>, blockCount: number): Uint8Array[] =>
  [...channels.values()].map(({ numbers }) => new Uint8Array((numbers.length + 2) * blockCount));

function channelTable(channels: ReadonlyMap<number, Channel>, parts: ImageParts): Uint32Array {
  const table = new Uint32Array(5 * channels.size);
  for (const { place, input, isList, numbers } of channels.values()) {
    const length = 2 ** Math.ceil(Math.log2(numbers.length + 1));
    const list = new Float64Array(length).fill(Number.NaN);
    list.set(numbers);
    table.set([input, parts.add(list), length >> 1, numbers.length + 1, isList ? 1 : 0], 5 * place);
  }
  return table;
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

/** A node within its block. */
interface PlacedNode {
  readonly node: number;
  /** The bits of its left leaves are `from` to `middle`, those of its right leaves `middle` to `to`. */
  readonly from: number;
  readonly middle: number;
  readonly to: number;
}

function layOutEntries(
  { forest, shapes }: MeasuredForest,
  { trees, lengths }: Block,
  nodes: readonly (readonly number[])[],
  channels: ReadonlyMap<number, Channel>,
  parts: ImageParts,
  mapCode: (channel: number, code: number, line: number) => void,
): Uint32Array | undefined {
  const groups = new Map<number, PlacedNode[]>();
  const blank = new Uint32Array(masksInBlock);
  let start = 0;
  for (const [at, tree] of trees.entries()) {
    const { leaves, firstLeaf } = shapes;
    fillBits(blank, start, start + leaves[forest.roots[tree]!]!, true);
    for (const node of nodes[tree]!) {
      if (forest.feature[node]! < 0) continue;
      const key = channelKey(forest, node);
      const from = start + firstLeaf[node]!;
      const placed = { node, from, middle: from + leaves[forest.left[node]!]!, to: from + leaves[node]! };
      const group = groups.get(key);
      if (group) group.push(placed);
      else groups.set(key, [placed]);
    }
    start += 32 * lengths[at]!;
  }
  const entries = new Uint32Array(3 * groups.size);
  const ordered = [...groups].toSorted(
    ([left], [right]) => channels.get(left)!.place - channels.get(right)!.place,
  );
  for (const [at, [key, group]] of ordered.entries()) {
    const channel = channels.get(key)!;
    const { lineOf, lineCount, goesLeft } = channel.isList
      ? listLines(forest, channel, group)
      : thresholdLines(forest, channel, group);
    if (lineCount > mostLines) return undefined;
    for (let code = 0; code < lineOf.length; code++) mapCode(channel.place, code, lineOf[code]!);
    const lines = new Uint32Array(masksInBlock * lineCount);
    for (let line = 0; line < lineCount; line++) lines.set(blank, masksInBlock * line);
    for (const [place, placed] of group.entries())
      clearLines(lines, lineCount, placed, (line) => goesLeft(place, line));
    entries.set([2 * channel.place, parts.add(lineOf), parts.add(lines)], 3 * at);
  }
  return entries;
}

function clearLines(
  lines: Uint32Array,
  lineCount: number,
  { from, middle, to }: PlacedNode,
  goesLeft: (line: number) => boolean,
): void {
  for (let line = 0; line < lineCount; line++) {
    const masks = 512 * line;
    if (goesLeft(line)) fillBits(lines, masks + middle, masks + to, false);
    else fillBits(lines, masks + from, masks + middle, false);
  }
}

/** Sets or clears a range of bits. */
function fillBits(masks: Uint32Array, from: number, to: number, set: boolean): void {
  for (let at = from; at < to;) {
    const end = Math.min(to, (at | 31) + 1);
    const bits = (end - at === 32 ? -1 : (1 << (end - at)) - 1) << (at & 31);
    masks[at >> 5] = set ? masks[at >> 5]! | bits : masks[at >> 5]! & ~bits;
    at = end;
  }
}

/** How the codes of a channel fall together in a block. */
interface Lines {
  /** The line of each code; the last code means missing. */
  readonly lineOf: Uint8Array;
  readonly lineCount: number;
  /** Whether a node of the group sends a line to the left. */
  readonly goesLeft: (place: number, line: number) => boolean;
}

/** Numbers between two thresholds of the block are alike; the last line is that of a missing value. */
function thresholdLines(forest: TreeArrays, { numbers }: Channel, group: readonly PlacedNode[]): Lines {
  const own = Float64Array.from(new Set(group.map(({ node }) => forest.threshold[node]!))).sort();
  const lineOf = new Uint8Array(numbers.length + 2);
  let line = 0;
  for (let code = 0; code <= numbers.length; code++) {
    lineOf[code] = line;
    // Code c + 1 is behind threshold c.
    if (line < own.length && numbers[code] === own[line]) line++;
  }
  const missing = own.length + 1;
  lineOf[numbers.length + 1] = missing;
  const lineOfThreshold = new Map([...own].map((threshold, at) => [threshold, at]));
  const places = group.map(({ node }) => lineOfThreshold.get(forest.threshold[node]!)!);
  const missingLeft = group.map(({ node }) => forest.missingLeft[node] === 1);
  return {
    lineOf,
    lineCount: missing + 1,
    goesLeft: (place, at) => (at === missing ? missingLeft[place]! : at <= places[place]!),
  };
}

/** Categories that are in the same lists of the block are alike; line 0 is in none; the last line is that of a missing value. */
function listLines(forest: TreeArrays, { numbers }: Channel, group: readonly PlacedNode[]): Lines {
  const holders = new Map<number, number[]>();
  for (const [place, { node }] of group.entries())
    for (const category of forest.categories[node] ?? []) {
      const known = holders.get(category);
      if (known) known.push(place);
      else holders.set(category, [place]);
    }
  const lines = new Map<string, number>([["", 0]]);
  const members = [new Set<number>()];
  const lineOf = new Uint8Array(numbers.length + 2);
  for (const [at, category] of numbers.entries()) {
    const places = holders.get(category) ?? [];
    const key = places.join(",");
    let line = lines.get(key);
    if (line === undefined) {
      line = members.push(new Set(places)) - 1;
      lines.set(key, line);
    }
    lineOf[at + 1] = line;
  }
  const missing = members.length;
  lineOf[numbers.length + 1] = missing;
  const missingLeft = group.map(({ node }) => forest.missingLeft[node] === 1);
  return {
    lineOf,
    lineCount: missing + 1,
    goesLeft: (place, at) => (at === missing ? missingLeft[place]! : members[at]!.has(place)),
  };
}
