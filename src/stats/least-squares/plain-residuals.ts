import { blockLength, type PlainDesign } from "./plain-design.ts";
import { addWithRests } from "./plain-gram.ts";

/** What the coefficients leave of the target. */
export interface ResidualPass {
  /** target - fitted, without the weight. */
  readonly residuals: Float64Array;
  /** Σ w·residual·column. */
  readonly products: Float64Array;
  /** Σ w·residual². */
  readonly squares: number;
  /** Σ w·(fitted - mean of the fitted)², or Σ w·fitted² without an intercept. */
  readonly explained: number;
}

/** The residuals of the data for coefficients of the columns about their means, summed by blocks with rounding errors. */
export function residualPass(design: PlainDesign, coefficients: Float64Array): ResidualPass {
  const { size, length, columns, means, target, weights, hasMean } = design;
  const residuals = new Float64Array(length);
  const part = new Float64Array(size + 4);
  const sums = new Float64Array(part.length);
  const rests = new Float64Array(part.length);
  const weighted = new Float64Array(blockLength);
  for (let from = 0; from < length; from += blockLength) {
    const own = residuals.subarray(from, Math.min(length, from + blockLength));
    for (let row = 0; row < own.length; row++) own[row] = target[from + row]! - means[size]!;
    for (let at = 0; at < size; at++) subtractTerm(own, columns[at], from, means[at]!, coefficients[at]!);
    let [squares, fitted, fittedSquares, weightSum] = [0, 0, 0, 0];
    for (let row = 0; row < own.length; row++) {
      const weight = weights ? weights[from + row]! : 1;
      const value = own[row]!;
      const fit = target[from + row]! - means[size]! - value;
      weighted[row] = weight * value;
      squares += weight * value * value;
      fitted += weight * fit;
      fittedSquares += weight * fit * fit;
      weightSum += weight;
    }
    for (let at = 0; at < size; at++) part[at] = dotTerm(weighted, own.length, columns[at], from, means[at]!);
    part.set([squares, fitted, fittedSquares, weightSum], size);
    addWithRests(part, sums, rests);
  }
  const totals = sums.map((sum, at) => sum + rests[at]!);
  const [squares, fitted, fittedSquares, weightSum] = totals.subarray(size) as unknown as readonly [
    number,
    number,
    number,
    number,
  ];
  return {
    residuals,
    products: totals.slice(0, size),
    squares,
    explained: hasMean ? Math.max(0, fittedSquares - (fitted * fitted) / weightSum) : fittedSquares,
  };
}

function subtractTerm(
  into: Float64Array,
  column: Float64Array | undefined,
  from: number,
  mean: number,
  coefficient: number,
): void {
  if (!column) for (let row = 0; row < into.length; row++) into[row]! -= coefficient;
  else for (let row = 0; row < into.length; row++) into[row]! -= coefficient * (column[from + row]! - mean);
}

function dotTerm(
  weighted: Float64Array,
  count: number,
  column: Float64Array | undefined,
  from: number,
  mean: number,
): number {
  let [even, odd] = [0, 0];
  if (!column) for (let row = 0; row < count; row++) even += weighted[row]!;
  else {
    let row = 0;
    for (; row + 1 < count; row += 2) {
      even += weighted[row]! * (column[from + row]! - mean);
      odd += weighted[row + 1]! * (column[from + row + 1]! - mean);
    }
    if (row < count) even += weighted[row]! * (column[from + row]! - mean);
  }
  return even + odd;
}
