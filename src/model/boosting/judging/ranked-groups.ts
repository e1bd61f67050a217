import { fixedPointSum, toFixedPoint } from "../fixed-point.ts";
import { bestGain, defaultGains, discountsOf } from "../ranking/discounts.ts";
import { layOutGroups } from "../ranking/group-layout.ts";
import { createSorter } from "../ranking/sort-descending.ts";
import type { TrainingSet } from "../../trainer.ts";
import type { JudgeMetric, Measure } from "./judge-metric.ts";

/** A group in the order of falling scores: what each place gains, and where scores are equal to those before. */
interface RankedGroup {
  readonly gains: Float64Array;
  readonly scores: Float64Array;
  readonly count: number;
  /** The same gains in the order of the rows, for what is computed once. */
  readonly number: number;
}

/** What a group is worth, from 0 to 1. */
type GroupMeasure = (group: RankedGroup) => number;

/** Prepares a measure for all groups: the gain of each row by its place, where groups end, the greatest group. */
type PrepareGroups = (gains: Float64Array, ends: Uint32Array, greatest: number) => GroupMeasure;

/**
 * The mean over the groups that have a row of a grade above 0, as in the metrics of a ranking (metrics/graded-groups.ts): a
 * group counts by the mean weight of its rows, and equal scores are taken in the mean of all their orders. It is another way to
 * the same numbers: which rows a group has is found once, and not for each iteration.
 */
const meanOfGroups = (gainOf: (grade: number) => number, prepare: PrepareGroups): JudgeMetric => ({
  tasks: ["ranking"],
  better: "higher",
  prepare: (set): Measure => {
    const { groupCount, ends, rows, greatest } = layOutGroups(set);
    const gains = Float64Array.from(rows, (row) => gainOf(set.target[row]!));
    const measure = prepare(gains, ends, greatest);
    const weights = groupWeights(set, rows, ends, groupCount, gains);
    const total = fixedPointSum(weights);
    const scores = new Float64Array(greatest);
    const ranked = { scores: new Float64Array(greatest), gains: new Float64Array(greatest) };
    const values = new Float64Array(groupCount);
    const sort = createSorter(greatest);
    return ([score]) => {
      for (let number = 0; number < groupCount; number++) {
        values[number] = 0;
        if (weights[number] === 0) continue;
        const from = ends[number]!;
        const count = ends[number + 1]! - from;
        for (let place = 0; place < count; place++) scores[place] = score![rows[from + place]!]!;
        const order = sort(scores, count);
        for (let place = 0; place < count; place++) {
          ranked.scores[place] = scores[order[place]!]!;
          ranked.gains[place] = gains[from + order[place]!]!;
        }
        values[number] = weights[number]! * measure({ ...ranked, count, number });
      }
      return fixedPointSum(values) / total;
    };
  },
});

/** The mean weight of the rows of each group; 0 for a group that no order is better for than another. */
function groupWeights(
  { weight }: TrainingSet,
  rows: Uint32Array,
  ends: Uint32Array,
  groupCount: number,
  gains: Float64Array,
): Float64Array {
  const whole = weight?.slice();
  if (whole) toFixedPoint(whole);
  return Float64Array.from({ length: groupCount }, (_, number) => {
    let sum = 0;
    let isGraded = false;
    for (let place = ends[number]!; place < ends[number + 1]!; place++) {
      sum += whole ? whole[rows[place]!]! : 1;
      if (gains[place]! > 0) isGraded = true;
    }
    return isGraded ? sum / (ends[number + 1]! - ends[number]!) : 0;
  });
}

/** Where the scores that are equal to the one at `from` end. */
function tieEnd({ scores, count }: RankedGroup, from: number): number {
  let to = from + 1;
  while (to < count && scores[to] === scores[from]) to++;
  return to;
}

function sumBetween(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; at++) sum += values[at]!;
  return sum;
}

/** Normalised discounted cumulative gain of the first `most` places, with the gains 2^grade - 1. */
export const rankedGain = (most: number): JudgeMetric =>
  meanOfGroups(
    (grade) => defaultGains[grade]!,
    (gains, ends, greatest) => {
      const discounts = discountsOf(greatest);
      const best = Float64Array.from({ length: ends.length - 1 }, (_, number) =>
        bestGain(gains.slice(ends[number], ends[number + 1]), discounts, most),
      );
      return (group) => {
        let gained = 0;
        for (let from = 0; from < Math.min(group.count, most);) {
          const to = tieEnd(group, from);
          const gain = sumBetween(group.gains, from, to) / (to - from);
          gained += gain * sumBetween(discounts, from, Math.min(to, most));
          from = to;
        }
        return gained / best[group.number]!;
      };
    },
  );

/** Average precision of the first `most` places, a row of a grade above 0 being a hit. */
export const rankedPrecision = (most: number): JudgeMetric =>
  meanOfGroups(
    (grade) => (grade > 0 ? 1 : 0),
    () => (group) => {
      let sum = 0;
      let before = 0;
      for (let from = 0; from < Math.min(group.count, most);) {
        const to = tieEnd(group, from);
        const [size, hits] = [to - from, sumBetween(group.gains, from, to)];
        const further = size > 1 ? (hits - 1) / (size - 1) : 0;
        if (hits > 0)
          for (let place = from; place < Math.min(to, most); place++)
            sum += ((hits / size) * (before + 1 + (place - from) * further)) / (place + 1);
        before += hits;
        from = to;
      }
      return sum / Math.min(most, sumBetween(group.gains, 0, group.count));
    },
  );
