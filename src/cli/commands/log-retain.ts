import { failInput } from "../../base/index.ts";
import { retainInClosedLog } from "../../serve/index.ts";
import { command } from "../command.ts";
import { logFolder, type LogFlags } from "../log-folder.ts";

type RetainFlags = LogFlags & { readonly days?: number; readonly megabytes?: number };

const dayMs = 86_400_000;
const megabyte = 1_000_000;

/** `tandem log retain`: removes what is older, or more, than is to be kept. */
export const logRetainCommand = command<RetainFlags, []>(async (context, flags) => {
  const { days, megabytes } = flags;
  if (days === undefined && megabytes === undefined)
    failInput("T2922", "Nothing says what is to be kept", {
      place: "tandem log retain",
      cure: "Give --days, --megabytes or both.",
    });
  const folder = logFolder(context, flags);
  const removed = await retainInClosedLog(
    folder,
    {
      ...(days === undefined ? {} : { keepMs: days * dayMs }),
      ...(megabytes === undefined ? {} : { keepBytes: megabytes * megabyte }),
    },
    context.effects.now(),
  );
  return {
    text: `${removed.rows.toLocaleString("en")} rows in ${removed.segments} segments are removed from ${folder}`,
    document: { log: folder, ...removed },
  };
});
