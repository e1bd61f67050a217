import { join } from "node:path";
import { hashJson, type Diagnostic, type Effects } from "../../base/index.ts";
import { identifier, joinSql, sql, textLiteral } from "../../compile/index.ts";
import { openDataset, openParts, type Engine, type PartFile } from "../../data/index.ts";
import type { MoreFiles, PackageFeatures } from "../../project/index.ts";
import { tableFromVectors, type Field } from "../../schema/index.ts";
import { joinEventFiles } from "../join-event-files.ts";
import { placeColumns } from "./score-part.ts";

/** Rows that were read and stand in a Parquet file, each with its place in the files that it came from. */
export interface ReadRows {
  readonly path: string;
  readonly rowCount: number;
  /** The columns that the features are made from. */
  readonly fields: readonly Field[];
  /** The columns that are passed on. */
  readonly names: readonly string[];
  /** The files that the rows came from, and what their content is. */
  readonly paths: readonly string[];
  readonly identity: string;
}

/** What joins events. */
interface EventWork {
  readonly engine: Engine;
  readonly more: MoreFiles;
  readonly folder: string;
  readonly effects: Effects;
}

const featureColumn = (name: string): string => `tandem feature ${name}`;

/**
 * Joins the features of all events to rows, as a file that is scored part by part. The join holds the keys, the times and the
 * features of all rows in memory (8 bytes each), and the events of some keys at a time; other columns stay on disk.
 */
export async function stageEvents(
  rows: ReadRows,
  features: PackageFeatures,
  events: Readonly<Record<string, string>>,
  wanted: readonly Field[],
  { engine, more, folder, effects }: EventWork,
): Promise<{ readonly file: PartFile; readonly warnings: readonly Diagnostic[] }> {
  const reader = openDataset(engine, { schema: { fields: rows.fields }, rowCount: rows.rowCount }, rows.path);
  const joined = await joinEventFiles(features, events, { reader, engine, more, effects });
  const names = [...joined.columns.keys()];
  const vectors = [...joined.columns].map(([name, vector]) => [featureColumn(name), vector] as const);
  const path = join(folder, "with-features.parquet");
  const made = { ...tableFromVectors(vectors), rowCount: rows.rowCount };
  await engine.register("tandem features", made);
  const columns = joinSql(vectors.map(([name]) => sql`f.${identifier(name)}`));
  await engine.run(
    sql`COPY (SELECT r.*, ${columns} FROM read_parquet(${textLiteral(rows.path)}) AS r POSITIONAL JOIN ${identifier("tandem features")} AS f)
      TO ${textLiteral(path)} (FORMAT parquet)`,
  );
  await engine.run(sql`DROP TABLE ${identifier("tandem features")}`);
  const file = await openParts(
    { kind: "parquet", path },
    {
      folder,
      engine,
      effects,
      wanted,
      check: () => {},
      made: {
        renamed: new Map(names.map((name) => [name, featureColumn(name)])),
        names: rows.names,
        origin: { ...placeColumns, paths: rows.paths },
        identity: hashJson({ rows: rows.identity, events: joined.hashes }),
      },
    },
  );
  return { file, warnings: joined.warnings };
}
