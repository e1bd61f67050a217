import { fork } from "node:child_process";
import { failWork, TandemError, type Diagnostic, type ErrorKind } from "../../base/index.ts";
import { besideFile } from "../beside-file.ts";
import type { Maintenance, MaintenanceJob } from "./maintain-log.ts";

/** What the process says in the end. */
export type MaintenanceAnswer =
  | { readonly done: Maintenance }
  | { readonly diagnostics: readonly Diagnostic[]; readonly kind: ErrorKind }
  | { readonly message: string };

/** What the process says: that nobody else can do maintenance now, and what became of its own. */
export type MaintenanceMessage = "locked" | MaintenanceAnswer;

/**
 * Does a piece of maintenance in a process of its own. Fails with T2905 where that ends before its work is done, as when the signal has it
 * ended.
 */
export function runMaintenance(job: MaintenanceJob, ending?: AbortSignal): Promise<Maintenance> {
  return new Promise((resolve, reject) => {
    if (ending?.aborted === true) return reject(endedEarly(new Error("the log is closed")));
    const file = besideFile(import.meta.url, "maintenance-process.ts", "log-maintenance.js");
    const maintenance = fork(file, {
      execArgv: [],
      serialization: "advanced",
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    /** Where it has ended meanwhile, its end tells. */
    const tell = (said: string | MaintenanceJob): void => void maintenance.send(said, () => {});
    // A process that does not go on, as one that was stopped, can be ended in this way alone.
    const end = (): void => void maintenance.kill("SIGKILL");
    ending?.addEventListener("abort", end, { once: true });
    let answer: MaintenanceAnswer | undefined;
    maintenance.on("message", (said) => {
      const message = said as MaintenanceMessage;
      if (message === "locked") tell(job);
      else answer = message;
    });
    maintenance.on("error", (error) => reject(endedEarly(error)));
    // Only when it has ended is nothing of it under way.
    maintenance.on("close", (code, signal) => {
      ending?.removeEventListener("abort", end);
      if (!answer) return reject(endedEarly(new Error(signal ?? `exit code ${code}`)));
      if ("done" in answer) return resolve(answer.done);
      if ("diagnostics" in answer) return reject(new TandemError(answer.diagnostics, answer.kind));
      return reject(endedEarly(new Error(answer.message)));
    });
    tell(job.folder);
  });
}

function endedEarly(cause: Error): Error {
  try {
    return failWork(
      "T2905",
      `The maintenance of the prediction log ended before its work was done: ${cause.message.slice(0, 300)}`,
      {
        cure: "Nothing is lost and nothing half done; it is tried again. Where that happens again, look for what ends processes (a limit of memory?).",
      },
      { cause },
    );
  } catch (error) {
    return error as Error;
  }
}
