import { failInput, hashJson, type Json } from "../base/index.ts";
import { engineVersion, tableReader } from "../data/index.ts";
import { explain, type Explanation } from "../explain/index.ts";
import {
  profileTable,
  runChecks,
  type CheckResult,
  type ColumnProfile,
  type Profile,
} from "../explore/index.ts";
import { printExpr } from "../ir/index.ts";
import { defaultMetric, findMetric } from "../model/index.ts";
import { findField, takeTableRows, type Table } from "../schema/index.ts";
import { targetNumbers } from "./choose-task.ts";
import { createModelPackage } from "./create-package.ts";
import type { ModelPackage } from "./model-package.ts";
import { packageText } from "./package-file.ts";
import { profileStep, withProject, type PreparedProject, type ProjectSetting } from "./prepare.ts";
import type { Choice, RunRecord } from "./run-record.ts";
import { evaluateStep } from "./steps/evaluate-step.ts";
import { splitRows, type SplitRows } from "./steps/split-step.ts";
import { runStep, type StepResult } from "./steps/step.ts";
import { trainStep, type Trained } from "./steps/train-step.ts";
import { registerPackage } from "./store/registry.ts";
import { chooseWinner } from "./training/choose-winner.ts";
import { targetContext, type LearningData } from "./training/fit-model.ts";
import { planModels, type ModelPlans } from "./training/plan-models.ts";
import { scoreOutputs } from "./training/build-program.ts";
import { championModel } from "./training/champion-model.ts";
import { leftOut, roleChoices } from "./role-choices.ts";
import { learningData, learntRows, neededColumns } from "./learning-data.ts";

