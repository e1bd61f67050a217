/** Each number is split into two parts of this many bits, so that products are whole numbers of at most 46 bits. */
const partBits = 23;
const partSize = 2 ** partBits;
/** So many products, two for the mixed part, stay below 2^53 when they are added up plainly. */
const blockRows = 128;
/** Sums of blocks are kept in two parts around this, so that adding them up is exact too. */
const carrySize = 2 ** 32;

/**
 * Columns of numbers between -1 and 1, each rounded to a multiple of 2^-46, as two whole numbers each: what
 * `gramOfFixed` multiplies. Row-wise within a column.
 */
export interface FixedColumns {
  readonly rowCount: number;
  readonly high: readonly Float64Array[];
  readonly low: readonly Float64Array[];
}

/** The unit of a sum of `gramOfFixed`. */
export const fixedUnit = 2 ** (-4 * partBits);

/** Splits numbers between -1 and 1 into whole parts: number ≈ (high · 2^23 + low) · 2^-46. */
export function splitFixed(numbers: Float64Array): {
  readonly high: Float64Array;
  readonly low: Float64Array;
} {
  const high = new Float64Array(numbers.length);
  const low = new Float64Array(numbers.length);
  for (let row = 0; row < numbers.length; row++) {
    const whole = Math.round(numbers[row]! * partSize * partSize);
    high[row] = Math.round(whole / partSize);
    low[row] = whole - high[row]! * partSize;
  }
  return { high, low };
}

/**
 * The sums of products of all pairs of columns, exact, rounded once: the full symmetric matrix, row-major, in units of
 * `fixedUnit`. All sums are sums of whole numbers that a float64 holds, so the order of the rows does not matter; that is why
 * the columns are in fixed point (as the derivatives of the trees are).
 */
export function gramOfFixed({ rowCount, high, low }: FixedColumns): Float64Array {
  const size = high.length;
  const pairs = (size * (size + 1)) / 2;
  /** Sums of high·high, of the mixed products and of low·low, each as a carried and a small part. */
  const sums = Array.from({ length: 6 }, () => new Float64Array(pairs));
  for (let from = 0; from < rowCount; from += blockRows) {
    const to = Math.min(rowCount, from + blockRows);
    const block = {
      high: high.map((one) => one.subarray(from, to)),
      low: low.map((one) => one.subarray(from, to)),
    };
    addBlock(block.high, block.low, sums);
  }
  const gram = new Float64Array(size * size);
  for (let row = 0, pair = 0; row < size; row++)
    for (let column = 0; column <= row; column++, pair++) {
      const total = Number(
        (wholeOf(sums[0]!, sums[1]!, pair) << BigInt(2 * partBits)) +
          (wholeOf(sums[2]!, sums[3]!, pair) << BigInt(partBits)) +
          wholeOf(sums[4]!, sums[5]!, pair),
      );
      gram[row * size + column] = total;
      gram[column * size + row] = total;
    }
  return gram;
}

const wholeOf = (carried: Float64Array, small: Float64Array, pair: number): bigint =>
  BigInt(carried[pair]!) * BigInt(carrySize) + BigInt(small[pair]!);

/** Adds the products of one block; two columns at a time, so that each number that is read is used twice. */
function addBlock(
  high: readonly Float64Array[],
  low: readonly Float64Array[],
  sums: readonly Float64Array[],
): void {
  const count = high[0]?.length ?? 0;
  for (let row = 0; row < high.length; row++) {
    const rowHigh = high[row]!;
    const rowLow = low[row]!;
    const first = (row * (row + 1)) / 2;
    for (let column = 0; column <= row; column += 2) {
      const paired = column < row;
      const [aHigh, aLow] = [high[column]!, low[column]!];
      const [bHigh, bLow] = paired ? [high[column + 1]!, low[column + 1]!] : [aHigh, aLow];
      let [aa, ab, ac, ba, bb, bc] = [0, 0, 0, 0, 0, 0];
      for (let at = 0; at < count; at++) {
        const h = rowHigh[at]!;
        const l = rowLow[at]!;
        const ah = aHigh[at]!;
        const al = aLow[at]!;
        const bh = bHigh[at]!;
        const bl = bLow[at]!;
        aa += h * ah;
        ab += h * al + l * ah;
        ac += l * al;
        ba += h * bh;
        bb += h * bl + l * bh;
        bc += l * bl;
      }
      carry(sums, first + column, aa, ab, ac);
      if (paired) carry(sums, first + column + 1, ba, bb, bc);
    }
  }
}

function carry(sums: readonly Float64Array[], pair: number, high: number, mixed: number, low: number): void {
  for (const [part, sum] of [high, mixed, low].entries()) {
    const carried = Math.trunc(sum / carrySize);
    sums[2 * part]![pair]! += carried;
    sums[2 * part + 1]![pair]! += sum - carried * carrySize;
  }
}
