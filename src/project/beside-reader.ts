import type { ColumnReader } from "../data/index.ts";
import { findField, type Table } from "../schema/index.ts";

/** A reader that offers the columns of two readers of the same rows: those of the data, then others beside them. */
export function besideReader(data: ColumnReader, beside: ColumnReader): ColumnReader {
  const readerOf = (name: string): ColumnReader => (findField(beside.schema, name) ? beside : data);
  const load = async (names: readonly string[]): Promise<Table> => {
    const ofBeside = names.filter((name) => readerOf(name) === beside);
    const parts = [
      await data.load(names.filter((name) => readerOf(name) === data)),
      await beside.load(ofBeside),
    ];
    const columns = new Map(parts.flatMap((part) => [...part.columns]));
    const fields = parts.flatMap((part) => part.schema.fields);
    return {
      schema: { fields: names.map((name) => findField({ fields }, name)!) },
      rowCount: data.rowCount,
      columns: new Map(names.map((name) => [name, columns.get(name)!])),
    };
  };
  return {
    schema: { fields: [...data.schema.fields, ...beside.schema.fields] },
    rowCount: data.rowCount,
    column: (name) => readerOf(name).column(name),
    load,
  };
}
