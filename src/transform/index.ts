export * from "./aggregate.ts";
export * from "./transform.ts";
export { runAggregates } from "./run-aggregates.ts";
export { columnsOf } from "./columns-of.ts";
export { asFloat } from "./expressions.ts";
export { levelsOf } from "./ordinal.ts";
export { parseTransformName, transformNames, transforms, type TransformName } from "./transforms.ts";
export { featureVectors, learnRecipe } from "./learn-recipe.ts";
export { crossFit, type CrossFitOptions, type CrossFitted } from "./cross-fit.ts";
export { normalizeRecipe } from "./normalize-recipe.ts";
export {
  defaultRecipe,
  type ColumnFacts,
  type DefaultRecipe,
  type TrainerHandles,
} from "./default-recipe.ts";
