import { column } from "../ir/index.ts";
import {
  tableFromVectors,
  valueAt,
  vectorFromValues,
  vectorLength,
  type Table,
  type Value,
} from "../schema/index.ts";
import { featureVectors, learnRecipe } from "./learn-recipe.ts";
import type { RecipeStep } from "./transform.ts";

/** Number columns by name. */
export const numberTable = (entries: Readonly<Record<string, readonly Value[]>>): Table =>
  tableFromVectors(
    Object.entries(entries).map(([name, values]) => [name, vectorFromValues("Float", values)]),
  );

/** Rows of numbers as columns `a`, `b`, `c`, …. */
export const tableOfRows = (rows: readonly (readonly Value[])[]): Table =>
  numberTable(
    Object.fromEntries(rows[0]!.map((_, at) => [String.fromCharCode(97 + at), rows.map((row) => row[at]!)])),
  );

/** What one joint step on some columns gives for all rows of a table, learnt from `rows` (null: all). */
export function runStep(
  table: Table,
  step: Pick<RecipeStep, "transform"> & Partial<RecipeStep>,
  { rows = null, target }: { readonly rows?: Uint32Array | null; readonly target?: string } = {},
) {
  const columns = step.columns ?? [...table.columns.keys()].filter((name) => name !== target);
  const recipe = { columns, steps: [{ params: {}, ...step, columns }] };
  const indicators = target === undefined ? [] : [{ label: "", expr: column(target, "Float") }];
  const learned = learnRecipe(table, rows, recipe, { indicators });
  const features = Object.fromEntries(
    [...featureVectors(table, null, learned)].map(([name, vector]) => [
      name,
      Array.from({ length: vectorLength(vector) }, (_, row) => valueAt(vector, row)),
    ]),
  );
  return { features, learned, texts: [...new Set(learned.actions.map(({ text }) => text))] };
}
