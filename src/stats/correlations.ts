import { exactSum } from "./exact-sum.ts";
import { fixedTotal, fixedUnit, gramOfFixed, splitFixed } from "./fixed-gram.ts";

/** Means, sample deviations and correlations of columns over the rows in which all of them have a number. */
export interface CorrelationMatrix {
  readonly count: number;
  /** All 0 over no rows. */
  readonly means: readonly number[];
  /** Sample deviations (n - 1); 0 where the numbers are equal, and below two rows. */
  readonly deviations: readonly number[];
  /** The full symmetric matrix, row by row; 0 beside a column of equal numbers, 1 on the diagonal. */
  readonly correlations: readonly number[];
}

/**
 * Computes them in two passes: exact means; then deviations from them, rounded to 2^-44 of a power of two above the largest
 * of their column, multiplied and added exactly, and corrected for the rounding of the mean (Chan, Golub & LeVeque,
 * "Algorithms for Computing the Sample Variance", 1983, equation 1.7). So the order of the rows does not matter to the last
 * bit, and columns of any size keep about 13 digits. NaN means missing.
 */
export function correlationsOf(columns: readonly Float64Array[]): CorrelationMatrix {
  const complete = completeRows(columns);
  const count = complete[0]?.length ?? 0;
  const spreads = complete.map(deviationsFromMean);
  const split = spreads.map(({ deviations }) => splitFixed(deviations));
  const gram = gramOfFixed({
    rowCount: count,
    high: split.map(({ high }) => high),
    low: split.map(({ low }) => low),
  });
  const rests = split.map(fixedTotal);
  const size = columns.length;
  const product = (row: number, column: number): number =>
    gram[row * size + column]! * fixedUnit - (rests[row]! * rests[column]!) / Math.max(1, count);
  const roots = spreads.map(({ isEqual }, at) => (isEqual ? 0 : Math.sqrt(Math.max(0, product(at, at)))));
  const correlations = Array.from({ length: size * size }, (_, place) => {
    const [row, column] = [Math.floor(place / size), place % size];
    if (row === column) return 1;
    const scale = roots[row]! * roots[column]!;
    return scale === 0 ? 0 : Math.min(1, Math.max(-1, product(row, column) / scale)) + 0;
  });
  return {
    count,
    means: spreads.map(({ mean }) => mean),
    deviations: spreads.map(({ unit, lift }, at) =>
      count < 2 ? 0 : Math.min(Number.MAX_VALUE, ((roots[at]! / Math.sqrt(count - 1)) * unit) / lift),
    ),
    correlations,
  };
}

/** The numbers of the rows in which no column is missing; the columns themselves where that is every row. */
function completeRows(columns: readonly Float64Array[]): readonly Float64Array[] {
  const rowCount = columns[0]?.length ?? 0;
  const isMissing = new Uint8Array(rowCount);
  for (const values of columns)
    for (let row = 0; row < rowCount; row++) if (Number.isNaN(values[row]!)) isMissing[row] = 1;
  const kept = isMissing.reduce((sum, one) => sum - one, rowCount);
  if (kept === rowCount) return columns;
  return columns.map((values) => values.filter((_, row) => isMissing[row] === 0));
}

interface Spread {
  readonly mean: number;
  /** The deviations from the mean in units of `unit / lift`, a power of two above the largest: between -1 and 1. */
  readonly deviations: Float64Array;
  readonly unit: number;
  readonly lift: number;
  readonly isEqual: boolean;
}

function deviationsFromMean(values: Float64Array): Spread {
  const first = values[0] ?? 0;
  if (values.every((value) => value === first))
    return { mean: first + 0, deviations: new Float64Array(values.length), unit: 1, lift: 1, isEqual: true };
  let most = 0;
  for (let row = 0; row < values.length; row++) most = Math.max(most, Math.abs(values[row]!));
  // Half of the largest numbers still leaves float64 when subtracted from its opposite; a quarter does not.
  const lift = most > 1e290 ? 2 ** -60 : most < 1e-280 ? 2 ** 60 : 1;
  const lifted = lift === 1 ? values : values.map((value) => value * lift);
  const mean = exactSum(lifted) / values.length;
  let largest = 0;
  for (let row = 0; row < lifted.length; row++) largest = Math.max(largest, Math.abs(lifted[row]! - mean));
  const unit = powerOfTwoAbove(largest);
  return {
    mean: mean / lift,
    deviations: lifted.map((value) => (value - mean) / unit),
    unit,
    lift,
    isEqual: false,
  };
}

/** The smallest power of two that is not below a number. */
function powerOfTwoAbove(size: number): number {
  let power = 1;
  while (power < size) power *= 2;
  while (power / 2 >= size && power > 2 ** -1000) power /= 2;
  return power;
}
