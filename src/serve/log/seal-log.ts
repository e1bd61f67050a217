import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { hashJson } from "../../base/index.ts";
import { identifier, sql, type Sql } from "../../compile/index.ts";
import { writeParquetFile, type Engine } from "../../data/index.ts";
import type { Table } from "../../schema/index.ts";
import { labelTable } from "./label-table.ts";
import { damagedFolder, fileNumber, segmentFolder, syncFolder, writeAheadFiles } from "./log-folder.ts";
import { writeManifest, type DamagedFile, type Layout, type LogManifest, type Segment } from "./manifest.ts";
import { readWriteAhead, type WriteAheadContent } from "./read-write-ahead.ts";
import type { LayoutRows } from "./row-reader.ts";

/**
 * Turns write-ahead files into segments, one after the other. For each: 1. its rows are written as Parquet under names that nobody
 * knows yet, 2. the manifest names them and says that the file is sealed, at once, 3. the file is removed. So its rows are in the
 * file or in the segments, and never in both, at whatever point the process ends.
 */
export async function sealLog(
  folder: string,
  engine: Engine,
  before: LogManifest,
  /** The lowest number of a file that may still be written; files of other names were put there whole. */
  openFrom: number,
): Promise<LogManifest> {
  let manifest = before;
  for (const file of await writeAheadFiles(folder)) {
    if ((fileNumber(file) ?? -1) >= openFrom) continue;
    if (!manifest.sealed.includes(file)) {
      const content = await readWriteAhead(folder, [file]);
      const segments = await writeSegments(folder, engine, file, content);
      const damaged = damagedFile(file, content);
      manifest = await writeManifest(folder, manifest, {
        lastFile: Math.max(manifest.lastFile, fileNumber(file) ?? 0),
        layouts: { ...manifest.layouts, ...layoutsOf(content.rows) },
        segments: [...manifest.segments, ...segments],
        sealed: [file],
        damaged: [...manifest.damaged, ...damaged],
      });
    }
    await removeSealed(folder, manifest, file);
    await syncFolder(folder);
  }
  return manifest;
}

/** A file with damaged bytes is put aside, any other is removed. */
async function removeSealed(folder: string, { damaged }: LogManifest, file: string): Promise<void> {
  const path = join(folder, file);
  if (damaged.some((one) => one.file === file)) await rename(path, join(folder, damagedFolder, file));
  else await rm(path, { force: true });
}

function damagedFile(file: string, { damaged }: WriteAheadContent): DamagedFile[] {
  if (damaged.length === 0) return [];
  return [
    { file, places: damaged.length, byteCount: damaged.reduce((sum, { byteCount }) => sum + byteCount, 0) },
  ];
}

const layoutsOf = (rows: readonly LayoutRows[]): Record<string, Layout> =>
  Object.fromEntries(
    rows.map(({ layout, stream: { model, name, inputs, outputs } }) => [
      layout,
      { model, name, inputs, outputs },
    ]),
  );

async function writeSegments(
  folder: string,
  engine: Engine,
  file: string,
  { rows, labels }: WriteAheadContent,
): Promise<Segment[]> {
  const segments: Segment[] = [];
  for (const { layout, table } of rows) {
    const query = sql`SELECT * FROM ${sealedRows} QUALIFY row_number() OVER (PARTITION BY request, "row" ORDER BY sequence) = 1 ORDER BY sequence`;
    const name = segmentName(file, layout);
    const written = await writeSegment(folder, engine, name, table, query);
    segments.push({ ...written, kind: "predictions", layout, ...spanOf(table, "time") });
  }
  if (labels.length > 0) {
    const table = labelTable(labels);
    const query = sql`SELECT * FROM ${sealedRows} QUALIFY row_number() OVER (PARTITION BY batch, position ORDER BY "recordedAt") = 1 ORDER BY batch, position`;
    const written = await writeSegment(folder, engine, segmentName(file, "labels"), table, query);
    segments.push({ ...written, kind: "labels", ...spanOf(table, "recordedAt") });
  }
  return segments;
}

const sealedRows = identifier("rows to be sealed");

/** The same file always becomes the same segments, so what a killed process has left is written over. */
const segmentName = (file: string, layout: string): string =>
  `${file.replace(/\.wal$/, "")}-${layout.slice(0, 12)}.parquet`;

async function writeSegment(
  folder: string,
  engine: Engine,
  name: string,
  table: Table,
  query: Sql,
): Promise<Pick<Segment, "file" | "rowCount" | "byteCount">> {
  await engine.register("rows to be sealed", table);
  try {
    const written = await writeParquetFile(engine, query, join(folder, segmentFolder, name));
    await syncFolder(join(folder, segmentFolder));
    return { file: name, ...written };
  } finally {
    await engine.run(sql`DROP TABLE IF EXISTS ${sealedRows}`);
  }
}

function spanOf({ columns }: Table, name: string): Pick<Segment, "from" | "to"> {
  const vector = columns.get(name);
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const moment of vector?.kind === "numbers" ? vector.values : []) {
    from = Math.min(from, moment);
    to = Math.max(to, moment);
  }
  return { from, to };
}

/** A name for a segment that takes the place of another. */
export const successorName = ({ file }: Segment, generation: number): string =>
  `${file.replace(/(\.[0-9a-f]{8})?\.parquet$/, "")}.${hashJson([file, generation]).slice(0, 8)}.parquet`;
