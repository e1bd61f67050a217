import { failInput, isRecord, showValue } from "../../../base/index.ts";
import type { Schema } from "../../../schema/index.ts";
import { checkRowCount } from "../../routes/read-rows.ts";
import { namedRow } from "../named-row.ts";
import { repeatedName } from "./repeated-name.ts";

/** The forms of a JSON request, as MLflow names them. */
const frameForms = ["dataframe_split", "dataframe_records", "instances", "inputs"] as const;
/** What to send, for the cures. */
export const expectedRows = `an object with one of ${frameForms.join(", ")}, or a list of rows, as JSON`;
type FrameForm = (typeof frameForms)[number];

/**
 * The rows of a JSON request: an object with exactly one of MLflow's four forms, or a bare list of rows, which SageMaker's
 * clients send and MLflow refuses. Fails with T2384 for none or several of them, with T2385 for one that is not well formed.
 */
export function frameRows(json: unknown, schema: Schema): readonly unknown[] {
  if (Array.isArray(json)) return rowsOfList(json, schema, "body");
  const given = isRecord(json) ? json : {};
  const forms = frameForms.filter((form) => given[form] !== undefined);
  const [form, ...others] = forms;
  if (!form || others.length > 0)
    return failInput(
      "T2384",
      form ? `The request has ${forms.join(" and ")}` : "The request has none of the forms of rows",
      {
        place: "body",
        value: showValue(isRecord(json) ? Object.keys(json) : json),
        cure: `Send ${expectedRows}.`,
      },
    );
  return readers[form](given[form], schema);
}

const readers: Readonly<Record<FrameForm, (given: unknown, schema: Schema) => readonly unknown[]>> = {
  dataframe_split: rowsOfSplit,
  dataframe_records: (given) =>
    Array.isArray(given)
      ? (given as readonly unknown[])
      : failFrame("The records are no list", "dataframe_records", given),
  instances: (given, schema) =>
    Array.isArray(given)
      ? rowsOfList(given, schema, "instances")
      : failFrame("The instances are no list", "instances", given),
  inputs: (given, schema) =>
    Array.isArray(given) ? rowsOfList(given, schema, "inputs") : rowsOfColumns(given),
};

/** Rows by name or by position; a bare value is the row of a model with a single column. */
export function rowsOfList(list: readonly unknown[], schema: Schema, place: string): readonly unknown[] {
  checkRowCount(list.length, place);
  return list.map((item, at) => {
    if (Array.isArray(item)) return namedRow(schema, item, `${place}[${at}]`);
    if (isRecord(item) || schema.fields.length !== 1) return item;
    return namedRow(schema, [item], `${place}[${at}]`);
  });
}

/** A pandas frame in the orientation `split`; its index says nothing about the rows. */
function rowsOfSplit(given: unknown): readonly unknown[] {
  if (!isRecord(given)) return failFrame("The frame is no object", "dataframe_split", given);
  const { columns, data } = given;
  if (
    !Array.isArray(columns) ||
    !columns.every((name) => typeof name === "string" || typeof name === "number")
  )
    return failFrame("The frame's columns are no list of names", "dataframe_split.columns", columns);
  const names = columns.map(String);
  const twice = repeatedName(names);
  if (twice !== undefined)
    return failFrame(`The column ${showValue(twice)} is there twice`, "dataframe_split.columns", twice);
  if (!Array.isArray(data)) return failFrame("The frame's data are no list", "dataframe_split.data", data);
  checkRowCount(data.length, "dataframe_split.data");
  return data.map((row: unknown, at) => {
    if (!Array.isArray(row) || row.length !== names.length)
      return failFrame(
        `The row has not one value for each of the ${names.length} columns`,
        `dataframe_split.data[${at}]`,
        row,
      );
    return Object.fromEntries(names.map((name, column) => [name, row[column] as unknown]));
  });
}

/** Columns by name, each a list of as many values, or each of them one value; a list of lists of one value is a column too. */
function rowsOfColumns(given: unknown): readonly unknown[] {
  if (!isRecord(given)) return failFrame("The inputs are neither a list nor columns", "inputs", given);
  const values = Object.values(given);
  if (values.length > 0 && !values.some((value) => Array.isArray(value))) return [given];
  const columns = Object.entries(given).map(([name, values]) => ({ name, values: columnOf(values, name) }));
  const [first] = columns;
  if (!first) return failFrame("The inputs have no columns", "inputs", given);
  checkRowCount(first.values.length, "inputs");
  for (const { name, values } of columns)
    if (values.length !== first.values.length)
      return failFrame(
        `The column has ${values.length} values, and ${showValue(first.name)} has ${first.values.length}`,
        `inputs[${showValue(name)}]`,
        values,
      );
  return first.values.map((_, row) =>
    Object.fromEntries(columns.map(({ name, values }) => [name, values[row]])),
  );
}

function columnOf(values: unknown, name: string): readonly unknown[] {
  if (!Array.isArray(values)) return failFrame("The column is no list", `inputs[${showValue(name)}]`, values);
  const list: readonly unknown[] = values;
  return list.every((value) => Array.isArray(value) && value.length === 1) ? list.flat() : list;
}

const failFrame = (message: string, place: string, value: unknown): never =>
  failInput("T2385", message, {
    place,
    value: showValue(value),
    cure: 'Send the frame as pandas writes it: frame.to_dict(orient="split") or "records".',
  });
