import type { Factor } from "./factor.ts";
import { inverseOf, invertUpper, productsOf, solveTurned } from "./factor.ts";
import { turnByBlocks } from "./large-products.ts";
import { automaticLags, bartlettMeat } from "./newey-west.ts";
import { checkLabels, refuseClusters, refuseFullLeverage, refuseSetting } from "./refusals.ts";
import { multiply } from "./weighted-sums.ts";

/**
 * How the errors of coefficients are estimated. `classical` believes in the model's own variance. HC0 to HC3 hold where it differs
 * between rows (MacKinnon & White 1985); `clustered` where rows of a cluster go together (CR1: Liang & Zeger 1986, with the factor
 * G/(G-1)·(n-1)/(n-p)); `newey-west` where rows in order of time do (Newey & West 1987, Bartlett weights, n/(n-p) unless
 * `smallSample` is false), over as many rows back as `lags` says, or as the data say (Newey & West 1994) where it is absent.
 */
export type CovarianceKind =
  | { readonly kind: "classical" | "HC0" | "HC1" | "HC2" | "HC3" }
  | {
      readonly kind: "clustered";
      readonly clusters: ArrayLike<string | number>;
      readonly smallSample?: boolean;
    }
  | NeweyWest;

/** Rows in order of time; where no lags are given, the data choose them by the rule of Newey and West (1994). */
interface NeweyWest {
  readonly kind: "newey-west";
  readonly lags?: number;
  readonly smallSample?: boolean;
}

/** What a sandwich is made of. */
export interface SandwichParts {
  readonly columns: readonly Float64Array[];
  readonly hasIntercept: boolean;
  readonly factor: Factor;
  /** What each row adds to the equations, divided by its columns: weight · residual. */
  readonly scores: Float64Array;
  /** The leverage of each row, asked for only by HC2 and HC3. */
  readonly leverage: () => Float64Array;
  /** Rows that count. */
  readonly rowCount: number;
}

/**
 * A covariance that does not believe the model's variance: bread · meat · bread. The meat is of columns that the factor has made orthogonal, so that
 * columns that go together (an intercept and a year) lose no digits.
 */
export function robustCovariance(parts: SandwichParts, covariance: CovarianceKind): Float64Array {
  const size = parts.columns.length;
  const { rowCount, factor } = parts;
  const spare = rowCount - size;
  switch (covariance.kind) {
    case "classical":
      return inverseOf(factor);
    case "HC0":
      return sandwich(factor, squaredMeat(parts, parts.scores), 1);
    case "HC1":
      return sandwich(factor, squaredMeat(parts, parts.scores), rowCount / spare);
    case "HC2":
    case "HC3": {
      const leverage = parts.leverage();
      const scores = parts.scores.map((score, row) => {
        const left = 1 - leverage[row]!;
        if (left < 1e-10) refuseFullLeverage(row, covariance.kind);
        return covariance.kind === "HC2" ? score / Math.sqrt(left) : score / left;
      });
      return sandwich(factor, squaredMeat(parts, scores), 1);
    }
    case "clustered": {
      const { codes, count } = clusterCodes(covariance.clusters, parts.scores.length);
      const small = (count / (count - 1)) * ((rowCount - 1) / spare);
      return sandwich(
        factor,
        clusteredMeat(parts, codes, count),
        covariance.smallSample === false ? 1 : small,
      );
    }
    case "newey-west": {
      const lags = lagsOf(parts, covariance);
      return sandwich(
        factor,
        laggedMeat(parts, lags),
        covariance.smallSample === false ? 1 : rowCount / spare,
      );
    }
  }
}

/** The lags that were asked for, or those that the data choose. */
function lagsOf({ columns, scores, rowCount, hasIntercept }: SandwichParts, { lags }: NeweyWest): number {
  if (lags === undefined) return automaticLags(columns, scores, hasIntercept);
  if (!Number.isInteger(lags) || lags < 0 || lags >= rowCount)
    refuseSetting(
      "covariance.lags",
      lags,
      "Give a whole number of lags, 0 or more and below the number of rows, or leave it to the data.",
    );
  return lags;
}

/** What is to be said of errors: how many lags the data chose, where they did. */
export const covarianceNotes = (parts: SandwichParts, covariance: CovarianceKind): readonly string[] =>
  covariance.kind === "newey-west" && covariance.lags === undefined
    ? [`Newey-West errors with ${lagsOf(parts, covariance)} lags, by the rule of Newey and West (1994).`]
    : [];

