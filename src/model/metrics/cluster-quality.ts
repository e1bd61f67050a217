/** Rows as numbers that lie next to each other, with the cluster of each. */
export interface ClusteredRows {
  /** Row after row, `size` numbers each. */
  readonly rows: Float64Array;
  readonly size: number;
  /** The number of each row's cluster, from 0; rows below 0 are noise and left out. */
  readonly labels: ArrayLike<number>;
  /** A weight per row that counts as that many rows; absent means 1. */
  readonly weight?: Float64Array;
}

/** How well clusters are parted. Each is null below two clusters. */
export interface ClusterQuality {
  /** From -1 to 1: how much nearer rows are to their own cluster than to the next (Rousseeuw 1987). */
  readonly silhouette: number | null;
  /** From 0, lower is better: the widths of clusters over the distances of their centres (Davies & Bouldin 1979). */
  readonly daviesBouldin: number | null;
  /** From 0, higher is better: the variance between clusters over that within (Caliński & Harabasz 1974). */
  readonly calinskiHarabasz: number | null;
}

/** The distance √Σ(x - y)² of two rows. */
export function rowDistance(
  rows: Float64Array,
  row: number,
  others: Float64Array,
  other: number,
  size: number,
): number {
  let sum = 0;
  for (let at = 0; at < size; at++) {
    const away = rows[row * size + at]! - others[other * size + at]!;
    sum += away * away;
  }
  return Math.sqrt(sum);
}

/**
 * Silhouette, Davies-Bouldin and Calinski-Harabasz of a clustering, as scikit-learn's of the same names. The silhouette
 * compares all rows with all, so its time grows with the square of their number.
 * @example
 * clusterQuality({ rows, size: 2, labels }).silhouette
 */
export function clusterQuality(clustered: ClusteredRows): ClusterQuality {
  const { labels } = clustered;
  const count = Array.from(labels).reduce((most, label) => Math.max(most, label + 1), 0);
  const groups = Array.from({ length: count }, (): number[] => []);
  for (let row = 0; row < labels.length; row++) groups[labels[row]!]?.push(row);
  const there = groups.filter((group) => group.length > 0);
  if (there.length < 2) return { silhouette: null, daviesBouldin: null, calinskiHarabasz: null };
  const spread = spreadOf(clustered, there);
  return {
    silhouette: silhouetteOf(clustered, there),
    daviesBouldin: daviesBouldinOf(clustered, spread),
    calinskiHarabasz: calinskiHarabaszOf(spread),
  };
}

const weightAt = ({ weight }: ClusteredRows, row: number): number => (weight ? weight[row]! : 1);

function silhouetteOf(clustered: ClusteredRows, groups: readonly (readonly number[])[]): number {
  const { rows, size } = clustered;
  const totals = groups.map((group) => group.reduce((sum, row) => sum + weightAt(clustered, row), 0));
  let sum = 0;
  let weights = 0;
  for (const [own, group] of groups.entries()) {
    for (const row of group) {
      const weight = weightAt(clustered, row);
      weights += weight;
      // The only row of its cluster: 0 by definition.
      if (totals[own]! <= 1) continue;
      let inside = 0;
      let outside = Infinity;
      for (const [at, others] of groups.entries()) {
        let distances = 0;
        for (const other of others)
          distances += weightAt(clustered, other) * rowDistance(rows, row, rows, other, size);
        if (at === own) inside = distances / (totals[own]! - 1);
        else outside = Math.min(outside, distances / totals[at]!);
      }
      const greater = Math.max(inside, outside);
      if (greater > 0) sum += (weight * (outside - inside)) / greater;
    }
  }
  return sum / weights;
}

interface Spread {
  /** Row after row, the mean of each cluster. */
  readonly centres: Float64Array;
  readonly totals: readonly number[];
  /** Per cluster: the mean distance to its centre, and the sum of their squares. */
  readonly distances: readonly number[];
  readonly squares: readonly number[];
  /** The sum of the squared distances of the centres from the mean of all rows, each by its weight. */
  readonly between: number;
}

function spreadOf(clustered: ClusteredRows, groups: readonly (readonly number[])[]): Spread {
  const { rows, size } = clustered;
  const centres = new Float64Array(groups.length * size);
  const middle = new Float64Array(size);
  const totals = groups.map((group) => group.reduce((sum, row) => sum + weightAt(clustered, row), 0));
  const all = totals.reduce((sum, total) => sum + total, 0);
  for (const [cluster, group] of groups.entries())
    for (let at = 0; at < size; at++) {
      let sum = 0;
      for (const row of group) sum += weightAt(clustered, row) * rows[row * size + at]!;
      centres[cluster * size + at] = sum / totals[cluster]!;
      middle[at]! += sum / all;
    }
  const sumOf = (cluster: number, of: (distance: number) => number): number =>
    groups[cluster]!.reduce(
      (sum, row) => sum + weightAt(clustered, row) * of(rowDistance(rows, row, centres, cluster, size)),
      0,
    );
  return {
    centres,
    totals,
    distances: totals.map((total, cluster) => sumOf(cluster, (distance) => distance) / total),
    squares: totals.map((_, cluster) => sumOf(cluster, (distance) => distance * distance)),
    between: totals.reduce(
      (sum, total, cluster) => sum + total * rowDistance(middle, 0, centres, cluster, size) ** 2,
      0,
    ),
  };
}

function daviesBouldinOf({ size }: ClusteredRows, { centres, distances }: Spread): number {
  const worst = distances.map((width, cluster) =>
    distances.reduce((most, other, at) => {
      const apart = rowDistance(centres, cluster, centres, at, size);
      return at === cluster || apart === 0 ? most : Math.max(most, (width + other) / apart);
    }, 0),
  );
  return worst.reduce((sum, one) => sum + one, 0) / worst.length;
}

/** 1 where all rows lie at the centre of their cluster, as in scikit-learn. */
function calinskiHarabaszOf({ totals, squares, between }: Spread): number {
  const within = squares.reduce((sum, one) => sum + one, 0);
  const all = totals.reduce((sum, total) => sum + total, 0);
  if (within === 0) return 1;
  return (between * (all - totals.length)) / (within * (totals.length - 1));
}
