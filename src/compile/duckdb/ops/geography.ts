import { geographyRecipes } from "../../../ir/index.ts";
import { fromRecipes } from "../emit-recipe.ts";
import type { OpEmitter } from "../fragment.ts";

/** SQL of geography. */
export const geography = fromRecipes(geographyRecipes) satisfies Record<string, OpEmitter>;
