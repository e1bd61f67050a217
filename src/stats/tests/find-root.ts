/**
 * Where a continuous function that has another sign at `low` than at `high` is 0: T. R. Chandrupatla, "A New Hybrid Quadratic /
 * Bisection Algorithm for Finding the Zero of a Nonlinear Function", Advances in Engineering Software 28 (1997). To about 1e-15 of
 * the size of the root.
 */
export function findRoot(value: (x: number) => number, low: number, high: number): number {
  let [a, b] = [high, low];
  let [atA, atB] = [value(a), value(b)];
  let [c, atC] = [a, atA];
  let share = 0.5;
  for (let step = 0; step < 200; step++) {
    const x = a + share * (b - a);
    const atX = value(x);
    if (Math.sign(atX) === Math.sign(atA)) [c, atC] = [a, atA];
    else [c, atC, b, atB] = [b, atB, a, atA];
    [a, atA] = [x, atX];
    const isNearer = Math.abs(atA) < Math.abs(atB);
    const best = isNearer ? a : b;
    const room = (2e-16 * Math.abs(best) + 1e-300) / Math.abs(b - c);
    if (room > 0.5 || (isNearer ? atA : atB) === 0 || a === b) return best;
    const xi = (a - b) / (c - b);
    const phi = (atA - atB) / (atC - atB);
    const isSmooth = phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi;
    share = isSmooth
      ? (atA / (atB - atA)) * (atC / (atB - atC)) +
        ((c - a) / (b - a)) * (atA / (atC - atA)) * (atB / (atC - atB))
      : 0.5;
    share = Math.min(1 - room, Math.max(room, share));
  }
  return a;
}
