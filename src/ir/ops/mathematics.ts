import { commonLogarithm, exponential, naturalLogarithm } from "../../base/index.ts";
import { byAlgorithm } from "../algorithm/algorithm.ts";
import { mathematicsAlgorithms as algorithms } from "../algorithm/algorithms.ts";
import { anyNumber, onNumbers, sameNumber, twoNumbers, type OpDefinition } from "./definition.ts";

const family = "mathematics" as const;
const nulls = "propagate" as const;

type Evaluate = OpDefinition["evaluate"];

/** A function of one number. */
const ofNumber = (title: string, evaluate: Evaluate) => ({
  family,
  nulls,
  title,
  signatures: anyNumber("Float"),
  evaluate,
});

/** A function of two numbers. */
const ofTwoNumbers = (title: string, evaluate: Evaluate) => ({
  family,
  nulls,
  title,
  signatures: twoNumbers.map((signature) => ({ ...signature, result: "Float" as const })),
  evaluate,
});

/** Roots, powers, logarithms, angles and what is made of them. Outside its domain a function is null. */
export const mathematics = {
  sqrt: ofNumber(
    "The square root; null below 0.",
    onNumbers((a) => (a < 0 ? null : Math.sqrt(a))),
  ),
  square: {
    family,
    nulls,
    title: "a · a.",
    signatures: sameNumber,
    evaluate: onNumbers((a) => a * a),
  },
  power: ofTwoNumbers(
    "a to the power b; null where that is no finite real number.",
    byAlgorithm(algorithms.power),
  ),
  exp: ofNumber(
    "e to the power a; null beyond float64.",
    onNumbers((a) => exponential(a)),
  ),
  expm1: ofNumber(
    "e to the power a, minus 1, exact for small a too; null beyond float64.",
    byAlgorithm(algorithms.expm1),
  ),
  ln: ofNumber(
    "The natural logarithm; null at 0 and below.",
    onNumbers((a) => (a <= 0 ? null : naturalLogarithm(a))),
  ),
  log2: ofNumber("The logarithm to base 2; null at 0 and below.", byAlgorithm(algorithms.log2)),
  log10: ofNumber(
    "The logarithm to base 10; null at 0 and below.",
    onNumbers((a) => (a <= 0 ? null : commonLogarithm(a))),
  ),
  log1p: ofNumber(
    "ln(1 + a), computed so; null at -1 and below.",
    onNumbers((a) => (1 + a <= 0 ? null : naturalLogarithm(1 + a))),
  ),
  sigmoid: ofNumber(
    "1 / (1 + e⁻ᵃ), computed so: a score to a probability.",
    onNumbers((a) => 1 / (1 + exponential(-a))),
  ),
  logit: ofNumber(
    "ln(a / (1 - a)): a probability to a score; null at 0 and below, at 1 and above.",
    byAlgorithm(algorithms.logit),
  ),
  softplus: ofNumber("ln(1 + eᵃ): a smooth step from 0 to a.", byAlgorithm(algorithms.softplus)),
  cbrt: ofNumber("The cube root, with the sign of a.", byAlgorithm(algorithms.cbrt)),
  hypot: ofTwoNumbers("The square root of a² + b²; null beyond float64.", byAlgorithm(algorithms.hypot)),
  sin: ofNumber("The sine of a in radians; null beyond ±10⁶.", byAlgorithm(algorithms.sin)),
  cos: ofNumber("The cosine of a in radians; null beyond ±10⁶.", byAlgorithm(algorithms.cos)),
  tan: ofNumber("The tangent of a in radians; null beyond ±10⁶.", byAlgorithm(algorithms.tan)),
  asin: ofNumber("The arc sine in radians; null outside -1 to 1.", byAlgorithm(algorithms.asin)),
  acos: ofNumber("The arc cosine in radians; null outside -1 to 1.", byAlgorithm(algorithms.acos)),
  atan: ofNumber("The arc tangent in radians.", byAlgorithm(algorithms.atan)),
  atan2: ofTwoNumbers(
    "The angle in radians of the point with y = a and x = b, from -π to π; 0 when both are 0.",
    byAlgorithm(algorithms.atan2),
  ),
  sinh: ofNumber("The hyperbolic sine; null beyond float64.", byAlgorithm(algorithms.sinh)),
  cosh: ofNumber("The hyperbolic cosine; null beyond float64.", byAlgorithm(algorithms.cosh)),
  tanh: ofNumber("The hyperbolic tangent.", byAlgorithm(algorithms.tanh)),
  degrees: ofNumber("Radians in degrees: a · (180/π); null beyond float64.", byAlgorithm(algorithms.degrees)),
  radians: ofNumber("Degrees in radians: a · (π/180).", byAlgorithm(algorithms.radians)),
} satisfies Record<string, OpDefinition>;
