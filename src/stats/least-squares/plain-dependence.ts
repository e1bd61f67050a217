import { interceptName, type LeastSquaresProblem, type NamedDependence } from "./least-squares-problem.ts";
import { createPlainDesign } from "./plain-design.ts";
import { factorOf, gramOf, solveByInverse } from "./plain-gram.ts";
import { residualPass } from "./plain-residuals.ts";
import { interceptOf } from "./plain-intercept.ts";
import { dependenceLimit } from "./orthogonal-factor.ts";

/** A term of a combination below this share of the column is rounding. */
const smallestTerm = 1e-9;

/**
 * Whether columns are combinations of the ones before them, each by a fit of its own; null where one is not, or float64 cannot
 * tell. `suspects` are places in the design, of which the intercept is the first where there is one.
 */
export function plainDependences(
  problem: LeastSquaresProblem,
  suspects: readonly number[],
): readonly NamedDependence[] | null {
  const shift = (problem.intercept ?? true) ? 1 : 0;
  const found: NamedDependence[] = [];
  for (const suspect of suspects) {
    const target = problem.columns[suspect - shift];
    if (!target) return null;
    const before = problem.columns.filter((_, at) => at + shift < suspect && !suspects.includes(at + shift));
    const one = dependenceOf({ ...problem, columns: before, target });
    if (!one) return null;
    found.push(one);
  }
  return found;
}

/** The target of a problem as a combination of its columns, if it is one. */
function dependenceOf(problem: LeastSquaresProblem): NamedDependence | undefined {
  const name = problem.target.name;
  const design = createPlainDesign(problem);
  if (!design) return undefined;
  const { size, means, hasMean } = design;
  const gram = gramOf(design);
  const width = size + 1;
  const wholeOf = (at: number): number =>
    Math.sqrt(gram[at * width + at]!) + Math.abs(means[at]!) * Math.sqrt(hasMean ? gram[0]! : 0);
  const whole = wholeOf(size);
  if (whole === 0) return { name, terms: [] };
  if (size === 0) return undefined;
  const { inverse } = factorOf(design, gram);
  if (!inverse) return undefined;
  const coefficients = solveByInverse(inverse, gram.slice(size * width, size * width + size));
  const first = residualPass(design, coefficients);
  for (const [at, step] of solveByInverse(inverse, first.products).entries()) coefficients[at]! += step;
  if (Math.sqrt(residualPass(design, coefficients).squares) > dependenceLimit * whole) return undefined;
  const estimates = coefficients.slice();
  if (hasMean) estimates[0] = interceptOf(coefficients, means);
  const terms = Array.from(estimates, (coefficient, at) => ({
    name: hasMean && at === 0 ? interceptName : problem.columns[at - (hasMean ? 1 : 0)]!.name,
    coefficient,
  }));
  return {
    name,
    terms: terms.filter(({ coefficient }, at) => Math.abs(coefficient) * wholeOf(at) > smallestTerm * whole),
  };
}
