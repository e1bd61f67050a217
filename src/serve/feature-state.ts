import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { canonicalJson } from "../base/index.ts";
import {
  createFeatureState,
  refuseLog,
  throwLogFailure,
  type FeatureSet,
  type FeatureStateStore,
  type KeptVersion,
  type StateOptions,
  type VersionLog,
} from "../feature/index.ts";
import type { Value } from "../schema/index.ts";
import type { OwnerWait } from "./log/owner-lock.ts";

const tables = `
  CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS batch (source TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (source, key)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS version (
    number INTEGER PRIMARY KEY, eventTable INTEGER NOT NULL, id TEXT, key TEXT NOT NULL, hidden INTEGER NOT NULL DEFAULT 0,
    happened INTEGER NOT NULL, known INTEGER NOT NULL, next INTEGER, reads TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS versionOfKey ON version (eventTable, key, happened) WHERE hidden = 0;
  CREATE INDEX IF NOT EXISTS versionOfEvent ON version (eventTable, id) WHERE id IS NOT NULL;`;

/** How a state is opened. */
interface FileStateOptions extends StateOptions {
  /** How long another process may still own the file, and what ends the waiting for it; a second unless told. */
  readonly ownerWait?: OwnerWait;
}

const retryMs = 10;
const shortWaitMs = 1000;

/**
 * A feature state in one SQLite file. What `append` has acknowledged is on the disk: each batch is one transaction of a
 * write-ahead log that is flushed before it returns (`synchronous = FULL`), so a killed process or a lost machine loses
 * nothing and keeps no half of a batch. One process owns the file; the next one, which waits for it, then reads all that it
 * has kept. Errors: T2527 where the file cannot be worked with, T2528 where it belongs to other event tables.
 * @example
 * const state = await openFeatureState(set, "features.sqlite");
 * await state.append("orders", [{ customer: 7, created: 1718000000000, loaded: 1718000060000, order: "o1", amount: 12.5 }]);
 * await state.read({ customer: 7, when: 1718000100000 });
 */
export async function openFeatureState(
  set: FeatureSet,
  path: string,
  options: FileStateOptions = {},
): Promise<FeatureStateStore> {
  const sqlite = await import("node:sqlite");
  const { ms, signal } = options.ownerWait ?? { ms: shortWaitMs };
  const end = performance.now() + ms;
  for (let isFirst = true; ; isFirst = false) {
    try {
      return openFile(sqlite, set, path, options);
    } catch (error) {
      if (!isOwned(error) || performance.now() >= end || signal?.aborted === true)
        return throwLogFailure(error, path);
    }
    // Who waits for a file that is not for these tables would wait in vain.
    if (isFirst && isOfOtherTables(sqlite, set, path)) refuseLog(path);
    // oxlint-disable-next-line no-await-in-loop -- this waits, and others are answered meanwhile
    await pause(retryMs);
  }
}

type Sqlite = typeof import("node:sqlite");

function openFile(
  { DatabaseSync }: Sqlite,
  set: FeatureSet,
  path: string,
  options: StateOptions,
): FeatureStateStore {
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    database.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
    database.exec(`BEGIN IMMEDIATE; ${tables} COMMIT;`);
    checkTables(database, set, path);
    return createFeatureState(set, createLog(database, path), options);
  } catch (error) {
    database.close();
    throw error;
  }
}

/** SQLITE_BUSY. */
const isOwned = (error: unknown): boolean =>
  error instanceof Error && "errcode" in error && Number(error.errcode) === 5;

const tablesOf = (set: FeatureSet): string => canonicalJson({ version: 1, tables: set.tables });
const storedTables = "SELECT value FROM setting WHERE name = 'tables'";

/** The events are kept as the features read them, so the event tables must be the same; the features over them may change. */
function checkTables(database: DatabaseSync, set: FeatureSet, path: string): void {
  database.prepare("INSERT OR IGNORE INTO setting VALUES ('tables', ?)").run(tablesOf(set));
  if (database.prepare(storedTables).get()?.["value"] !== tablesOf(set)) refuseLog(path);
}

