import { column } from "../ir/index.ts";
import {
  tableFromVectors,
  valueAt,
  vectorFromValues,
  vectorLength,
  type DataType,
  type Value,
} from "../schema/index.ts";
import { featureVectors, learnRecipe } from "./learn-recipe.ts";

/** Values to learn from, values to answer for only, and the target of both. */
export interface Given {
  readonly type: DataType;
  readonly train: readonly Value[];
  readonly later?: readonly Value[];
  readonly target?: readonly Value[];
}

/** Learns one transform on the training values of a column x; gives all features over all values, and what was done. */
export function runTransform(
  transform: string,
  params: Record<string, unknown>,
  { type, train, later = [], target = [] }: Given,
) {
  const values = [...train, ...later];
  const table = tableFromVectors([
    ["x", vectorFromValues(type, values)],
    [
      "y",
      vectorFromValues(
        "Float",
        values.map((_, at) => target[at] ?? null),
      ),
    ],
  ]);
  const rows = Uint32Array.from(train, (_, at) => at);
  const recipe = { columns: ["x"], steps: [{ transform, columns: ["x"], params }] };
  const learned = learnRecipe(table, rows, recipe, {
    indicators: [{ label: "y", expr: column("y", "Float") }],
  });
  const vectors = featureVectors(table, null, learned);
  const features = Object.fromEntries(
    [...vectors].map(([name, vector]) => [
      name,
      Array.from({ length: vectorLength(vector) }, (_, row) => valueAt(vector, row)),
    ]),
  );
  const action = learned.actions[0]!;
  return { features, action, text: action.text, types: [...vectors.values()].map((one) => one.type) };
}
