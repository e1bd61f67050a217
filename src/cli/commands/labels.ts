import { resolve } from "node:path";
import { importLabels, type LabelFileOptions } from "../../serve/index.ts";
import { command } from "../command.ts";
import { logFolder, type LogFlags } from "../log-folder.ts";

/** Flags of `tandem labels`, which name the columns of the file. */
export type LabelsFlags = LogFlags &
  Omit<LabelFileOptions, "privateKeyFile"> & { readonly privateKey?: string };

/** `tandem labels FILE`: what became known about predictions, into the prediction log. */
export const labelsCommand = command<LabelsFlags, [string]>(async (context, flags, file) => {
  const { json: _, folder: __, log: ___, privateKey, ...columns } = flags;
  const folder = logFolder(context, flags);
  const imported = await importLabels(
    folder,
    resolve(context.folder, file),
    {
      ...columns,
      ...(privateKey === undefined ? {} : { privateKeyFile: resolve(context.folder, privateKey) }),
    },
    context.effects,
  );
  const { accepted, withoutLabel, rejected } = imported;
  const text = [
    `${accepted.toLocaleString("en")} labels are in the prediction log ${folder}`,
    ...(withoutLabel > 0
      ? [`${withoutLabel.toLocaleString("en")} rows have no label yet and are left out`]
      : []),
    ...(rejected.count > 0
      ? [
          `${rejected.count.toLocaleString("en")} rows could not be read:`,
          ...rejected.samples.slice(0, 5).map(({ line, reason }) => `  line ${line}: ${reason}`),
        ]
      : []),
  ].join("\n");
  return { text, document: { log: folder, ...imported } };
});
