import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Effects } from "../../base/index.ts";
import {
  isTableAddress,
  openEngine,
  readTableAddress,
  refuseTable,
  tableLabel,
  writeDatabaseTable,
  type PartFile,
  type TableAddress,
} from "../../data/index.ts";
import { isInDelivery, type PartJournal } from "./part-journal.ts";
import type { ScoreOptions } from "./run-batch.ts";

/** Where answers go: a file, or a file that then becomes a table. */
export interface Output {
  /** As the user names it. */
  readonly name: string;
  readonly path: string;
  readonly table: TableAddress | undefined;
}

/** Reads where answers are to go. Of a table they are put together in a Parquet file before: beside the file of its database, or here. */
export function readOutput(name: string, { environment = {}, folder = "." }: ScoreOptions): Output {
  if (!isTableAddress(name)) return { name, path: name, table: undefined };
  const table = readTableAddress(name, environment);
  const { database } = table;
  const before = database.kind === "postgres" ? join(folder, plainName(database.database)) : database.path;
  return { name, path: `${before}.${plainName(tableLabel(table))}.parquet`, table };
}

/** A name as part of a file's name. */
const plainName = (name: string): string => name.replaceAll(/[^\w.-]/g, "_");

/**
 * Fails with T2996 where the answers are to become a table that is there already. One that an earlier process may have made of the same
 * answers is looked at when these are there.
 */
export const refuseOutput = async ({ table }: Output, effects: Effects, folder: string): Promise<void> => {
  if (table && !(await isInDelivery(folder)))
    await withEngine({}, (engine) => refuseTable(table, engine, effects));
};

/**
 * Makes a table of the answers, where they are to become one; the file goes, for its parts are kept until the table is there. A table
 * that an earlier process has made of them, which then came to its end before it could say so, is left as it is.
 */
export async function deliver(
  { table, path }: Output,
  [{ declared }]: readonly [PartFile, ...PartFile[]],
  journal: PartJournal,
  effects: Effects,
  options: ScoreOptions,
): Promise<void> {
  if (!table) return;
  try {
    await journal.deliver();
    await withEngine(options, (engine) =>
      writeDatabaseTable(table, {
        path,
        declared,
        engine,
        effects,
        folder: journal.folder,
        mayBeThere: journal.wasDelivering,
      }),
    );
  } finally {
    await rm(path, { force: true });
  }
}

async function withEngine<Result>(
  { memoryMb }: ScoreOptions,
  work: (engine: Awaited<ReturnType<typeof openEngine>>) => Promise<Result>,
): Promise<Result> {
  const engine = await openEngine({
    threads: 1,
    ...(memoryMb === undefined ? {} : { memoryLimitMb: memoryMb }),
  });
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}
