import { join } from "node:path";
import type { Kysely } from "kysely";
import type { Effects } from "../../base/index.ts";
import type { RunRecord } from "../run-record.ts";
import { openDatabase, type StoreTables } from "./database.ts";
import { openObjectStore, type ObjectStore } from "./object-store.ts";

/** Everything a project folder remembers, in `.tandem/`: artifacts, finished steps, runs, the registry. */
export interface Store {
  readonly folder: string;
  readonly objects: ObjectStore;
  readonly database: Kysely<StoreTables>;
  /** The output hash of a step that was done and whose bytes are still there and match, or undefined. */
  findStep(key: string): Promise<string | undefined>;
  saveStep(key: string, name: string, outputHash: string): Promise<void>;
  saveRun(record: RunRecord): Promise<void>;
  /** A text that is another one when anybody has changed the store since. Asking costs some microseconds. */
  changeMark(): Promise<string>;
  close(): Promise<void>;
}

/** Opens the store of a project folder, creating `.tandem/` when it is not there. */
export async function openStore(projectFolder: string, effects: Pick<Effects, "now">): Promise<Store> {
  const folder = join(projectFolder, ".tandem");
  const objects = openObjectStore(join(folder, "objects"));
  const database = await openDatabase(join(folder, "store.sqlite"));
  return {
    folder,
    objects,
    database,
    findStep: async (key) => {
      const step = await database
        .selectFrom("step")
        .select("outputHash")
        .where("key", "=", key)
        .executeTakeFirst();
      return step && (await objects.holds(step.outputHash)) ? step.outputHash : undefined;
    },
    saveStep: async (key, name, outputHash) => {
      await database
        .insertInto("step")
        .values({ key, name, outputHash, createdAt: effects.now() })
        .onConflict((conflict) =>
          conflict.column("key").doUpdateSet({ outputHash, createdAt: effects.now() }),
        )
        .execute();
    },
    saveRun: async (record) => {
      const recordHash = await objects.put(JSON.stringify(record));
      await database
        .insertInto("run")
        .values({
          id: record.id,
          project: record.project,
          startedAt: Date.parse(record.startedAt),
          recordHash,
        })
        // Two processes that did the same in the same millisecond made the same run.
        .onConflict((conflict) => conflict.column("id").doNothing())
        .execute();
    },
    changeMark: async () => {
      const { sql } = await import("kysely");
      // The first changes with what other connections commit, the second with what this one does.
      const others = await sql<{ data_version: number }>`PRAGMA data_version`.execute(database);
      const own = await sql<{ changes: number }>`SELECT total_changes() AS changes`.execute(database);
      return `${others.rows[0]?.data_version}/${own.rows[0]?.changes}`;
    },
    close: () => database.destroy(),
  };
}
