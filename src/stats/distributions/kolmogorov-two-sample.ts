import { refuseParameter } from "./distribution.ts";

/** Beyond so many pairs of counts the paths take too long to follow. */
const mostPairs = 1e8;

export interface TwoSampleDistance {
  /** The distance that was found, from 0 to 1. */
  readonly distance: number;
  /** The sizes of the two samples. */
  readonly sizes: readonly [number, number];
  /**
   * Where values repeat: for each place in the sorted values of both samples together, whether the next value is another one. Without
   * it all values differ.
   */
  readonly endsOfTies?: readonly boolean[];
  /** Whether the first distribution function lies far from the second ("two-sided"), far above it ("above") or far below it ("below"). */
  readonly side?: "two-sided" | "above" | "below";
}

/**
 * The exact p-value of the two-sample Kolmogorov-Smirnov distance: the chance of a distance at least this large when all orders
 * of the values are equally likely, also with ties. Counts the lattice paths that come to the distance, as sums of positive
 * terms, so that small p-values keep their digits (J. L. Hodges, 1958; T. Viehmann, 2021).
 *
 * @example smirnovTwoSample({ distance: 0.6, sizes: [5, 10] }) // 0.1658…
 */
export function smirnovTwoSample({
  distance,
  sizes,
  endsOfTies,
  side = "two-sided",
}: TwoSampleDistance): number {
  const [m, n] = sizes;
  checkSizes(m, n, distance, endsOfTies);
  // Distances are whole numbers of 1 / (m n); what a division left of one is forgiven.
  const reach = Math.ceil(distance * m * n - 1e-7);
  if (reach <= 0) return 1;
  const isReached = (i: number, j: number): boolean => {
    if (endsOfTies !== undefined && i + j > 0 && endsOfTies[i + j - 1] !== true) return false;
    const gap = i * n - j * m;
    if (side === "two-sided") return Math.abs(gap) >= reach;
    return side === "above" ? gap >= reach : -gap >= reach;
  };
  // row[j]: the share of the paths to (i, j) that have come to the distance.
  const row = new Float64Array(n + 1);
  for (let i = 0; i <= m; i++)
    for (let j = 0; j <= n; j++) {
      if (isReached(i, j)) row[j] = 1;
      else if (i + j > 0) {
        const fromBelow = i === 0 ? 0 : row[j]! * (i / (i + j));
        row[j] = fromBelow + (j === 0 ? 0 : row[j - 1]! * (j / (i + j)));
      }
    }
  return row[n]!;
}

function checkSizes(m: number, n: number, distance: number, ends: readonly boolean[] | undefined): void {
  const isWhole = Number.isInteger(m) && Number.isInteger(n) && m >= 1 && n >= 1 && m * n <= mostPairs;
  if (!isWhole || (ends !== undefined && ends.length !== m + n))
    refuseParameter(
      "two-sample Kolmogorov",
      "sizes",
      `${m} and ${n}`,
      "two samples of at least one value, at most 1e8 pairs, and one end of ties for each value; for more take kolmogorovLimit()",
    );
  if (!(distance >= 0 && distance <= 1 + 1e-12))
    refuseParameter("two-sample Kolmogorov", "distance", distance, "a number from 0 to 1");
}
