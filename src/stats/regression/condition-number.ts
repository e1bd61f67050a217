import type { Design } from "./design.ts";
import { describeDependent, factorColumns } from "./factor.ts";
import { refuseCollinear } from "./refusals.ts";
import { dot, total } from "./weighted-sums.ts";

/** How far the columns of a design are from being combinations of each other. */
export interface ConditionNumber {
  /** The longest by the shortest axis of the scaled columns: 1 where nothing goes together. */
  readonly value: number;
  /** Columns that take part in axes more than 30 times as short as the longest one; empty where there are none. */
  readonly columns: readonly string[];
}

/** From here on estimates are shaky (Belsley, Kuh & Welsch: 5 to 10 is weak, 30 to 100 moderate to strong). */
export const largeCondition = 30;
/** The share of a coefficient's variance from short axes with which its column takes part in them. */
const largeShare = 0.5;

/**
 * The condition number of the columns of a design, each brought to length 1: how many times a change of the response may come out
 * larger in the coefficients. Where it is above 30, the columns are named of which short axes hold more than half of the variance.
 * `about: "mean"`, the default where there is an intercept, takes the columns as distances from their means, so that a year that lies far from 0
 * does not count; `about: "origin"` takes them as they are, the intercept among them, as the source does. Columns that are combinations of
 * others are refused by name (T2862). Source: D. A. Belsley, E. Kuh & R. E. Welsch, "Regression Diagnostics", 1980, chapter 3;
 * axes by one-sided Jacobi rotations (Golub & Van Loan, "Matrix Computations", 8.6.3).
 * @example
 * const design = designOfNumbers({ x: [1, 2, 3, 4], z: [1, -1, -1, 1] });
 * Number(conditionNumber(design).value.toFixed(9)) // 1
 */
export function conditionNumber(
  design: Design,
  { about = design.hasIntercept ? "mean" : "origin" }: { readonly about?: "mean" | "origin" } = {},
): ConditionNumber {
  const isCentred = about === "mean" && design.hasIntercept;
  const from = isCentred ? 1 : 0;
  const names = design.names.slice(from);
  const columns = design.columns.slice(from).map((column) => scaledColumn(column, isCentred));
  if (columns.length === 0) return { value: 1, columns: [] };
  const factor = factorColumns(columns, undefined);
  if (factor.dependent.length > 0) refuseCollinear(describeDependent(factor, names));
  const { size, upper, scales } = factor;
  // The columns of R have the lengths and the angles of those of the design.
  const sides = columns.map((_, column) =>
    Float64Array.from({ length: size }, (_entry, row) => upper[row * size + column]! / scales[column]!),
  );
  const { lengths, turns } = shortAxes(sides);
  const longest = lengths.reduce((most, one) => Math.max(most, one), 0);
  const shortest = lengths.reduce((least, one) => Math.min(least, one), Infinity);
  const value = longest / shortest;
  if (!(value > largeCondition)) return { value, columns: [] };
  return {
    value,
    columns: names.filter((_, column) => {
      let [whole, short] = [0, 0];
      for (let axis = 0; axis < size; axis++) {
        const part = (turns[axis]![column]! / (lengths[axis]! / shortest)) ** 2;
        whole += part;
        if (longest > largeCondition * lengths[axis]!) short += part;
      }
      return short > largeShare * whole;
    }),
  };
}

/** A column at length 1, about its mean where asked for; zeros where nothing is left of it. */
function scaledColumn(column: Float64Array, isCentred: boolean): Float64Array {
  const mean = isCentred ? total(column) / column.length : 0;
  const moved = isCentred ? column.map((value) => value - mean) : column;
  const length = Math.sqrt(dot(moved, moved));
  return length > 0 ? moved.map((value) => value / length) : moved;
}

/** So many rounds of rotations are plenty. */
const mostRounds = 60;

/** Turns columns until they are orthogonal: their lengths are the axes, and the turns say what each axis is made of. */
function shortAxes(columns: readonly Float64Array[]): {
  readonly lengths: readonly number[];
  readonly turns: readonly Float64Array[];
} {
  const size = columns.length;
  const axes = columns.map((column) => Float64Array.from(column));
  const turns = axes.map((_, at) => Float64Array.from({ length: size }, (_one, row) => (row === at ? 1 : 0)));
  for (let round = 0, isTurned = true; isTurned && round < mostRounds; round++) {
    isTurned = false;
    for (let left = 0; left < size - 1; left++)
      for (let right = left + 1; right < size; right++)
        if (turnPair([axes[left]!, axes[right]!], [turns[left]!, turns[right]!])) isTurned = true;
  }
  return { lengths: axes.map((axis) => Math.sqrt(plainDot(axis, axis))), turns };
}

type Pair = readonly [Float64Array, Float64Array];

/** Turns two columns so that they are orthogonal; false where they are already. */
function turnPair(axes: Pair, turns: Pair): boolean {
  const [one, other] = axes;
  const cross = plainDot(one, other);
  const [first, second] = [plainDot(one, one), plainDot(other, other)];
  if (Math.abs(cross) <= Number.EPSILON * Math.sqrt(first * second)) return false;
  const ratio = (second - first) / (2 * cross);
  const tangent = (ratio < 0 ? -1 : 1) / (Math.abs(ratio) + Math.sqrt(1 + ratio * ratio));
  const cosine = 1 / Math.sqrt(1 + tangent * tangent);
  for (const [a, b] of [axes, turns])
    for (let row = 0; row < a.length; row++) {
      const [x, y] = [a[row]!, b[row]!];
      a[row] = cosine * (x - tangent * y);
      b[row] = cosine * (tangent * x + y);
    }
  return true;
}

function plainDot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < left.length; at++) sum += left[at]! * right[at]!;
  return sum;
}
