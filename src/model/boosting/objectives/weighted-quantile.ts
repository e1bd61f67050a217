import { toFixedPoint } from "../fixed-point.ts";

/**
 * The least value at or below which a share of the weight lies; where exactly that share does, the middle between it and the
 * next value (the second definition of Hyndman and Fan, American Statistician 50, 1996). It makes the pinball loss least, a
 * weight counts as that many rows, and the order of the values changes no bit.
 */
export function weightedQuantile(
  values: Float64Array,
  weight: Float64Array | undefined,
  share: number,
): number {
  const weights = weight?.slice();
  if (weights) toFixedPoint(weights);
  return selectQuantile(values.slice(), weights, values.length, share);
}

/**
 * The same of the first `count` values, with weights in whole numbers (see fixed-point.ts) or none, by selection: each step
 * parts the values by one of them and goes on where the quantile lies (Hoare, Communications of the ACM 4, 1961). Moves the
 * values and weights about; their order changes nothing.
 */
export function selectQuantile(
  values: Float64Array,
  weights: Float64Array | undefined,
  count: number,
  share: number,
): number {
  let total = count;
  if (weights) {
    total = 0;
    for (let at = 0; at < count; at++) total += weights[at]!;
  }
  const wanted = share * total;
  let from = 0;
  let to = count;
  let before = 0;
  let draw = count;
  for (;;) {
    draw = (Math.imul(draw, 1664525) + 1013904223) >>> 0;
    const pivot = values[from + (draw % (to - from))]!;
    const [lessEnd, equalEnd] = partByPivot(values, weights, from, to, pivot);
    const less = before + weightBetween(weights, from, lessEnd);
    const upToPivot = less + weightBetween(weights, lessEnd, equalEnd);
    if (less >= wanted && lessEnd > from) to = lessEnd;
    else if (upToPivot < wanted && equalEnd < to) {
      from = equalEnd;
      before = upToPivot;
    } else return upToPivot === wanted ? middleToNext(values, count, pivot) : pivot;
  }
}

/** Values less than the pivot to the front, greater ones to the end; where the less end, and where the equal end. */
function partByPivot(
  values: Float64Array,
  weights: Float64Array | undefined,
  from: number,
  to: number,
  pivot: number,
): readonly [number, number] {
  let less = from;
  let at = from;
  let greater = to;
  while (at < greater) {
    const value = values[at]!;
    if (value < pivot) swap(values, weights, at++, less++);
    else if (value > pivot) swap(values, weights, at, --greater);
    else at++;
  }
  return [less, greater];
}

function swap(values: Float64Array, weights: Float64Array | undefined, one: number, other: number): void {
  const value = values[one]!;
  values[one] = values[other]!;
  values[other] = value;
  if (!weights) return;
  const weight = weights[one]!;
  weights[one] = weights[other]!;
  weights[other] = weight;
}

function weightBetween(weights: Float64Array | undefined, from: number, to: number): number {
  if (!weights) return to - from;
  let sum = 0;
  for (let at = from; at < to; at++) sum += weights[at]!;
  return sum;
}

function middleToNext(values: Float64Array, count: number, value: number): number {
  let next = Infinity;
  for (let at = 0; at < count; at++) if (values[at]! > value && values[at]! < next) next = values[at]!;
  return next === Infinity ? value : value / 2 + next / 2;
}
