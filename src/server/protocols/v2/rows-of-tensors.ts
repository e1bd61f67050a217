import { failInput, showValue } from "../../../base/index.ts";
import { findField, isNumeric, type Schema } from "../../../schema/index.ts";
import { checkRowCount } from "../../routes/read-rows.ts";
import { isNumber } from "./read-tensors.ts";
import type { Element, Tensor } from "./tensor.ts";

type Row = Readonly<Record<string, Element>>;

/**
 * Rows from tensors: one for each column, of shape [rows] or [rows, 1]; or, where all columns are numbers, a single one of shape
 * [rows, columns] with the columns in the order of the schema. Fails with T2378 where tensors do not go together, with T2379
 * where a single one cannot hold the columns, with T2303 for too many rows. What a column takes is for the row's own check to say.
 */
export function rowsOfTensors(tensors: readonly Tensor[], schema: Schema): readonly Row[] {
  const [first, ...others] = tensors;
  const count = first?.shape[0] ?? 0;
  checkRowCount(count, "inputs");
  if (first && others.length === 0 && isMatrix(first, schema)) return rowsOfMatrix(first, schema);
  const extra = tensors.length > schema.fields.length && tensors.find(({ name }) => !findField(schema, name));
  if (extra)
    failTogether(
      `There are ${tensors.length} inputs for ${schema.fields.length} columns, and no column of this name`,
      `inputs[${showValue(extra.name)}]`,
      extra.name,
    );
  const names = new Set<string>();
  for (const { name, shape } of tensors) {
    const place = `inputs[${showValue(name)}]`;
    if (shape.length === 2 && shape[1] !== 1)
      failTogether(`The input has ${shape[1]} columns, and a column's input has one`, place, shape);
    if (shape[0] !== count)
      failTogether(`The input has ${shape[0]} rows, and the first one has ${count}`, place, shape);
    if (names.has(name)) failTogether("The input is there twice", place, name);
    names.add(name);
  }
  return Array.from({ length: count }, (_, row) =>
    Object.fromEntries(tensors.map(({ name, elements }) => [name, elements[row] ?? null])),
  );
}

const isMatrix = ({ name, shape }: Tensor, schema: Schema): boolean =>
  shape.length === 2 && (shape[1] !== 1 || (schema.fields.length === 1 && !findField(schema, name)));

function rowsOfMatrix({ name, datatype, shape, elements }: Tensor, { fields }: Schema): readonly Row[] {
  const place = `inputs[${showValue(name)}]`;
  const other = fields.find(({ type }) => !isNumeric(type));
  if (other)
    return failMatrix(
      `Column ${showValue(other.name)} is ${other.type}, so the columns are no matrix`,
      place,
      shape,
    );
  if (!isNumber(datatype)) return failMatrix(`A matrix of ${datatype} holds no numbers`, place, datatype);
  const [rows = 0, columns = 0] = shape;
  if (columns !== fields.length)
    return failMatrix(`The matrix has ${columns} columns, and the model ${fields.length}`, place, shape);
  return Array.from({ length: rows }, (_, row) =>
    Object.fromEntries(fields.map((field, at) => [field.name, elements[row * columns + at] ?? null])),
  );
}

const failTogether = (message: string, place: string, value: unknown): never =>
  failInput("T2378", message, {
    place,
    value: showValue(value),
    cure: "Send one input of shape [rows] for each column, all with the same rows.",
  });

const failMatrix = (message: string, place: string, value: unknown): never =>
  failInput("T2379", message, {
    place,
    value: showValue(value),
    cure: "Send one input for each column, by its name; the model's metadata list them.",
  });
