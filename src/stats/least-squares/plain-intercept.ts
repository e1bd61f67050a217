import { ExactSum } from "../exact-sum.ts";

/** The intercept of columns as they were given, from coefficients of columns about their means; the last mean is the target's. */
export function interceptOf(coefficients: Float64Array, means: Float64Array): number {
  const sum = new ExactSum();
  sum.add(means[coefficients.length]!);
  sum.add(coefficients[0]!);
  for (let at = 1; at < coefficients.length; at++) sum.addProduct(-coefficients[at]!, means[at]!);
  return sum.total();
}

/** R⁻¹ of columns as they were given: the row of the intercept takes the means in. */
export function inverseAsGiven(inverse: Float64Array, means: Float64Array, size: number): Float64Array {
  const moved = inverse.slice();
  for (let row = 1; row < size; row++)
    for (let column = 0; column < size; column++)
      moved[column]! -= means[row]! * inverse[row * size + column]!;
  return moved;
}
