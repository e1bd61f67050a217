import type { ColumnReader } from "../../data/index.ts";
import type { Vector } from "../../schema/index.ts";
import { digestText } from "./digest.ts";

/** A reader that gives the digests of some text columns in place of their values: nothing behind it can keep a value. */
export function hiddenReader(reader: ColumnReader, digested: ReadonlySet<string>): ColumnReader {
  const hide = (name: string, vector: Vector): Vector =>
    vector.kind === "texts" && digested.has(name)
      ? { ...vector, dictionary: vector.dictionary.map((value) => digestText(name, value)) }
      : vector;
  return {
    schema: reader.schema,
    rowCount: reader.rowCount,
    column: async (name) => hide(name, await reader.column(name)),
    load: async (names) => {
      const table = await reader.load(names);
      return {
        ...table,
        columns: new Map([...table.columns].map(([name, vector]) => [name, hide(name, vector)])),
      };
    },
  };
}
