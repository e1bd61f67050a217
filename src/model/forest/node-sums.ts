import type { ForestGround } from "./forest-ground.ts";

/**
 * The sums of some rows of a forest: `width` numbers (weight by class, or the moment), then their weight and how many they
 * are. In bins they stand one after the other.
 */
export type NodeSums = Float64Array;

/** How many numbers the sums of a bin are. */
export const strideOf = ({ width }: ForestGround): number => width + 2;

/** Adds one row, `times` over, to the sums that stand at a place. */
export function addRow(
  sums: NodeSums,
  place: number,
  ground: ForestGround,
  row: number,
  times: number,
): void {
  const { classes, moment, weight, width } = ground;
  const rowWeight = weight[row]! * times;
  if (classes) sums[place + classes[row]!]! += rowWeight;
  else sums[place]! += moment![row]! * times;
  sums[place + width]! += rowWeight;
  sums[place + width + 1]! += 1;
}

/**
 * How well the rows agree: Σ S² / W over the numbers of a leaf, in units of the whole numbers. Parting rows never makes it
 * less; the gain is twice the fall of the squared error, or the fall of Gini's impurity.
 */
export function agreement(sums: NodeSums, place: number, { width }: ForestGround): number {
  const weight = sums[place + width]!;
  if (!(weight > 0)) return 0;
  let squares = 0;
  for (let at = 0; at < width; at++) squares += sums[place + at]! * sums[place + at]!;
  return squares / weight;
}

/** The same of what is left when a part is taken away. */
export function restAgreement(total: NodeSums, part: NodeSums, { width }: ForestGround): number {
  const weight = total[width]! - part[width]!;
  if (!(weight > 0)) return 0;
  let squares = 0;
  for (let at = 0; at < width; at++) {
    const rest = total[at]! - part[at]!;
    squares += rest * rest;
  }
  return squares / weight;
}

/** The numbers of a leaf: a share per class, or the mean. */
export function leafNumbers(
  sums: NodeSums,
  { width, momentUnit, weightUnit, center }: ForestGround,
): readonly number[] {
  const weight = sums[width]!;
  if (width === 1) return [center + (sums[0]! * momentUnit) / (weight * weightUnit)];
  return Array.from({ length: width }, (_, at) => sums[at]! / weight);
}
