import { mkdtemp, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Effects } from "../base/index.ts";
import type { Engine } from "./engine.ts";
import { engineError } from "./engine-error.ts";
import { interruptWhenAborted } from "./interrupt-when-aborted.ts";
import { collectSql } from "./collect-sql.ts";
import type { Snapshot } from "./snapshot.ts";
import type { PlainSource, Source } from "./source.ts";
import { stageCsv } from "./stage-csv.ts";
import { stageJson } from "./stage-json.ts";
import { stageParquet } from "./stage-parquet.ts";
import { dropStagedTable, stageTable } from "./stage-table.ts";
import type { StagedSource } from "./staged.ts";
import { stopIfAborted } from "./text-file.ts";
import { writeSnapshot } from "./write-snapshot.ts";

/** Where a source is read and its rows are written. */
export interface CollectContext {
  /** The project's folder: paths of sources are relative to it. */
  readonly folder: string;
  readonly engine: Engine;
  readonly effects: Effects;
  /** The Parquet file to write. */
  readonly writeTo: string;
}

/**
 * Reads a source, writes its typed rows as a Parquet file and returns what was read and how. Errors of the file and
 * its content: T1420-T1437; of SQL: T1461-T1469.
 * @example
 * const snapshot = await collect({ kind: "csv", path: "data.csv", options: {} }, context);
 * const reader = openDataset(context.engine, snapshot, context.writeTo);
 */
export async function collect(source: Source, context: CollectContext): Promise<Snapshot> {
  const { engine, effects, writeTo } = context;
  stopIfAborted(effects);
  const folder = await mkdtemp(join(dirname(writeTo), "collect-")).catch((error: unknown) => {
    throw engineError(error, writeTo);
  });
  const goOn = interruptWhenAborted(engine, effects.signal);
  try {
    if (source.kind === "sql") return await collectSql(source, context, folder, collect);
    const staged = await stage(source, context, folder);
    stopIfAborted(effects);
    return await writeSnapshot(engine, staged, writeTo, effects);
  } catch (error) {
    throw engineError(error);
  } finally {
    goOn();
    if (source.kind === "table") await dropStagedTable(engine);
    await rm(folder, { recursive: true, force: true });
  }
}

function stage(source: PlainSource, context: CollectContext, temporary: string): Promise<StagedSource> {
  const { folder, engine, effects } = context;
  switch (source.kind) {
    case "csv":
      return stageCsv(source, folder, join(temporary, "rows.csv"), effects);
    case "json":
      return stageJson(source, folder, engine, effects);
    case "parquet":
      return stageParquet(source, folder, engine, effects);
    case "table":
      return stageTable(source, engine);
  }
}
