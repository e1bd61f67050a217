export * from "./aggregate.ts";
export * from "./transform.ts";
export { runAggregates } from "./run-aggregates.ts";
export { transformNames, transforms, type TransformName } from "./transforms.ts";
export { featureVectors } from "./learn-recipe.ts";
export { crossFit } from "./cross-fit.ts";
export { normalizeRecipe } from "./normalize-recipe.ts";
export { defaultRecipe } from "./default-recipe.ts";
