import { ascendingPlaces } from "../../stats/index.ts";
import { ratio, type PreparedMetric } from "./metric.ts";

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
  };
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
