/** A polynomial, its coefficients from the constant up. */
export function polynomial(coefficients: readonly number[], at: number): number {
  let sum = 0;
  for (let place = coefficients.length - 1; place >= 0; place--) sum = sum * at + coefficients[place]!;
  return sum;
}
