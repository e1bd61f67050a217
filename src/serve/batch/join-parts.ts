import { createReadStream } from "node:fs";
import { mkdir, open, rename, rm, type FileHandle } from "node:fs/promises";
import { dirname, join } from "node:path";
import { joinParquet, writeRow, type TableFormat } from "../../data/index.ts";
import type { DonePart } from "./part-journal.ts";
import { rejectColumns, rejectsPath } from "./rejects-file.ts";
import { partName, partRejectsName } from "./score-part.ts";

/**
 * Puts the parts together in their order: the rejected rows first, the output last, each under its name only when it is
 * whole. `before` are lists of rejected rows that come first. Returns where the rejected rows are, or null where there are
 * none; those of an earlier scoring are removed.
 */
export async function joinParts(
  folder: string,
  parts: readonly DonePart[],
  names: readonly string[],
  output: string,
  format: TableFormat,
  before: readonly string[],
): Promise<string | null> {
  const rejects = rejectsPath(output);
  const withRejects = parts.filter(({ rejectBytes }) => rejectBytes > 0);
  const lists = [...before, ...withRejects.map((part) => join(folder, partRejectsName(part)))];
  const writeRejects = async (file: FileHandle): Promise<void> => {
    await file.write(writeRow(rejectColumns));
    for (const list of lists) await appendFile(file, list);
  };
  if (lists.length > 0) await writeWhole(join(folder, "rejects.partial"), rejects, writeRejects);
  else await rm(rejects, { force: true });
  const paths = parts.filter(({ bytes }) => bytes > 0).map((part) => join(folder, partName(part, format)));
  if (paths.length === 0) return lists.length > 0 ? rejects : null;
  await writeWhole(join(folder, "whole.partial"), output, async (file) => {
    if (format === "parquet") return joinParquet(paths, file);
    if (format === "csv") await file.write(writeRow(names));
    for (const path of paths) await appendFile(file, path);
  });
  return lists.length > 0 ? rejects : null;
}

async function appendFile(target: FileHandle, path: string): Promise<void> {
  for await (const piece of createReadStream(path, { highWaterMark: 4 << 20 }))
    await target.write(piece as Uint8Array);
}

async function writeWhole(
  temporary: string,
  path: string,
  write: (file: FileHandle) => Promise<void>,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(temporary, "w");
  try {
    await write(file);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}
