import { createRandom } from "../../../src/base/index.ts";
import {
  compileDuckdb,
  compileRow,
  compileTable,
  evaluateProgram,
  identifier,
  unsupportedOps,
} from "../../../src/compile/index.ts";
import type { Engine } from "../../../src/data/index.ts";
import { typeOf, type OpName, type Program } from "../../../src/ir/index.ts";
import {
  tableFromVectors,
  valueAt,
  vectorFromValues,
  type Table,
  type Value,
  type Vector,
} from "../../../src/schema/index.ts";
import type { Counterexample } from "../minimize.ts";
import { caseExamples } from "./case-examples.ts";
import { drawTable, opProgram } from "./op-program.ts";

/** How much is drawn. */
export interface ProofSize {
  readonly rows: number;
  /** Rows that are drawn at once, for all operations. */
  readonly batchRows: number;
  /** The oracle, which is slow, looks at every so many-th row, and at all rows that begin the first batch. */
  readonly oracleStride: number;
  readonly seed: string;
}

/** What was compared for one operation, and where it differed. */
export interface Proof {
  rows: number;
  /** Values that each target gave: rows times outputs. */
  values: number;
  oracleRows: number;
  /** Values whose bits, type or presence differ between two targets. */
  differing: number;
  /** Why DuckDB is not among the targets, where it is not. */
  unsupported: string | undefined;
  seconds: number;
  readonly examples: Counterexample[];
}

type Row = Readonly<Record<string, Value>>;

/** Rows of a batch, as every target wants them. */
interface Batch {
  readonly table: Table;
  readonly rows: readonly Row[];
  readonly relation: string;
  readonly isOracleRow: (row: number) => boolean;
}

/** Boundary values beside each other: these rows the oracle sees in full. */
const edgeRows = 6000;
const mostExamples = 3;
const rowColumn = "tandem row";

/**
 * Compares all targets on random rows of operations: oracle = JavaScript by row = JavaScript by table = DuckDB. All operations
 * read the same rows, each with constants and signatures of its own.
 */
export async function proveOps(
  ops: readonly OpName[],
  engine: Engine,
  { rows, batchRows, oracleStride, seed }: ProofSize,
  tell: (rows: number, op: OpName) => void,
): Promise<ReadonlyMap<OpName, Proof>> {
  const proofs = new Map(ops.map((op) => [op, emptyProof()]));
  const random = createRandom(`proof ${seed}`);
  const examples = caseExamples();
  for (let done = 0; done < rows;) {
    const stream = random.fork(`rows ${done}`);
    const programs = new Map(ops.map((op) => [op, opProgram(op, stream.fork(op), examples)]));
    const isFirst = done === 0;
    const count = Math.min(batchRows, rows - done);
    const drawn = { edges: isFirst, texts: examples.texts };
    const table = drawTable([...programs.values()], count, stream, drawn);
    const batch: Batch = {
      table,
      rows: Array.from({ length: table.rowCount }, (_, row) => rowOf(table, row)),
      relation: "proof rows",
      isOracleRow: (row) => (isFirst && row < edgeRows) || row % oracleStride === 0,
    };
    await register(batch, engine);
    for (const [op, program] of programs) {
      tell(done, op);
      await proveBatch(program, batch, engine, proofs.get(op)!);
    }
    done += table.rowCount;
  }
  return proofs;
}

const emptyProof = (): Proof => ({
  rows: 0,
  values: 0,
  oracleRows: 0,
  differing: 0,
  unsupported: undefined,
  seconds: 0,
  examples: [],
});

async function proveBatch(program: Program, batch: Batch, engine: Engine, proof: Proof): Promise<void> {
  const start = performance.now();
  const inTable = compileTable(program)(batch.table);
  proof.unsupported = unsupportedOps(program)[0]?.reason;
  const wrong = [
    ...(proof.unsupported === undefined
      ? tableDifferences(program, inTable, await inDuckdb(program, batch, engine))
      : []),
    ...rowDifferences(program, batch, inTable),
  ];
  proof.differing += wrong.length;
  for (const { row, output } of wrong.slice(0, mostExamples - proof.examples.length))
    proof.examples.push({
      program: { ...program, outputs: { [output]: program.outputs[output]! } },
      rows: [batch.rows[row]!],
    });
  proof.rows += batch.rows.length;
  proof.values += batch.rows.length * Object.keys(program.outputs).length;
  proof.oracleRows += batch.rows.filter((_, row) => batch.isOracleRow(row)).length;
  proof.seconds += (performance.now() - start) / 1000;
}

async function register({ table, relation }: Batch, engine: Engine): Promise<void> {
  const numbers = vectorFromValues("Int", [...Array(table.rowCount).keys()]);
  await engine.register(relation, tableFromVectors([...table.columns, [rowColumn, numbers]]));
}

async function inDuckdb(program: Program, { relation, rows }: Batch, engine: Engine): Promise<Table> {
  const query = compileDuckdb(program, { relation: identifier(relation), keep: [rowColumn] });
  const result = await engine.table(query);
  if (result.rowCount !== rows.length)
    throw new Error(`DuckDB gave ${result.rowCount} rows for ${rows.length}`);
  const order = result.columns.get(rowColumn)!;
  const moved = rows.findIndex((_, row) => valueAt(order, row) !== row);
  if (moved >= 0) throw new Error(`DuckDB gave another row at place ${moved}`);
  return result;
}

interface Difference {
  readonly row: number;
  readonly output: string;
}

/** Where two tables of outputs differ, in type or in bits. */
function tableDifferences(program: Program, left: Table, right: Table): Difference[] {
  return Object.entries(program.outputs).flatMap(([output, expr]) => {
    const [mine, other] = [left.columns.get(output)!, right.columns.get(output)!];
    const type = typeOf(expr);
    if (mine.type !== type || other.type !== type) return [{ row: 0, output }];
    return vectorDifferences(mine, other).map((row) => ({ row, output }));
  });
}

function vectorDifferences(left: Vector, right: Vector): number[] {
  const rows: number[] = [];
  if (left.kind === "numbers" && right.kind === "numbers") {
    for (const [row, value] of left.values.entries())
      if (!Object.is(value, right.values[row])) rows.push(row);
    return rows;
  }
  if (left.kind !== "texts" || right.kind !== "texts") return [0];
  for (let row = 0; row < left.codes.length; row++)
    if (valueAt(left, row) !== valueAt(right, row)) rows.push(row);
  return rows;
}

/** Where JavaScript by row, or the oracle on its share, differs from JavaScript by table. */
function rowDifferences(program: Program, { rows, isOracleRow }: Batch, inTable: Table): Difference[] {
  const score = compileRow(program);
  const outputs = [...inTable.columns];
  return rows.flatMap((row, at) => {
    const byRow = score(row);
    const byOracle = isOracleRow(at) ? evaluateProgram(program, row) : byRow;
    return outputs
      .filter(([output, vector]) => {
        const value = valueAt(vector, at);
        return !Object.is(byRow[output], value) || !Object.is(byOracle[output], value);
      })
      .map(([output]) => ({ row: at, output }));
  });
}

const rowOf = (table: Table, at: number): Row =>
  Object.fromEntries([...table.columns].map(([name, vector]) => [name, valueAt(vector, at)]));
