import { randomBytes } from "node:crypto";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";

/** Names of unfinished work that this process has open. */
const own = new Set<string>();

/** Unfinished work says whose it is, so that it can be told from what a killed process left behind. */
const pattern = /(?:^|\.)([0-9]+)-[0-9a-f]{12}\.partial$/;

/** A new name for unfinished work of this process; `release` it when the work is finished or removed. */
export function claimPartialName(): { readonly name: string; readonly release: () => void } {
  const name = `${process.pid}-${randomBytes(6).toString("hex")}.partial`;
  own.add(name);
  return { name, release: () => void own.delete(name) };
}

/** A folder for work in progress; `close` removes it with all that is in it. */
export interface WorkFolder {
  readonly path: string;
  close(): Promise<void>;
}

/** Makes a folder of its own for a piece of work below the store's folder, and removes what killed processes left there. */
export async function openWorkFolder(storeFolder: string): Promise<WorkFolder> {
  await removeLeftovers(storeFolder);
  const { name, release } = claimPartialName();
  const path = join(storeFolder, name);
  await mkdir(path, { recursive: true });
  return {
    path,
    close: async () => {
      await rm(path, { recursive: true, force: true });
      release();
    },
  };
}

/** Removes the unfinished files and folders of processes that are no more. */
async function removeLeftovers(folder: string): Promise<void> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const left = names.filter((name) => {
    const process = pattern.exec(name)?.[1];
    return process !== undefined && !isAlive(Number(process), name);
  });
  // Another process may tidy up at the same moment: what is gone is gone.
  await Promise.all(left.map((name) => rm(join(folder, name), { recursive: true, force: true })));
}

function isAlive(processId: number, name: string): boolean {
  // A restarted container gives the same number to another process, so an own number alone proves nothing.
  if (processId === process.pid) return [...own].some((mine) => name.endsWith(mine));
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
