import { existsSync, readFileSync } from "node:fs";
import type { ColumnReader } from "../data/index.ts";
import {
  parseValue,
  tableFromVectors,
  vectorFromValues,
  type DataType,
  type Table,
} from "../schema/index.ts";

/** A reader over a table in memory, for tests. */
export const memoryReader = (table: Table): ColumnReader => ({
  schema: table.schema,
  rowCount: table.rowCount,
  column: async (name) => table.columns.get(name)!,
  load: async (names) => tableFromVectors(names.map((name) => [name, table.columns.get(name)!])),
});

/** The folder of the larger data sets; they are not part of the project. */
const sharedData = new URL("../../../shared/data/", import.meta.url);

/** True when the larger data sets are there; in CI they must be. */
export const hasSharedData = existsSync(sharedData) || process.env["CI"] !== undefined;

/** One of the larger data sets. */
export const readSharedCsv = (path: string, header?: readonly string[]): Table =>
  parseCsv(readFileSync(new URL(path, sharedData), "utf8"), header);

/** A table of the `vega-datasets` package. */
export const readVegaCsv = (name: string): Table =>
  parseCsv(readFileSync(new URL(`../../node_modules/vega-datasets/data/${name}`, import.meta.url), "utf8"));

/** Reads CSV text with "," and quotes; a column has the first type that all of its values fit. */
function parseCsv(text: string, header?: readonly string[]): Table {
  const rows = csvRows(text.replace(/^\uFEFF/, ""));
  const names = header ?? rows.shift()!;
  return tableFromVectors(
    names.map((name, place) => {
      const texts = rows.map((row) => {
        const field = (row[place] ?? "").trim();
        return ["", "NA", "?"].includes(field) ? null : field;
      });
      const type = firstFit(texts);
      return [
        name,
        vectorFromValues(
          type,
          texts.map((field) => (field === null ? null : parseValue(field, type))),
        ),
      ];
    }),
  );
}

function firstFit(texts: readonly (string | null)[]): DataType {
  const types: readonly DataType[] = ["Int", "Float", "Boolean", "Day", "Instant"];
  return (
    types.find((type) => texts.every((text) => text === null || parseValue(text, type) !== null)) ?? "Text"
  );
}

function csvRows(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const match of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
    if (match[3] === ",") continue;
    if (row.length > 1 || row[0] !== "") rows.push(row);
    row = [];
  }
  return rows;
}
