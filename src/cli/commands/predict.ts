import { resolve } from "node:path";
import { scoreFile, type ScoredFile } from "../../serve/index.ts";
import { command } from "../command.ts";
import { placeOf } from "../place-of.ts";
import { findPackage } from "../find-package.ts";

interface PredictFlags {
  readonly json: boolean;
  readonly folder?: string;
  readonly package?: string;
  readonly output?: string;
  readonly events?: readonly (readonly [source: string, file: string])[];
  readonly threads?: number;
  readonly memory?: number;
  readonly order?: readonly string[];
  readonly columns?: readonly string[];
}

/** `tandem predict FILE…`: every row of some files or tables with its answer. */
export const predictCommand = command<PredictFlags, [string, ...string[]]>(
  async (context, flags, ...files) => {
    const { predictor, version } = await findPackage(context, flags.folder, flags.package);
    const output = placeOf(context.folder, flags.output ?? "predictions.csv");
    const events = Object.fromEntries(
      (flags.events ?? []).map(([source, path]) => [source, resolve(context.folder, path)]),
    );
    const paths = files.map((file) => placeOf(context.folder, file));
    const scored = await scoreFile(predictor, paths, output, context.effects, events, {
      ...(flags.threads === undefined ? {} : { threads: flags.threads }),
      ...(flags.memory === undefined ? {} : { memoryMb: flags.memory }),
      ...(flags.order === undefined ? {} : { order: flags.order }),
      environment: context.process.env,
      folder: context.folder,
      ...(flags.columns === undefined ? {} : { columns: chosen(flags.columns) }),
    });
    const name = `${predictor.name}${version ? ` version ${version.version}` : ""}`;
    return {
      text: [
        `${count(scored.rowCount)} rows scored by ${name}, written to ${output}`,
        ...(scored.resumedRows > 0
          ? [`${count(scored.resumedRows)} rows were done already when it was stopped before`]
          : []),
        ...rejectLines(scored),
        ...scored.warnings.map((warning) => `warning: ${warning}`),
      ].join("\n"),
      document: {
        model: { name: predictor.name, hash: predictor.hash, version: version?.version ?? null },
        ...scored,
      },
    };
  },
);

/** `none` alone means none. */
const chosen = (columns: readonly string[]): readonly string[] =>
  columns.length === 1 && columns[0] === "none" ? [] : columns;

const shownRejects = 5;

function rejectLines({ rejected }: ScoredFile): string[] {
  if (rejected.count === 0) return [];
  return [
    `${count(rejected.count)} rows could not be read or scored and are not in it; ${rejected.file} lists all of them:`,
    ...rejected.samples.slice(0, shownRejects).map(({ line, reason, value }) => {
      const shown = value === null ? "" : ` (${JSON.stringify(value.slice(0, 80))})`;
      return `  line ${line}: ${reason}${shown}`;
    }),
  ];
}

const count = (value: number): string => value.toLocaleString("en");