/** T·M·Tᵀ, where T brings orthogonal columns back to those of the design, times a factor. */
function sandwich(factor: Factor, meat: Float64Array, times: number): Float64Array {
  const { size } = factor;
  const back = backTurn(factor);
  const whole = multiply(multiply(back, meat, size), transposeOf(back, size), size);
  const even = new Float64Array(whole.length);
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++)
      even[row * size + column] = (times * (whole[row * size + column]! + whole[column * size + row]!)) / 2;
  // A variance of 0 may come out a rounding below it.
  for (let at = 0; at < size; at++) even[at * (size + 1)] = Math.max(0, even[at * (size + 1)]!);
  return even;
}

/** T = S·R⁻¹: the columns of the design times it are orthogonal. */
function backTurn({ upper, scales, size }: Factor): Float64Array {
  const inverse = invertUpper(upper, size);
  return inverse.map((value, at) => value * scales[Math.floor(at / size)]!);
}

function transposeOf(matrix: Float64Array, size: number): Float64Array {
  return matrix.map((_, at) => matrix[(at % size) * size + Math.floor(at / size)]!);
}

/** Σ score² q qᵀ of orthogonal columns. */
function squaredMeat({ columns, factor }: SandwichParts, scores: Float64Array): Float64Array {
  const { size, scales, upper } = factor;
  const squares = scores.map((score) => score * score);
  const lower = productsOf(columns, squares, scales, invertUpper(upper, size));
  return lower.map((_, at) => {
    const [row, column] = [Math.floor(at / size), at % size];
    return lower[Math.max(row, column) * size + Math.min(row, column)]!;
  });
}

/** Numbers for clusters, 0 on, in the order in which they come up. */
export function clusterCodes(
  clusters: ArrayLike<string | number>,
  rowCount: number,
): { readonly codes: Int32Array; readonly count: number } {
  checkLabels(clusters, rowCount, "clusters");
  const known = new Map<string | number, number>();
  const codes = new Int32Array(rowCount);
  for (let row = 0; row < rowCount; row++) {
    const cluster = clusters[row]!;
    let code = known.get(cluster);
    if (code === undefined) known.set(cluster, (code = known.size));
    codes[row] = code;
  }
  if (known.size < 2) refuseClusters(known.size, 2);
  return { codes, count: known.size };
}

function clusteredMeat(
  { columns, scores, factor: { size, upper, scales } }: SandwichParts,
  codes: Int32Array,
  count: number,
): Float64Array {
  const sums = columns.map((column, at) => {
    const bySum = new Float64Array(count);
    for (let row = 0; row < column.length; row++) bySum[codes[row]!]! += scores[row]! * column[row]!;
    return bySum.map((sum) => sum * scales[at]!);
  });
  const own = new Float64Array(size);
  for (let cluster = 0; cluster < count; cluster++) {
    for (let at = 0; at < size; at++) own[at] = sums[at]![cluster]!;
    solveTurned(upper, size, own);
    for (let at = 0; at < size; at++) sums[at]![cluster] = own[at]!;
  }
  return crossProducts(sums, sums);
}

function crossProducts(left: readonly Float64Array[], right: readonly Float64Array[]): Float64Array {
  const size = left.length;
  const into = new Float64Array(size * size);
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) {
      const [a, b] = [left[row]!, right[column]!];
      let sum = 0;
      for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!;
      into[row * size + column] = sum;
    }
  return into;
}

function laggedMeat({ columns, scores, factor }: SandwichParts, lags: number): Float64Array {
  const moments = turnByBlocks(transposeOf(backTurn(factor), columns.length), columns);
  for (const moment of moments) for (let row = 0; row < moment.length; row++) moment[row]! *= scores[row]!;
  return bartlettMeat(moments, lags);
}

/** The diagonal of the hat matrix: how far each row decides its own fit. */
export function leverageOf(
  columns: readonly Float64Array[],
  { size, upper, scales }: Factor,
  weights: Float64Array | undefined,
): Float64Array {
  const rowCount = columns[0]?.length ?? 0;
  const leverage = new Float64Array(rowCount);
  const x = new Float64Array(size);
  for (let row = 0; row < rowCount; row++) {
    for (let at = 0; at < size; at++) x[at] = columns[at]![row]! * scales[at]!;
    solveTurned(upper, size, x);
    let sum = 0;
    for (let at = 0; at < size; at++) sum += x[at]! * x[at]!;
    leverage[row] = Math.min(1, sum * (weights?.[row] ?? 1));
  }
  return leverage;
}
