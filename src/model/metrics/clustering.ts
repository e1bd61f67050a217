import { square } from "../../base/index.ts";
import { rowDistance } from "./cluster-quality.ts";
import { ratio, type PreparedMetric, type RowWeights, type ScoredRows } from "./metric.ts";

/** Every pair of so many rows can be looked at; of more, as many are taken evenly. */
const mostPaired = 2000;
/** Rows for the measures that go by centres. */
const mostCentred = 20_000;

/** Rows in a space of numbers with the number of their cluster from 0, without noise; `places` are their places in the data. */
interface PlacedRows {
  readonly places: Uint32Array;
  readonly cluster: Int32Array;
  readonly clusterCount: number;
  /** Row by row. */
  readonly points: Float64Array;
  readonly width: number;
  /** Rows that are not looked at: noise, and what is too many. */
  readonly leftOut: number;
}

function placeRows({ predictions, space = [] }: ScoredRows, most: number): PlacedRows {
  const answers = predictions.outputs[0]!;
  const inClusters = Uint32Array.from(answers.keys().filter((row) => answers[row]! >= 0));
  const count = Math.min(most, inClusters.length);
  const places = Uint32Array.from(
    { length: count },
    (_, at) => inClusters[Math.floor((at * inClusters.length) / count)]!,
  );
  const numbers = new Map(
    [...new Set(Array.from(places, (row) => answers[row]!))].map((one, at) => [one, at]),
  );
  const points = new Float64Array(count * space.length);
  for (const [at, row] of places.entries())
    for (const [column, values] of space.entries()) points[at * space.length + column] = values[row]!;
  return {
    places,
    cluster: Int32Array.from(places, (row) => numbers.get(answers[row]!)!),
    clusterCount: numbers.size,
    points,
    width: space.length,
    leftOut: answers.length - count,
  };
}

/**
 * The mean silhouette: (b - a) / max(a, b) of each row, with a its mean distance to the other rows of its cluster and b that to
 * the rows of the nearest other one; 0 for a cluster of one row (Rousseeuw, J. Comput. Appl. Math. 20, 1987). Noise is left out, and
 * of more than 2,000 rows as many are taken evenly. Null with fewer than two clusters.
 */
export function silhouette(rows: ScoredRows): PreparedMetric {
  const placed = placeRows(rows, mostPaired);
  const values = silhouettes(placed);
  return {
    leftOut: placed.leftOut,
    score: (weights) => {
      if (placed.clusterCount < 2) return null;
      let sum = 0;
      let total = 0;
      for (const [at, row] of placed.places.entries()) {
        sum += weights[row]! * values[at]!;
        total += weights[row]!;
      }
      return ratio(sum, total);
    },
  };
}

function silhouettes({ cluster, clusterCount, points, width }: PlacedRows): Float64Array {
  const count = cluster.length;
  const sums = new Float64Array(count * clusterCount);
  const sizes = new Float64Array(clusterCount);
  for (let one = 0; one < count; one++) {
    sizes[cluster[one]!]! += 1;
    for (let other = 0; other < one; other++) {
      const apart = rowDistance(points, one, points, other, width);
      sums[one * clusterCount + cluster[other]!]! += apart;
      sums[other * clusterCount + cluster[one]!]! += apart;
    }
  }
  return Float64Array.from(cluster, (own, row) => {
    if (sizes[own]! < 2) return 0;
    const within = sums[row * clusterCount + own]! / (sizes[own]! - 1);
    let nearest = Infinity;
    for (let other = 0; other < clusterCount; other++)
      if (other !== own) nearest = Math.min(nearest, sums[row * clusterCount + other]! / sizes[other]!);
    const longer = Math.max(within, nearest);
    return longer > 0 && longer < Infinity ? (nearest - within) / longer : 0;
  });
}

/** Centres of clusters with what weighs there. */
interface Centres {
  readonly weight: Float64Array;
  readonly points: Float64Array;
  readonly total: number;
}

function centresOf(
  { places, cluster, clusterCount, points, width }: PlacedRows,
  weights: RowWeights,
): Centres {
  const weight = new Float64Array(clusterCount);
  const sums = new Float64Array(clusterCount * width);
  for (const [at, row] of places.entries()) {
    const share = weights[row]!;
    const own = cluster[at]!;
    weight[own]! += share;
    for (let column = 0; column < width; column++)
      sums[own * width + column]! += share * points[at * width + column]!;
  }
  for (let own = 0; own < clusterCount; own++)
    for (let column = 0; column < width; column++) sums[own * width + column]! /= weight[own] || 1;
  return { weight, points: sums, total: weight.reduce((sum, share) => sum + share, 0) };
}

/** Σ weight · measure(distance to the own centre) for each cluster. */
function spread(placed: PlacedRows, centres: Centres, weights: RowWeights, power: 1 | 2): Float64Array {
  const sums = new Float64Array(placed.clusterCount);
  const { cluster, points, width } = placed;
  for (const [at, row] of placed.places.entries()) {
    const apart = rowDistance(points, at, centres.points, cluster[at]!, width);
    sums[cluster[at]!]! += weights[row]! * (power === 2 ? apart * apart : apart);
  }
  return sums;
}

const present = ({ weight }: Centres): number[] => [...weight.keys()].filter((own) => weight[own]! > 0);

/**
 * The mean over the clusters of how alike each is to the one most like it: the sum of their mean distances to the centres, divided by the
 * distance of the centres (Davies & Bouldin, IEEE Trans. Pattern Anal. 1, 1979). Null with fewer than two clusters, or two centres in one place.
 */
export function daviesBouldin(rows: ScoredRows): PreparedMetric {
  const placed = placeRows(rows, mostCentred);
  return {
    leftOut: placed.leftOut,
    score: (weights) => {
      const centres = centresOf(placed, weights);
      const sums = spread(placed, centres, weights, 1);
      const there = present(centres);
      const { width } = placed;
      const worst = there.map((one) =>
        there.reduce((most, other) => {
          if (other === one) return most;
          const apart = rowDistance(centres.points, one, centres.points, other, width);
          const both = sums[one]! / centres.weight[one]! + sums[other]! / centres.weight[other]!;
          return Math.max(most, both / apart);
        }, 0),
      );
      return there.length < 2
        ? null
        : ratio(
            worst.reduce((sum, one) => sum + one, 0),
            there.length,
          );
    },
  };
}

/**
 * The spread of the centres over the spread within the clusters, each by its degrees of freedom (Caliński & Harabasz, Commun. Statist. 3, 1974).
 * Null with fewer than two clusters, and where no cluster has a spread.
 */
export function calinskiHarabasz(rows: ScoredRows): PreparedMetric {
  const placed = placeRows(rows, mostCentred);
  return {
    leftOut: placed.leftOut,
    score: (weights) => {
      const centres = centresOf(placed, weights);
      const there = present(centres);
      if (there.length < 2) return null;
      const { width } = placed;
      const middle = new Float64Array(width);
      for (const own of there)
        for (let column = 0; column < width; column++)
          middle[column]! += (centres.weight[own]! * centres.points[own * width + column]!) / centres.total;
      let between = 0;
      for (const own of there)
        between += centres.weight[own]! * square(rowDistance(centres.points, own, middle, 0, width));
      const within = spread(placed, centres, weights, 2).reduce((sum, one) => sum + one, 0);
      return ratio(between / (there.length - 1), within / (centres.total - there.length));
    },
  };
}
