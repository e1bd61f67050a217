/** Trees in flat parallel arrays, as a forest of a Program has them: see `ForestExpr`. */
export interface TreeArrays {
  readonly bias: number;
  readonly roots: readonly number[];
  readonly feature: readonly number[];
  readonly threshold: readonly number[];
  readonly categories: readonly (readonly number[] | null)[];
  readonly missingLeft: readonly (0 | 1)[];
  readonly left: readonly number[];
  readonly right: readonly number[];
  readonly value: readonly number[];
}

/** What the nodes of a forest are within their trees. */
export interface NodeShapes {
  /** The number of the tree, or -1 for a node that no root leads to. */
  readonly tree: Int32Array;
  /** How many leaves hang below; 1 for a leaf. */
  readonly leaves: Int32Array;
  /** The number of the first of them, from left to right. */
  readonly firstLeaf: Int32Array;
  /** Steps from the root. */
  readonly depth: Int32Array;
}

/** Measures the nodes of a forest in two passes: children stand behind their parents. */
export function measureNodes({ roots, feature, left, right }: TreeArrays): NodeShapes {
  const count = feature.length;
  const tree = new Int32Array(count).fill(-1);
  const leaves = new Int32Array(count).fill(1);
  const firstLeaf = new Int32Array(count);
  const depth = new Int32Array(count);
  for (let node = count - 1; node >= 0; node--)
    if (feature[node]! >= 0) leaves[node] = leaves[left[node]!]! + leaves[right[node]!]!;
  for (const [at, root] of roots.entries()) tree[root] = at;
  for (let node = 0; node < count; node++) {
    if (feature[node]! < 0 || tree[node]! < 0) continue;
    const [low, high] = [left[node]!, right[node]!];
    tree[low] = tree[high] = tree[node]!;
    depth[low] = depth[high] = depth[node]! + 1;
    firstLeaf[low] = firstLeaf[node]!;
    firstLeaf[high] = firstLeaf[node]! + leaves[low]!;
  }
  return { tree, leaves, firstLeaf, depth };
}

type Part = Float64Array | Uint32Array | Uint8Array;

/** Collects the parts of a memory image: each gets its address when it is added, and its content until the image is written. */
export class ImageParts {
  readonly #parts: { readonly address: number; readonly part: Part }[] = [];
  #end: number;

  constructor(start: number) {
    this.#end = start;
  }

  /** How long the image is so far, in bytes. */
  get byteLength(): number {
    return this.#end;
  }

  /** Room for some bytes; gives its address, a multiple of 64. */
  reserve(bytes: number): number {
    const address = Math.ceil(this.#end / 64) * 64;
    this.#end = address + bytes;
    return address;
  }

  /** Adds a part; gives its address. */
  add(part: Part): number {
    const address = this.reserve(part.byteLength);
    this.#parts.push({ address, part });
    return address;
  }

  /** Writes all parts into a memory that is long enough. */
  write(memory: ArrayBuffer): void {
    for (const { address, part } of this.#parts)
      new Uint8Array(memory).set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), address);
  }
}
