import { gemmPlain } from "./gemm-plain.ts";
import { compileModule, startModule } from "./instance.ts";
import { leftSteps, rightSteps, runLength, type Product, type Steps } from "./product.ts";
import { denseBytes } from "./wasm/dense.ts";

export type { Product } from "./product.ts";

interface Dense {
  readonly left: Float64Array;
  readonly right: Float64Array;
  readonly into: Float64Array;
  addProducts(
    left: number,
    leftStrips: number,
    right: number,
    rightStrips: number,
    inner: number,
    into: number,
    stride: number,
    above: number,
  ): void;
}

/** The part of the result that is worked on at once, multiples of four: with its factors 2.5 MiB of the module's memory. */
const mostRows = 256;
const mostColumns = 512;

const leftBytes = mostRows * runLength * 8;
const rightBytes = mostColumns * runLength * 8;
const intoBytes = mostRows * mostColumns * 8;

let started: Dense | null | undefined;

/** The module, started once; null where WebAssembly cannot run. */
function startDense(): Dense | null {
  try {
    const memory = new WebAssembly.Memory({ initial: (leftBytes + rightBytes + intoBytes) / 65_536 });
    const { addProducts } = startModule(compileModule(denseBytes), memory) as Pick<Dense, "addProducts">;
    return {
      addProducts,
      left: new Float64Array(memory.buffer, 0, leftBytes / 8),
      right: new Float64Array(memory.buffer, leftBytes, rightBytes / 8),
      into: new Float64Array(memory.buffer, leftBytes + rightBytes, intoBytes / 8),
    };
  } catch {
    return null;
  }
}

/** Below this many products the way to the module and back takes longer than the work. */
const fewProducts = 4096;

/**
 * Adds left · right to `into` (rows × columns, row after row; zeros where absent) and gives it back. Each number is `into`
 * plus sums over runs of 256 places of the inner index, each run from 0 in order: so it depends on one row of `left` and one
 * column of `right` only, and has the same bits on every machine. Several times as fast as plain loops for matrices of dozens
 * of rows and columns and more.
 * @example
 * const scores = gemm({ rows, inner, columns, left: inputs, right: weights });
 * const gradient = gemm({ rows: inner, inner: rows, columns, left: inputs, leftTurned: true, right: errors });
 */
export function gemm(
  product: Product,
  into: Float64Array<ArrayBuffer> = new Float64Array(product.rows * product.columns),
): Float64Array<ArrayBuffer> {
  if (product.rows * product.inner * product.columns >= fewProducts) started ??= startDense();
  else return gemmPlain(product, into);
  if (!started) return gemmPlain(product, into);
  for (let row = 0; row < product.rows; row += mostRows)
    for (let column = 0; column < product.columns; column += mostColumns)
      if (!product.lower || column < row + mostRows) addPart(started, product, row, column, into);
  return into;
}

/** One part of the result, with the places of its first row and column. */
function addPart(dense: Dense, product: Product, row: number, column: number, into: Float64Array): void {
  const height = Math.min(mostRows, product.rows - row);
  const width = Math.min(mostColumns, product.columns - column);
  const [leftStrips, rightStrips] = [Math.ceil(height / 4), Math.ceil(width / 4)];
  const stride = rightStrips * 4;
  const above = product.lower ? (row - column) / 4 : rightStrips;
  /** How many numbers of a row belong to the result. */
  const kept = (at: number): number => (product.lower ? Math.min(width, row + at + 1 - column) : width);
  const start = (at: number): number => (row + at) * product.columns + column;
  for (let at = 0; at < height; at++)
    if (kept(at) > 0) dense.into.set(into.subarray(start(at), start(at) + kept(at)), at * stride);
  const [onLeft, onRight] = [leftSteps(product), rightSteps(product)];
  // Of a matrix by its own transpose both sides lie in the module the same way.
  const isSame =
    product.left === product.right &&
    onLeft.outer === onRight.outer &&
    onLeft.inner === onRight.inner &&
    row === column &&
    height === width;
  for (let from = 0; from < product.inner; from += runLength) {
    const length = Math.min(runLength, product.inner - from);
    packStrips(product.left, row * onLeft.outer + from * onLeft.inner, onLeft, height, length, dense.left);
    const first = column * onRight.outer + from * onRight.inner;
    if (!isSame) packStrips(product.right, first, onRight, width, length, dense.right);
    const right = isSame ? 0 : leftBytes;
    dense.addProducts(0, leftStrips, right, rightStrips, length, leftBytes + rightBytes, stride, above);
  }
  for (let at = 0; at < height; at++)
    if (kept(at) > 0) into.set(dense.into.subarray(at * stride, at * stride + kept(at)), start(at));
}

/** Lays rows of a factor out as the module reads them: in strips of four, with zeros for rows that are not there. */
function packStrips(
  source: Float64Array,
  from: number,
  { outer, inner }: Steps,
  count: number,
  length: number,
  into: Float64Array,
): void {
  let at = 0;
  for (let row = 0; row < count; row += 4) {
    let first = from + row * outer;
    if (row + 4 <= count)
      for (let place = 0; place < length; place++, first += inner, at += 4) {
        into[at] = source[first]!;
        into[at + 1] = source[first + outer]!;
        into[at + 2] = source[first + 2 * outer]!;
        into[at + 3] = source[first + 3 * outer]!;
      }
    else
      for (let place = 0; place < length; place++, first += inner)
        for (let lane = 0; lane < 4; lane++)
          into[at++] = row + lane < count ? source[first + lane * outer]! : 0;
  }
}
