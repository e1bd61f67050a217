/**
 * How many standard deviations hold a share of a normal distribution around its middle: 1.96 for 0.95.
 * Bisection of the upper tail by its continued fraction (Abramowitz & Stegun 26.2.14) and, near the middle, by its series (26.2.11).
 */
export function normalReach(share: number): number {
  let low = 0;
  let high = 12;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (2 * upperTail(middle) > 1 - share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function upperTail(z: number): number {
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z < 3) {
    let term = z;
    let sum = z;
    for (let odd = 3; odd < 100; odd += 2) {
      term *= (z * z) / odd;
      sum += term;
    }
    return 0.5 - density * sum;
  }
  let fraction = z;
  for (let step = 60; step > 0; step--) fraction = z + step / fraction;
  return density / fraction;
}
