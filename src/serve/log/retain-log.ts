import { rm } from "node:fs/promises";
import { join } from "node:path";
import { segmentFolder, syncFolder } from "./log-folder.ts";
import { writeManifest, type LogManifest, type Segment } from "./manifest.ts";

/** How long and how much a log keeps; without a limit it keeps all. */
export interface Retention {
  /** Segments whose last row is older are removed. */
  readonly keepMs?: number;
  /** While the segments together are larger, the oldest is removed. */
  readonly keepBytes?: number;
}

/** What was removed. */
export interface Removed {
  readonly segments: number;
  readonly rows: number;
  readonly bytes: number;
}

/** Removes whole segments that are too old or too many: the manifest forgets them at once, then they are removed. */
export async function retainLog(
  folder: string,
  before: LogManifest,
  { keepMs = Number.POSITIVE_INFINITY, keepBytes = Number.POSITIVE_INFINITY }: Retention,
  now: number,
): Promise<{ readonly manifest: LogManifest; readonly removed: Removed }> {
  const oldestFirst = before.segments.toSorted((left, right) => left.to - right.to);
  let bytes = before.segments.reduce((sum, { byteCount }) => sum + byteCount, 0);
  const gone = new Set<Segment>();
  for (const segment of oldestFirst) {
    if (segment.to >= now - keepMs && bytes <= keepBytes) break;
    gone.add(segment);
    bytes -= segment.byteCount;
  }
  const list = [...gone];
  const removed = {
    segments: gone.size,
    rows: list.reduce((sum, { rowCount }) => sum + rowCount, 0),
    bytes: list.reduce((sum, { byteCount }) => sum + byteCount, 0),
  };
  if (gone.size === 0) return { manifest: before, removed };
  const manifest = await writeManifest(folder, before, {
    segments: before.segments.filter((segment) => !gone.has(segment)),
  });
  for (const { file } of gone) await rm(join(folder, segmentFolder, file), { force: true });
  await syncFolder(join(folder, segmentFolder));
  return { manifest, removed };
}
