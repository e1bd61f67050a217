import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import type { Generated, Kysely } from "kysely";
import { writeFailure } from "./files.ts";
import { withStoreErrors } from "./store-failure.ts";

/** What is kept in `.tandem/store.sqlite`. Times are milliseconds since 1970; JSON is text. The same tables work on PostgreSQL. */
export interface StoreTables {
  /** Steps that were done: the hash of what went in, the hashes of what came out. */
  step: { key: string; name: string; outputHash: string; createdAt: number };
  /** Finished runs. */
  run: { id: string; project: string; startedAt: number; recordHash: string };
  /** Versions of the registry, counted from 1 per name. */
  version: {
    name: string;
    version: number;
    packageHash: string;
    objectHash: string;
    runId: string;
    createdAt: number;
  };
  /** What an alias points at now. */
  alias: { name: string; alias: string; version: number };
  /** Every move of an alias, so that a rollback knows where to go. */
  aliasMove: {
    id: Generated<number>;
    name: string;
    alias: string;
    fromVersion: number | null;
    toVersion: number;
    movedAt: number;
  };
  /** The traffic of a name: the seed that divides the keys. */
  traffic: { name: string; seed: number; changedAt: number };
  /** What part of the traffic each arm of a name answers. */
  trafficShare: { name: string; arm: string; share: number };
  /** Changes that came with a name of their own: the same one again is answered as before, and done once. */
  changeRequest: { name: string; request: string; asked: string; answer: string; answeredAt: number };
}

/**
 * Opens (and creates or migrates) the database of a project folder. Safe for several processes at once. Fails with T2020
 * where the folder cannot be made, and with T2025 where the file is damaged, of another form, held or may not be written.
 */
export async function openDatabase(path: string): Promise<Kysely<StoreTables>> {
  await mkdir(dirname(path), { recursive: true }).catch((error: unknown) => {
    throw writeFailure(error, dirname(path));
  });
  const [{ Kysely, SqliteDialect }, { DatabaseSync }] = await Promise.all([
    import("kysely"),
    import("node:sqlite"),
  ]);
  const database = withStoreErrors(path, () => {
    const opened = new DatabaseSync(path, { timeout: 10_000 });
    try {
      opened.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;");
    } catch (error) {
      opened.close();
      throw error;
    }
    return opened;
  });
  const dialect = new SqliteDialect({
    database: {
      close: () => database.close(),
      prepare: (text: string) => {
        const guarded = <Result>(work: () => Result): Result => withStoreErrors(path, work);
        const statement = guarded(() => database.prepare(wordedFor(database.isTransaction, text)));
        type Bound = readonly (string | number | null)[];
        return {
          reader: statement.columns().length > 0,
          all: (values: readonly unknown[]) => guarded(() => statement.all(...(values as Bound))),
          run: (values: readonly unknown[]) => guarded(() => statement.run(...(values as Bound))),
          iterate: (values: readonly unknown[]) => guarded(() => statement.iterate(...(values as Bound))),
        };
      },
    },
  });
  const store = new Kysely<StoreTables>({ dialect });
  try {
    await createTables(store);
  } catch (error) {
    await store.destroy();
    throw error;
  }
  return store;
}

/**
 * A transaction that reads first and writes later must own the database from its start, or two processes refuse each other.
 * A full disk ends a transaction by itself: rolling it back once more would hide why.
 */
function wordedFor(isTransaction: boolean, text: string): string {
  if (text === "begin") return "begin immediate";
  return text === "rollback" && !isTransaction ? "select 1" : text;
}

async function createTables(store: Kysely<StoreTables>): Promise<void> {
  const { schema } = store;
  await schema
    .createTable("step")
    .ifNotExists()
    .addColumn("key", "text", (column) => column.primaryKey())
    .addColumn("name", "text", notNull)
    .addColumn("outputHash", "text", notNull)
    .addColumn("createdAt", "bigint", notNull)
    .execute();
  await schema
    .createTable("run")
    .ifNotExists()
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("project", "text", notNull)
    .addColumn("startedAt", "bigint", notNull)
    .addColumn("recordHash", "text", notNull)
    .execute();
  await schema
    .createTable("version")
    .ifNotExists()
    .addColumn("name", "text", notNull)
    .addColumn("version", "integer", notNull)
    .addColumn("packageHash", "text", notNull)
    .addColumn("objectHash", "text", notNull)
    .addColumn("runId", "text", notNull)
    .addColumn("createdAt", "bigint", notNull)
    .addPrimaryKeyConstraint("version_key", ["name", "version"])
    .addUniqueConstraint("version_package", ["name", "packageHash"])
    .execute();
  await schema
    .createTable("alias")
    .ifNotExists()
    .addColumn("name", "text", notNull)
    .addColumn("alias", "text", notNull)
    .addColumn("version", "integer", notNull)
    .addPrimaryKeyConstraint("alias_key", ["name", "alias"])
    .execute();
  await schema
    .createTable("aliasMove")
    .ifNotExists()
    .addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
    .addColumn("name", "text", notNull)
    .addColumn("alias", "text", notNull)
    .addColumn("fromVersion", "integer")
    .addColumn("toVersion", "integer", notNull)
    .addColumn("movedAt", "bigint", notNull)
    .execute();
  await createTrafficTables(store);
}

async function createTrafficTables({ schema }: Kysely<StoreTables>): Promise<void> {
  await schema
    .createTable("traffic")
    .ifNotExists()
    .addColumn("name", "text", (column) => column.primaryKey())
    .addColumn("seed", "bigint", notNull)
    .addColumn("changedAt", "bigint", notNull)
    .execute();
  await schema
    .createTable("trafficShare")
    .ifNotExists()
    .addColumn("name", "text", notNull)
    .addColumn("arm", "text", notNull)
    .addColumn("share", "double precision", notNull)
    .addPrimaryKeyConstraint("trafficShare_key", ["name", "arm"])
    .execute();
  await schema
    .createTable("changeRequest")
    .ifNotExists()
    .addColumn("name", "text", notNull)
    .addColumn("request", "text", notNull)
    .addColumn("asked", "text", notNull)
    .addColumn("answer", "text", notNull)
    .addColumn("answeredAt", "bigint", notNull)
    .addPrimaryKeyConstraint("changeRequest_key", ["name", "request"])
    .execute();
}

const notNull = <Builder extends { notNull(): Builder }>(column: Builder): Builder => column.notNull();
