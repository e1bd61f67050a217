import { naturalLogarithm } from "../base/index.ts";

/** Beyond these probabilities it answers for them. */
const leastProbability = 1e-7;
/** The answers there (scipy 1.17.1, 1e-7 less one unit in the last place of 1). */
const farthestBelow = -5.199337582605575;
const farthestAbove = 5.19933758270342;

/**
 * The z below which a standard normal variable lies with a probability, the same bits in every engine; cut off at 1e-7 and
 * 1 - 1e-7. Method and constants: M. J. Wichura, "Algorithm AS 241: The Percentage Points of the Normal Distribution", Applied
 * Statistics 37(3), 1988 (PPND16, good to about 16 digits).
 */
export function inverseNormal(probability: number): number {
  if (probability <= leastProbability) return farthestBelow;
  if (probability >= 1 - leastProbability) return farthestAbove;
  const fromMiddle = probability - 0.5;
  if (Math.abs(fromMiddle) <= 0.425) return fromMiddle * ratio(central, 0.180625 - fromMiddle * fromMiddle);
  const depth = Math.sqrt(-naturalLogarithm(Math.min(probability, 1 - probability)));
  // Depths above 5 are shares below 1e-10, which are cut off.
  return Math.sign(fromMiddle) * ratio(outer, depth - 1.6);
}

/** A ratio of two polynomials, their coefficients from the constant up. */
interface Ratio {
  readonly top: readonly number[];
  readonly bottom: readonly number[];
}

const ratio = ({ top, bottom }: Ratio, at: number): number => polynomial(top, at) / polynomial(bottom, at);

const polynomial = (coefficients: readonly number[], at: number): number =>
  coefficients.reduceRight((sum, coefficient) => sum * at + coefficient, 0);

const central: Ratio = {
  top: [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987,
    67265.7709270087, 33430.57558358813, 2509.0809287301227,
  ],
  bottom: [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
    28729.085735721943, 5226.495278852546,
  ],
};

const outer: Ratio = {
  top: [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
    0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  bottom: [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
    0.0005475938084995345, 1.0507500716444169e-9,
  ],
};
