import { importLabels, type LabelFileOptions } from "../../serve/index.ts";
import { command } from "../command.ts";
import { logFolder, privateKeyFile, type LogFlags } from "../log-folder.ts";
import { placeOf } from "../place-of.ts";

/** Flags of `tandem labels`, which name the columns of the file. */
export type LabelsFlags = LogFlags &
  Omit<LabelFileOptions, "privateKeyFile" | "environment"> & { readonly privateKey?: string };

/** `tandem labels FILE` or a table: what became known about predictions, into the prediction log. */
export const labelsCommand = command<LabelsFlags, [string]>(async (context, flags, file) => {
  const { json: _, folder: __, log: ___, privateKey, ...columns } = flags;
  const folder = logFolder(context, flags);
  const imported = await importLabels(
    folder,
    placeOf(context.folder, file),
    {
      ...columns,
      environment: context.process.env,
      privateKeyFile: privateKeyFile(context, flags.folder, privateKey),
    },
    context.effects,
  );
  const { accepted, known, withoutLabel, rejected } = imported;
  const text = [
    `${accepted.toLocaleString("en")} labels are in the prediction log ${folder}`,
    ...(known > 0 ? [`${known.toLocaleString("en")} of them were known already`] : []),
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