/** What a run needs beside the project: who it is, and the trainers to keep. */
export interface RunSetting extends ProjectSetting {
  /** Versions of what took part, for the record. */
  readonly versions: Readonly<Record<string, string>>;
  readonly user: string;
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
export const runProject = (spec: unknown, setting: RunSetting): Promise<FinishedRun> =>
  withProject(spec, setting, (project) => execute(project, setting));

async function execute(project: PreparedProject, setting: RunSetting): Promise<FinishedRun> {
  const { context, definition, collected, reader, roles, task, target } = project;
  const { effects, store } = context;
  const startedAt = effects.now();

  const versions = { ...setting.versions, duckdb: await engineVersion(project.engine) };

  // 1. What the data look like, and what must hold.
  const profile = await profileStep(project);
  const checks = await checkStep(project);

  // 2. The rows to learn from and to test on.
  const table = await reader.load(neededColumns(project));
  const numbers = targetNumbers(task.task, target);
  const parts = splitRows(definition, table, task.task, numbers);
  const learning = learningData(project, table, numbers);
  const training = takeTableRows(table, learntRows(parts));
  const baseline = await profileTrainingRows(project, training, parts);

  // 3. The models, each measured on folds of the training rows.
  const features = baseline.output.columns.filter(
    ({ name }) =>
      roles[name] === "feature" ||
      (roles[name] === "time" && !learning.derived.some(([derived]) => derived === name)),
  );
  const plans = choosePlans(project, setting, features, learning);
  const metric = findMetric(definition.metric ?? defaultMetric(task.task.kind), task.task.kind);
  const dataKey: Json = {
    rows: collected.hash,
    derived: definition.derived as never,
    target: definition.target,
    weight: definition.weight,
    split: parts.spec as never,
    seed: definition.seed,
  };
  const trained: StepResult<Trained>[] = [];
  const rows = { folds: parts.folds, train: parts.split.train, validation: parts.split.validation };
  for (const plan of plans.plans)
    trained.push(await trainStep(context, plan, learning, rows, metric.name, dataKey));

  // 4. The test rows, once.
  const winner = chooseWinner(
    trained.map(({ output: { record } }) => ({ name: record.name, ...record.validation })),
    metric.name,
    metric.better,
  );
  const measured = trained.map(({ output, hash }) => ({
    name: output.record.name,
    program: output.program,
    hash,
  }));
  const champion = await championModel(project, table);
  const evaluated = await evaluateStep(
    context,
    champion ? [champion, ...measured] : measured,
    learning,
    parts.split.test,
    metric.name,
    hashJson(dataKey),
  );
  const best = trained.find(({ output }) => output.record.name === winner.model)!;
  const bestTest = evaluated.output.evaluations.find(({ model }) => model === winner.model)!;

  // 5. Why it answers so.
  const explanation = await explainStep(project, learning, parts, best, metric.name, hashJson(dataKey));

  // 6. The package.
  const runId = runIdOf(startedAt, hashJson({ dataKey, winner: best.hash, startedAt }));
  const content = createModelPackage(
    {
      definition,
      snapshot: collected.output.snapshot,
      task: task.task,
      program: best.output.program,
      modelName: winner.model,
      metric: metric.name,
      test: bestTest,
      baseline: baseline.output,
      table,
      parts,
      versions,
      profile: profile.output,
    },
    { createdAt: new Date(startedAt).toISOString(), createdBy: setting.user, runId },
  );
  const objectHash = await store.objects.put(packageText(content));

  const record: RunRecord = {
    kind: "run",
    version: 1,
    id: runId,
    project: definition.name,
    startedAt: new Date(startedAt).toISOString(),
    durationMs: effects.now() - startedAt,
    definitionHash: content.definitionHash,
    seed: definition.seed,
    versions,
    choices: [...roleChoices(project), ...parts.choices, ...plans.choices],
    steps: context.steps,
    snapshot: collected.output.snapshot,
    roles,
    derived: definition.derived.map(([name, expr]) => ({ name, text: printExpr(expr) })),
    target: {
      column: definition.target,
      task: task.task,
      positive: task.task.kind === "binary" ? String(task.task.classes[1]) : null,
    },
    profile: profile.output,
    checks,
    split: parts.record,
    metric: { name: metric.name, better: metric.better },
    models: trained.map(({ output }) => ({
      ...output.record,
      test: evaluated.output.evaluations.find(({ model }) => model === output.record.name)!,
    })),
    winner,
    differences: evaluated.output.differences,
    explanation: explanation.output,
    packageHash: content.hash,
    diagnostics: [
      ...project.diagnostics,
      ...parts.diagnostics,
      ...leftOut(plans),
      ...trained.flatMap(({ output }) => output.record.diagnostics),
    ],
  };
  await store.saveRun(record);
  const registeredVersion = await registerPackage(
    store,
    { name: definition.name, packageHash: content.hash, objectHash, runId },
    effects,
  );
  return { record, content, packagePath: store.objects.pathOf(objectHash), registeredVersion };
}

/** `20260131-101259-3fa9`: when it began, and a bit of what went in. */
const runIdOf = (startedAt: number, hash: string): string =>
  `${new Date(startedAt).toISOString().slice(0, 19).replace(/[-:]/g, "").replace("T", "-")}-${hash.slice(0, 4)}`;

async function checkStep({ reader, definition }: PreparedProject): Promise<readonly CheckResult[]> {
  return runChecks(reader, definition.checks);
}

function choosePlans(
  { task, reader, definition }: PreparedProject,
  setting: RunSetting,
  features: readonly ColumnProfile[],
  learning: LearningData,
): ModelPlans {
  const schema = { fields: features.map(({ name }) => findField(reader.schema, name)!) };
  const plans = planModels(definition.models, task.task.kind, features, schema, targetContext(learning));
  if (!setting.trainers) return plans;
  const kept = plans.plans.filter(
    ({ trainer, name }) => setting.trainers!.includes(trainer.name) || setting.trainers!.includes(name),
  );
  const unknown = setting.trainers.filter(
    (wanted) => !plans.plans.some(({ trainer, name }) => trainer.name === wanted || name === wanted),
  );
  if (unknown.length > 0)
    failInput("T2051", `There is no model "${unknown.join('", "')}" in this project`, {
      place: "--model",
      cure: `Its models are ${plans.plans.map(({ name }) => name).join(", ")}.`,
    });
  return { ...plans, plans: kept };
}

/** Profile of the rows that the models learn from: what the recipes are chosen by, and the monitors' baseline. */
function profileTrainingRows(
  { context, collected, roles, definition }: PreparedProject,
  training: Table,
  parts: SplitRows,
): Promise<StepResult<Profile>> {
  const inputs: Json = {
    data: collected.hash,
    derived: definition.derived as never,
    roles,
    target: definition.target,
    split: parts.spec as never,
    seed: definition.seed,
  };
  return runStep(context, "profile training rows", 1, inputs, () =>
    profileTable(tableReader(training), roles, null, context.effects),
  );
}

function explainStep(
  project: PreparedProject,
  data: LearningData,
  parts: SplitRows,
  best: StepResult<Trained>,
  metric: string,
  dataKey: string,
): Promise<StepResult<Explanation>> {
  const { context, definition } = project;
  const { program, record } = best.output;
  const { test } = parts.split;
  return runStep(context, "explain", 1, { dataKey, model: best.hash, metric }, () =>
    explain({
      program,
      modelName: record.name,
      outputNames: scoreOutputs(data.task),
      table: data.table,
      rows: test,
      truth: Float64Array.from(test, (row) => data.target[row]!),
      task: data.task,
      metric,
      columns: program.input.fields.map(({ name }) => name),
      seed: definition.seed,
      effects: context.effects,
    }),
  );
}
