import type { SplitLimits } from "./split.ts";

/** Bounds of a leaf's value, and the value that smoothing draws it to. */
export interface ValueFrame {
  readonly low: number;
  readonly high: number;
  /** The value of the leaf that is parted. */
  readonly output: number;
}

/**
 * The value of a leaf: the step of Newton's method with its penalties, -T(G) / (H + λ), where T draws the gradient to 0 by
 * `lambdaL1`; then kept within `maxDeltaStep`, drawn to the parent's value as if that had been seen in `pathSmooth` rows, and
 * kept within the bounds. The order is LightGBM's. Derivatives are in their own units.
 */
export function leafValue(
  gradient: number,
  hessian: number,
  count: number,
  lambda: number,
  { lambdaL1, maxDeltaStep, pathSmooth }: SplitLimits,
  { low, high, output }: ValueFrame,
): number {
  const curvature = hessian + lambda;
  let value = curvature > 0 ? -softened(gradient, lambdaL1) / curvature : 0;
  if (maxDeltaStep > 0 && Math.abs(value) > maxDeltaStep) value = value < 0 ? -maxDeltaStep : maxDeltaStep;
  if (pathSmooth > 0) value = (value * count + output * pathSmooth) / (count + pathSmooth);
  return value < low ? low : value > high ? high : value;
}

/** How much a leaf of that value lowers the loss (twice): G² / (H + λ) where the value is free. */
export function leafGain(
  gradient: number,
  hessian: number,
  lambda: number,
  lambdaL1: number,
  value: number,
): number {
  return -(2 * softened(gradient, lambdaL1) * value + (hessian + lambda) * value * value);
}

/** The gradient, nearer to 0 by the penalty on the size of values. */
function softened(gradient: number, lambdaL1: number): number {
  const size = Math.abs(gradient) - lambdaL1;
  return size <= 0 ? 0 : gradient < 0 ? -size : size;
}
