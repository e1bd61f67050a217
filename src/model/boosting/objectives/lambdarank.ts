import { exponential, naturalLogarithm } from "../../../base/index.ts";
import { bestGain, defaultGains, discountsOf } from "../ranking/discounts.ts";
import { layOutGroupsByContent } from "../ranking/group-layout.ts";
import { createSorter } from "../ranking/sort-descending.ts";
import type { ObjectiveKind } from "./objective.ts";

/** What is used for every group again and again; places are those of the order of falling scores. */
interface Room {
  readonly scores: Float64Array;
  readonly ranked: Float64Array;
  readonly powers: Float64Array;
  readonly gains: Float64Array;
  readonly lambdas: Float64Array;
  readonly curvatures: Float64Array;
}

/** How pairs of rows are weighed. */
interface PairRules {
  readonly slope: number;
  readonly truncation: number;
  readonly isNormalised: boolean;
  readonly discounts: Float64Array;
}

/**
 * LambdaMART (Burges, "From RankNet to LambdaRank to LambdaMART", 2010) as LightGBM has it: every pair of rows of one group with
 * different grades, of which one is among the first `lambdarankTruncationLevel`, is pulled apart by the logistic loss of
 * their scores, times what swapping them would change in the NDCG. With `lambdarankNorm` a pair counts less where the scores
 * lie apart, and a group by the logarithm of its sum. Of equal scores the order is that of what the rows hold.
 */
export const lambdarank: ObjectiveKind = {
  tasks: ["ranking"],
  metric: "ndcg@10",
  open: (set, params) => {
    const gainOf = params.labelGain === "auto" ? defaultGains : params.labelGain;
    const { groupCount, ends, rows, greatest } = layOutGroupsByContent(set);
    const gains = Float64Array.from(rows, (row) => gainOf[set.target[row]!]!);
    const rules: PairRules = {
      slope: params.sigmoid,
      truncation: params.lambdarankTruncationLevel,
      isNormalised: params.lambdarankNorm,
      discounts: discountsOf(greatest),
    };
    const shares = Float64Array.from({ length: groupCount }, (_, number) => {
      const best = bestGain(gains.slice(ends[number], ends[number + 1]), rules.discounts, rules.truncation);
      return best > 0 ? 1 / best : 0;
    });
    const room = openRoom(greatest);
    const sort = createSorter(greatest);
    return {
      link: { kind: "identity" },
      start: [0],
      differentiate: ([score], _output, gradient, hessian) => {
        for (let number = 0; number < groupCount; number++) {
          const from = ends[number]!;
          const count = ends[number + 1]! - from;
          for (let place = 0; place < count; place++) room.scores[place] = score![rows[from + place]!]!;
          const order = sort(room.scores, count);
          for (let place = 0; place < count; place++) {
            room.ranked[place] = room.scores[order[place]!]!;
            room.gains[place] = gains[from + order[place]!]!;
          }
          const factor = shares[number] === 0 ? 0 : pullPairs(room, count, shares[number]!, rules);
          for (let place = 0; place < count; place++) {
            const row = rows[from + order[place]!]!;
            gradient[row] = factor === 0 ? 0 : room.lambdas[place]! * factor;
            hessian[row] = factor === 0 ? 0 : room.curvatures[place]! * factor;
          }
        }
      },
    };
  },
};

const openRoom = (count: number): Room => ({
  scores: new Float64Array(count),
  ranked: new Float64Array(count),
  powers: new Float64Array(count),
  gains: new Float64Array(count),
  lambdas: new Float64Array(count),
  curvatures: new Float64Array(count),
});

/** Adds up what the pairs of one group pull; the factor that all of it is multiplied with in the end. */
function pullPairs(
  { ranked, powers, gains, lambdas, curvatures }: Room,
  count: number,
  share: number,
  { slope, truncation, isNormalised, discounts }: PairRules,
): number {
  const best = ranked[0]!;
  const weighsDistance = isNormalised && best !== ranked[count - 1]!;
  // 1 / (1 + e^(a - b)) is e^b / (e^a + e^b): one power per row, not per pair.
  for (let place = 0; place < count; place++) {
    powers[place] = exponential(slope * (ranked[place]! - best));
    lambdas[place] = 0;
    curvatures[place] = 0;
  }
  let sum = 0;
  for (let upper = 0; upper < Math.min(count - 1, truncation); upper++) {
    const [upperGain, upperScore, upperPower] = [gains[upper]!, ranked[upper]!, powers[upper]!];
    const scale = discounts[upper]! * share;
    let upperLambda = 0;
    let upperCurvature = 0;
    for (let lower = upper + 1; lower < count; lower++) {
      const gap = upperGain - gains[lower]!;
      if (gap === 0) continue;
      const distance = upperScore - ranked[lower]!;
      let change = Math.abs(gap) * (scale - discounts[lower]! * share);
      if (weighsDistance) change /= 0.01 + distance;
      const lowerPower = powers[lower]!;
      const both = upperPower + lowerPower;
      // How probable it is, by the scores, that the row of the lower grade stands above.
      const wrong =
        both > 0
          ? (gap > 0 ? lowerPower : upperPower) / both
          : 1 / (1 + exponential(gap > 0 ? slope * distance : -slope * distance));
      const pull = slope * change * wrong;
      const bend = slope * pull * (1 - wrong);
      const signed = gap > 0 ? pull : -pull;
      upperLambda -= signed;
      upperCurvature += bend;
      lambdas[lower]! += signed;
      curvatures[lower]! += bend;
      sum += 2 * pull;
    }
    lambdas[upper]! += upperLambda;
    curvatures[upper]! += upperCurvature;
  }
  return isNormalised && sum > 0 ? (naturalLogarithm(1 + sum) * Math.LOG2E) / sum : 1;
}
