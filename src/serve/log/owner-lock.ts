import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { failInput } from "../../base/index.ts";

/** The right to write a log. */
export interface OwnerLock {
  release(): void;
}

/** How long another process may still have the right, and what ends the waiting for it. */
export interface OwnerWait {
  readonly ms: number;
  readonly signal?: AbortSignal | undefined;
}

const shortWait: OwnerWait = { ms: 200 };
const retryMs = 10;

/** Maintenance that outlives its owner ends as soon as it notices; on a busy machine that takes a moment. */
const longWait: OwnerWait = { ms: 30_000 };

/**
 * Takes the right to write a log: one process at a time has it, and the system takes it from a process that ends, however it ends. Waits
 * until maintenance that a killed owner had under way has ended too. Fails with T2906 while another has it, with T2915 where the folder
 * cannot be written to.
 */
export async function lockLog(folder: string, wait: OwnerWait = shortWait): Promise<OwnerLock> {
  const lock = await lockFile(folder, "owner.lock", wait);
  try {
    (await lockMaintenance(folder, wait.signal)).release();
    return lock;
  } catch (error) {
    lock.release();
    throw error;
  }
}

const maintenanceLock = "maintenance.lock";

/** Takes the right to do maintenance for the owner of a log in another process. */
export const lockMaintenance = (folder: string, signal?: AbortSignal): Promise<OwnerLock> =>
  lockFile(folder, maintenanceLock, { ...longWait, signal });

/** An SQLite file with an open exclusive transaction: the one lock in Node that the system gives back. */
async function lockFile(folder: string, name: string, { ms, signal }: OwnerWait): Promise<OwnerLock> {
  const { DatabaseSync } = await import("node:sqlite");
  const path = join(folder, name);
  const end = performance.now() + ms;
  const take = (): OwnerLock => {
    const database = new DatabaseSync(path, { timeout: 0 });
    try {
      // No journal beside it: nothing is ever written, so that a full disk does not stand in the way.
      database.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
    } catch (error) {
      database.close();
      throw error;
    }
    return { release: () => database.close() };
  };
  for (;;) {
    try {
      return take();
    } catch (error) {
      if (!isTaken(error)) return failUnwritable(folder, error);
      if (performance.now() >= end || signal?.aborted === true) return failTaken(folder, name, error);
    }
    // oxlint-disable-next-line no-await-in-loop -- this waits
    await pause(retryMs);
  }
}

const isTaken = (error: unknown): boolean =>
  error instanceof Error && "errcode" in error && error.errcode === 5;

const failTaken = (folder: string, name: string, cause: unknown): never =>
  name === maintenanceLock
    ? failInput(
        "T2906",
        "A process still maintains this prediction log for a service that is gone",
        {
          place: folder,
          cure: "It ends by itself as soon as it runs; where it was stopped or hangs, end the process log-maintenance.js. Nothing is lost by that.",
        },
        { cause },
      )
    : failInput(
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
