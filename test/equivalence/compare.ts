import { compileRow, compileTable, evaluateProgram } from "../../src/compile/index.ts";
import { opTable, type Program } from "../../src/ir/index.ts";
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
      ...rowDifferences("js row", at, wanted, scored, () => 0),
      ...rowDifferences("js table", at, wanted, inTable, () => 0),
    ];
  });
}

/** Tables of the engine by their rows, so that Programs over the same rows load them once. */
const loaded = new WeakMap<readonly Row[], string>();
let loadedCount = 0;

/** What differs between the oracle and DuckDB: nothing, but for the ulps that an output's own operation declares. */
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
  const ulps = (name: string): number => {
    const expr = program.outputs[name]!;
    return expr.kind === "call" ? (opTable[expr.op].ulps ?? 0) : 0;
  };
  if (results.length !== rows.length) return [`duckdb gave ${results.length} rows for ${rows.length}`];
  return rows.flatMap((row, at) =>
    rowDifferences("duckdb", at, evaluateProgram(program, row), results[at]!, ulps),
  );
}

const rowDifferences = (target: string, at: number, wanted: Row, got: Row, ulps: (name: string) => number) =>
  Object.keys(wanted)
    .filter((name) => !isSame(wanted[name]!, got[name], ulps(name)))
    .map((name) => `${target}, row ${at}, ${name}: wanted ${show(wanted[name])}, got ${show(got[name])}`);

const show = (value: unknown): string =>
  Object.is(value, -0) ? "-0" : (JSON.stringify(value) ?? String(value));

/** Equal to the bit, or numbers so many units in the last place apart. */
export function isSame(wanted: Value, got: Value | undefined, ulps: number): boolean {
  if (Object.is(wanted, got)) return true;
  return typeof wanted === "number" && typeof got === "number" && ulps > 0 && ulpsApart(wanted, got) <= ulps;
}

/** The bits of a float64 as an integer that grows with the number. */
const ordered = (bits: bigint): bigint => (bits < 0n ? -(bits & 0x7fffffffffffffffn) : bits);

/** How many float64 numbers lie between two. */
export function ulpsApart(left: number, right: number): number {
  const [from, to] = new BigInt64Array(Float64Array.of(left, right).buffer);
  const distance = ordered(from!) - ordered(to!);
  return Number(distance < 0n ? -distance : distance);
}
