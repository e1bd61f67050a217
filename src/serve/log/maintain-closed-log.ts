import type { EntityColumn } from "./erase-entity.ts";
import { hiddenByType, openLogKey } from "./private-key.ts";
import { createLogFolders } from "./log-folder.ts";
import { lockLog } from "./owner-lock.ts";
import { maintainLog, type Maintenance } from "./maintain-log.ts";
import { privateInputs, readManifest, type Erasure, type LogManifest } from "./manifest.ts";
import { failWithoutLog, isLog } from "./read-log.ts";
import { recoverLog } from "./recover-log.ts";
import type { Removed, Retention } from "./retain-log.ts";

/**
 * Erases an entity from a log that no service is writing (T2906). Where a column of it is private, the file of its key is needed (T2910).
 * Fails with T2909 where no model has one of its columns, T2913 where there is no log.
 */
export async function eraseFromClosedLog(
  folder: string,
  { entity, privateKeyFile }: { entity: readonly EntityColumn[]; privateKeyFile?: string | undefined },
  now: number,
): Promise<Erasure> {
  const { erasure } = await whileLocked(folder, async (manifest) => {
    const hidden = new Set(privateInputs(manifest).map(({ name }) => name));
    const privateColumns = entity.map(({ column }) => column).filter((column) => hidden.has(column));
    const key =
      privateColumns.length > 0
        ? await openLogKey(folder, manifest.key, { privateColumns, privateKeyFile })
        : undefined;
    const erase = entity.map(({ column, value }) => ({
      column,
      value,
      ...(key && hidden.has(column) ? { hidden: hiddenByType(key, column, value) } : {}),
    }));
    return maintainLog({ folder, openFrom: Number.POSITIVE_INFINITY, now, erase });
  });
  return erasure!;
}

/** Removes what is older or more than is to be kept from a log that no service is writing (T2906). */
export async function retainInClosedLog(folder: string, retention: Retention, now: number): Promise<Removed> {
  const { removed } = await whileLocked(folder, () =>
    maintainLog({ folder, openFrom: Number.POSITIVE_INFINITY, now, retention }),
  );
  return removed!;
}

/** What is not sealed yet is sealed first, so that the manifest knows the columns of all rows. */
async function whileLocked(
  folder: string,
  work: (manifest: LogManifest) => Promise<Maintenance>,
): Promise<Maintenance> {
  if (!(await isLog(folder))) failWithoutLog(folder);
  const lock = await lockLog(folder);
  try {
    // Copies often come without folders that are empty.
    await createLogFolders(folder);
    await recoverLog(folder, await readManifest(folder));
    await maintainLog({ folder, openFrom: Number.POSITIVE_INFINITY, now: 0 });
    return await work(await readManifest(folder));
  } finally {
    lock.release();
  }
}
