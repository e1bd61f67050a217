import { createReadStream } from "node:fs";
import { mkdir, open, rename, rm, type FileHandle } from "node:fs/promises";
import { dirname, join } from "node:path";
import {
  joinParquet,
  writeRow,
  type ParquetPiece,
  type PartPlan,
  type TableFormat,
} from "../../data/index.ts";
import type { DonePart } from "./part-journal.ts";
import { rejectColumns, rejectsPath } from "./rejects-file.ts";
import { isCopied, partName, partRejectsName } from "./score-part.ts";

/** What parts are put together to. */
export interface Joining {
  /** The folder of the parts. */
  readonly folder: string;
  readonly plans: readonly PartPlan[];
  /** The columns of the output. */
  readonly columns: readonly string[];
  readonly output: string;
  readonly format: TableFormat;
  /** Lists of rejected rows that come first. */
  readonly rejectsBefore: readonly string[];
}

/**
 * Puts parts together in their order, while later ones are still being made. At the end the rejected rows get their name first and the
 * output last, each only when it is whole. Returns where the rejected rows are, or null where there are none; those of an earlier scoring are
 * removed.
 */
export async function joinParts(parts: AsyncIterable<DonePart>, joining: Joining): Promise<string | null> {
  const { folder, output, format, columns, rejectsBefore } = joining;
  const lists = [...rejectsBefore];
  let isEmpty = true;
  async function* pieces(): AsyncGenerator<ParquetPiece> {
    for await (const part of parts) {
      if (part.rejectBytes > 0) lists.push(join(folder, partRejectsName(part)));
      if (part.bytes === 0) continue;
      isEmpty = false;
      yield pieceOf(part, joining);
    }
  }
  const whole = join(folder, "whole.partial");
  await writeFlushed(whole, async (file) => {
    if (format === "parquet") return joinParquet(pieces(), file);
    if (format === "csv") await file.write(writeRow(columns));
    for await (const { path } of pieces()) await appendFile(file, path);
  });
  const rejects = await joinRejects(lists, joining);
  if (isEmpty) await rm(whole);
  else {
    await mkdir(dirname(output), { recursive: true });
    await rename(whole, output);
  }
  return rejects;
}

function pieceOf(part: DonePart, { folder, plans, format }: Joining): ParquetPiece {
  const path = join(folder, partName(part, format));
  const plan = plans[part.file]!;
  return isCopied(plan, part.scored.rejectedCount)
    ? { path, behind: { path: plan.fullPath, group: part.part } }
    : { path };
}

async function joinRejects(lists: readonly string[], { folder, output }: Joining): Promise<string | null> {
  const path = rejectsPath(output);
  if (lists.length === 0) {
    await rm(path, { force: true });
    return null;
  }
  const whole = join(folder, "rejects.partial");
  await writeFlushed(whole, async (file) => {
    await file.write(writeRow(rejectColumns));
    for (const list of lists) await appendFile(file, list);
  });
  await mkdir(dirname(path), { recursive: true });
  await rename(whole, path);
  return path;
}

async function appendFile(target: FileHandle, path: string): Promise<void> {
  for await (const piece of createReadStream(path, { highWaterMark: 4 << 20 }))
    await target.write(piece as Uint8Array);
}

async function writeFlushed(path: string, write: (file: FileHandle) => Promise<void>): Promise<void> {
  const file = await open(path, "w");
  try {
    await write(file);
    await file.sync();
  } finally {
    await file.close();
  }
}
