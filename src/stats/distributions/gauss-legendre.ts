/** Points between 0 and 1 and their weights, which sum to 1. */
export interface Rule {
  readonly points: readonly number[];
  readonly weights: readonly number[];
}

/**
 * The rule of Gauss and Legendre with `count` points on [0, 1]. The roots of the Legendre polynomial are found one after the other
 * from the outermost: Newton's method on what is left when the found roots are divided out, then on the polynomial itself
 * (no cosine, which differs between engines).
 */
export function gaussLegendre(count: number): Rule {
  const points: number[] = [];
  const weights: number[] = [];
  const roots: number[] = [];
  for (let root = 0; root < Math.ceil(count / 2); root++) {
    let x = 1;
    for (let step = 0; step < 100; step++) {
      const { value, slope } = legendre(count, x);
      const deflation = roots.reduce((sum, one) => sum + 1 / (x - one), 0);
      const move = value / (slope - value * deflation);
      x -= move;
      if (Math.abs(move) < 1e-15) break;
    }
    if (count % 2 === 1 && root === (count - 1) / 2) x = 0;
    const { value, slope } = legendre(count, x);
    if (x !== 0) x -= value / slope;
    const end = legendre(count, x).slope;
    const weight = 1 / ((1 - x * x) * end * end);
    roots.push(x);
    points.push((1 - x) / 2);
    weights.push(weight);
    if (x !== 0) {
      points.push((1 + x) / 2);
      weights.push(weight);
    }
  }
  return { points, weights };
}

/** The Legendre polynomial and its slope at x (DLMF 18.9.1). */
function legendre(count: number, x: number): { readonly value: number; readonly slope: number } {
  let before = 1;
  let value = x;
  let slopeBefore = 0;
  let slope = 1;
  for (let degree = 2; degree <= count; degree++) {
    const next = ((2 * degree - 1) * x * value - (degree - 1) * before) / degree;
    const nextSlope = slopeBefore + (2 * degree - 1) * value;
    before = value;
    value = next;
    slopeBefore = slope;
    slope = nextSlope;
  }
  return { value, slope };
}
