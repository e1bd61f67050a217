import { userInfo } from "node:os";
import { hashJson, quietEffects, type Json, type Resources } from "../base/index.ts";
import { engineVersion, type EngineOptions } from "../data/index.ts";
import { runChecks } from "../explore/index.ts";
import type { FeatureSet } from "../feature/index.ts";
import { printExpr } from "../ir/index.ts";
import { defaultMetric, findMetric, joinFamilies, type Metric } from "../model/index.ts";
import { takeTableRows } from "../schema/index.ts";
import { acceptedChecks } from "./accept-alerts.ts";
import { createModelPackage } from "./create-package.ts";
import { featureWords } from "./feature-words.ts";
import { learningData, learntRows, neededColumns } from "./learning-data.ts";
import type { ModelPackage } from "./model-package.ts";
import { packageText } from "./package-file.ts";
import type { ProjectSetting } from "./open-sources.ts";
import { withProject, type PreparedProject } from "./prepare.ts";
import { leftOut, roleChoices } from "./role-choices.ts";
import type { RunRecord } from "./run-record.ts";
import { evaluateStep } from "./steps/evaluate-step.ts";
import { explainStep } from "./steps/explain-step.ts";
import { findingsStep } from "./steps/findings-step.ts";
import { profileStep, profileTrainingStep } from "./steps/profile-steps.ts";
import { splitRows } from "./steps/split-step.ts";
import { summarizeStep } from "./steps/summarize-step.ts";
import type { StepResult } from "./steps/step.ts";
import { trainStep, type Trained } from "./steps/train-step.ts";
import { findRegisteredObject, registerPackage } from "./store/registry.ts";
import { championModel } from "./training/champion-model.ts";
import { choosePlans } from "./training/choose-plans.ts";
import { isUnshown } from "./private/private-columns.ts";
import { checkableAlerts } from "./private/unshown-profile.ts";
import { quantileOf } from "./training/ask-questions.ts";
import { coefficientEvidence } from "./training/coefficient-evidence.ts";
import { unitsOf } from "./training/independent-units.ts";
import { measuringSpace } from "./training/measuring-space.ts";
import { chooseWinner } from "./training/choose-winner.ts";

/** What a run may be told beside the project. Only the folder is required. */
export interface RunSetting extends Partial<ProjectSetting> {
  /** The project's folder: sources are relative to it, and it gets the `.tandem` folder. */
  readonly folder: string;
  /** Versions of what took part, for the record; the engine and Node add theirs. */
  readonly versions?: Readonly<Record<string, string>>;
  /** Who runs it, for the package's stamp; default: the user of the process. */
  readonly user?: string;
  /** Train only these trainers; all when absent. */
  readonly trainers?: readonly string[];
}

/** A finished run: its record, the package it made, and where its file lies. */
export interface FinishedRun {
  readonly record: RunRecord;
  readonly content: ModelPackage;
  readonly packagePath: string;
  readonly registeredVersion: number;
}

/**
 * Executes the plan of a project: collect, profile, check, split, train, evaluate, choose, explain, package.
 * Steps whose inputs have not changed are taken from the store; a run that was stopped goes on where it was.
 */
export function runProject(spec: unknown, setting: RunSetting): Promise<FinishedRun> {
  const { effects = quietEffects(), engine } = setting;
  const full = { place: "project", ...setting, effects: { ...effects, resources: resourcesOf(engine) } };
  const startedAt = full.effects.now();
  return withProject(spec, full, (project) => execute(project, full, startedAt));
}

/** Training takes no more of the machine than reading may. */
const resourcesOf = ({ threads, memoryLimitMb }: EngineOptions = {}): Resources => ({
  ...(threads === undefined ? {} : { threads }),
  ...(memoryLimitMb === undefined ? {} : { memoryLimit: memoryLimitMb * 1024 * 1024 }),
});

