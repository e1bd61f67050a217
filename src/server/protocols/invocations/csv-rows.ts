import { failInput, showValue } from "../../../base/index.ts";
import { parseValue, valueToJson, type Field, type Schema, type Value } from "../../../schema/index.ts";
import { namedRow } from "../named-row.ts";
import { parseCsv, type Cell } from "./parse-csv.ts";
import { repeatedName } from "./repeated-name.ts";

type Row = Readonly<Record<string, unknown>>;

/** A line of more fields than columns is refused, with a word about each field, but not for any number of them. */
const spareFields = 100;

/**
 * The rows of a CSV. With a line of names (MLflow's way) the columns may stand in any order; without one (SageMaker's way) they
 * stand in the order of the schema. Unless `hasHeader` says it, the first line is one of names when a field of it is the name
 * of a column. A field without anything in it is missing, `""` is the empty text. Fails with T2389 and T2390.
 */
export function csvRows(text: string, schema: Schema, hasHeader: boolean | undefined): readonly Row[] {
  const lines = parseCsv(text, schema.fields.length + spareFields);
  const fields = new Map(schema.fields.map((field) => [field.name, field]));
  const [first] = lines;
  if (!first) return failLine("The CSV has no lines", "line 1", []);
  const isNamed = hasHeader ?? first.some((cell) => fields.has(cell.text));
  const names = isNamed ? headerOf(first) : undefined;
  return lines.slice(isNamed ? 1 : 0).map((cells, at) => {
    const place = `line ${at + (isNamed ? 2 : 1)}`;
    if (!names) {
      const row = namedRow(schema, cells, place);
      return Object.fromEntries(
        schema.fields.map((field) => [field.name, valueOf(row[field.name] as Cell, field, place)]),
      );
    }
    if (cells.length !== names.length)
      return failLine(`The line has ${cells.length} fields, and the first one ${names.length}`, place, cells);
    return Object.fromEntries(
      names.map((name, column) => {
        const cell = cells[column]!;
        const field = fields.get(name);
        // A column that is not known is for the row's own check to tell.
        return [name, field ? valueOf(cell, field, place) : cell.text];
      }),
    );
  });
}

function headerOf(cells: readonly Cell[]): readonly string[] {
  const names = cells.map((cell) => cell.text);
  const twice = repeatedName(names);
  return twice === undefined
    ? names
    : failLine(`The column ${showValue(twice)} is there twice`, "line 1", cells);
}

function valueOf({ text, isQuoted }: Cell, { name, type }: Field, place: string): Value {
  if (text === "" && !isQuoted) return null;
  const value = parseValue(text, type) ?? (type === "Int" ? wholeOf(text) : null);
  if (value !== null) return valueToJson(value, type);
  return failInput("T2390", `Column ${showValue(name)} is ${type}, and the text is none`, {
    place,
    value: showValue(text),
    cure: 'Write values as docs/semantics.md has them under "Text to value"; leave a field empty where it is missing.',
  });
}

/** pandas writes whole numbers with `.0` when others of the column are missing. */
function wholeOf(text: string): number | null {
  const value = parseValue(text, "Float");
  return Number.isSafeInteger(value) ? Number(value) : null;
}

const failLine = (message: string, place: string, cells: readonly Cell[]): never =>
  failInput("T2389", message, {
    place,
    value: showValue(cells.slice(0, 20).map((cell) => cell.text)),
    cure: 'Write a line of comma-separated fields for each row, quoted with " where they hold commas, quotes or line ends.',
  });
