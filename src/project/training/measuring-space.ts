import { featureVectors, learnRecipe, type Recipe } from "../../transform/index.ts";
import type { LearningData } from "./fit-model.ts";

/**
 * The rows of a table as numbers on one scale, learnt from the rows to learn from: where all clusters of a run are measured, whatever
 * each model makes of the columns.
 */
export function measuringSpace(
  recipe: Recipe,
  { table }: Pick<LearningData, "table">,
  learnt: Uint32Array,
): readonly Float64Array[] {
  const learned = learnRecipe(table, learnt, recipe, { indicators: [] });
  const all = Uint32Array.from({ length: table.rowCount }, (_, row) => row);
  return [...featureVectors(table, all, learned).values()].flatMap((vector) =>
    vector.kind === "numbers" ? [vector.values] : [],
  );
}
