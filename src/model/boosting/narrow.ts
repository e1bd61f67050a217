import { exponentOf, powerOfTwo } from "../../base/index.ts";
import type { Units } from "./tree-ground.ts";

/**
 * Narrow fixed point: derivatives as whole numbers of 16 bits, so that a cell of sums has two halves of 32 bits and an update
 * is one addition. For many rows whose derivatives are about of a size; else fixed-point.ts has 52 bits for each sum.
 *
 * Why no sum overflows: let S be the sum of sizes |round(x·s)| at the scale s that the greatest size allows, over n rows. Then
 * |x|·s ≤ |round(x·s)| + 1/2, and at a scale smaller by 2^k the sum of sizes is at most (S + n/2)/2^k + n/2, for each rounding
 * adds at most 1/2; a hessian is at least 1, which adds at most 1/2 more. The k that is taken keeps that within 2^31 - 1, and the
 * sum of any of the rows is no greater. Halves do not disturb each other: hessians are positive, so the lower half never borrows.
 */
const mostSum = 2 ** 31 - 1;
const mostGradient = 2 ** 15 - 1;
const mostHessian = 2 ** 16 - 1;
/** Fewer rows are quick with 52 bits too. */
export const leastNarrowRows = 32_768;
/** The mean size in units that derivatives must have: rounding is less than a hundredth of it. */
const leastMean = 64;

/** Adding and taking away this number rounds to the nearest whole number, halves to even, below 2^51. */
const rounder = 2 ** 52 + 2 ** 51;
const roundEven = (value: number): number => value + rounder - rounder;

/** Makes the derivatives narrow, in place; undefined where they do not suit. Depends on no order of rows. */
export function toNarrow(gradient: Float64Array, hessian: Float64Array): Units | undefined {
  if (gradient.length < leastNarrowRows || gradient.length > mostSum) return undefined;
  const { greatest, highest, lowest } = rangeOf(gradient, hessian);
  if (!isUsual(greatest) || !isUsual(lowest) || !isUsual(highest)) return undefined;
  const gradientScale = scaleOf(gradient, greatest, mostGradient, 0);
  const isConstant = lowest === highest;
  const hessianScale = isConstant ? 1 / highest : scaleOf(hessian, highest, mostHessian, 1);
  if (gradientScale === undefined || hessianScale === undefined) return undefined;
  for (let row = 0; row < gradient.length; row++) {
    gradient[row] = roundEven(gradient[row]! * gradientScale);
    hessian[row] = isConstant ? 1 : Math.max(1, roundEven(hessian[row]! * hessianScale));
  }
  return { gradientUnit: 1 / gradientScale, hessianUnit: isConstant ? highest : 1 / hessianScale };
}

/** Positive, and neither so small nor so great that a scale would leave the range of float64. */
const isUsual = (size: number): boolean => size > 1e-250 && size < 1e250;

function rangeOf(
  gradient: Float64Array,
  hessian: Float64Array,
): { readonly greatest: number; readonly highest: number; readonly lowest: number } {
  let [greatest, highest, lowest] = [0, 0, Infinity];
  for (let row = 0; row < gradient.length; row++) {
    const size = Math.abs(gradient[row]!);
    if (size > greatest) greatest = size;
    if (hessian[row]! > highest) highest = hessian[row]!;
    if (hessian[row]! < lowest) lowest = hessian[row]!;
  }
  return { greatest, highest, lowest };
}

/** The power of two to multiply by; undefined where the numbers would be too small on average. */
function scaleOf(values: Float64Array, greatest: number, most: number, least: number): number | undefined {
  let scale = powerOfTwo(exponentOf(most) - exponentOf(greatest));
  if (roundEven(greatest * scale) > most) scale /= 2;
  let sum = 0;
  for (let row = 0; row < values.length; row++)
    sum += Math.max(least, Math.abs(roundEven(values[row]! * scale)));
  const count = values.length;
  let bound = sum + count / 2;
  for (; bound + (count / 2) * (1 + least) > mostSum; bound /= 2) scale /= 2;
  return bound - count / 2 >= leastMean * count ? scale : undefined;
}

/**
 * Rows for one unit of hessian, in a leaf whose hessians sum to `hessian`: rows are not counted in narrow cells but estimated,
 * as LightGBM does. Of 21 significant bits, so that its products with sums of 31 bits are exact: estimates of bins then add up
 * to the estimate of their sum, in any order.
 */
export function rowsPerHessian(count: number, hessian: number): number {
  if (hessian === 0) return 0;
  const ratio = count / hessian;
  const unit = powerOfTwo(exponentOf(ratio) - 20);
  return roundEven(ratio / unit) * unit;
}
