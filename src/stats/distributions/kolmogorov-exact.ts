import { powerOfTwo } from "../../base/index.ts";
import { binomialMass } from "./beta.ts";
import { addDoubles, divideDoubles, negateDouble, fromNumber } from "../double-double.ts";
import { valueOf } from "./tail.ts";

/**
 * Smirnov's one-sided tail P(D+ > d) as the sum of Birnbaum & Tingey (1951): d Σ C(n, j) (d + j/n)^(j - 1) (1 - d - j/n)^(n - j), all terms
 * positive.
 */
export function smirnovUpper(n: number, d: number): number {
  let sum = 0;
  for (let j = 0; j <= n; j++) {
    const x = addDoubles(fromNumber(d), divideDoubles(fromNumber(j), fromNumber(n)));
    const rest = addDoubles(fromNumber(1), negateDouble(x));
    if (rest.high <= 0) break;
    sum += (d / x.high) * valueOf(binomialMass(j, n, { x, rest }));
  }
  return sum;
}

/** One step is rarely long: 1 / 31! is nothing beside 1. */
const longestStep = 30;

/**
 * P(D ≤ d) for n values, where d = (k - h) / n: the matrix of G. Marsaglia, W. W. Tsang & J. Wang, "Evaluating Kolmogorov's
 * distribution", 2003, whose steps are those of a Poisson process between two walls. Its n-th power is needed at one entry alone,
 * so a vector goes through it n times, with the few entries of each row that count.
 */
export function exactKolmogorovLower(n: number, d: number): number {
  const k = Math.floor(n * d) + 1;
  const size = 2 * k - 1;
  const step = wallSteps(k - n * d, size);
  let states = new Float64Array(size);
  let next = new Float64Array(size);
  states[k - 1] = 1;
  let scale = 1;
  let exponent = 0;
  for (let place = 1; place <= n; place++) {
    step(states, next);
    [states, next] = [next, states];
    // n! / n^n, together with what the vector grows by.
    scale *= place / n;
    if (scale < powerOfTwo(-200)) {
      scale *= powerOfTwo(200);
      exponent -= 200;
    }
    exponent += rescale(states);
  }
  let found = states[k - 1]! * scale;
  for (; exponent < -500; exponent += 500) found *= powerOfTwo(-500);
  return found * powerOfTwo(exponent);
}

/** Brings the vector back among ordinary floats; answers the exponent of what it was divided by. */
function rescale(states: Float64Array): number {
  let largest = 0;
  for (const state of states) if (state > largest) largest = state;
  if (largest === 0 || (largest > powerOfTwo(-200) && largest < powerOfTwo(200))) return 0;
  const shift = largest < 1 ? -200 : 200;
  const factor = powerOfTwo(-shift);
  for (let place = 0; place < states.length; place++) states[place]! *= factor;
  return shift;
}

/** A row vector times the matrix: entry (i, j) is 1 / (i - j + 1)!, less what the walls take in the first column and the last row. */
function wallSteps(h: number, size: number): (from: Float64Array, into: Float64Array) => void {
  const inverse = [1];
  for (let steps = 1; steps <= longestStep + 1; steps++) inverse.push(inverse[steps - 1]! / steps);
  /** The chance of this many steps to a wall's neighbour. */
  const atWall: number[] = [0];
  let power = 1;
  for (let steps = 1; steps <= longestStep + 1; steps++) {
    power *= h;
    atWall.push((1 - power) * inverse[steps]!);
  }
  const corner = cornerStep(h, size, inverse);
  const last = size - 1;
  return (from, into) => {
    for (let column = 0; column < size; column++) {
      let sum = 0;
      const end = Math.min(last - 1, column + longestStep);
      if (column === 0) for (let row = 0; row <= end; row++) sum += from[row]! * atWall[row + 1]!;
      else for (let row = column - 1; row <= end; row++) sum += from[row]! * inverse[row - column + 1]!;
      const steps = size - column;
      if (steps <= longestStep + 1) sum += from[last]! * (column === 0 ? corner : atWall[steps]!);
      into[column] = sum;
    }
  };
}

/** From the last row to the first column: both walls take their part. */
function cornerStep(h: number, size: number, inverse: readonly number[]): number {
  if (size > longestStep + 1) return 0;
  let one = 1;
  let both = 1;
  for (let place = 0; place < size; place++) {
    one *= h;
    both *= Math.max(0, 2 * h - 1);
  }
  return (1 - 2 * one + both) * inverse[size]!;
}