/**
 * Whether a file that another process owns is known to be for other event tables: it is read as it lies on the disk, without a lock and without
 * what stands in the write-ahead log alone. False where that tells nothing.
 */
function isOfOtherTables({ DatabaseSync }: Sqlite, set: FeatureSet, path: string): boolean {
  const place = pathToFileURL(path);
  place.searchParams.set("immutable", "1");
  try {
    const database = new DatabaseSync(place, { readOnly: true });
    try {
      const found = database.prepare(storedTables).get();
      return found !== undefined && found["value"] !== tablesOf(set);
    } finally {
      database.close();
    }
  } catch {
    return false;
  }
}

type Row = Readonly<Record<string, unknown>>;

const toVersion = (row: Row): KeptVersion => ({
  number: Number(row["number"]),
  at: Number(row["happened"]),
  known: Number(row["known"]),
  next: row["next"] === null ? Number.POSITIVE_INFINITY : Number(row["next"]),
  key: JSON.parse(String(row["key"])) as Value[],
  reads: JSON.parse(String(row["reads"])) as Value[],
});

const momentOrNull = (moment: number): number | null => (Number.isFinite(moment) ? moment : null);

function createLog(database: DatabaseSync, path: string): VersionLog {
  const prepared = new Map<string, StatementSync>();
  const guarded = <Result>(work: () => Result): Result => {
    try {
      return work();
    } catch (error) {
      return throwLogFailure(error, path);
    }
  };
  const statement = (text: string): StatementSync => {
    const known = prepared.get(text) ?? database.prepare(text);
    prepared.set(text, known);
    return known;
  };
  const run = (text: string, ...values: SQLInputValue[]) => guarded(() => statement(text).run(...values));
  const all = (text: string, ...values: SQLInputValue[]): Row[] =>
    guarded(() => statement(text).all(...values));
  const horizon = all("SELECT value FROM setting WHERE name = 'horizon'")[0]?.["value"];
  let earliest = horizon === undefined ? Number.NEGATIVE_INFINITY : Number(horizon);
  return {
    transaction: (work) => guarded(() => inTransaction(database, work)),
    ofEvent: (table, id) =>
      all("SELECT * FROM version WHERE eventTable = ? AND id = ?", table, id).map(toVersion),
    ofKey: (table, key) =>
      all(
        "SELECT * FROM version WHERE eventTable = ? AND key = ? AND hidden = 0 ORDER BY happened",
        table,
        key,
      ).map(toVersion),
    insert: (table, id, version, next) =>
      Number(
        run(
          "INSERT INTO version (eventTable, id, key, happened, known, next, reads) VALUES (?, ?, ?, ?, ?, ?, ?)",
          table,
          id,
          JSON.stringify(version.key),
          version.at,
          version.known,
          momentOrNull(next),
          JSON.stringify(version.reads),
        ).lastInsertRowid,
      ),
    setNext: (_, version, next) =>
      void run("UPDATE version SET next = ? WHERE number = ?", momentOrNull(next), version.number),
    forget: (table, moment, longestMs) => {
      run("DELETE FROM version WHERE eventTable = ? AND next <= ?", table, moment);
      if (!Number.isFinite(longestMs)) return;
      const latest = moment - longestMs - 1;
      run("DELETE FROM version WHERE eventTable = ? AND id IS NULL AND happened <= ?", table, latest);
      run(
        "UPDATE version SET hidden = 1 WHERE eventTable = ? AND hidden = 0 AND happened <= ?",
        table,
        latest,
      );
    },
    horizon: () => earliest,
    setHorizon: (moment) => {
      run("INSERT OR REPLACE INTO setting VALUES ('horizon', ?)", String(moment));
      earliest = moment;
    },
    addBatch: (source, key) =>
      run("INSERT OR IGNORE INTO batch VALUES (?, ?)", JSON.stringify(source), key).changes === 1,
    close: () => {
      prepared.clear();
      database.close();
    },
  };
}

function inTransaction<Result>(database: DatabaseSync, work: () => Result): Result {
  database.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    database.exec("COMMIT");
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}
