import { join } from "node:path";
import type { Effects } from "../base/index.ts";
import { collect, openDataset, type Engine, type Snapshot, type Source } from "../data/index.ts";
import type { SourceTexts } from "../explore/index.ts";
import { valueAt } from "../schema/index.ts";

/** What the texts of a source are read with. */
export interface TextSetting {
  readonly folder: string;
  readonly engine: Engine;
  readonly effects: Effects;
  /** A folder for what is written on the way; its owner removes it. */
  readonly workFolder: string;
}

/** The texts of a CSV source's columns as they stand in the file, by reading it once more; other sources have none, and columns that are not to be read. */
export const sourceTexts =
  (
    source: Source,
    { schema }: Snapshot,
    { folder, engine, effects, workFolder }: TextSetting,
    unread: ReadonlySet<string> = new Set(),
  ): SourceTexts =>
  async (names) => {
    const inFile = new Set(schema.fields.map(({ name }) => name));
    const wanted = names.filter((name) => inFile.has(name) && !unread.has(name));
    if (source.kind !== "csv" || wanted.length === 0) return new Map();
    const types = Object.fromEntries(wanted.map((name) => [name, "Text" as const]));
    const writeTo = join(workFolder, "texts.parquet");
    const snapshot = await collect(
      { ...source, options: { ...source.options, types: { ...source.options.types, ...types } } },
      { folder, engine, effects, writeTo },
    );
    const table = await openDataset(engine, snapshot, writeTo).load(wanted);
    return new Map(
      [...table.columns].map(([name, vector]) => [
        name,
        Array.from({ length: table.rowCount }, (_, row) => valueAt(vector, row)),
      ]),
    );
  };
