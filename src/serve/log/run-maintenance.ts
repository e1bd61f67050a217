import { Worker } from "node:worker_threads";
import { failWork, TandemError, type Diagnostic, type ErrorKind } from "../../base/index.ts";
import { threadFile } from "../thread-file.ts";
import type { Maintenance, MaintenanceJob } from "./maintain-log.ts";

/** What the thread says. */
export type ThreadMessage =
  | { readonly done: Maintenance }
  | { readonly diagnostics: readonly Diagnostic[]; readonly kind: ErrorKind }
  | { readonly message: string };

/** Does a piece of maintenance in a thread of its own. Fails with T2905 where the thread ends before its work is done. */
export function runMaintenance(job: MaintenanceJob): Promise<Maintenance> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(threadFile(import.meta.url, "maintenance-thread.ts", "log-maintenance.js"), {
      workerData: job,
      execArgv: [],
    });
    thread.on("message", (message: ThreadMessage) => {
      if ("done" in message) return resolve(message.done);
      if ("diagnostics" in message) return reject(new TandemError(message.diagnostics, message.kind));
      return reject(endedEarly(new Error(message.message)));
    });
    thread.on("error", (error) => reject(endedEarly(error)));
    thread.on("exit", () => reject(endedEarly(undefined)));
  });
}

function endedEarly(cause: unknown): Error {
  try {
    return failWork(
      "T2905",
      `The maintenance of the prediction log ended before its work was done${cause instanceof Error ? `: ${cause.message.slice(0, 300)}` : ""}`,
      {
        cure: "Nothing is lost and nothing half done; it is tried again. Where that happens again, look for what ends threads (a limit of memory?).",
      },
      { cause },
    );
  } catch (error) {
    return error as Error;
  }
}
