import { exponentOf, powerOfTwo } from "../../../base/index.ts";
import type { LeafRoom } from "./leaf-room.ts";
import type { ProductSums } from "./product-sums.ts";

/** Numbers of one feature around their weighted mean, made smaller than 1 by a power of two: (x - center) · scale. */
export interface Column {
  readonly feature: number;
  readonly center: number;
  readonly scale: number;
  readonly values: Float64Array;
}

/** Numbers farther from 0 than so many times their spread would lose it in sums of float64. */
const mostAway = powerOfTwo(30);
/** Numbers that lie closer together do not vary. */
const leastSpread = powerOfTwo(-960);
/** Derivatives beyond these cannot be made smaller, or greater, by a power of two. */
const leastDerivative = powerOfTwo(-1020);
const mostDerivative = powerOfTwo(1020);

/** Makes derivatives smaller than 1 by a power of two; what 1 is worth then, undefined where all are 0 or next to it. */
export function scaleDown(values: Float64Array, count: number): number | undefined {
  let greatest = 0;
  for (let at = 0; at < count; at++) {
    const size = Math.abs(values[at]!);
    if (size > greatest) greatest = size;
  }
  if (!(greatest > leastDerivative && greatest < mostDerivative)) return undefined;
  const exponent = exponentOf(greatest) + 1;
  const scale = powerOfTwo(-exponent);
  for (let at = 0; at < count; at++) values[at]! *= scale;
  return powerOfTwo(exponent);
}

/** Moves a feature's numbers around their weighted mean, in place; undefined where they do not vary, or too little for their size. */
export function moveColumn(
  feature: number,
  values: Float64Array,
  { hessian, weighted }: LeafRoom,
  { count, weight, sums }: { readonly count: number; readonly weight: number; readonly sums: ProductSums },
): Column | undefined {
  let low = Infinity;
  let high = -Infinity;
  for (let at = 0; at < count; at++) {
    const value = values[at]!;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  // The mean is taken around the middle: sums of numbers far from 0 would lose what parts them.
  const middle = low / 2 + high / 2;
  const first = scaleFor(Math.max(high - middle, middle - low));
  if (first === undefined) return undefined;
  for (let at = 0; at < count; at++) weighted[at] = (values[at]! - middle) * first;
  const center = middle + sums.of(hessian, weighted, count) / weight / first;
  const scale = scaleFor(Math.max(high - center, center - low));
  if (scale === undefined || Math.abs(center) * scale > mostAway) return undefined;
  for (let at = 0; at < count; at++) values[at] = (values[at]! - center) * scale;
  return { feature, center, scale, values };
}

/** The power of two that makes numbers of at most such a size smaller than 1; undefined for sizes beyond float64 or next to 0. */
const scaleFor = (size: number): number | undefined =>
  size > leastSpread && size < Infinity ? powerOfTwo(-exponentOf(size) - 1) : undefined;
