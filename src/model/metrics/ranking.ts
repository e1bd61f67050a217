import { ascendingPlaces } from "../../stats/index.ts";
import { ratio, type PreparedMetric, type RowWeights } from "./metric.ts";

/** Rows by ascending score, with their truth and the ends of groups of equal scores. */
interface Ranking {
  readonly order: Uint32Array;
  readonly positive: Uint8Array;
  /** 1 at the last row of each group of equal scores. */
  readonly groupEnd: Uint8Array;
}

function rankRows(score: Float64Array, isPositive: (row: number) => boolean): Ranking {
  const count = score.length;
  const order = ascendingPlaces(score);
  const positive = new Uint8Array(count);
  const groupEnd = new Uint8Array(count);
  for (let at = 0; at < count; at++) {
    positive[at] = isPositive(order[at]!) ? 1 : 0;
    groupEnd[at] = at === count - 1 || score[order[at]!] !== score[order[at + 1]!] ? 1 : 0;
  }
  return { order, positive, groupEnd };
}

/**
 * The probability that a positive row has a higher score than a negative one, ties counting half
 * (Mann & Whitney 1947; Hanley & McNeil, Radiology 143, 1982). Null with one class only.
 */
export function prepareAuc(score: Float64Array, isPositive: (row: number) => boolean): PreparedMetric {
  const { order, positive, groupEnd } = rankRows(score, isPositive);
  return {
    leftOut: 0,
    score: (weights) => {
      let pairs = 0;
      let positives = 0;
      let negatives = 0;
      let groupPositives = 0;
      let groupNegatives = 0;
      for (let at = 0; at < order.length; at++) {
        const weight = weights[order[at]!]!;
        // Without a branch: which class a row has cannot be foreseen.
        const ofPositive = weight * positive[at]!;
        groupPositives += ofPositive;
        groupNegatives += weight - ofPositive;
        if (groupEnd[at] === 0) continue;
        pairs += groupPositives * (negatives + groupNegatives / 2);
        positives += groupPositives;
        negatives += groupNegatives;
        groupPositives = 0;
        groupNegatives = 0;
      }
      return ratio(pairs, positives * negatives);
    },
    influence: (weights) => influenceOnAuc({ order, positive, groupEnd }, weights),
  };
}

/**
 * The structural components of DeLong, DeLong & Clarke-Pearson (Biometrics 44, 1988): the share of the other class that a row is on the
 * right side of, less the AUC.
 */
function influenceOnAuc({ order, positive, groupEnd }: Ranking, weights: RowWeights): Float64Array | null {
  const totals = [0, 0];
  for (let at = 0; at < order.length; at++)
    totals[positive[at]!] = totals[positive[at]!]! + weights[order[at]!]!;
  const [negatives, positives] = totals as [number, number];
  if (!(positives > 0 && negatives > 0)) return null;
  const placed = new Float64Array(order.length);
  const below = [0, 0];
  let area = 0;
  for (let from = 0, at = 0; at < order.length; at++) {
    if (groupEnd[at] === 0) continue;
    const tied = [0, 0];
    for (let one = from; one <= at; one++)
      tied[positive[one]!] = tied[positive[one]!]! + weights[order[one]!]!;
    const ofPositive = (below[0]! + tied[0]! / 2) / negatives;
    const ofNegative = (positives - below[1]! - tied[1]! / 2) / positives;
    area += (tied[1]! / positives) * ofPositive;
    for (let one = from; one <= at; one++)
      placed[order[one]!] = positive[one] === 1 ? ofPositive : ofNegative;
    for (const side of [0, 1]) below[side] = below[side]! + tied[side]!;
    from = at + 1;
  }
  const influence = new Float64Array(order.length);
  for (let at = 0; at < order.length; at++) {
    const row = order[at]!;
    influence[row] = (weights[row]! * (placed[row]! - area)) / (positive[at] === 1 ? positives : negatives);
  }
  return influence;
}

/**
 * Average precision: the precision at each threshold, weighted by the recall gained there, without interpolation
 * (Davis & Goadrich, ICML 2006, say why not to interpolate). Null with one class only.
 */
export function prepareAveragePrecision(
  score: Float64Array,
  isPositive: (row: number) => boolean,
): PreparedMetric {
  const { order, positive, groupEnd } = rankRows(score, isPositive);
  return {
    leftOut: 0,
    score: (weights) => {
      let sum = 0;
      let positives = 0;
      let found = 0;
      let groupPositives = 0;
      for (let at = order.length - 1; at >= 0; at--) {
        const weight = weights[order[at]!]!;
        found += weight;
        groupPositives += weight * positive[at]!;
        if (at > 0 && groupEnd[at - 1] === 0) continue;
        positives += groupPositives;
        if (groupPositives > 0) sum += groupPositives * (positives / found);
        groupPositives = 0;
      }
      return found > positives ? ratio(sum, positives) : null;
    },
  };
}
