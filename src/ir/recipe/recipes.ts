import {
  exponentialMinusOneRecipe,
  exponentialRecipe,
  hyperbolicCosineRecipe,
  hyperbolicSineRecipe,
  hyperbolicTangentRecipe,
  sigmoidRecipe,
  softplusRecipe,
} from "./exponential.ts";
import { bearingRecipe, degreesRecipe, haversineRecipe, radiansRecipe } from "./geography.ts";
import {
  arcCosineRecipe,
  arcSineRecipe,
  arcTangentOfPointRecipe,
  arcTangentRecipe,
} from "./inverse-trigonometry.ts";
import {
  binaryLogarithmRecipe,
  commonLogarithmRecipe,
  logarithmOfSumRecipe,
  logitRecipe,
  naturalLogarithmRecipe,
} from "./logarithm.ts";
import { cubeRootRecipe, hypotenuseRecipe, powerRecipe } from "./power.ts";
import type { Recipe } from "./recipe.ts";
import { cosineRecipe, sineRecipe, tangentRecipe } from "./trigonometry.ts";

/** The operations of mathematics that follow a recipe on every target. */
export const mathematicsRecipes = {
  power: powerRecipe,
  exp: exponentialRecipe,
  expm1: exponentialMinusOneRecipe,
  ln: naturalLogarithmRecipe,
  log2: binaryLogarithmRecipe,
  log10: commonLogarithmRecipe,
  log1p: logarithmOfSumRecipe,
  sigmoid: sigmoidRecipe,
  logit: logitRecipe,
  softplus: softplusRecipe,
  cbrt: cubeRootRecipe,
  hypot: hypotenuseRecipe,
  sin: sineRecipe,
  cos: cosineRecipe,
  tan: tangentRecipe,
  asin: arcSineRecipe,
  acos: arcCosineRecipe,
  atan: arcTangentRecipe,
  atan2: arcTangentOfPointRecipe,
  sinh: hyperbolicSineRecipe,
  cosh: hyperbolicCosineRecipe,
  tanh: hyperbolicTangentRecipe,
  degrees: degreesRecipe,
  radians: radiansRecipe,
} satisfies Record<string, Recipe>;

/** The operations on places, the same. */
export const geographyRecipes = {
  haversine: haversineRecipe,
  bearing: bearingRecipe,
} satisfies Record<string, Recipe>;
