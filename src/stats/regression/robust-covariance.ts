import type { Factor } from "./factor.ts";
import { inverseOf, productsOf, solveTurned } from "./factor.ts";
import { checkRowCount, refuseClusters, refuseFullLeverage, refuseSetting } from "./refusals.ts";
import { multiply } from "./weighted-sums.ts";

/**
 * How the errors of coefficients are estimated. `classical` believes in the model's own variance. HC0 to HC3 hold where it differs
 * between rows (MacKinnon & White 1985); `clustered` where rows of a cluster go together (CR1: Liang & Zeger 1986, with the factor
 * G/(G-1)·(n-1)/(n-p)); `newey-west` where rows in order of time do (Newey & West 1987, Bartlett weights, n/(n-p) unless
 * `smallSample` is false).
 */
export type CovarianceKind =
  | { readonly kind: "classical" | "HC0" | "HC1" | "HC2" | "HC3" }
  | {
      readonly kind: "clustered";
      readonly clusters: ArrayLike<string | number>;
      readonly smallSample?: boolean;
    }
  | { readonly kind: "newey-west"; readonly lags: number; readonly smallSample?: boolean };

/** What a sandwich is made of. */
export interface SandwichParts {
  readonly columns: readonly Float64Array[];
  readonly factor: Factor;
  /** What each row adds to the equations, divided by its columns: weight · residual. */
  readonly scores: Float64Array;
  /** The leverage of each row, asked for only by HC2 and HC3. */
  readonly leverage: () => Float64Array;
  /** Rows that count. */
  readonly rowCount: number;
}

/** A covariance that does not believe the model's variance: bread · meat · bread. */
export function robustCovariance(parts: SandwichParts, covariance: CovarianceKind): Float64Array {
  const size = parts.columns.length;
  const bread = inverseOf(parts.factor);
  const { rowCount } = parts;
  const spare = rowCount - size;
  switch (covariance.kind) {
    case "classical":
      return bread;
    case "HC0":
      return sandwich(bread, squaredMeat(parts, parts.scores), 1, size);
    case "HC1":
      return sandwich(bread, squaredMeat(parts, parts.scores), rowCount / spare, size);
    case "HC2":
    case "HC3": {
      const leverage = parts.leverage();
      const scores = parts.scores.map((score, row) => {
        const left = 1 - leverage[row]!;
        if (left < 1e-10) refuseFullLeverage(row, covariance.kind);
        return covariance.kind === "HC2" ? score / Math.sqrt(left) : score / left;
      });
      return sandwich(bread, squaredMeat(parts, scores), 1, size);
    }
    case "clustered": {
      const { codes, count } = clusterCodes(covariance.clusters, parts.scores.length);
      const small = (count / (count - 1)) * ((rowCount - 1) / spare);
      return sandwich(
        bread,
        clusteredMeat(parts, codes, count),
        covariance.smallSample === false ? 1 : small,
        size,
      );
    }
    case "newey-west": {
      const { lags } = covariance;
      if (!Number.isInteger(lags) || lags < 0 || lags >= rowCount)
        refuseSetting(
          "covariance.lags",
          lags,
          "Give a whole number of lags, 0 or more and below the number of rows.",
        );
      return sandwich(
        bread,
        laggedMeat(parts, lags),
        covariance.smallSample === false ? 1 : rowCount / spare,
        size,
      );
    }
  }
}

function sandwich(bread: Float64Array, meat: Float64Array, factor: number, size: number): Float64Array {
  const whole = multiply(multiply(bread, meat, size), bread, size);
  const even = new Float64Array(whole.length);
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++)
      even[row * size + column] = (factor * (whole[row * size + column]! + whole[column * size + row]!)) / 2;
  // A variance of 0 may come out a rounding below it.
  for (let at = 0; at < size; at++) even[at * (size + 1)] = Math.max(0, even[at * (size + 1)]!);
  return even;
}

/** Σ score² x xᵀ. */
function squaredMeat({ columns, factor }: SandwichParts, scores: Float64Array): Float64Array {
  const products = productsOf(
    columns,
    scores.map((score) => score * score),
    factor.scales,
  );
  return unscaled(products, factor);
}

/** The full matrix of a lower triangle of scaled columns. */
function unscaled(lower: Float64Array, { size, scales }: Factor): Float64Array {
  const full = new Float64Array(size * size);
  for (let row = 0; row < size; row++)
    for (let column = 0; column <= row; column++) {
      const value = lower[row * size + column]! / scales[row]! / scales[column]!;
      full[row * size + column] = value;
      full[column * size + row] = value;
    }
  return full;
}

/** Numbers for clusters, 0 on, in the order in which they come up. */
export function clusterCodes(
  clusters: ArrayLike<string | number>,
  rowCount: number,
): { readonly codes: Int32Array; readonly count: number } {
  checkRowCount(clusters.length, rowCount, "clusters");
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

function clusteredMeat({ columns, scores }: SandwichParts, codes: Int32Array, count: number): Float64Array {
  const sums = columns.map((column) => {
    const bySum = new Float64Array(count);
    for (let row = 0; row < column.length; row++) bySum[codes[row]!]! += scores[row]! * column[row]!;
    return bySum;
  });
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

function laggedMeat({ columns, scores }: SandwichParts, lags: number): Float64Array {
  const size = columns.length;
  const moments = columns.map((column) => column.map((value, row) => value * scores[row]!));
  const meat = crossProducts(moments, moments);
  for (let lag = 1; lag <= lags; lag++) {
    const weight = 1 - lag / (lags + 1);
    const products = crossProducts(
      moments.map((one) => one.subarray(lag)),
      moments.map((one) => one.subarray(0, one.length - lag)),
    );
    for (let row = 0; row < size; row++)
      for (let column = 0; column < size; column++)
        meat[row * size + column]! +=
          weight * (products[row * size + column]! + products[column * size + row]!);
  }
  return meat;
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
