import { join } from "node:path";
import { failInput } from "../../base/index.ts";

/** The right to write a log. */
export interface OwnerLock {
  release(): void;
}

/**
 * Takes the right to write a log: one process at a time has it, and the system takes it from a process that ends, however it ends.
 * (An SQLite file with an open exclusive transaction: the one lock in Node that the system gives back.) Fails with T2906 while
 * another has it, with T2915 where the folder cannot be written to.
 */
export async function lockLog(folder: string): Promise<OwnerLock> {
  const { DatabaseSync } = await import("node:sqlite");
  const path = join(folder, "owner.lock");
  try {
    const database = new DatabaseSync(path, { timeout: 200 });
    try {
      // No journal beside it: nothing is ever written, so that a full disk does not stand in the way.
      database.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
    } catch (error) {
      database.close();
      throw error;
    }
    return { release: () => database.close() };
  } catch (error) {
    return isTaken(error) ? failTaken(folder, error) : failUnwritable(folder, error);
  }
}

const isTaken = (error: unknown): boolean =>
  error instanceof Error && "errcode" in error && error.errcode === 5;

const failTaken = (folder: string, cause: unknown): never =>
  failInput(
    "T2906",
    "Another process writes this prediction log",
    {
      place: folder,
      cure: "Ask the running service (POST /labels, DELETE /admin/log/entities), stop it first, or name another folder.",
    },
    { cause },
  );

const failUnwritable = (folder: string, cause: unknown): never =>
  failInput(
    "T2915",
    `The prediction log's folder cannot be written to (${cause instanceof Error ? cause.message : String(cause)})`,
    { place: folder, cure: "Check its permissions and its disk, or name another folder." },
    { cause },
  );
