import { readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { damagedFolder, segmentFolder, syncFolder, writeAheadFiles } from "./log-folder.ts";
import { writeManifest, type LogManifest } from "./manifest.ts";
import { originOf } from "./newer-files.ts";

/**
 * Finishes what a killed process has begun: removes write-ahead files whose rows are in segments, segments that no manifest names
 * (half written, or erased), and names of sealed files that are gone. Files that no log has put there are left alone.
 */
export async function recoverLog(folder: string, before: LogManifest): Promise<LogManifest> {
  const named = new Set(before.segments.map(({ file }) => file));
  for (const name of await readdir(join(folder, segmentFolder)))
    if (!named.has(name) && originOf(name) !== undefined)
      await rm(join(folder, segmentFolder, name), { force: true });
  const damaged = new Set(before.damaged.map(({ file }) => file));
  for (const name of await readdir(join(folder, damagedFolder)))
    if (!damaged.has(name) && originOf(name) !== undefined)
      await rm(join(folder, damagedFolder, name), { force: true });
  for (const name of await writeAheadFiles(folder)) {
    if (!before.sealed.includes(name)) continue;
    if (damaged.has(name)) await rename(join(folder, name), join(folder, damagedFolder, name));
    else await rm(join(folder, name), { force: true });
  }
  await removeUnfinished(folder);
  await syncFolder(folder);
  if (before.sealed.length === 0) return before;
  return writeManifest(folder, before, { sealed: [] });
}

/** Files of labels that another process may still be writing are left alone for an hour. */
const unfinishedMs = 60 * 60_000;

async function removeUnfinished(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.endsWith(".partial")) continue;
    const path = join(folder, name);
    const age = await stat(path).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (name.startsWith("manifest") || age > unfinishedMs) await rm(path, { force: true });
  }
}
