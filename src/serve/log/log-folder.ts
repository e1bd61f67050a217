import { mkdir, open, readdir } from "node:fs/promises";
import { join } from "node:path";

/** Where the parts of a log stand in its folder. */
export const segmentFolder = "segments";
export const damagedFolder = "damaged";

/** A write-ahead file of the process that owns the log, by its number. */
export const numberedFile = (number: number): string => `${String(number).padStart(8, "0")}.wal`;

/** The number of a write-ahead file; undefined for one that another process has put there whole. */
export function fileNumber(name: string): number | undefined {
  const digits = /^([0-9]{8})\.wal$/.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** The write-ahead files of a log, in the order of their names. */
export async function writeAheadFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.endsWith(".wal")).toSorted();
}

/** Makes the folders of a log, for the eyes of whoever runs the service. */
export async function createLogFolders(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await mkdir(join(folder, segmentFolder), { recursive: true });
  await mkdir(join(folder, damagedFolder), { recursive: true });
}

/** Makes names that were given, changed or taken away in a folder survive a loss of power. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows opens no folders, and keeps names without being asked.
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
