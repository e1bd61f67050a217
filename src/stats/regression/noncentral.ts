import { noncentralChiSquared, noncentralF, noncentralT, normalUpper } from "../distributions/index.ts";

/** Beyond this distance a test that is worth asking about finds everything, and distributions end. */
const farthest = 90;

/** The probability that a noncentral t variable is above t ≥ 0. */
export const noncentralStudentUpper = (t: number, degrees: number, distance: number): number =>
  Math.abs(distance) > farthest || degrees > 1e9
    ? normalUpper(t - distance)
    : noncentralT(degrees, distance).survival(t);

/** The probability that a noncentral F variable is above f. */
export const noncentralFUpper = (f: number, above: number, below: number, noncentrality: number): number =>
  noncentrality > farthest * farthest ? 1 : noncentralF(above, below, noncentrality).survival(f);

/** The probability that a noncentral chi-squared variable is above x. */
export const noncentralChiSquareUpper = (x: number, degrees: number, noncentrality: number): number =>
  noncentrality > farthest * farthest ? 1 : noncentralChiSquared(degrees, noncentrality).survival(x);
