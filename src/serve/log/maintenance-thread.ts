import { readlinkSync } from "node:fs";
import { setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import { TandemError } from "../../base/index.ts";
import { maintainLog, type MaintenanceJob } from "./maintain-log.ts";
import type { ThreadMessage } from "./run-maintenance.ts";

/** A thread that does one piece of maintenance and ends, so that the service answers meanwhile and its memory comes back. */
const say = (message: ThreadMessage): void => parentPort?.postMessage(message, []);

/** Lets answers go first where both want a processor: this thread has time, they have not. Linux knows threads by numbers of their own. */
function stepBack(): void {
  if (process.platform !== "linux") return;
  try {
    const [, number] = /task\/(\d+)$/.exec(readlinkSync("/proc/thread-self")) ?? [];
    setPriority(Number(number), leastPriority);
  } catch {
    // Where the system does not let it, as without /proc, it works as quickly as all others: nothing depends on that.
  }
}
const leastPriority = 19;

try {
  stepBack();
  say({ done: await maintainLog(workerData as MaintenanceJob) });
} catch (error) {
  say(
    error instanceof TandemError
      ? { diagnostics: error.diagnostics, kind: error.kind }
      : { message: error instanceof Error ? (error.stack ?? error.message) : String(error) },
  );
}
