import { failInput } from "../../base/index.ts";
import { eraseFromClosedLog } from "../../serve/index.ts";
import { command } from "../command.ts";
import { logFolder, privateKeyFile, type LogFlags } from "../log-folder.ts";

/** `tandem log erase COLUMN VALUE …`: takes the rows of an entity and their labels out of all files. */
export const logEraseCommand = command<LogFlags & { readonly privateKey?: string }, string[]>(
  async (context, flags, ...named) => {
    const folder = logFolder(context, flags);
    const keyFile = privateKeyFile(context, flags.folder, flags.privateKey);
    const entity = readPairs(named);
    const erasure = await eraseFromClosedLog(
      folder,
      { entity, privateKeyFile: keyFile },
      context.effects.now(),
    );
    const { predictions, labels, damagedFiles } = erasure;
    return {
      text: `${predictions.toLocaleString("en")} predictions and ${labels.toLocaleString("en")} labels are erased from ${folder}${damagedFiles > 0 ? `, and ${damagedFiles} damaged files that may have held more` : ""}`,
      document: { log: folder, ...erasure },
    };
  },
);

/** `customer 4711 shop north` as columns with their values. A column without a value, or named twice, would erase what nobody meant. */
function readPairs(named: readonly string[]): { column: string; value: string }[] {
  const pairs = Array.from({ length: Math.floor(named.length / 2) }, (_, at) => ({
    column: named[2 * at]!,
    value: named[2 * at + 1]!,
  }));
  const isWhole = pairs.length > 0 && 2 * pairs.length === named.length;
  if (isWhole && new Set(pairs.map(({ column }) => column)).size === pairs.length) return pairs;
  return failInput("T2954", "An entity is named by columns with their values, each column once", {
    place: "tandem log erase",
    cure: "Say it as: tandem log erase customer 4711, or of several columns: tandem log erase customer 4711 shop north.",
  });
}
