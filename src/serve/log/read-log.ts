import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { failInput, failWork } from "../../base/index.ts";
import { openEngine, type Engine } from "../../data/index.ts";
import { labelledColumns } from "./join-labels.ts";
import { openRelations, type LogRelations } from "./log-relations.ts";
import { manifestFile, readManifest, type LogManifest } from "./manifest.ts";

/** A log that is open for reading, while another process may write it. */
export interface ReadLog extends LogRelations {
  readonly engine: Engine;
  readonly manifest: LogManifest;
  /** The input columns by which labels name an entity. */
  readonly labelledColumns: readonly string[];
}

/** Whether a folder holds a prediction log. */
export async function isLog(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch((): string[] => []);
  return names.some((name) => ["owner.lock", manifestFile].includes(name) || name.endsWith(".wal"));
}

/** How often a log that changes under the reader is read anew. */
const attempts = 10;

/**
 * Reads a log for some work: what is sealed and what is not, as one. The process that writes it may go on meanwhile; when it puts
 * segments in place of others the work begins anew. Fails with T2913 where there is no log.
 */
export async function readLog<Result>(
  folder: string,
  work: (log: ReadLog) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    const manifest = await readManifest(folder);
    if (manifest.generation === 0 && !(await isLog(folder))) failWithoutLog(folder);
    const temporaryFolder = await mkdtemp(join(tmpdir(), "tandem-log-"));
    const engine = await openEngine({ temporaryFolder });
    try {
      const relations = await openRelations(folder, engine, manifest);
      const result = await work({
        ...relations,
        engine,
        manifest,
        labelledColumns: await labelledColumns(engine, relations),
      });
      if ((await readManifest(folder)).generation === manifest.generation) return result;
      if (attempt >= attempts) failToSettle(folder);
    } catch (error) {
      const isSame = (await readManifest(folder)).generation === manifest.generation;
      if (isSame || attempt >= attempts) throw error;
    } finally {
      await engine.close();
      await rm(temporaryFolder, { recursive: true, force: true });
    }
  }
}

/** Fails with T2913. */
export const failWithoutLog = (folder: string): never =>
  failInput("T2913", "There is no prediction log", {
    place: folder,
    cure: "Start the service with a log, or name the folder of one.",
  });

const failToSettle = (folder: string): never =>
  failWork("T2914", `The prediction log was changed ${attempts} times while it was read`, {
    place: folder,
    cure: "Read it again when no maintenance is under way.",
  });
