import { compileRow, compileTable, evaluateProgram } from "../../src/compile/index.ts";
import type { Program } from "../../src/ir/index.ts";
import {
  tableFromVectors,
  valueAt,
  vectorFromValues,
  type Table,
  type Value,
} from "../../src/schema/index.ts";
import type { DuckdbTarget } from "../conformance/duckdb-target.ts";

type Row = Readonly<Record<string, Value>>;

/** The rows as a table with the inputs of a Program. */
export const tableOf = ({ input }: Program, rows: readonly Row[]): Table =>
  tableFromVectors(
    input.fields.map(({ name, type }) => [
      name,
      vectorFromValues(
        type,
        rows.map((row) => row[name]!),
      ),
    ]),
  );

/** What differs between the oracle and the JavaScript targets; they must agree bit for bit. */
export function javascriptDifferences(program: Program, rows: readonly Row[]): string[] {
  const score = compileRow(program);
  const { columns } = compileTable(program)(tableOf(program, rows));
  return rows.flatMap((row, at) => {
    const wanted = evaluateProgram(program, row);
    const scored = score(row);
    const inTable = Object.fromEntries([...columns].map(([name, vector]) => [name, valueAt(vector, at)]));
    return [
      ...rowDifferences("js row", at, wanted, scored),
      ...rowDifferences("js table", at, wanted, inTable),
    ];
  });
}

/** Tables of the engine by their rows, so that Programs over the same rows load them once. */
const loaded = new WeakMap<readonly Row[], string>();
let loadedCount = 0;

/** What differs between the oracle and DuckDB; they must agree bit for bit. */
export async function duckdbDifferences(
  program: Program,
  rows: readonly Row[],
  duckdb: DuckdbTarget,
): Promise<string[]> {
  let name = loaded.get(rows);
  if (name === undefined) {
    name = `rows ${loadedCount++}`;
    await duckdb.load(name, tableOf(program, rows));
    loaded.set(rows, name);
  }
  const results = await duckdb.run(program, name);
  if (results.length !== rows.length) return [`duckdb gave ${results.length} rows for ${rows.length}`];
  return rows.flatMap((row, at) => rowDifferences("duckdb", at, evaluateProgram(program, row), results[at]!));
}

const rowDifferences = (target: string, at: number, wanted: Row, got: Row) =>
  Object.keys(wanted)
    .filter((name) => !Object.is(wanted[name], got[name]))
    .map((name) => `${target}, row ${at}, ${name}: wanted ${show(wanted[name])}, got ${show(got[name])}`);

const show = (value: unknown): string =>
  Object.is(value, -0) ? "-0" : (JSON.stringify(value) ?? String(value));
