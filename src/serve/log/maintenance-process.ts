import { readdirSync } from "node:fs";
import { setPriority } from "node:os";
import { TandemError } from "../../base/index.ts";
import { maintainLog, type MaintenanceJob } from "./maintain-log.ts";
import { lockMaintenance } from "./owner-lock.ts";
import type { MaintenanceAnswer, MaintenanceMessage } from "./run-maintenance.ts";

/**
 * A process that does one piece of maintenance and ends: the service answers meanwhile, its memory comes back, and the system can let answers
 * go first. It belongs to the process that owns the log, and ends with it, whatever ends that.
 */
const leastPriority = 19;
/** That of work that somebody waits for: on a machine that has much to do, the least would keep him waiting for minutes. */
const waitedPriority = 5;

/** Lets answers go first where both want a processor: this process has time, they have not. Linux has a priority for each thread, and new threads have that of their maker. */
function stepBack({ erase }: MaintenanceJob): void {
  const priority = erase ? waitedPriority : leastPriority;
  try {
    setPriority(priority);
    if (process.platform !== "linux") return;
    for (const thread of readdirSync("/proc/self/task")) setPriority(Number(thread), priority);
  } catch {
    // Where the system does not let it, as without /proc, it works as quickly as all others: nothing depends on that.
  }
}

/**
 * Says that it has the lock, and is told what to do after that alone: who tells it is the owner then, and whoever follows on that one waits for
 * the lock. So nobody else writes the log while this process does, at whatever moment the owner is killed.
 */
async function maintain(): Promise<MaintenanceAnswer> {
  const lock = await lockMaintenance(await told<string>());
  try {
    const order = told<MaintenanceJob>();
    await say("locked");
    const job = await order;
    stepBack(job);
    return { done: await maintainLog(job) };
  } finally {
    lock.release();
  }
}

/** What the owner says next: the folder, then the job. */
const told = <Said>(): Promise<Said> => new Promise((hear) => process.once("message", hear));
const say = (message: MaintenanceMessage): Promise<void> =>
  new Promise((said) => process.send!(message, () => said()));

const endAtOnce = (): void => void process.kill(process.pid, "SIGKILL");

process.on("disconnect", endAtOnce);
// A signal to the whole group, as of Ctrl-C, is the owner's to answer: it waits for this work.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});
const answer = await maintain().catch((error: unknown): MaintenanceAnswer =>
  error instanceof TandemError
    ? { diagnostics: error.diagnostics, kind: error.kind }
    : { message: error instanceof Error ? (error.stack ?? error.message) : String(error) },
);
await say(answer);
process.off("disconnect", endAtOnce);
process.disconnect();
