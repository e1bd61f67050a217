import { hashJson, TandemError, throwIfErrors, type Diagnostic } from "../base/index.ts";
import type { ColumnReader, Engine, Snapshot } from "../data/index.ts";
import type { SourceTexts } from "../explore/index.ts";
import type { ColumnRole, Vector } from "../schema/index.ts";
import { assignRoles } from "./assign-roles.ts";
import { bindSpec } from "./bind-spec.ts";
import type { ChosenTask } from "./choose-task.ts";
import type { ProjectDefinition } from "./definition.ts";
import { derivedReader } from "./derived-reader.ts";
import { groupCodes, rankingWarnings, taskOf, type AnswerColumns } from "./name-task.ts";
import { openCollected, withSources, type OpenedSources, type ProjectSetting } from "./open-sources.ts";
import { besideReader } from "./beside-reader.ts";
import { hiddenReader } from "./private/hidden-reader.ts";
import { privateColumns, type PrivateColumns } from "./private/private-columns.ts";
import { sourceTexts } from "./source-texts.ts";
import type { Collected } from "./steps/collect-step.ts";
import { featuresStep, openFeatures } from "./steps/features-step.ts";
import type { RunContext, StepResult } from "./steps/step.ts";

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
  /** The same columns as they were given, private texts too: only for looking whether checks hold. */
  readonly given: ColumnReader;
  /** Which columns are private; absent where none is. The reader gives digests of the texts among them. */
  readonly hidden?: PrivateColumns;
  readonly roles: Readonly<Record<string, ColumnRole>>;
  /** The columns that say what is right. */
  readonly answers: AnswerColumns;
  readonly task: ChosenTask;
  readonly diagnostics: readonly Diagnostic[];
  /** The texts of the data's columns, where they come from a text file. */
  readonly texts: SourceTexts;
}

/**
 * Reads a project: checks the spec, collects the data, holds one against the other, and finds out the task. All mistakes
 * that can be known are told at once. The store and the engine are open while `work` runs and closed after it.
 */
export const withProject = <Result>(
  spec: unknown,
  setting: ProjectSetting,
  work: (project: PreparedProject) => Promise<Result>,
): Promise<Result> =>
  withSources(spec, setting, async (opened) => work(await prepareProject(opened, setting)));

async function prepareProject(
  opened: OpenedSources,
  { folder, place }: ProjectSetting,
): Promise<PreparedProject> {
  const { context, engine, sources, read, diagnostics } = opened;
  const { snapshot } = sources.rows.output;
  const definition = bindSpec(
    read,
    snapshot.schema,
    place,
    diagnostics,
    Object.fromEntries([...sources.events].map(([name, { output }]) => [name, output.snapshot.schema])),
  );
  throwIfErrors(diagnostics);
  if (!definition) throw new TandemError(diagnostics);
  const built = await readGiven(opened, definition);
  const given = derivedReader(built.reader, definition.derived);
  const hidden = privateColumns(definition, given.schema.fields);
  const columns = hidden ? hiddenReader(given, hidden.digested) : given;
  const roles = assignRoles(columns.schema, definition);
  const columnOf = async (name: string | null | undefined): Promise<Vector | null> =>
    name === null || name === undefined ? null : columns.column(name);
  const target = await columnOf(definition.target);
  // The target stays in memory as long as the project is open, so that it is not read again.
  const reader: ColumnReader = {
    ...columns,
    column: async (name) => (target && name === definition.target ? target : columns.column(name)),
  };
  const answers: AnswerColumns = {
    target,
    group: definition.task === "ranking" ? await columnOf(definition.group) : null,
    label: await columnOf(definition.label),
  };
  return {
    context,
    engine,
    definition,
    collected: sources.rows,
    events: sources.events,
    dataHash: hidden ? hashJson({ data: built.dataHash, private: definition.private }) : built.dataHash,
    reader,
    given,
    ...(hidden ? { hidden } : {}),
    roles,
    answers,
    task: taskOf(definition, answers),
    texts: read.source
      ? sourceTexts(read.source, snapshot, { folder, engine, ...context }, hidden?.named)
      : () => Promise.resolve(new Map()),
    diagnostics: [
      ...diagnostics,
      ...snapshot.diagnostics,
      ...[...sources.events].flatMap(([name, { output }]) => eventDiagnostics(name, output.snapshot)),
      ...built.diagnostics,
      ...(answers.group && target?.kind === "numbers"
        ? rankingWarnings(definition.group ?? "", groupCodes(answers.group), target.values)
        : []),
    ],
  };
}

/** The columns that are not derived: those of the data, and the event features beside them. */
async function readGiven(
  opened: OpenedSources,
  { features }: ProjectDefinition,
): Promise<Pick<PreparedProject, "reader" | "dataHash" | "diagnostics">> {
  const { context, engine } = opened;
  const { rows, events } = opened.sources;
  const data = openCollected(opened, rows);
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
