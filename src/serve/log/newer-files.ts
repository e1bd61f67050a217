import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { damagedFolder, fileNumber, segmentFolder, writeAheadFiles } from "./log-folder.ts";

/** The write-ahead file that a file of a log was made of; undefined for files that no log has put there. */
export const originOf = (name: string): string | undefined => {
  const origin = /^([0-9]{8}|import-[0-9a-f]{16})[-.]/.exec(name)?.[1];
  return origin === undefined ? undefined : `${origin}.wal`;
};

/**
 * Files of a log that a later manifest must have named: what they were made of is gone, which happens only after a manifest has named
 * them, and this one does not reach so far. Whoever began with it all the same would remove them as left over.
 */
export async function newerFiles(
  folder: string,
  { generation, lastFile }: { readonly generation: number; readonly lastFile: number },
): Promise<readonly string[]> {
  const waiting = await writeAheadFiles(folder);
  const kept = await Promise.all(
    [segmentFolder, damagedFolder].map((part) => readdir(join(folder, part)).catch((): string[] => [])),
  );
  return kept.flat().filter((name) => {
    const origin = originOf(name);
    if (origin === undefined || name.endsWith(".part") || waiting.includes(origin)) return false;
    const number = fileNumber(origin);
    return number === undefined ? generation === 0 : number > lastFile;
  });
}
