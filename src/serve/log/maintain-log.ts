import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { openEngine } from "../../data/index.ts";
import { eraseEntity, type ErasedColumn } from "./erase-entity.ts";
import { readManifest, type Erasure } from "./manifest.ts";
import { retainLog, type Removed, type Retention } from "./retain-log.ts";
import { sealLog } from "./seal-log.ts";

/** One piece of maintenance of a log; the process that owns the log does one at a time. Plain data, so that another process can be told. */
export interface MaintenanceJob {
  readonly folder: string;
  /** The lowest number of a write-ahead file that may still be written; those from it on are left alone. */
  readonly openFrom: number;
  readonly erase?: readonly ErasedColumn[];
  readonly retention?: Retention;
  readonly now: number;
}

/** What was done. */
export interface Maintenance {
  readonly erasure?: Erasure;
  readonly removed?: Removed;
}

const engineMemoryMb = 512;

/** Seals what is no longer written, then erases an entity and removes old segments, as the job says. */
export async function maintainLog(job: MaintenanceJob): Promise<Maintenance> {
  const { folder, openFrom, erase, retention, now } = job;
  const temporaryFolder = join(folder, "spill");
  await mkdir(temporaryFolder, { recursive: true });
  const engine = await openEngine({ threads: 1, memoryLimitMb: engineMemoryMb, temporaryFolder });
  try {
    let manifest = await readManifest(folder);
    manifest = await sealLog(folder, engine, manifest, openFrom);
    const done: { erasure?: Erasure; removed?: Removed } = {};
    if (erase) {
      const erased = await eraseEntity(folder, engine, manifest, erase, now);
      manifest = erased.manifest;
      done.erasure = erased.erasure;
    }
    if (retention) done.removed = (await retainLog(folder, manifest, retention, now)).removed;
    return done;
  } finally {
    await engine.close();
    await rm(temporaryFolder, { recursive: true, force: true });
  }
}
