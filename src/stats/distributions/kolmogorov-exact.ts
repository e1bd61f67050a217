import { exponential, powerOfTwo } from "../../base/index.ts";
import { binomialMass } from "./beta.ts";
import { addDoubles, divideDoubles, negateDouble, fromNumber } from "../double-double.ts";
import { poissonPart } from "./incomplete-gamma.ts";
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
 * P(D > d) for n values: what the walls of `exactKolmogorovLower` take at each step, times the chance that the Poisson process, free
 * from there on, still comes to n points. All terms are positive, so that small chances keep their digits.
 */
export function exactKolmogorovUpper(n: number, d: number): number {
  const k = Math.floor(n * d) + 1;
  const size = 2 * k - 1;
  const walls = wallsAt(k - n * d, size);
  const step = wallSteps(walls);
  let states = new Float64Array(size);
  let next = new Float64Array(size);
  states[k - 1] = 1;
  // A chance that falls by e with each step, like that of no point.
  const perStep = exponential(-1);
  let sum = 0;
  for (let place = 1; place <= n; place++) {
    const left = n - place;
    // State s stands for place + k - 1 - s points so far.
    visitLost(walls, states, (column, lost) => {
      const points = left - k + 1 + column;
      if (lost > 0 && points >= 0) sum += lost * perStep * poissonChance(points, left);
    });
    step(states, next);
    for (let state = 0; state < size; state++) next[state]! *= perStep;
    [states, next] = [next, states];
  }
  return sum / poissonChance(n, n);
}

/** P(X = count) of a Poisson variable. */
const poissonChance = (count: number, mean: number): number => {
  if (mean === 0) return count === 0 ? 1 : 0;
  return count === 0 ? exponential(-mean) : valueOf(poissonPart(count, mean));
};

/** What each wall takes of a step, by the state that it would have led to; states beyond the walls have no place in the vector. */
function visitLost(
  { size, inverse, taken, corner }: Walls,
  states: Float64Array,
  visit: (column: number, lost: number) => void,
): void {
  const last = size - 1;
  const rows = Math.min(size, longestStep);
  for (let beyond = 1; beyond < longestStep; beyond++) {
    let lost = 0;
    for (let row = 0; row < rows && row + 1 + beyond <= longestStep + 1; row++)
      lost += states[row]! * inverse[row + 1 + beyond]!;
    visit(-beyond, lost);
  }
  let first = 0;
  for (let row = 0; row < Math.min(last, longestStep); row++) first += states[row]! * taken[row + 1]!;
  if (size <= longestStep + 1) first += states[last]! * corner;
  visit(0, first);
  for (let column = Math.max(1, size - longestStep); column < size; column++)
    visit(column, states[last]! * taken[size - column]!);
  visit(size, states[last]!);
}

/**
 * P(D ≤ d) for n values, where d = (k - h) / n: the matrix of G. Marsaglia, W. W. Tsang & J. Wang, "Evaluating Kolmogorov's
 * distribution", 2003, whose steps are those of a Poisson process between two walls. Its n-th power is needed at one entry alone,
 * so a vector goes through it n times, with the few entries of each row that count.
 */
export function exactKolmogorovLower(n: number, d: number): number {
  const k = Math.floor(n * d) + 1;
  const size = 2 * k - 1;
  const step = wallSteps(wallsAt(k - n * d, size));
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

/** The parts of the matrix, by the number of points in a step. */
interface Walls {
  readonly size: number;
  /** 1 / points!, what a step has without walls. */
  readonly inverse: readonly number[];
  /** What a wall takes of a step to or from its neighbour, and both of one between them. */
  readonly taken: readonly number[];
  readonly corner: number;
}

function wallsAt(h: number, size: number): Walls {
  const inverse = [1];
  for (let steps = 1; steps <= longestStep + 1; steps++) inverse.push(inverse[steps - 1]! / steps);
  const taken: number[] = [1];
  let power = 1;
  for (let steps = 1; steps <= longestStep + 1; steps++) {
    power *= h;
    taken.push(power * inverse[steps]!);
  }
  return { size, inverse, taken, corner: cornerTaken(h, size, inverse) };
}

/** A row vector times the matrix: entry (i, j) is 1 / (i - j + 1)!, less what the walls take in the first column and the last row. */
function wallSteps({
  size,
  inverse,
  taken,
  corner,
}: Walls): (from: Float64Array, into: Float64Array) => void {
  const atWall = inverse.map((whole, steps) => whole - taken[steps]!);
  const last = size - 1;
  return (from, into) => {
    for (let column = 0; column < size; column++) {
      let sum = 0;
      const end = Math.min(last - 1, column + longestStep);
      if (column === 0) for (let row = 0; row <= end; row++) sum += from[row]! * atWall[row + 1]!;
      else for (let row = column - 1; row <= end; row++) sum += from[row]! * inverse[row - column + 1]!;
      const steps = size - column;
      if (steps <= longestStep + 1)
        sum += from[last]! * (column === 0 ? inverse[steps]! - corner : atWall[steps]!);
      into[column] = sum;
    }
  };
}

/** From the last row to the first column both walls take their part. */
function cornerTaken(h: number, size: number, inverse: readonly number[]): number {
  if (size > longestStep + 1) return 0;
  let one = 1;
  let both = 1;
  for (let place = 0; place < size; place++) {
    one *= h;
    both *= Math.max(0, 2 * h - 1);
  }
  return (2 * one - both) * inverse[size]!;
}
