/** Each number is split into two parts of this many bits, so that products are whole numbers of at most 44 bits. */
const partBits = 22;
const partSize = 2 ** partBits;
/** So many products, two for the mixed part, stay below 2^53 when they are added up plainly. */
const blockRows = 512;
/** Sums of blocks are kept in two parts around this, so that adding them up is exact too. */
const carrySize = 2 ** 32;

/**
 * Columns of numbers between -1 and 1, each rounded to a multiple of 2^-44, as two whole numbers each: what
 * `gramOfFixed` multiplies. Row-wise within a column.
 */
export interface FixedColumns {
  readonly rowCount: number;
  readonly high: readonly Float64Array[];
  readonly low: readonly Float64Array[];
}

/** The unit of a sum of `gramOfFixed`. */
export const fixedUnit = 2 ** (-4 * partBits);

/** Splits numbers between -1 and 1 into whole parts: number ≈ (high · 2^22 + low) · 2^-44. */
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

/** The sum of the numbers as they were rounded: whole numbers that are added exactly, then rounded once. */
export function fixedTotal({ high, low }: ReturnType<typeof splitFixed>): number {
  let highs = 0;
  let lows = 0;
  for (let row = 0; row < high.length; row++) {
    highs += high[row]!;
    lows += low[row]!;
  }
  return highs / partSize + lows / (partSize * partSize);
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

/** The two parts of two columns in one block. */
interface ColumnPair {
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly nextHigh: Float64Array;
  readonly nextLow: Float64Array;
}

/** The twelve sums of two columns with two: high·high, mixed and low·low of each of the four pairs. */
const tile = new Float64Array(12);

/** Adds the products of one block; two columns with two at a time, so that each number that is read is used twice. */
function addBlock(
  high: readonly Float64Array[],
  low: readonly Float64Array[],
  sums: readonly Float64Array[],
): void {
  const size = high.length;
  const pairAt = (at: number): ColumnPair => {
    const next = Math.min(at + 1, size - 1);
    return { high: high[at]!, low: low[at]!, nextHigh: high[next]!, nextLow: low[next]! };
  };
  const pairs = Array.from({ length: Math.ceil(size / 2) }, (_, at) => pairAt(2 * at));
  for (let row = 0; row < size; row += 2)
    for (let column = 0; column <= row; column += 2) {
      multiplyPairs(pairs[row / 2]!, pairs[column / 2]!);
      for (let one = 0; one < 4; one++) {
        const [left, right] = [row + (one >> 1), column + (one & 1)];
        if (left >= size || right > left) continue;
        const place = (left * (left + 1)) / 2 + right;
        carry(sums[0]!, sums[1]!, place, tile[3 * one]!);
        carry(sums[2]!, sums[3]!, place, tile[3 * one + 1]!);
        carry(sums[4]!, sums[5]!, place, tile[3 * one + 2]!);
      }
    }
}

function multiplyPairs(left: ColumnPair, right: ColumnPair): void {
  const { high: aHigh, low: aLow, nextHigh: bHigh, nextLow: bLow } = left;
  const { high: cHigh, low: cLow, nextHigh: dHigh, nextLow: dLow } = right;
  let [ac0, ac1, ac2, ad0, ad1, ad2, bc0, bc1, bc2, bd0, bd1, bd2] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let at = 0; at < aHigh.length; at++) {
    const a = aHigh[at]!;
    const aSmall = aLow[at]!;
    const b = bHigh[at]!;
    const bSmall = bLow[at]!;
    const c = cHigh[at]!;
    const cSmall = cLow[at]!;
    const d = dHigh[at]!;
    const dSmall = dLow[at]!;
    ac0 += a * c;
    ac1 += a * cSmall + aSmall * c;
    ac2 += aSmall * cSmall;
    ad0 += a * d;
    ad1 += a * dSmall + aSmall * d;
    ad2 += aSmall * dSmall;
    bc0 += b * c;
    bc1 += b * cSmall + bSmall * c;
    bc2 += bSmall * cSmall;
    bd0 += b * d;
    bd1 += b * dSmall + bSmall * d;
    bd2 += bSmall * dSmall;
  }
  tile.set([ac0, ac1, ac2, ad0, ad1, ad2, bc0, bc1, bc2, bd0, bd1, bd2]);
}

function carry(carried: Float64Array, small: Float64Array, place: number, sum: number): void {
  const whole = Math.trunc(sum / carrySize);
  carried[place]! += whole;
  small[place]! += sum - whole * carrySize;
}
