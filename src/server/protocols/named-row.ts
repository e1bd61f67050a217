import { failInput, showValue } from "../../base/index.ts";
import type { Schema } from "../../schema/index.ts";

/** A row by position, in the order of the schema's columns, as a row by name. Fails with T2394 for another number of values. */
export function namedRow(
  { fields }: Schema,
  values: readonly unknown[],
  place: string,
): Readonly<Record<string, unknown>> {
  if (values.length !== fields.length)
    return failInput(
      "T2394",
      `The row has ${values.length} ${values.length === 1 ? "value" : "values"} for ${fields.length} columns`,
      {
        place,
        value: showValue(values.slice(0, 20)),
        cure: `Give one value for each column, in this order: ${namesOf(fields)}; or rows as objects by column.`,
      },
    );
  return Object.fromEntries(fields.map(({ name }, at) => [name, values[at]]));
}

const namesOf = (fields: Schema["fields"]): string =>
  `${fields
    .slice(0, 12)
    .map(({ name }) => name)
    .join(", ")}${fields.length > 12 ? ", …" : ""}`;
