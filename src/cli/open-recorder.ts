import { openingLog, openPredictionLog, type PredictionLog } from "../serve/index.ts";
import type { CliContext } from "./context.ts";
import { logFolder, privateKeyFile, type LogFlags } from "./log-folder.ts";
import type { ServeFlags } from "./serve-flags.ts";

const dayMs = 86_400_000;
const megabyte = 1_000_000;

/** The flags of the log, with the project's folder among them. */
export const withFolder = ({ json, log }: ServeFlags, folder: string | undefined): LogFlags => ({
  json,
  ...(folder === undefined ? {} : { folder }),
  ...(log === undefined ? {} : { log }),
});

/** The prediction log of a service. */
export interface OpenRecorder {
  readonly log: PredictionLog;
  /** Settles when it can be written, or with why it cannot. */
  readonly opened: Promise<unknown>;
  close(): Promise<void>;
}

/** How long the service before this one may take to let the log go. */
const ownerWaitMs = 60_000;

/**
 * Opens the prediction log of a service, where one is asked for. A service that shares its port takes requests while the one before
 * it still writes the log: they wait for it. `onProblem` hears of maintenance that failed.
 */
export async function openRecorder(
  context: CliContext,
  folder: string | undefined,
  flags: ServeFlags,
  onProblem: (error: unknown) => void,
): Promise<OpenRecorder | undefined> {
  const {
    record,
    log: named,
    private: privateColumns = [],
    privateKey,
    whenUnwritable,
    flush,
    keepDays,
    keepMegabytes,
  } = flags;
  if (!record && named === undefined) return undefined;
  const closing = new AbortController();
  const opened = openPredictionLog(
    logFolder(context, withFolder(flags, folder)),
    () => context.effects.now(),
    {
      whenUnwritable,
      flush,
      onProblem,
      privateColumns,
      privateKeyFile: privateKeyFile(context, folder, privateKey),
      ...(flags.sharePort ? { ownerWait: { ms: ownerWaitMs, signal: closing.signal } } : {}),
      retention: {
        ...(keepDays === undefined ? {} : { keepMs: keepDays * dayMs }),
        ...(keepMegabytes === undefined ? {} : { keepBytes: keepMegabytes * megabyte }),
      },
    },
  );
  const log = flags.sharePort ? openingLog(opened) : await opened;
  return {
    log,
    opened,
    close: () => {
      closing.abort();
      return log.close();
    },
  };
}
