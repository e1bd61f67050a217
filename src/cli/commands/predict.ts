import { resolve } from "node:path";
import { scoreFile } from "../../serve/index.ts";
import { command } from "../command.ts";
import { findPackage } from "../find-package.ts";

interface PredictFlags {
  readonly json: boolean;
  readonly folder?: string;
  readonly package?: string;
  readonly output?: string;
  readonly events?: readonly (readonly [source: string, file: string])[];
}

/** `tandem predict FILE`: every row of a file with its answer. */
export const predictCommand = command<PredictFlags, [string]>(async (context, flags, file) => {
  const { predictor, version } = await findPackage(context, flags.folder, flags.package);
  const output = resolve(context.folder, flags.output ?? "predictions.csv");
  const events = Object.fromEntries(
    (flags.events ?? []).map(([source, path]) => [source, resolve(context.folder, path)]),
  );
  const scored = await scoreFile(predictor, resolve(context.folder, file), output, context.effects, events);
  const text = [
    `${scored.rowCount.toLocaleString("en")} rows scored by ${predictor.name}${version ? ` version ${version.version}` : ""}, written to ${output}`,
    ...(scored.rejected.count > 0
      ? [
          `${scored.rejected.count.toLocaleString("en")} rows could not be read and are not in it:`,
          ...scored.rejected.samples.slice(0, 5).map(({ line, reason }) => `  line ${line}: ${reason}`),
        ]
      : []),
    ...scored.warnings.map((warning) => `warning: ${warning}`),
  ].join("\n");
  return {
    text,
    document: {
      model: { name: predictor.name, hash: predictor.hash, version: version?.version ?? null },
      ...scored,
    },
  };
});
