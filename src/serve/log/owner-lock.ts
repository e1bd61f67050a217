import { join } from "node:path";
import { failInput } from "../../base/index.ts";

/** The right to write a log. */
export interface OwnerLock {
  release(): void;
}

/**
 * Takes the right to write a log: one process at a time has it, and the system takes it from a process that ends, however it ends.
 * (An SQLite file with an open exclusive transaction: the one lock in Node that the system gives back.) Fails with T2906 while
 * another has it.
 */
export async function lockLog(folder: string): Promise<OwnerLock> {
  const { DatabaseSync } = await import("node:sqlite");
  const path = join(folder, "owner.lock");
  try {
    const database = new DatabaseSync(path, { timeout: 200 });
    try {
      database.exec("BEGIN EXCLUSIVE");
    } catch (error) {
      database.close();
      throw error;
    }
    return { release: () => database.close() };
  } catch (error) {
    return failInput(
      "T2906",
      "Another process writes this prediction log, or its folder cannot be written to",
      {
        place: folder,
        cure: "Ask the running service (POST /labels, DELETE /log/entities), stop it first, or name another folder.",
      },
      { cause: error },
    );
  }
}
