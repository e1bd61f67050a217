import { basename, join } from "node:path";
import { hashJson, TandemError, throwIfErrors, type Diagnostic } from "../base/index.ts";
import {
  openDataset,
  openEngine,
  type ColumnReader,
  type Engine,
  type EngineOptions,
  type Snapshot,
} from "../data/index.ts";
import type { ColumnRole, Vector } from "../schema/index.ts";
import { assignRoles } from "./assign-roles.ts";
import { bindSpec } from "./bind-spec.ts";
import { chooseTask, type ChosenTask } from "./choose-task.ts";
import type { ProjectDefinition } from "./definition.ts";
import { derivedReader } from "./derived-reader.ts";
import { readSpec } from "./read-spec.ts";
import { besideReader } from "./beside-reader.ts";
import { collectAll, type CollectedSources } from "./collect-all.ts";
import type { Collected } from "./steps/collect-step.ts";
import { featuresStep, openFeatures } from "./steps/features-step.ts";
import type { RunContext, StepResult } from "./steps/step.ts";
import { openWorkFolder } from "./store/partial.ts";
import { openStore } from "./store/store.ts";
import type { Effects } from "../base/index.ts";

/** What a project works with: the folder it stands in, the outside world, and how much of the machine it may use. */
export interface ProjectSetting {
  readonly folder: string;
  /** Where the spec came from, for messages: `tandem.config.ts`. */
  readonly place: string;
  readonly effects: Effects;
  readonly engine?: EngineOptions;
}

/** A project whose data are read and whose definition holds. */
export interface PreparedProject {
  readonly context: RunContext;
  readonly engine: Engine;
  readonly definition: ProjectDefinition;
  readonly collected: StepResult<Collected>;
  readonly events: ReadonlyMap<string, StepResult<Collected>>;
  /** Hash of everything that the columns are made of, for the keys of the steps after them. */
  readonly dataHash: string;
  readonly reader: ColumnReader;
  readonly roles: Readonly<Record<string, ColumnRole>>;
  readonly target: Vector;
  readonly task: ChosenTask;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads a project: checks the spec, collects the data, holds one against the other, and finds out the task. All mistakes
 * that can be known are told at once. The store and the engine are open while `work` runs and closed after it.
 */
export async function withProject<Result>(
  spec: unknown,
  setting: ProjectSetting,
  work: (project: PreparedProject) => Promise<Result>,
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
    const { snapshot } = sources.rows.output;
    const definition = bindSpec(
      read,
      snapshot.schema,
      setting.place,
      diagnostics,
      Object.fromEntries([...sources.events].map(([name, { output }]) => [name, output.snapshot.schema])),
    );
    throwIfErrors(diagnostics);
    if (!definition) throw new TandemError(diagnostics);
    const built = await readGiven(context, engine, definition, sources);
    const columns = derivedReader(built.reader, definition.derived);
    const roles = assignRoles(columns.schema, definition);
    const target = await columns.column(definition.target);
    // The target stays in memory as long as the project is open, so that it is not read again.
    const reader: ColumnReader = {
      ...columns,
      column: async (name) => (name === definition.target ? target : columns.column(name)),
    };
    const task = chooseTask(definition.target, target, definition.positive);
    return await work({
      context,
      engine,
      definition,
      collected: sources.rows,
      events: sources.events,
      dataHash: built.dataHash,
      reader,
      roles,
      target,
      task,
      diagnostics: [
        ...diagnostics,
        ...snapshot.diagnostics,
        ...[...sources.events].flatMap(([name, { output }]) => eventDiagnostics(name, output.snapshot)),
        ...built.diagnostics,
      ],
    });
  } finally {
    await engine.close();
    await workFolder.close();
    await store.close();
  }
}

/** The columns that are not derived: those of the data, and the event features beside them. */
async function readGiven(
  context: RunContext,
  engine: Engine,
  { features }: ProjectDefinition,
  { rows, events }: CollectedSources,
): Promise<Pick<PreparedProject, "reader" | "dataHash" | "diagnostics">> {
  const { snapshot, rowsHash } = rows.output;
  const data = openDataset(engine, snapshot, context.store.objects.pathOf(rowsHash));
  if (!features) return { reader: data, dataHash: rows.hash, diagnostics: [] };
  const built = await featuresStep(context, engine, features, rows, events);
  return {
    reader: besideReader(data, openFeatures(context, engine, features, built.output)),
    dataHash: hashJson({ rows: rows.hash, features: built.hash }),
    diagnostics: built.output.diagnostics,
  };
}

const eventDiagnostics = (name: string, { diagnostics }: Snapshot): Diagnostic[] =>
  diagnostics.map((one) => ({
    ...one,
    place: one.place === undefined ? `events "${name}"` : `events "${name}", ${one.place}`,
  }));
