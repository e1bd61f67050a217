import {
  commonLogarithmRecipe,
  exponentialRecipe,
  logarithmOfSumRecipe,
  naturalLogarithmRecipe,
  sigmoidRecipe,
} from "../../../ir/index.ts";
import { sql } from "../../sql.ts";
import { fromRecipe } from "../emit-recipe.ts";
import type { OpEmitter } from "../fragment.ts";
import { simple, repeated } from "./shared.ts";

/** SQL of mathematics. */
export const mathematics = {
  sqrt: repeated(
    ([a]) => sql`CASE WHEN ${a!} >= 0e0 THEN sqrt(${a!}) END`,
    () => 1e155,
  ),
  power: simple(
    ([a, b]) => sql`pow(${a!}, ${b!})`,
    () => Infinity,
  ),
  exp: fromRecipe(exponentialRecipe),
  ln: fromRecipe(naturalLogarithmRecipe),
  log10: fromRecipe(commonLogarithmRecipe),
  log1p: fromRecipe(logarithmOfSumRecipe),
  sin: simple(
    ([a]) => sql`sin(${a!})`,
    () => 1,
  ),
  cos: simple(
    ([a]) => sql`cos(${a!})`,
    () => 1,
  ),
  tanh: simple(
    ([a]) => sql`tanh(${a!})`,
    () => 1,
  ),
  sigmoid: fromRecipe(sigmoidRecipe),
} satisfies Record<string, OpEmitter>;
