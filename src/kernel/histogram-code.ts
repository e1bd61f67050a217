import { assemble, code, i32, i64, v128, type AssembledFunction, type Code } from "./assemble.ts";

/** Where one thread works, in bytes from the beginning of memory. */
export interface HistogramPlaces {
  /** The sums of a group: 256 cells for each of its columns. */
  readonly sums: number;
  /** `scratchBytes` for a block of rows. */
  readonly scratch: number;
}

const blockRows = 32;
/** Bytes of a row in scratch: the places of its 16 bins in the sums, and what the row adds. */
const scratchRowBytes = 48;
const addendAt = 32;
const cellBits = 3;

export const scratchBytes = blockRows * scratchRowBytes;
/** Bytes from one column's sums to the next one's. */
export const columnSumBytes = 256 << cellBits;

const [bins, rows, derivatives, mask, count] = [0, 1, 2, 3, 4];
const [scratch, end, row, block, packed, vector] = [5, 6, 7, 8, 9, 10];
const { get, set, constant, constant64, add, load16, load64, store64 } = code;

/** One row to scratch: 16 bins as places in the sums, and its derivatives, gradient << 16 | hessian, as one cell's addend. */
const copyRow = (at: number, isPicked: boolean): Code => {
  const to = at * scratchRowBytes;
  const shift = constant(cellBits);
  const binsAt = isPicked ? add(get(bins), code.shiftLeft(get(row), constant(4))) : get(bins);
  const derivativesAt = isPicked
    ? add(get(derivatives), code.and(code.shiftLeft(get(row), constant(2)), get(mask)))
    : get(derivatives);
  const gradient = code.shiftLeft64(code.shiftRight64(get(packed), constant64(16)), constant64(32));
  return [
    isPicked ? set(row, code.load32(get(rows), at * 4)) : [],
    set(vector, code.loadVector(binsAt, isPicked ? 0 : at * 16)),
    code.storeVector(get(scratch), to, code.shiftLanes16(code.widenLow(get(vector)), shift)),
    code.storeVector(get(scratch), to + 16, code.shiftLanes16(code.widenHigh(get(vector)), shift)),
    set(packed, code.load32As64(derivativesAt, isPicked ? 0 : at * 4)),
    store64(get(scratch), to + addendAt, code.or64(gradient, code.and64(get(packed), constant64(0xffff)))),
  ];
};

/** Four rows to scratch, and on: it may copy up to three more rows than there are, which nobody reads. */
const copyFourRows = (isPicked: boolean): Code => [
  [0, 1, 2, 3].map((at) => copyRow(at, isPicked)),
  set(scratch, add(get(scratch), constant(4 * scratchRowBytes))),
  isPicked
    ? set(rows, add(get(rows), constant(16)))
    : [set(bins, add(get(bins), constant(64))), set(derivatives, add(get(derivatives), constant(16)))],
];

/** One row of scratch into the sums of `width` columns. */
const addRow = (width: number, { sums }: HistogramPlaces): Code => [
  set(packed, load64(get(scratch), addendAt)),
  Array.from({ length: width }, (_, column): Code => {
    const at = sums + column * columnSumBytes;
    return [
      set(row, load16(get(scratch), column * 2)),
      store64(get(row), at, code.add64(load64(get(row), at), get(packed))),
    ];
  }),
  set(scratch, add(get(scratch), constant(scratchRowBytes))),
];

/**
 * Adds rows to the sums of a group of `width` columns, in blocks: first all rows of a block to scratch, so that the loads of 32
 * rows are under way at once where rows are picked here and there, then row by row into the sums.
 */
function kernel(width: number, isPicked: boolean, places: HistogramPlaces): AssembledFunction {
  const begin = set(scratch, constant(places.scratch));
  const goesOn = code.isLess(get(scratch), get(end));
  return {
    name: `${isPicked ? "picked" : "all"}${width}`,
    parameters: [i32, i32, i32, i32, i32],
    locals: [i32, i32, i32, i32, i64, v128],
    body: code.repeat(
      [
        set(
          block,
          code.select(get(count), constant(blockRows), code.isLess(get(count), constant(blockRows))),
        ),
        set(end, add(constant(places.scratch), [get(block), constant(scratchRowBytes), 0x6c])),
        [begin, code.repeat(copyFourRows(isPicked), goesOn)],
        [begin, code.repeat(addRow(width, places), goesOn)],
        set(count, code.subtract(get(count), get(block))),
      ],
      get(count),
    ),
  };
}

/**
 * The module of a thread's histogram kernels, for groups of the given widths: `allW(bins, 0, derivatives, 0, count)` adds
 * `count` rows that stand one after the other, `pickedW(bins, rows, derivatives, mask, count)` those whose numbers stand at
 * `rows`. `bins` has 16 bytes for each row, `derivatives` 4; with a mask of 0 instead of -1 every row has the first ones.
 * The addresses of the thread are constants in the code, which makes an update cheaper than a base that must be added.
 */
export const histogramCode = (
  widths: readonly number[],
  places: HistogramPlaces,
  shared: boolean,
): Uint8Array =>
  assemble(
    widths.flatMap((width) => [kernel(width, false, places), kernel(width, true, places)]),
    shared,
  );
