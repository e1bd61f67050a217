import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { failInput, hashJson, type Diagnostic } from "../base/index.ts";
import { checkedStatement, identifier, joinSql, sql, textLiteral, type Sql } from "../compile/index.ts";
import { checkSql } from "./check-sql.ts";
import type { CollectContext } from "./collect.ts";
import { openEngine } from "./duckdb-engine.ts";
import { engineVersion, type Engine } from "./engine.ts";
import { interruptWhenAborted } from "./interrupt-when-aborted.ts";
import type { RejectedRow, Snapshot } from "./snapshot.ts";
import type { PlainSource, SqlSource } from "./source.ts";
import { inexactNumbers, sqlColumns, type DescribedColumn } from "./sql-columns.ts";
import { sqlFailure } from "./sql-failure.ts";
import type { StagedSource } from "./staged.ts";
import { stopIfAborted } from "./text-file.ts";
import { partialPath, writeSnapshot } from "./write-snapshot.ts";

type CollectInput = (source: PlainSource, context: CollectContext) => Promise<Snapshot>;

interface Input {
  readonly name: string;
  readonly snapshot: Snapshot;
  readonly path: string;
}

/** Not the user's options: sums and the order of rows may depend on both, and the same inputs must give the same rows. */
const fixedEngine = { threads: 1, memoryLimitMb: 1024 };

const answer = identifier("tandem answer");

/**
 * Collects an SQL source: 1. its inputs, each as any other source, 2. the statement read and judged, 3. carried out by an
 * engine of its own that sees the inputs and nothing else, 4. written as a snapshot. Errors: T1426, T1427, T1461-T1469.
 */
export async function collectSql(
  source: SqlSource,
  context: CollectContext,
  temporary: string,
  collectInput: CollectInput,
): Promise<Snapshot> {
  const { effects } = context;
  const spill = join(temporary, "spill");
  await mkdir(spill);
  const engine = await openEngine({ ...fixedEngine, temporaryFolder: spill });
  const goOn = interruptWhenAborted(engine, effects.signal);
  try {
    const inputs: Input[] = [];
    for (const [name, input] of Object.entries(source.inputs)) {
      const path = join(temporary, `input-${inputs.length}.parquet`);
      const snapshot = await collectInput(input, { ...context, engine, writeTo: path });
      inputs.push({ name, snapshot, path });
    }
    stopIfAborted(effects);
    const diagnostics = await checkSql(engine, source.text, columnsOf(inputs));
    const writeTo = resolve(context.writeTo);
    for (const { name, path } of inputs)
      await engine.run(
        sql`CREATE VIEW ${identifier(name)} AS SELECT * FROM read_parquet(${textLiteral(path)})`,
      );
    await lockAway(engine, [...inputs.map(({ path }) => path), writeTo, partialPath(writeTo)]);
    effects.progress({ task: "carry out the SQL", note: `${inputs.length} inputs` });
    const staged = await carryOut(engine, source.text, inputs, diagnostics);
    stopIfAborted(effects);
    return await writeSnapshot(engine, staged, writeTo, effects);
  } finally {
    goOn();
    await engine.close();
  }
}

const columnsOf = (inputs: readonly Input[]): Map<string, readonly string[]> =>
  new Map(inputs.map(({ name, snapshot }) => [name, snapshot.schema.fields.map((field) => field.name)]));

/** Takes files, network and settings from an engine for good; only the files that are named stay within its reach. */
export async function lockAway(engine: Engine, paths: readonly string[]): Promise<void> {
  await engine.run(sql`SET allowed_paths = [${joinSql(paths.map(textLiteral))}]`);
  await engine.run(sql`SET enable_external_access = false`);
  await engine.run(sql`SET lock_configuration = true`);
}

async function carryOut(
  engine: Engine,
  text: string,
  inputs: readonly Input[],
  diagnostics: readonly Diagnostic[],
): Promise<StagedSource> {
  const known = [...new Set([...columnsOf(inputs).values()].flat())];
  const told = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      throw sqlFailure(error, known);
    }
  };
  const statement = checkedStatement(text);
  const described = await told(describeStatement(engine, statement));
  const { columns, diagnostics: remarks } = sqlColumns(described);
  await told(engine.run(sql`CREATE TABLE ${answer} AS ${statement}`));
  const rowCount = Number((await engine.rows(sql`SELECT count(*) AS n FROM ${answer}`))[0]?.["n"]);
  if (rowCount === 0)
    failInput("T1427", "The SQL gives no rows", {
      place: "sql",
      cure: "Check its conditions, and that the keys of its joins are written alike in all inputs.",
    });
  const version = await engineVersion(engine);
  return {
    relation: answer,
    columns,
    expectedRows: rowCount,
    source: {
      kind: "sql",
      byteCount: inputs.reduce((sum, { snapshot }) => sum + snapshot.source.byteCount, 0),
      options: { text, engine: version, inputs: Object.fromEntries(inputs.map(describeInput)) },
    },
    contentHash: hashJson({
      text,
      inputs: Object.fromEntries(inputs.map(({ name, snapshot }) => [name, snapshot.hash])),
    }),
    rejected: rejectedRows(inputs),
    diagnostics: [
      ...inputs.flatMap(inputDiagnostics),
      ...diagnostics,
      ...remarks,
      ...(await inexactNumbers(engine, answer, described)),
    ],
    missing: [],
    types: {},
  };
}

async function describeStatement(engine: Engine, statement: Sql): Promise<DescribedColumn[]> {
  const rows = await engine.rows(sql`SELECT column_name, column_type FROM (DESCRIBE ${statement})`);
  return rows.map((row) => ({ name: String(row["column_name"]), engineType: String(row["column_type"]) }));
}

const describeInput = ({ name, snapshot }: Input): readonly [string, object] => [
  name,
  { hash: snapshot.hash, rowCount: snapshot.rowCount, ...snapshot.source },
];

const inputDiagnostics = ({ name, snapshot }: Input): Diagnostic[] =>
  snapshot.diagnostics.map((one) => ({
    ...one,
    place: one.place === undefined ? `input "${name}"` : `input "${name}", ${one.place}`,
  }));

const rejectedRows = (inputs: readonly Input[]): Snapshot["rejected"] => ({
  count: inputs.reduce((sum, { snapshot }) => sum + snapshot.rejected.count, 0),
  samples: inputs
    .flatMap(({ name, snapshot }) =>
      snapshot.rejected.samples.map((row): RejectedRow => ({
        ...row,
        reason: `input "${name}": ${row.reason}`,
      })),
    )
    .slice(0, 20),
});
