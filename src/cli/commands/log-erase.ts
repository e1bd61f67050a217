import { resolve } from "node:path";
import { eraseFromClosedLog } from "../../serve/index.ts";
import { command } from "../command.ts";
import { logFolder, type LogFlags } from "../log-folder.ts";

/** `tandem log erase COLUMN VALUE`: takes the rows of an entity and their labels out of all files. */
export const logEraseCommand = command<LogFlags & { readonly privateKey?: string }, [string, string]>(
  async (context, flags, column, value) => {
    const folder = logFolder(context, flags);
    const privateKeyFile =
      flags.privateKey === undefined ? undefined : resolve(context.folder, flags.privateKey);
    const entity = { column, value, privateKeyFile };
    const erasure = await eraseFromClosedLog(folder, entity, context.effects.now());
    const { predictions, labels, damagedFiles } = erasure;
    return {
      text: `${predictions.toLocaleString("en")} predictions and ${labels.toLocaleString("en")} labels are erased from ${folder}${damagedFiles > 0 ? `, and ${damagedFiles} damaged files that may have held more` : ""}`,
      document: { log: folder, ...erasure },
    };
  },
);
