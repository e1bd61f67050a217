import { resolve } from "node:path";
import { openPredictionLog, type PredictionLog } from "../serve/index.ts";
import type { CliContext } from "./context.ts";
import { logFolder, type LogFlags } from "./log-folder.ts";
import type { ServeFlags } from "./serve-flags.ts";

const dayMs = 86_400_000;
const megabyte = 1_000_000;

/** The flags of the log, with the project's folder among them. */
export const withFolder = ({ json, log }: ServeFlags, folder: string | undefined): LogFlags => ({
  json,
  ...(folder === undefined ? {} : { folder }),
  ...(log === undefined ? {} : { log }),
});

/** Opens the prediction log of a service, where one is asked for. `onProblem` hears of maintenance that failed. */
export async function openRecorder(
  context: CliContext,
  folder: string | undefined,
  flags: ServeFlags,
  onProblem: (error: unknown) => void,
): Promise<PredictionLog | undefined> {
  const {
    record,
    log,
    private: privateColumns = [],
    privateKey,
    whenUnwritable,
    keepDays,
    keepMegabytes,
  } = flags;
  if (!record && log === undefined) return undefined;
  return openPredictionLog(logFolder(context, withFolder(flags, folder)), () => context.effects.now(), {
    whenUnwritable,
    onProblem,
    privateColumns,
    ...(privateKey === undefined ? {} : { privateKeyFile: resolve(context.folder, privateKey) }),
    retention: {
      ...(keepDays === undefined ? {} : { keepMs: keepDays * dayMs }),
      ...(keepMegabytes === undefined ? {} : { keepBytes: keepMegabytes * megabyte }),
    },
  });
}
