import { basename, join } from "node:path";
import { TandemError, type Diagnostic, type Effects } from "../base/index.ts";
import {
  openDataset,
  openEngine,
  type ColumnReader,
  type Engine,
  type EngineOptions,
} from "../data/index.ts";
import { collectAll, type CollectedSources } from "./collect-all.ts";
import { readSpec, type ReadSpec } from "./read-spec.ts";
import type { Collected } from "./steps/collect-step.ts";
import type { RunContext, StepResult } from "./steps/step.ts";
import { openWorkFolder } from "./store/partial.ts";
import { openStore } from "./store/store.ts";

/** What a project works with: the folder it stands in, the outside world, and how much of the machine it may use. */
export interface ProjectSetting {
  readonly folder: string;
  /** Where the spec came from, for messages: `tandem.config.ts`. */
  readonly place: string;
  readonly effects: Effects;
  readonly engine?: EngineOptions;
}

/** A project whose spec has the right form and whose sources are collected; its names are not checked yet. */
export interface OpenedSources {
  readonly context: RunContext;
  readonly engine: Engine;
  readonly read: ReadSpec;
  readonly sources: CollectedSources;
  /** What is wrong so far; more may be added. */
  readonly diagnostics: Diagnostic[];
}

/** Reads a spec and collects its sources. The store and the engine are open while `work` runs and closed after it. */
export async function withSources<Result>(
  spec: unknown,
  setting: ProjectSetting,
  work: (opened: OpenedSources) => Promise<Result>,
): Promise<Result> {
  const diagnostics: Diagnostic[] = [];
  const read = readSpec(spec, setting.place, diagnostics, basename(setting.folder));
  if (!read?.source || !read.events) throw new TandemError(diagnostics);
  const store = await openStore(setting.folder, setting.effects);
  const workFolder = await openWorkFolder(store.folder);
  const context: RunContext = { store, effects: setting.effects, workFolder: workFolder.path, steps: [] };
  const engine = await openEngine({ temporaryFolder: join(workFolder.path, "spill"), ...setting.engine });
  try {
    const sources = await collectAll(context, engine, read, setting.folder, diagnostics);
    return await work({ context, engine, read, sources, diagnostics });
  } finally {
    await engine.close();
    await workFolder.close();
    await store.close();
  }
}

/** The rows of a collected source. */
export const openCollected = (
  { context, engine }: Pick<OpenedSources, "context" | "engine">,
  { output }: StepResult<Collected>,
): ColumnReader => openDataset(engine, output.snapshot, context.store.objects.pathOf(output.rowsHash));

/** The collected rows of a project's sources, under their names; null is the data itself. */
export interface SourceRows {
  readonly source: string | null;
  /** Hash of the snapshot: the same hash, the same rows. */
  readonly hash: string;
  readonly reader: ColumnReader;
}

/** Collects a project's data and events for some work that needs their rows alone. */
export const withSourceRows = <Result>(
  spec: unknown,
  setting: ProjectSetting,
  work: (sources: readonly SourceRows[]) => Promise<Result>,
): Promise<Result> =>
  withSources(spec, setting, (opened) => {
    const { rows, events } = opened.sources;
    const all: readonly (readonly [string | null, StepResult<Collected>])[] = [[null, rows], ...events];
    return work(
      all.map(([source, collected]) => ({
        source,
        hash: collected.output.snapshot.hash,
        reader: openCollected(opened, collected),
      })),
    );
  });
