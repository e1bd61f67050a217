import { naturalLogarithm } from "../../base/index.ts";
import { influenceOnMean, ratio, type PreparedMetric, type RowWeights, type ScoredRows } from "./metric.ts";

/** Rows of one score in a group: no order among them is meant, so a metric takes the mean over all orders. */
interface TiedRows {
  readonly size: number;
  /** Σ (2^grade - 1) of the rows. */
  readonly gain: number;
  /** How many rows have a grade above 0. */
  readonly relevant: number;
}

/** One group as a ranking puts it: rows of one score together, the highest score first. */
interface RankedGroup {
  readonly ties: readonly TiedRows[];
  /** The gains of its rows, the greatest first: the best order there is. */
  readonly gains: Float64Array;
  readonly relevant: number;
}

/**
 * The mean of a measure over the groups that have a row of a grade above 0; the rows of the other groups are left out, since
 * no order of theirs is better than another. A group counts by the mean weight of its rows. Rows of one score are taken in
 * the mean of all their orders (McSherry & Najork, "Computing information retrieval performance measures efficiently in the
 * presence of tied scores", ECIR 2008), so the order of the rows in the data changes nothing.
 */
function meanOfGroups({ truth, predictions, group }: ScoredRows, measure: GroupMeasure): PreparedMetric {
  const rows = groupedRows(truth, predictions.outputs[0]!, group ?? new Int32Array(truth.length));
  const ranked = rows.map((places) => rankGroup(places, truth, predictions.outputs[0]!));
  const kept = rows.flatMap((places, at) => (ranked[at]!.relevant > 0 ? [places] : []));
  const values = ranked.filter(({ relevant }) => relevant > 0).map(measure);
  const groupWeights = (weights: RowWeights): Float64Array =>
    Float64Array.from(kept, (places) => {
      let weight = 0;
      for (const row of places) weight += weights[row]!;
      return weight / places.length;
    });
  return {
    leftOut: truth.length - kept.reduce((sum, places) => sum + places.length, 0),
    score: (weights) => {
      const ofGroup = groupWeights(weights);
      let sum = 0;
      let total = 0;
      for (let at = 0; at < kept.length; at++) {
        sum += ofGroup[at]! * values[at]!;
        total += ofGroup[at]!;
      }
      return ratio(sum, total);
    },
    // A group moves the mean as a whole; its rows have equal shares in that.
    influence: (weights) => {
      const ofGroup = influenceOnMean(Float64Array.from(values), groupWeights(weights));
      const influence = new Float64Array(truth.length);
      for (const [at, places] of kept.entries())
        for (const row of places) influence[row] = (ofGroup?.[at] ?? 0) / places.length;
      return ofGroup && influence;
    },
  };
}

type GroupMeasure = (group: RankedGroup) => number;

/** The rows of each group by falling score. */
function groupedRows(truth: Float64Array, score: Float64Array, group: Int32Array): Uint32Array[] {
  const order = Uint32Array.from(truth, (_, row) => row).sort(
    (left, right) => group[left]! - group[right]! || score[right]! - score[left]! || left - right,
  );
  const groups: Uint32Array[] = [];
  for (let from = 0, at = 1; at <= order.length; at++)
    if (at === order.length || group[order[at]!] !== group[order[from]!]) {
      groups.push(order.subarray(from, at));
      from = at;
    }
  return groups;
}

const gainOf = (grade: number): number => 2 ** grade - 1;

function rankGroup(places: Uint32Array, truth: Float64Array, score: Float64Array): RankedGroup {
  const ties: TiedRows[] = [];
  let tied = { size: 0, gain: 0, relevant: 0 };
  for (const [at, row] of places.entries()) {
    const grade = truth[row]!;
    tied = {
      size: tied.size + 1,
      gain: tied.gain + gainOf(grade),
      relevant: tied.relevant + (grade > 0 ? 1 : 0),
    };
    const next = places[at + 1];
    if (next !== undefined && score[next] === score[row]) continue;
    ties.push(tied);
    tied = { size: 0, gain: 0, relevant: 0 };
  }
  return {
    ties,
    gains: Float64Array.from(places, (row) => gainOf(truth[row]!))
      .sort()
      .reverse(),
    relevant: ties.reduce((sum, { relevant }) => sum + relevant, 0),
  };
}

