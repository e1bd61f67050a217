import { choleskyFactor, solveCholesky } from "../cholesky.ts";
import { checkedLevel, inferOne, type Coefficient, type Estimates, type Significance } from "./inference.ts";
import { refuseHypotheses, refuseUnknown } from "./refusals.ts";
import { chiSquarePValue, fPValue, twoSidedReach } from "./reference-tails.ts";

/** A linear hypothesis: Σ weight · coefficient = value (0 where absent). Columns that are not named have weight 0. */
export interface Hypothesis {
  readonly name?: string;
  readonly weights: Readonly<Record<string, number>>;
  readonly value?: number;
}

/** Each hypothesis alone, and all of them at once. */
export interface HypothesesTest {
  /** The estimate of each combination with its error; statistic and p-value are about the hypothesis' value. */
  readonly combinations: readonly Coefficient[];
  /** That all hold: F, or chi-squared where the statistics of the model are normal. */
  readonly joint: Significance;
}

/**
 * Tests linear hypotheses about the coefficients of any fitted model (contrasts), with the model's own covariance: t and F, or z and
 * chi-squared (Wald). Refuses unknown columns (T2865), and hypotheses that are empty or follow from each other (T2872).
 * @example
 * const fit = linearRegression({ design: designOfNumbers({ x: [1, 2, 3, 4] }), response: [1, 3, 2, 5] });
 * const { combinations } = testHypotheses(fit, [{ weights: { x: 1 }, value: 1.1 }]);
 * Number(combinations[0].estimate.toFixed(12)) // 1.1
 */
export function testHypotheses(
  fit: { readonly estimates: Estimates; readonly level: number },
  hypotheses: readonly Hypothesis[],
): HypothesesTest {
  const { estimates } = fit;
  const level = checkedLevel(fit.level);
  const { names, values, covariance, degreesOfFreedom } = estimates;
  const size = names.length;
  if (hypotheses.length === 0) refuseHypotheses("none", "Give at least one hypothesis.");
  const rows = hypotheses.map(({ weights }) => weightsOf(weights, names));
  const reach = twoSidedReach(level, degreesOfFreedom);
  const turned = rows.map((row) => timesMatrix(covariance, row, size));
  const estimated = rows.map((row) => dotOf(row, values));
  const combinations = hypotheses.map((hypothesis, at) => {
    const error = Math.sqrt(dotOf(rows[at]!, turned[at]!));
    const about = inferOne(
      "",
      estimated[at]! - (hypothesis.value ?? 0),
      error,
      reach,
      level,
      degreesOfFreedom,
    );
    return {
      ...inferOne(nameOf(hypothesis), estimated[at]!, error, reach, level, degreesOfFreedom),
      statistic: about.statistic,
      pValue: about.pValue,
    };
  });
  const distances = Float64Array.from(hypotheses, ({ value = 0 }, at) => estimated[at]! - value);
  const middle = new Float64Array(rows.length * rows.length);
  for (let row = 0; row < rows.length; row++)
    for (let column = 0; column < rows.length; column++)
      middle[row * rows.length + column] = dotOf(rows[row]!, turned[column]!);
  return { combinations, joint: jointTest(middle, distances, degreesOfFreedom, hypotheses.map(nameOf)) };
}

/** That the coefficients at some places are all 0. */
export function waldTest(
  { names, values, covariance, degreesOfFreedom }: Estimates,
  places: readonly number[],
): Significance {
  const middle = new Float64Array(places.length * places.length);
  places.forEach((row, at) =>
    places.forEach(
      (column, next) => (middle[at * places.length + next] = covariance[row * names.length + column]!),
    ),
  );
  const distances = Float64Array.from(places, (place) => values[place]!);
  return jointTest(
    middle,
    distances,
    degreesOfFreedom,
    places.map((place) => names[place]!),
  );
}

/** dᵀM⁻¹d, as F or chi-squared. */
function jointTest(
  matrix: Float64Array,
  distances: Float64Array,
  degrees: number,
  names: readonly string[],
): Significance {
  const size = distances.length;
  // Brought to unit diagonal first, so that the test of rank does not ask for units.
  const scales = Float64Array.from(distances, (_, at) => 1 / Math.sqrt(matrix[at * (size + 1)]! || 1));
  const scaled = matrix.map((value, at) => value * scales[Math.floor(at / size)]! * scales[at % size]!);
  const right = distances.map((value, at) => value * scales[at]!);
  const factor = choleskyFactor(scaled, size);
  if (factor.dependent.length > 0)
    refuseHypotheses(
      factor.dependent.map((at) => names[at]!).join("; "),
      "Leave out the named hypotheses: they follow from the others, or there is not enough in the data (fewer clusters than hypotheses?) to tell them apart.",
    );
  const solved = solveCholesky(factor, right);
  const value = Math.max(0, dotOf(solved, right));
  return degrees === Number.POSITIVE_INFINITY
    ? { name: "chi-squared", value, degreesOfFreedom: [size], pValue: chiSquarePValue(value, size) }
    : {
        name: "F",
        value: value / size,
        degreesOfFreedom: [size, degrees],
        pValue: fPValue(value / size, size, degrees),
      };
}

function weightsOf(weights: Readonly<Record<string, number>>, names: readonly string[]): Float64Array {
  const row = new Float64Array(names.length);
  for (const [name, weight] of Object.entries(weights)) {
    const place = names.indexOf(name);
    if (place < 0) refuseUnknown("column", name, names);
    row[place] = weight;
  }
  if (!row.every(Number.isFinite) || row.every((weight) => weight === 0))
    refuseHypotheses(JSON.stringify(weights), "Give at least one column a weight other than 0.");
  return row;
}

/** "age - 2 size = 0". */
function nameOf({ name, weights, value = 0 }: Hypothesis): string {
  if (name !== undefined) return name;
  const parts = Object.entries(weights).map(([column, weight]) =>
    weight === 1 ? column : weight === -1 ? `-${column}` : `${weight} ${column}`,
  );
  return `${parts.join(" + ").replaceAll("+ -", "- ")} = ${value}`;
}

function timesMatrix(matrix: Float64Array, vector: Float64Array, size: number): Float64Array {
  return vector.map((_, row) => dotOf(matrix.subarray(row * size, (row + 1) * size), vector));
}

function dotOf(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < left.length; at++) sum += left[at]! * right[at]!;
  return sum;
}
