import { readdirSync } from "node:fs";
import { setPriority } from "node:os";
import { TandemError } from "../../base/index.ts";
import { maintainLog } from "./maintain-log.ts";
import { lockMaintenance } from "./owner-lock.ts";
import type { MaintenanceAnswer, MaintenanceOrder } from "./run-maintenance.ts";

/**
 * A process that does one piece of maintenance and ends: the service answers meanwhile, its memory comes back, and the system can let answers
 * go first. It belongs to the process that owns the log, and ends with it, whatever ends that.
 */
const leastPriority = 19;

/** Lets answers go first where both want a processor: this process has time, they have not. Linux has a priority for each thread, and new threads have that of their maker. */
function stepBack(): void {
  try {
    setPriority(leastPriority);
    if (process.platform !== "linux") return;
    for (const thread of readdirSync("/proc/self/task")) setPriority(Number(thread), leastPriority);
  } catch {
    // Where the system does not let it, as without /proc, it works as quickly as all others: nothing depends on that.
  }
}

const alone: MaintenanceAnswer = { message: "the process that owns the log has ended" };

/** Does the work while the owner lives; after it nobody else may begin before this process has ended. */
async function maintain({ owner, job }: MaintenanceOrder): Promise<MaintenanceAnswer> {
  if (process.ppid !== owner) return alone;
  const lock = await lockMaintenance(job.folder);
  try {
    // Whoever follows on the owner waits for the lock: so either the owner is there now, or that one goes first.
    if (process.ppid !== owner) return alone;
    return { done: await maintainLog(job) };
  } finally {
    lock.release();
  }
}

const answerTo = (order: MaintenanceOrder): Promise<MaintenanceAnswer> =>
  maintain(order).catch((error: unknown) =>
    error instanceof TandemError
      ? { diagnostics: error.diagnostics, kind: error.kind }
      : { message: error instanceof Error ? (error.stack ?? error.message) : String(error) },
  );

const endAtOnce = (): void => void process.kill(process.pid, "SIGKILL");

stepBack();
process.on("disconnect", endAtOnce);
// A signal to the whole group, as of Ctrl-C, is the owner's to answer: it waits for this work.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});
process.once("message", (order: MaintenanceOrder) => {
  void answerTo(order).then((answer) =>
    process.send!(answer, () => {
      process.off("disconnect", endAtOnce);
      process.disconnect();
    }),
  );
});
