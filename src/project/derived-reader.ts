import { failInput } from "../base/index.ts";
import { compileTable } from "../compile/index.ts";
import { columnsOf, createProgram, typeOf, type Expr } from "../ir/index.ts";
import type { ColumnReader } from "../data/index.ts";
import { findField, type Field, type Table, type Vector } from "../schema/index.ts";

/** A reader that offers derived columns beside those of the source. A derived column is computed when it is asked for. */
export function derivedReader(
  source: ColumnReader,
  derived: readonly (readonly [name: string, expr: Expr])[],
): ColumnReader {
  const expressions = new Map(derived);
  const fields: Field[] = [
    ...source.schema.fields,
    ...derived.map(([name, expr]) => ({ name, type: typeOf(expr), nullable: true })),
  ];
  const column = async (name: string): Promise<Vector> => {
    const expr = expressions.get(name);
    if (!expr) return source.column(name);
    const inputs = columnsOf(expr);
    const table = await load(inputs);
    const program = createProgram({ input: table.schema, lets: [], outputs: { [name]: expr } });
    return compileTable(program)(table).columns.get(name)!;
  };
  const load = async (names: readonly string[]): Promise<Table> => {
    const columns = new Map<string, Vector>();
    const plain = names.filter((name) => !expressions.has(name));
    if (plain.length > 0)
      for (const [name, vector] of (await source.load(plain)).columns) columns.set(name, vector);
    for (const name of names) if (expressions.has(name)) columns.set(name, await column(name));
    const schema = {
      fields: names.map(
        (name) =>
          findField({ fields }, name) ??
          failInput("T2034", `There is no column "${name}"`, {
            cure: `The columns are ${fields.map((field) => field.name).join(", ")}.`,
          }),
      ),
    };
    return {
      schema,
      rowCount: source.rowCount,
      columns: new Map(names.map((name) => [name, columns.get(name)!])),
    };
  };
  return { schema: { fields }, rowCount: source.rowCount, column, load };
}
