import { hashJson } from "../base/index.ts";
import type { Snapshot, Source } from "../data/index.ts";
import type { Profile } from "../explore/index.ts";
import type { Program } from "../ir/index.ts";
import type { Evaluation, Task } from "../model/index.ts";
import type { Schema, Table } from "../schema/index.ts";
import type { ProjectDefinition } from "./definition.ts";
import type { ModelPackage } from "./model-package.ts";
import { proofRows, sealPackage } from "./package-file.ts";
import { packageFeatures } from "./package-features.ts";
import { openProgram } from "./private/open-program.ts";
import type { PrivateColumns } from "./private/private-columns.ts";
import { standInRows } from "./private/stand-in-rows.ts";
import type { SplitRows } from "./steps/split-step.ts";
import { proofInputs } from "./training/proof-inputs.ts";

/** What a package is made of. */
export interface PackageParts {
  readonly definition: ProjectDefinition;
  readonly snapshot: Snapshot;
  /** The columns of the sources of events. */
  readonly events: ReadonlyMap<string, Schema>;
  readonly task: Task;
  readonly program: Program;
  readonly modelName: string;
  readonly metric: string;
  readonly test: Evaluation;
  /** Profile of the rows that the model learnt from. */
  readonly baseline: Profile;
  readonly profile: Profile;
  readonly table: Table;
  readonly parts: SplitRows;
  /** Which columns are private; absent where none is. */
  readonly hidden?: PrivateColumns;
}

/** Makes the package of a run's winner; the proof rows come from the test rows, which the model has not learnt from. */
export function createModelPackage(from: PackageParts, stamp: ModelPackage["stamp"]): ModelPackage {
  const { definition, snapshot, task, parts, baseline } = from;
  const program = packagedProgram(from);
  const schema = program.input;
  const used = new Set(schema.fields.map(({ name }) => name));
  const proof = proofRows({ program, schema }, provenInputs(program, from));
  const eventFeatures = packageFeatures(definition.features, schema, snapshot.schema, from.events);
  const bounds = parts.record.bounds.filter(({ part }) => part !== "test");
  return sealPackage(
    {
      name: definition.name,
      task,
      target: definition.target,
      schema,
      program,
      ...(definition.private ? { private: definition.private } : {}),
      ...(eventFeatures ? { eventFeatures } : {}),
      card: {
        project: definition.name,
        model: from.modelName,
        question: questionOf(definition.target, task),
        data: {
          snapshotHash: snapshot.hash,
          path: snapshot.source.path ?? null,
          rowCount: snapshot.rowCount,
          from: bounds[0]?.from ?? null,
          to: bounds.at(-1)?.to ?? null,
        },
        metric: from.metric,
        test: from.test,
        limits: limitsOf(from),
      },
      baseline: {
        ...baseline,
        columns: baseline.columns.filter(({ name }) => used.has(name)),
        alerts: [],
        associations: [],
      },
      proof,
      definitionHash: definitionHash(definition),
      seed: definition.seed,
    },
    stamp,
  );
}

/** The model over rows as they are sent: where texts are private, it hides them first. */
function packagedProgram({ program, definition, hidden, table }: PackageParts): Program {
  if (!hidden) return program;
  const derived = new Set(definition.derived.map(([name]) => name));
  const given = table.schema.fields.filter(({ name }) => !derived.has(name));
  return openProgram(program, definition.derived, hidden, given);
}

function provenInputs(program: Program, { table, parts, hidden, baseline }: PackageParts) {
  const rows = proofInputs(program, table, parts.split.test);
  return hidden ? standInRows(rows, program.input.fields, hidden, baseline) : rows;
}

/** The hash of what the user asked for; the data have their own. */
const definitionHash = (definition: ProjectDefinition): string =>
  hashJson({
    ...definition,
    source: withoutRows(definition.source),
    ...(definition.events
      ? {
          events: Object.fromEntries(
            Object.entries(definition.events).map(([name, source]) => [name, withoutRows(source)]),
          ),
        }
      : {}),
  });

function withoutRows(source: Source): object {
  if (source.kind === "table") return { kind: "table" };
  if (source.kind !== "sql") return source;
  const inputs = Object.entries(source.inputs).map(([name, input]) => [name, withoutRows(input)]);
  return { ...source, inputs: Object.fromEntries(inputs) as object };
}

function questionOf(target: string | null, task: Task): string {
  const name = JSON.stringify(target);
  switch (task.kind) {
    case "regression":
      return `What is ${name}?`;
    case "binary":
      return `Is ${name} ${JSON.stringify(task.classes[1])}?`;
    case "multiclass":
      return `Which of ${task.classes.length} classes is ${name}?`;
    case "ranking":
      return `Which rows of a group come first by ${name}?`;
    case "clusters":
      return "Which rows are alike?";
    case "outliers":
      return "Which rows are unusual?";
  }
}

/** What a user of the model must know, computed from the run. */
function limitsOf({ parts, baseline, profile, definition }: PackageParts): string[] {
  const { train, validation, test, bounds, withoutTarget } = parts.record;
  const learnt = bounds.filter(({ part }) => part !== "test");
  const [earliest, latest] = [learnt[0], learnt.at(-1)];
  const leaks = profile.alerts.filter(({ kind }) => kind === "leak").flatMap(({ columns }) => columns);
  const gaps = baseline.columns.filter(({ missing, count }) => missing > count / 2).map(({ name }) => name);
  return [
    `It learnt from ${(train + validation).toLocaleString("en")} rows and was tested on ${test.toLocaleString("en")} others.`,
    ...(earliest && latest
      ? [
          `The rows it learnt from run from ${earliest.from} to ${latest.to}; what changed later it does not know.`,
        ]
      : ["Rows are assumed to be alike over time: there is no time column."]),
    ...(withoutTarget > 0
      ? [
          `${withoutTarget.toLocaleString("en")} rows without ${JSON.stringify(definition.target)} were left out.`,
        ]
      : []),
    ...(leaks.length > 0
      ? [
          `These columns may be known only afterwards, and the model uses them: ${[...new Set(leaks)].join(", ")}.`,
        ]
      : []),
    ...(gaps.length > 0 ? [`Mostly missing when it learnt: ${gaps.join(", ")}.`] : []),
    "What goes together is not what causes: changing a column in the world need not change the outcome.",
  ];
}
