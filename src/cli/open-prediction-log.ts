import { resolve } from "node:path";
import { openPredictionLog, type PredictionLog } from "../serve/index.ts";
import { failureFields, type Log } from "../server/index.ts";
import type { CliContext } from "./context.ts";
import type { ServeFlags } from "./serve-flags.ts";

const dayMs = 86_400_000;
const megabyte = 1_000_000;

/** The prediction log that a service keeps; undefined where none is asked for. */
export async function findPredictionLog(
  { folder, effects }: CliContext,
  flags: ServeFlags,
  log: Log,
): Promise<PredictionLog | undefined> {
  if (flags.log === undefined) return undefined;
  const { keepDays, keepMegabytes, private: privateColumns = [], privateKey, whenUnwritable } = flags;
  return openPredictionLog(resolve(folder, flags.log), () => effects.now(), {
    privateColumns,
    ...(privateKey === undefined ? {} : { privateKeyFile: resolve(folder, privateKey) }),
    whenUnwritable,
    ...(keepDays === undefined && keepMegabytes === undefined
      ? {}
      : {
          retention: {
            ...(keepDays === undefined ? {} : { keepMs: keepDays * dayMs }),
            ...(keepMegabytes === undefined ? {} : { keepBytes: keepMegabytes * megabyte }),
          },
        }),
    onProblem: (error) => log.error(failureFields(error), "maintenance of the prediction log failed"),
  });
}
