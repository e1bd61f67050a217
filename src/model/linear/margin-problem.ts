import { square } from "../../base/index.ts";
import { BlockSum } from "./block-sum.ts";
import type { Design } from "./design.ts";

/** One kind of demand on each row: sign · score ≥ threshold. How far it is missed is what costs. */
export interface Side {
  readonly signs: Float64Array;
  readonly thresholds: Float64Array;
}

/** λ/2·Σβ² + Σ w·loss(threshold - sign·score) over all sides, to be minimised; the intercept is free. */
export interface MarginProblem {
  readonly design: Design;
  readonly weight: Float64Array | undefined;
  readonly sides: readonly Side[];
  /** Above 0. */
  readonly lambda: number;
}

/** Where a fit ended. */
export interface MarginFit {
  /** One coefficient per feature of the design, the intercept last. */
  readonly coefficients: Float64Array;
  readonly iterations: number;
  readonly converged: boolean;
  readonly objective: number;
}

/** Two classes: the positive one at a score of 1 or above, the other at -1 or below. */
export function classSides(isPositive: (row: number) => boolean, rowCount: number): readonly Side[] {
  return [
    {
      signs: Float64Array.from({ length: rowCount }, (_, row) => (isPositive(row) ? 1 : -1)),
      thresholds: new Float64Array(rowCount).fill(1),
    },
  ];
}

/** A quantity: the score at most ε below it and at most ε above it. */
export function tubeSides(target: Float64Array, epsilon: number): readonly Side[] {
  return [1, -1].map((sign) => ({
    signs: new Float64Array(target.length).fill(sign),
    thresholds: target.map((value) => sign * value - epsilon),
  }));
}

/** The value of the objective at these coefficients, whose scores are given. */
export function marginObjective(
  { weight, sides, lambda }: MarginProblem,
  coefficients: Float64Array,
  scores: Float64Array,
  loss: "hinge" | "squared-hinge",
): number {
  const sum = new BlockSum();
  for (const { signs, thresholds } of sides)
    for (let row = 0; row < scores.length; row++) {
      const missed = thresholds[row]! - signs[row]! * scores[row]!;
      if (missed > 0) sum.add((weight ? weight[row]! : 1) * (loss === "hinge" ? missed : square(missed)));
    }
  const norm = coefficients.subarray(0, -1).reduce((total, value) => total + square(value), 0);
  return sum.total() + (lambda / 2) * norm;
}
