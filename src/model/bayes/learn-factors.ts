import { ExactSum } from "../../stats/index.ts";
import type { CategoryFeature, TrainingSet } from "../trainer.ts";
import { weightedMoments } from "../weighted-moments.ts";
import { categoryFactor, numberFactor, type Factor, type Normal } from "./factor.ts";

/** What the learning of the factors needs to know. */
export interface FactorSettings {
  /** Added to the count of every level in every class. */
  readonly smoothing: number;
  /** This share of the largest variance of a feature is added to every variance. */
  readonly varianceSmoothing: number;
}

/** One factor for each feature that can say something, in the order of the features. */
export function learnFactors(
  set: TrainingSet,
  classes: readonly number[],
  shares: readonly number[],
  { smoothing, varianceSmoothing }: FactorSettings,
): readonly Factor[] {
  const rowsOf = classes.map((one) =>
    Uint32Array.from(set.target.keys().filter((row) => set.target[row] === one)),
  );
  const numbers = new Map(
    set.features.flatMap((feature) => {
      const pooled = feature.kind === "number" ? weightedMoments(feature.values, set.weight) : undefined;
      return pooled ? [[feature, pooled] as const] : [];
    }),
  );
  const widest = [...numbers.values()].reduce((most, { deviation }) => Math.max(most, deviation), 0);
  /** √(deviation² + smoothing · widest²), in units of the widest so that nothing leaves float64. */
  const widened = (deviation: number): number =>
    widest * Math.sqrt((deviation / widest) ** 2 + varianceSmoothing);
  return set.features.flatMap((feature): Factor[] => {
    if (feature.kind === "category") return categoryFactorOf(feature, set, rowsOf, shares, smoothing);
    const pooled = numbers.get(feature);
    if (!pooled || !(widest > 0)) return [];
    const normals = rowsOf.map((rows): Normal => {
      // Of a class in which the number is nowhere known nothing can be said but what holds for all rows.
      const { mean, deviation } = weightedMoments(feature.values, set.weight, rows) ?? pooled;
      return { mean, deviation: widened(deviation) };
    });
    const all = { mean: pooled.mean, deviation: widened(pooled.deviation) };
    return [numberFactor(feature.name, normals, all, shares)];
  });
}

function categoryFactorOf(
  { name, codes, levelCount }: CategoryFeature,
  { weight }: TrainingSet,
  rowsOf: readonly Uint32Array[],
  shares: readonly number[],
  smoothing: number,
): Factor[] {
  if (levelCount === 0) return [];
  const probabilities = rowsOf.map((rows) => {
    const counts = levelCounts(codes, levelCount, weight, rows);
    const total = counts.reduce((sum, count) => sum + count, 0);
    return counts.map((count) => (count + smoothing) / (total + smoothing * levelCount));
  });
  return [categoryFactor(name, probabilities, shares)];
}

/** The weight of each level among some rows; sums are exact. */
function levelCounts(
  codes: Int32Array,
  levelCount: number,
  weight: Float64Array | undefined,
  rows: Uint32Array,
): readonly number[] {
  if (!weight) {
    const counts = Array.from({ length: levelCount }, () => 0);
    for (const row of rows) if (codes[row]! >= 0) counts[codes[row]!]! += 1;
    return counts;
  }
  const sums = Array.from({ length: levelCount }, () => new ExactSum());
  for (const row of rows) if (codes[row]! >= 0) sums[codes[row]!]!.add(weight[row]!);
  return sums.map((sum) => sum.total());
}
