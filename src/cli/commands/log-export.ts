import { resolve } from "node:path";
import { exportLog } from "../../serve/index.ts";
import { command } from "../command.ts";
import { logFolder, type LogFlags } from "../log-folder.ts";

/** `tandem log export FILE`: every prediction with its label. */
export const logExportCommand = command<LogFlags & { readonly labels: boolean }, [string]>(
  async (context, flags, file) => {
    const folder = logFolder(context, flags);
    const output = resolve(context.folder, file);
    const { rowCount } = await exportLog(folder, output, flags.labels ? "labels" : "predictions");
    const what = flags.labels ? "labels" : "predictions with their labels";
    return {
      text: `${rowCount.toLocaleString("en")} ${what} written to ${output}`,
      document: { log: folder, output, rowCount },
    };
  },
);
