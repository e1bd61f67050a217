import { exponentOf, powerOfTwo } from "../../base/index.ts";
import type { Units } from "./tree-ground.ts";

/**
 * Narrow fixed point: derivatives as whole numbers of 16 bits, so that a cell of sums has two halves of 32 bits and an update
 * is one addition. For many rows whose derivatives are about of a size; else fixed-point.ts has 52 bits for each sum.
 *
 * Numbers are first rounded at the scale that the greatest size allows, then lose so many bits that no sum can overflow: with S the
 * sum of the sizes of n rounded numbers, their sum of sizes without the last k bits is at most S/2^k + n/2, for each rounding adds
 * at most 1/2; a hessian is at least 1, which adds at most 1/2 more. The k that is taken keeps that within 2^31 - 1, and the sum of
 * any of the rows is no greater. Halves do not disturb each other: hessians are positive, so the lower half never borrows.
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

/** What rounding at the first scales gave. */
export interface FirstRounding {
  readonly gradientScale: number;
  readonly hessianScale: number;
  /** Sums of sizes, in units. */
  readonly gradientSizes: number;
  readonly hessianSizes: number;
  readonly lowestHessian: number;
  readonly highestHessian: number;
}

/** How rounded derivatives become narrow. */
export interface Narrowing {
  /** Bits that are taken away. */
  readonly gradientBits: number;
  readonly hessianBits: number;
  /** All hessians are equal, and become 1: then they count rows. */
  readonly isConstant: boolean;
  readonly units: Units;
}

/** Makes the derivatives narrow, in place; undefined where they do not suit. Depends on no order of rows. */
export function toNarrow(gradient: Float64Array, hessian: Float64Array): Units | undefined {
  if (!isNarrowCount(gradient.length)) return undefined;
  const { greatest, highest, lowest } = rangeOf(gradient, hessian);
  const gradientScale = firstGradientScale(greatest);
  const hessianScale = firstHessianScale(highest);
  if (gradientScale === undefined || hessianScale === undefined) return undefined;
  let [gradientSizes, hessianSizes] = [0, 0];
  for (let row = 0; row < gradient.length; row++) {
    gradientSizes += Math.abs(roundEven(gradient[row]! * gradientScale));
    hessianSizes += Math.max(1, roundEven(hessian[row]! * hessianScale));
  }
  const first = { gradientScale, hessianScale, gradientSizes, hessianSizes };
  const narrowing = narrowingOf(gradient.length, {
    ...first,
    lowestHessian: lowest,
    highestHessian: highest,
  });
  if (!narrowing) return undefined;
  const { gradientBits, hessianBits, isConstant, units } = narrowing;
  for (let row = 0; row < gradient.length; row++) {
    gradient[row] = withoutBits(roundEven(gradient[row]! * gradientScale), gradientBits);
    const whole = Math.max(1, roundEven(hessian[row]! * hessianScale));
    hessian[row] = isConstant ? 1 : Math.max(1, withoutBits(whole, hessianBits));
  }
  return units;
}

/** Whether so many rows are enough for narrow derivatives, and not too many. */
export const isNarrowCount = (rowCount: number): boolean =>
  rowCount >= leastNarrowRows && rowCount <= mostSum;

const withoutBits = (whole: number, bits: number): number => (whole + ((1 << bits) >> 1)) >> bits;

/** The power of two by which gradients that may be so great are multiplied first; undefined for no usual size. */
export const firstGradientScale = (greatest: number): number | undefined =>
  firstScale(greatest, mostGradient);

/** The same for hessians. */
export const firstHessianScale = (greatest: number): number | undefined => firstScale(greatest, mostHessian);

function firstScale(greatest: number, most: number): number | undefined {
  if (!isUsual(greatest)) return undefined;
  const scale = powerOfTwo(exponentOf(most) - exponentOf(greatest));
  return roundEven(greatest * scale) > most ? scale / 2 : scale;
}

/** How many bits must go; undefined where the derivatives do not suit: too small on average for what the greatest one is. */
export function narrowingOf(rowCount: number, first: FirstRounding): Narrowing | undefined {
  const { gradientScale, hessianScale, lowestHessian, highestHessian } = first;
  if (!(lowestHessian >= 0) || !isUsual(highestHessian)) return undefined;
  const isConstant = lowestHessian === highestHessian;
  const gradientBits = bitsToLose(first.gradientSizes, rowCount, 0);
  const hessianBits = bitsToLose(first.hessianSizes, rowCount, 1);
  if (gradientBits === undefined || (hessianBits === undefined && !isConstant)) return undefined;
  return {
    gradientBits,
    hessianBits: hessianBits ?? 0,
    isConstant,
    units: {
      gradientUnit: powerOfTwo(gradientBits) / gradientScale,
      hessianUnit: isConstant ? highestHessian : powerOfTwo(hessianBits!) / hessianScale,
    },
  };
}

function bitsToLose(sizes: number, count: number, least: number): number | undefined {
  let bits = 0;
  let kept = sizes;
  for (; !(kept + (count / 2) * (1 + least) <= mostSum) && bits < 15; bits++) kept /= 2;
  return bits < 15 && kept >= leastMean * count ? bits : undefined;
}

/** Positive, and neither so small nor so great that a scale would leave the range of float64. */
export const isUsual = (size: number): boolean => size > 1e-250 && size < 1e250;

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