async function execute(
  project: PreparedProject,
  setting: RunSetting,
  startedAt: number,
): Promise<FinishedRun> {
  const { context, definition, collected, reader, given, hidden, task } = project;
  const { effects, store } = context;
  const { snapshot } = collected.output;
  const versions = {
    node: process.versions.node,
    ...setting.versions,
    duckdb: await engineVersion(project.engine),
  };

  // 1. What the data look like, and what must hold.
  const profile = await profileStep(project);
  const asked = [
    ...definition.checks,
    ...acceptedChecks(hidden ? checkableAlerts(profile.output) : profile.output, definition.accept),
  ];
  const checks = await runChecks(given, asked, (column) => hidden !== undefined && isUnshown(hidden, column));

  // 2. The rows to learn from and to test on.
  const table = await reader.load(neededColumns(project));
  const learning = learningData(project, table);
  const parts = splitRows(definition, learning);
  const { train, validation, test } = parts.split;
  const learnt = learntRows(parts);
  const baseline = await profileTrainingStep(project, takeTableRows(table, learnt), parts);

  // 3. The models, each measured on folds of the training rows.
  const plans = await choosePlans(
    project,
    profile.output,
    baseline.output,
    learning,
    learnt,
    setting.trainers,
  );
  const metric = chosenMetric(project);
  const data: Json = {
    rows: project.dataHash,
    derived: definition.derived as never,
    target: definition.target,
    weight: definition.weight,
    ...(task.task.kind === "ranking" ? { group: definition.group } : {}),
    ...(definition.label === undefined ? {} : { label: definition.label, positive: definition.positive }),
    ...(definition.outlierShare === undefined ? {} : { outlierShare: definition.outlierShare }),
    split: parts.spec as never,
    seed: definition.seed,
  };
  const measured =
    task.task.kind === "clusters"
      ? { ...learning, space: measuringSpace(plans.space, learning, learnt) }
      : learning;
  const rows = { folds: parts.folds, train, validation };
  const trained: StepResult<Trained>[] = [];
  for (const plan of plans.plans)
    trained.push(await trainStep(context, plan, measured, rows, metric.name, data));
  const winner = chooseWinner(
    trained.map(({ output: { record } }) => ({ name: record.name, ...record.validation })),
    metric.name,
    metric.better,
  );
  const best = trained.find(({ output }) => output.record.name === winner.model)!;

  // 4. The test rows, once.
  const models = trained.map(({ output, hash }) => ({
    name: output.record.name,
    program: output.program,
    ...(output.twin && { twin: output.twin }),
    hash,
  }));
  const champion = await championModel(project, table);
  const quantile = quantileOf(task.task, best.output.record.params);
  const evaluated = await evaluateStep(
    context,
    {
      models: champion ? [champion, ...models] : models,
      winner: winner.model,
      ...(quantile === undefined ? {} : { quantile }),
      metric: metric.name,
      split: parts.spec,
      test,
      folds: parts.folds,
      scores: trained.map(({ output: { record } }) => ({
        name: record.name,
        folds: record.validation.folds,
      })),
      dataKey: hashJson(data),
    },
    measured,
  );
  const testOf = (name: string) => evaluated.output.evaluations.find(({ model }) => model === name)!;

  // 5. Why it answers so.
  const { blockRows } = evaluated.output;
  const explained = { rows: test, blockRows, units: unitsOf(parts.spec, measured, test, blockRows) };
  const explanation = await explainStep(context, measured, explained, best, metric.name, hashJson(data));

  const summaries = await summarizeStep(
    project,
    measured,
    learnt,
    trained,
    winner.model,
    metric,
    hashJson(data),
  );
  const coefficients = coefficientEvidence(summaries);
  const findings = await findingsStep(context, measured, test, best, hashJson(data));

  // 6. The package, sealed and registered.
  const id = runIdOf(startedAt, hashJson({ data, winner: best.hash, startedAt }));
  const stamp = {
    createdAt: new Date(startedAt).toISOString(),
    createdBy: setting.user ?? userInfo().username,
    runId: id,
    versions,
  };
  const content = createModelPackage(
    {
      definition,
      snapshot,
      events: new Map([...project.events].map(([name, { output }]) => [name, output.snapshot.schema])),
      task: task.task,
      program: best.output.program,
      modelName: winner.model,
      metric: metric.name,
      test: testOf(winner.model),
      baseline: baseline.output,
      profile: profile.output,
      table,
      parts,
      ...(hidden ? { hidden } : {}),
    },
    stamp,
  );
  const objectHash =
    (await findRegisteredObject(store, definition.name, content.hash)) ??
    (await store.objects.put(packageText(content)));
  const registeredVersion = await registerPackage(
    store,
    { name: definition.name, packageHash: content.hash, objectHash, runId: id },
    effects,
  );

  // 7. The record of all of it.
  const record: RunRecord = {
    kind: "run",
    version: 1,
    id,
    project: definition.name,
    startedAt: stamp.createdAt,
    durationMs: effects.now() - startedAt,
    definitionHash: content.definitionHash,
    seed: definition.seed,
    versions,
    choices: [...roleChoices(project), ...parts.choices, ...plans.choices],
    steps: context.steps,
    snapshot,
    roles: project.roles,
    ...(definition.private ? { private: definition.private } : {}),
    ...(definition.features ? { events: eventRecord(definition.features, project) } : {}),
    derived: definition.derived.map(([name, expr]) => ({ name, text: printExpr(expr) })),
    target: {
      column: definition.target,
      task: task.task,
      positive: task.task.kind === "binary" ? String(task.task.classes[1]) : null,
    },
    profile: profile.output,
    checks,
    accepted: definition.accept,
    split: parts.record,
    metric: { name: metric.name, better: metric.better },
    models: trained.map(({ output }) => ({ ...output.record, test: testOf(output.record.name) })),
    winner,
    differences: evaluated.output.differences,
    evidence: joinFamilies(evaluated.output.evidence, coefficients.family),
    explanation: explanation.output,
    ...(summaries.length > 0 ? { summaries: coefficients.summaries } : {}),
    ...(findings ? { findings } : {}),
    packageHash: content.hash,
    diagnostics: [
      ...project.diagnostics,
      ...parts.diagnostics,
      ...leftOut(plans),
      ...trained.flatMap(({ output }) => output.record.diagnostics),
    ],
  };
  await store.saveRun(record);
  return { record, content, packagePath: store.objects.pathOf(objectHash), registeredVersion };
}

/** The metric that ranks the models: the user's, or that of the task. */
const chosenMetric = ({ definition, task: { task } }: PreparedProject): Metric =>
  findMetric(definition.metric ?? defaultMetric(task.kind, definition.label !== undefined), task.kind);

const eventRecord = (set: FeatureSet, { events }: PreparedProject): NonNullable<RunRecord["events"]> => ({
  sources: [...events].map(([name, { output }]) => ({ name, snapshot: output.snapshot })),
  features: featureWords(set),
});

/** `20260131-101259-3fa9`: when it began, and a bit of what went in. */
const runIdOf = (startedAt: number, hash: string): string => {
  const moment = new Date(startedAt).toISOString().slice(0, 19).replace(/[-:]/g, "").replace("T", "-");
  return `${moment}-${hash.slice(0, 4)}`;
};
