import { failInput } from "../base/index.ts";
import { identifier, joinSql, sql, textLiteral } from "../compile/index.ts";
import { similarNames, tableFromVectors, type Schema, type Table, type Vector } from "../schema/index.ts";
import type { ColumnReader } from "./dataset.ts";
import type { Engine } from "./engine.ts";
import type { Snapshot } from "./snapshot.ts";

/**
 * The rows of a snapshot, column by column out of its Parquet file. The engine must stay open while it is used.
 * Errors: T1409 for a column that the snapshot does not have.
 */
export function openDataset(
  engine: Engine,
  { schema, rowCount }: Pick<Snapshot, "schema" | "rowCount">,
  parquetPath: string,
): ColumnReader {
  const load = async (names: readonly string[]): Promise<Table> => {
    checkNames(names, schema);
    if (names.length === 0) return { schema: { fields: [] }, rowCount, columns: new Map() };
    const columns = joinSql(names.map(identifier));
    const rows = sql`SELECT ${columns} FROM read_parquet(${textLiteral(parquetPath)})`;
    const table = await engine.table(rows, rowCount);
    return withFields(table, names, schema);
  };
  return {
    schema,
    rowCount,
    load,
    column: async (name) => (await load([name])).columns.get(name)!,
  };
}

/** A table in memory as a reader of columns. */
export function tableReader(table: Table): ColumnReader {
  const { schema, rowCount } = table;
  const vectorOf = (name: string): Vector => {
    checkNames([name], schema);
    return table.columns.get(name)!;
  };
  return {
    schema,
    rowCount,
    column: async (name) => vectorOf(name),
    load: async (names) => {
      checkNames(names, schema);
      if (names.length === 0) return { schema: { fields: [] }, rowCount, columns: new Map() };
      return withFields(tableFromVectors(names.map((name) => [name, vectorOf(name)])), names, schema);
    },
  };
}

// The fields come from the schema of the whole, so that `nullable` does not depend on the way of reading.
const withFields = (table: Table, names: readonly string[], schema: Schema): Table => ({
  ...table,
  schema: { fields: names.map((name) => schema.fields.find((field) => field.name === name)!) },
});

function checkNames(names: readonly string[], schema: Schema): void {
  const known = schema.fields.map((field) => field.name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const similar = similarNames(unknown, known);
  failInput("T1409", `There is no column "${unknown}"`, {
    place: `column "${unknown}"`,
    cure:
      similar.length > 0
        ? `Did you mean ${similar.map((name) => `"${name}"`).join(" or ")}?`
        : "Check the name against the schema.",
  });
}
