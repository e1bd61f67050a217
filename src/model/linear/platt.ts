import { exponential, logarithmOfOnePlus, naturalLogarithm } from "../../base/index.ts";
import { BlockSum } from "./block-sum.ts";

/** A probability from a margin: sigmoid(slope · margin + shift). */
export interface PlattScaling {
  readonly slope: number;
  readonly shift: number;
}

/**
 * The sigmoid of Platt (1999) through margins of rows that the machine had not learnt from, by the Newton method with
 * backtracking of Lin, Lin & Weng, "A Note on Platt's Probabilistic Outputs for Support Vector Machines", 2007. The targets
 * are drawn a little away from 0 and 1, as if each class had one row more.
 */
export function fitPlatt(
  margins: Float64Array,
  isPositive: (row: number) => boolean,
  weight: Float64Array | undefined,
): PlattScaling {
  const weightOf = (row: number): number => (weight ? weight[row]! : 1);
  const counts = [new BlockSum(), new BlockSum()] as const;
  for (let row = 0; row < margins.length; row++) counts[isPositive(row) ? 1 : 0].add(weightOf(row));
  const [negative, positive] = [counts[0].total(), counts[1].total()];
  const [low, high] = [1 / (negative + 2), (positive + 1) / (positive + 2)];
  const pass = (slope: number, shift: number) => {
    const sums = Array.from({ length: 6 }, () => new BlockSum());
    for (let row = 0; row < margins.length; row++) {
      const margin = margins[row]!;
      const target = isPositive(row) ? high : low;
      const score = slope * margin + shift;
      const small = exponential(-Math.abs(score));
      const share = (score >= 0 ? 1 : small) / (1 + small);
      const loss = logarithmOfOnePlus(small) + (score >= 0 ? (1 - target) * score : -target * score);
      const error = weightOf(row) * (share - target);
      const curve = (weightOf(row) * small) / ((1 + small) * (1 + small));
      const terms = [
        weightOf(row) * loss,
        error * margin,
        error,
        curve * margin * margin,
        curve * margin,
        curve,
      ];
      for (const [at, term] of terms.entries()) sums[at]!.add(term);
    }
    return sums.map((sum) => sum.total());
  };
  let [slope, shift] = [0, naturalLogarithm((positive + 1) / (negative + 1))];
  let now = pass(slope, shift);
  for (let round = 0; round < 100; round++) {
    const [loss, bySlope, byShift, squares, mixed, ones] = now as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const [a, c] = [squares + 1e-12, ones + 1e-12];
    const determinant = a * c - mixed * mixed;
    const stepSlope = -(c * bySlope - mixed * byShift) / determinant;
    const stepShift = -(a * byShift - mixed * bySlope) / determinant;
    let share = 1;
    let next = pass(slope + stepSlope, shift + stepShift);
    while (!(next[0]! <= loss + 1e-13 * (1 + loss)) && share > 1e-10) {
      share /= 2;
      next = pass(slope + share * stepSlope, shift + share * stepShift);
    }
    slope += share * stepSlope;
    shift += share * stepShift;
    now = next;
    const moved = share * Math.max(Math.abs(stepSlope), Math.abs(stepShift));
    if (moved <= 1e-12 * (1 + Math.abs(slope) + Math.abs(shift))) break;
  }
  return { slope, shift };
}
