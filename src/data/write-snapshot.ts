import { rename, rm } from "node:fs/promises";
import {
  deepFreeze,
  failWork,
  hashJson,
  warningDiagnostic,
  type Diagnostic,
  type Effects,
} from "../base/index.ts";
import { identifier, joinSql, sql, textLiteral } from "../compile/index.ts";
import type { ColumnPlan } from "./column-plan.ts";
import type { Engine } from "./engine.ts";
import { engineError } from "./engine-error.ts";
import { planTextColumns } from "./plan-text-columns.ts";
import { planTypedColumns } from "./plan-typed-columns.ts";
import type { Snapshot } from "./snapshot.ts";
import type { StagedSource } from "./staged.ts";
import { stopIfAborted } from "./text-file.ts";

/** Raised when the same bytes and options would be read in another way, so that old snapshots are not taken for new ones. */
const readerVersion = 1;

/**
 * Chooses the columns' types, writes the rows as Parquet and describes them. The file appears under its name only when
 * it is complete.
 */
export async function writeSnapshot(
  engine: Engine,
  staged: StagedSource,
  writeTo: string,
  effects: Effects,
): Promise<Snapshot> {
  effects.progress({ task: "look at the columns", note: `${staged.columns.length} columns` });
  const plans = await planColumns(engine, staged);
  stopIfAborted(effects);
  effects.progress({ task: "write the snapshot" });
  const rowCount = await writeParquet(engine, staged, plans, writeTo);
  return deepFreeze({
    kind: "snapshot",
    version: 1,
    hash: hashJson({ content: staged.contentHash, options: staged.source.options, readerVersion }),
    source: staged.source,
    schema: {
      fields: plans.map(({ name, type, reading }) => ({
        name,
        type,
        nullable: reading.missing + reading.failed > 0,
      })),
    },
    rowCount,
    rejected: staged.rejected,
    columns: plans.map(({ reading }) => reading),
    diagnostics: [...staged.diagnostics, ...plans.flatMap(columnDiagnostics)],
  } satisfies Snapshot);
}

async function planColumns(engine: Engine, staged: StagedSource): Promise<ColumnPlan[]> {
  const texts = staged.columns.filter(({ content }) => content !== "typed");
  const typed = staged.columns.filter(({ content }) => content === "typed");
  const plans = [
    ...(await planTextColumns(engine, staged, texts)),
    ...(await planTypedColumns(engine, staged, typed)),
  ];
  const byName = new Map(plans.map((plan) => [plan.name, plan]));
  return staged.columns.map(({ name }) => byName.get(name)!);
}

/** Where the rows stand until they are all there. */
export const partialPath = (writeTo: string): string => `${writeTo}.${process.pid}.part`;

async function writeParquet(
  engine: Engine,
  staged: StagedSource,
  plans: readonly ColumnPlan[],
  writeTo: string,
): Promise<number> {
  const temporary = partialPath(writeTo);
  try {
    const columns = joinSql(plans.map(({ name, expression }) => sql`${expression} AS ${identifier(name)}`));
    await engine.run(
      sql`COPY (SELECT ${columns} FROM ${staged.relation}) TO ${textLiteral(temporary)} (FORMAT parquet, COMPRESSION zstd)`,
    );
    const [row] = await engine.rows(sql`SELECT count(*) AS n FROM read_parquet(${textLiteral(temporary)})`);
    const rowCount = Number(row?.["n"]);
    checkRowCount(rowCount, staged);
    await rename(temporary, writeTo);
    return rowCount;
  } catch (error) {
    throw engineError(error, writeTo);
  } finally {
    await rm(temporary, { force: true });
  }
}

// Two independent readers must agree: ours, which judges every row, and the engine's, which reads the values.
function checkRowCount(rowCount: number, staged: StagedSource): void {
  const { expectedRows, source } = staged;
  if (expectedRows === undefined || expectedRows === rowCount) return;
  failWork("T1433", `${rowCount} rows were read, but the file has ${expectedRows}`, {
    ...(source.path === undefined ? {} : { place: source.path }),
    value: String(rowCount),
    cure: "This is a fault of Tandem: please report it with the file. Nothing was written.",
  });
}

function columnDiagnostics({ name, reading, isAmbiguous }: ColumnPlan): Diagnostic[] {
  const place = `column "${name}"`;
  const failed =
    reading.failed === 0
      ? []
      : [
          warningDiagnostic("T1443", `${reading.failed} values are no ${reading.type} and became missing`, {
            place,
            value: reading.failedSamples
              .map(({ row, text }) => `${JSON.stringify(text)} (row ${row})`)
              .join(", "),
            cure: `Check them, or read the column as Text: types: { ${JSON.stringify(name)}: "Text" }.`,
          }),
        ];
  const ambiguous = isAmbiguous
    ? [
        warningDiagnostic("T1444", `The days could not be read: ${reading.reason}`, {
          place,
          cure: "Write the days as YYYY-MM-DD, or parse them with an expression.",
        }),
      ]
    : [];
  return [...failed, ...ambiguous];
}