/** What a row gains at each place: 1 / log2(place + 1), the first place is 1. */
const discounts: number[] = [];

function discountAt(place: number): number {
  for (let at = discounts.length + 1; at <= place; at++)
    discounts.push(naturalLogarithm(2) / naturalLogarithm(at + 1));
  return discounts[place - 1]!;
}

/** Calls `visit` with each tie and the places before it, up to the place `most`. */
function forEachTie(
  { ties }: RankedGroup,
  most: number,
  visit: (tie: TiedRows, before: number, placesWithin: number) => void,
): void {
  let before = 0;
  for (const tie of ties) {
    if (before >= most) return;
    visit(tie, before, Math.min(tie.size, most - before));
    before += tie.size;
  }
}

/**
 * Normalised discounted cumulative gain of the first `most` places: Σ (2^grade - 1) / log2(place + 1), as a share of that of
 * the best order (Järvelin & Kekäläinen 2002; gains as in Burges et al., ICML 2005, and LightGBM). Mean over the groups.
 */
export const normalizedGain =
  (most = Infinity) =>
  (rows: ScoredRows): PreparedMetric =>
    meanOfGroups(rows, (group) => {
      let gained = 0;
      forEachTie(group, most, ({ size, gain }, before, places) => {
        let discount = 0;
        for (let place = 1; place <= places; place++) discount += discountAt(before + place);
        gained += (gain / size) * discount;
      });
      let best = 0;
      for (let at = 0; at < Math.min(most, group.gains.length); at++)
        best += group.gains[at]! * discountAt(at + 1);
      return gained / best;
    });

/**
 * Average precision of the first `most` places, a row of a grade above 0 being a hit: the precision at each hit, divided by
 * the hits that could be there (as in LightGBM). Mean over the groups.
 */
export const groupPrecision =
  (most = Infinity) =>
  (rows: ScoredRows): PreparedMetric =>
    meanOfGroups(rows, (group) => {
      let sum = 0;
      let hits = 0;
      forEachTie(group, most, ({ size, relevant }, before, places) => {
        const further = size > 1 ? (relevant - 1) / (size - 1) : 0;
        if (relevant > 0)
          for (let place = 1; place <= places; place++)
            sum += ((relevant / size) * (hits + 1 + (place - 1) * further)) / (before + place);
        hits += relevant;
      });
      return sum / Math.min(most, group.relevant);
    });

/** One over the place of the first row of a grade above 0 (Voorhees, TREC-8, 1999). Mean over the groups. */
export const reciprocalRank = (rows: ScoredRows): PreparedMetric =>
  meanOfGroups(rows, (group) => {
    let before = 0;
    for (const { size, relevant } of group.ties) {
      if (relevant > 0) return meanReciprocal(size, relevant, before);
      before += size;
    }
    return 0;
  });

/** The mean of 1 / (place of the first hit) over all orders of a tie. */
function meanReciprocal(size: number, relevant: number, before: number): number {
  let probability = relevant / size;
  let sum = 0;
  for (let place = 1; place <= size - relevant + 1; place++) {
    sum += probability / (before + place);
    probability *= (size - relevant - place + 1) / (size - place || 1);
  }
  return sum;
}

/** The share of rows of a grade above 0 among the first `most` places; places that a small group lacks count as misses (as in trec_eval). Mean over the groups. */
export const precisionAt =
  (most: number) =>
  (rows: ScoredRows): PreparedMetric =>
    meanOfGroups(rows, (group) => {
      let hits = 0;
      forEachTie(group, most, ({ size, relevant }, _before, places) => {
        hits += (relevant / size) * places;
      });
      return hits / most;
    });
