import { geographyRecipes } from "../../../ir/index.ts";
import { type EmitCall, fromRecipes } from "./shared.ts";

/** Source of geography. */
export const geography = fromRecipes(geographyRecipes) satisfies Record<string, EmitCall>;
