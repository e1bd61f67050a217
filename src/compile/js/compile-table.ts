import { typeOf, type Program } from "../../ir/index.ts";
import { isText, type DataType, type Table, type Vector } from "../../schema/index.ts";
import { readColumns, TextOutput, type TextInput } from "./columns.ts";
import { generateTable } from "./generate-table.ts";
import { instantiate } from "./generated.ts";

type TableFunction = (
  inputs: readonly (Float64Array | TextInput)[],
  rowCount: number,
  outputs: readonly (Float64Array | TextOutput)[],
) => void;

/**
 * Compiles a Program to a function from a table to the table of its outputs, equal to `compileRow` on every row. The
 * table may have more columns than the Program reads. Fails with every column that is absent (T1302) or of another
 * type (T1303).
 * @example
 * compileTable(program)(table).columns.get("probability")
 */
export function compileTable(program: Program): (table: Table) => Table {
  const generated = generateTable(program);
  const run = instantiate(generated) as TableFunction;
  const results = Object.entries(program.outputs).map(([name, expr]) => ({ name, type: typeOf(expr) }));
  const schema = { fields: results.map(({ name, type }) => ({ name, type, nullable: true })) };
  return (table) => {
    const { rowCount } = table;
    const outputs = results.map(({ type }) =>
      isText(type) ? new TextOutput(rowCount) : new Float64Array(rowCount),
    );
    run(readColumns(table, generated.columns), rowCount, outputs);
    const columns = results.map(({ name, type }, at) => [name, vectorOf(outputs[at]!, type)] as const);
    return { schema, rowCount, columns: new Map(columns) };
  };
}

const vectorOf = (output: Float64Array | TextOutput, type: DataType): Vector =>
  output instanceof TextOutput
    ? output.vector()
    : { kind: "numbers", type: type as Exclude<DataType, "Text">, values: output };
