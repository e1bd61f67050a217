import {
  exponentialMinusOneAlgorithm,
  exponentialAlgorithm,
  hyperbolicCosineAlgorithm,
  hyperbolicSineAlgorithm,
  hyperbolicTangentAlgorithm,
  sigmoidAlgorithm,
  softplusAlgorithm,
} from "./exponential.ts";
import { bearingAlgorithm, degreesAlgorithm, haversineAlgorithm, radiansAlgorithm } from "./geography.ts";
import {
  arcCosineAlgorithm,
  arcSineAlgorithm,
  arcTangentOfPointAlgorithm,
  arcTangentAlgorithm,
} from "./inverse-trigonometry.ts";
import {
  binaryLogarithmAlgorithm,
  commonLogarithmAlgorithm,
  logarithmOfSumAlgorithm,
  logitAlgorithm,
  naturalLogarithmAlgorithm,
} from "./logarithm.ts";
import { cubeRootAlgorithm, hypotenuseAlgorithm, powerAlgorithm } from "./power.ts";
import type { Algorithm } from "./algorithm.ts";
import { cosineAlgorithm, sineAlgorithm, tangentAlgorithm } from "./trigonometry.ts";

/** The operations of mathematics that follow an algorithm on every target. */
export const mathematicsAlgorithms = {
  power: powerAlgorithm,
  exp: exponentialAlgorithm,
  expm1: exponentialMinusOneAlgorithm,
  ln: naturalLogarithmAlgorithm,
  log2: binaryLogarithmAlgorithm,
  log10: commonLogarithmAlgorithm,
  log1p: logarithmOfSumAlgorithm,
  sigmoid: sigmoidAlgorithm,
  logit: logitAlgorithm,
  softplus: softplusAlgorithm,
  cbrt: cubeRootAlgorithm,
  hypot: hypotenuseAlgorithm,
  sin: sineAlgorithm,
  cos: cosineAlgorithm,
  tan: tangentAlgorithm,
  asin: arcSineAlgorithm,
  acos: arcCosineAlgorithm,
  atan: arcTangentAlgorithm,
  atan2: arcTangentOfPointAlgorithm,
  sinh: hyperbolicSineAlgorithm,
  cosh: hyperbolicCosineAlgorithm,
  tanh: hyperbolicTangentAlgorithm,
  degrees: degreesAlgorithm,
  radians: radiansAlgorithm,
} satisfies Record<string, Algorithm>;

/** The operations on places, the same. */
export const geographyAlgorithms = {
  haversine: haversineAlgorithm,
  bearing: bearingAlgorithm,
} satisfies Record<string, Algorithm>;
