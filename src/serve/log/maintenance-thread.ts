import { parentPort, workerData } from "node:worker_threads";
import { TandemError } from "../../base/index.ts";
import { maintainLog, type MaintenanceJob } from "./maintain-log.ts";

/** A thread that does one piece of maintenance and ends, so that the service answers meanwhile and its memory comes back. */
try {
  parentPort?.postMessage({ done: await maintainLog(workerData as MaintenanceJob) });
} catch (error) {
  parentPort?.postMessage(
    error instanceof TandemError
      ? { diagnostics: error.diagnostics, kind: error.kind }
      : { message: error instanceof Error ? (error.stack ?? error.message) : String(error) },
  );
}
