import {
  tableFromVectors,
  valueAt,
  valueToJson,
  type Table,
  type Value,
  type Vector,
} from "../../schema/index.ts";
import { writeField, writeRow } from "../csv-fields.ts";
import type { TableFormat } from "../write-table.ts";
import { createColumnBuilder } from "./column-builder.ts";
import type { PartPlan } from "./part-plan.ts";
import type { PartRows, PassedFields, PassedRecord } from "./part-rows.ts";
import { fieldOf } from "./read-json-part.ts";

type Passed = PassedFields | PassedRecord;

/** The rows of a part with those columns alone that are passed on. */
export function passedColumns({ names, passes }: PartPlan, rows: PartRows): PartRows {
  if (passes.length === names.length && passes.every((name, at) => name === names[at])) return rows;
  const places = passes.map((name) => names.indexOf(name));
  const passed = rows.passed.map((row): Passed => {
    if (row.kind === "fields") {
      const { fields } = row;
      return { kind: "fields", fields: places.map((place) => fields[place]!), source: null };
    }
    const of = (record: PassedRecord["record"]) =>
      Object.fromEntries(passes.map((name) => [name, fieldOf(record, name) ?? null]));
    return { kind: "record", record: of(row.record), source: JSON.stringify(of(withDigits(row.source))) };
  });
  return { ...rows, passed, leftOut: new Map() };
}

/** A record whose numbers are written again with the digits that they came with. */
const withDigits = (source: string): PassedRecord["record"] =>
  JSON.parse(source, keepDigits as (key: string, value: unknown) => unknown) as PassedRecord["record"];

// The types of the language do not know either yet.
const { rawJSON } = JSON as unknown as { readonly rawJSON: (text: string) => unknown };
const keepDigits = (_key: string, value: unknown, context: { readonly source: string }): unknown =>
  typeof value === "number" ? rawJSON(context.source) : value;

/** The rows of a part of a text file with their answers behind them, as lines of CSV or of JSON. */
export function textOfPart(
  names: readonly string[],
  { passed, table }: PartRows,
  answers: Table,
  format: Exclude<TableFormat, "parquet">,
): string {
  const columns = [...answers.columns];
  const vectors = columns.map(([, vector]) => vector);
  const keys = columns.map(([name]) => `${JSON.stringify(name)}:`);
  if (format === "csv")
    return passed
      .map(
        (row, at) =>
          `${names.length > 0 ? `${csvOf(row, names)},` : ""}${vectors.map((vector) => answerField(vector, at)).join(",")}\n`,
      )
      .join("");
  const typed = names.map((name) => table.columns.get(name));
  return passed
    .map((row, at) => {
      const own = keys.map((key, place) => key + JSON.stringify(answerValue(vectors[place]!, at))).join(",");
      return `${row.kind === "record" ? recordLine(row, own) : `{${[...fieldsOf(row, names, typed, at), own].join(",")}}`}\n`;
    })
    .join("");
}

const answerValue = (vector: Vector, row: number): Value => valueToJson(valueAt(vector, row), vector.type);

/** Nothing stands for missing, and quotes for the empty text. */
function answerField(vector: Vector, row: number): string {
  const value = answerValue(vector, row);
  if (typeof value === "number") return String(value);
  return value === null ? "" : value === "" ? '""' : writeField(String(value));
}

function csvOf(row: Passed, names: readonly string[]): string {
  if (row.kind === "fields") return row.source ?? writeRow(row.fields).slice(0, -1);
  return writeRow(names.map((name) => fieldText(fieldOf(row.record, name)) ?? "")).slice(0, -1);
}

/** A field of a record as text: lists and objects as JSON. */
const fieldText = (value: unknown): string | null => {
  if (value === undefined || value === null) return null;
  return typeof value === "object" ? JSON.stringify(value) : `${value as string | number | boolean}`;
};

/** Wanted columns as the values that they are, all others as text. */
const fieldsOf = (
  { fields }: PassedFields,
  names: readonly string[],
  typed: readonly (Vector | undefined)[],
  row: number,
): string[] =>
  names.map((name, at) => {
    const vector = typed[at];
    return `${JSON.stringify(name)}:${JSON.stringify(vector ? answerValue(vector, row) : fields[at] || null)}`;
  });

function recordLine(row: PassedRecord, answers: string): string {
  // The record itself, so that no digit of it changes; a line end cannot stand inside a value.
  const body = row.source
    .trim()
    .slice(0, -1)
    .trimEnd()
    .replaceAll(/[\r\n]+\s*/g, "");
  return `${body}${body.endsWith("{") ? "" : ","}${answers}}`;
}

/** The rows of a part as a table: wanted columns in their types, all others as the texts that they are. */
export function tableOfPart(names: readonly string[], { table, passed }: PartRows, answers: Table): Table {
  const columns = names.map((name, at): [string, Vector] => {
    const read = table.columns.get(name);
    if (read) return [name, read];
    const builder = createColumnBuilder("Text");
    for (const row of passed)
      builder.add(row.kind === "fields" ? row.fields[at] || null : fieldText(fieldOf(row.record, name)));
    return [name, builder.finish()];
  });
  return tableFromVectors([...columns, ...answers.columns]);
}
