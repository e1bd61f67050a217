import {
  errorDiagnostic,
  failInput,
  showValue,
  TandemError,
  throwIfErrors,
  type Diagnostic,
} from "../base/index.ts";
import { column, typeOf } from "../ir/index.ts";
import { findField, similarNames, type Schema } from "../schema/index.ts";
import type { AggregateResults } from "./aggregate.ts";
import { asJoint } from "./as-joint.ts";
import { askRounds } from "./ask-rounds.ts";
import { knownElsewhere } from "./known-elsewhere.ts";
import { replaceFeatures } from "./replace-features.ts";
import type {
  AnyTransform,
  JointTransform,
  Questions,
  Recipe,
  RecipeAction,
  StepInput,
  TargetContext,
} from "./transform.ts";
import { parseTransformName, transformNames, transforms } from "./transforms.ts";

/** A feature on its way: a column of the table, or what the steps so far made of one or several. */
export interface FittedFeature extends StepInput {
  /** The columns of the table that it came from. */
  readonly from: readonly string[];
  /** The step that made it; -1 for a column of the table. */
  readonly madeBy: number;
}

/** One step on one column, or a joint step on all of its columns. */
export interface StepTask {
  readonly step: number;
  /** Its columns; none: all features at this point that it takes. */
  readonly columns: readonly string[];
  readonly transform: JointTransform<unknown>;
  readonly params: unknown;
  readonly keep: boolean;
  readonly place: string;
}

/** The questions of one task. */
export interface StepQuestions {
  readonly task: StepTask;
  readonly requests: Questions;
}

/** Who answers: given the questions of several tasks, the answers of each, in the same order. */
export type Answer = (questions: readonly StepQuestions[]) => readonly AggregateResults[];

/** What was learnt, with the answers by task so that they can be used again. */
export interface FittedRecipe {
  readonly features: readonly FittedFeature[];
  readonly actions: readonly RecipeAction[];
  readonly results: ReadonlyMap<string, AggregateResults>;
}

/** The key of a task in the results. */
export const taskKey = ({ step, columns }: StepTask): string => JSON.stringify([step, ...columns]);

/**
 * Runs the steps of a recipe in order. Steps on different columns do not wait for each other: each round asks the
 * questions of all steps whose columns are ready, together.
 */
export function fitRecipe(
  schema: Schema,
  recipe: Recipe,
  target: TargetContext,
  answer: Answer,
): FittedRecipe {
  let features = startFeatures(schema, recipe);
  let waiting = tasksOf(recipe);
  const actions: { readonly step: number; readonly actions: readonly RecipeAction[] }[] = [];
  const results = new Map<string, AggregateResults>();
  while (waiting.length > 0) {
    const { ready, later } = partReady(waiting, features);
    if (ready.length === 0) failUnknown(waiting, features);
    const learners = ready.map((task) => ({ ...task, inputs: inputsOf(task, features) }));
    const found = askRounds(learners, target, (open) =>
      answer(open.map(({ at, requests }) => ({ task: ready[at]!, requests }))),
    );
    for (const [at, task] of ready.entries()) {
      const { inputs } = learners[at]!;
      const answers = found[at]!;
      results.set(taskKey(task), answers);
      features = replaceFeatures(features, inputs, task, answers, target);
      actions.push({ step: task.step, actions: actionsOf(inputs, task, answers) });
    }
    waiting = later;
  }
  const ordered = actions.sort((left, right) => left.step - right.step).flatMap((one) => one.actions);
  return { features, actions: ordered, results };
}

function startFeatures(schema: Schema, recipe: Recipe): readonly FittedFeature[] {
  const diagnostics: Diagnostic[] = [];
  const known = schema.fields.map(({ name }) => name);
  const features = recipe.columns.map((name): FittedFeature => {
    const field = findField(schema, name);
    if (!field) diagnostics.push(unknownColumn(name, known, "columns"));
    return { name, from: [name], expr: column(name, field?.type ?? "Float"), usesTarget: false, madeBy: -1 };
  });
  throwIfErrors(diagnostics);
  return features;
}

function tasksOf(recipe: Recipe): readonly StepTask[] {
  const diagnostics: Diagnostic[] = [];
  const tasks = recipe.steps.flatMap(({ transform: name, columns, params, keep = false }, step) => {
    const known = parseTransformName(name);
    if (!known) diagnostics.push(unknownTransform(name, `steps[${step}].transform`));
    const given: AnyTransform<unknown> = transforms[known ?? "impute"];
    const full = known ? given.normalize(params, `steps[${step}].params`, diagnostics) : undefined;
    const task = { step, transform: asJoint(given), params: full, keep };
    if (given.over === "columns") return [{ ...task, columns, place: `steps[${step}]` }];
    return columns.map((column) => ({
      ...task,
      columns: [column],
      place: `steps[${step}], column ${JSON.stringify(column)}`,
    }));
  });
  throwIfErrors(diagnostics);
  return tasks;
}

/**
 * A task is ready when its columns are there and no earlier task still works on any of them. One that takes all features
 * waits for all earlier tasks, and all later ones wait for it.
 */
function partReady(waiting: readonly StepTask[], features: readonly FittedFeature[]) {
  const madeBy = new Map(features.map((feature) => [feature.name, feature.madeBy]));
  const taken = new Set<string>();
  const ready: StepTask[] = [];
  const later: StepTask[] = [];
  let allTaken = false;
  for (const task of waiting) {
    const { step, columns } = task;
    const takesAll = columns.length === 0;
    const isReady = takesAll
      ? ready.length + later.length === 0
      : !allTaken && columns.every((name) => !taken.has(name) && (madeBy.get(name) ?? Infinity) < step);
    (isReady ? ready : later).push(task);
    for (const name of columns) taken.add(name);
    allTaken ||= takesAll;
  }
  return { ready, later };
}

function failUnknown(waiting: readonly StepTask[], features: readonly FittedFeature[]): never {
  const names = features.map(({ name }) => name);
  throw new TandemError(
    waiting.flatMap(({ step, columns }) =>
      columns
        .filter((wanted) => !features.some(({ name, madeBy }) => name === wanted && madeBy < step))
        .map((name) => unknownColumn(name, names, `steps[${step}].columns`)),
    ),
  );
}

function inputsOf(
  { columns, transform, place }: StepTask,
  features: readonly FittedFeature[],
): readonly FittedFeature[] {
  if (columns.length > 0) return columns.map((name) => features.find((feature) => feature.name === name)!);
  const fitting = features.filter(({ expr }) => transform.accepts.includes(typeOf(expr)));
  if (fitting.length > 0) return fitting;
  return failInput("T1561", `There is no feature at this point that ${transform.name} works on`, {
    place,
    cure: `It takes ${transform.accepts.join(", ")}: put an encoder before it, or leave the step out.`,
  });
}

/** What was done, told of each column: those of one note have the same text. */
const actionsOf = (
  inputs: readonly StepInput[],
  { transform, params }: StepTask,
  results: AggregateResults,
): readonly RecipeAction[] =>
  transform
    .describe(inputs, params, results)
    .flatMap(({ columns, ...note }) =>
      columns.map((name) => ({ column: name, transform: transform.name, ...note })),
    );

/** The diagnostic for a column that is not there. */
export function unknownColumn(name: string, known: readonly string[], place: string): Diagnostic {
  const close = similarNames(name, known).map((one) => JSON.stringify(one));
  return errorDiagnostic("T1506", `There is no column ${JSON.stringify(name)} at this point of the recipe`, {
    place,
    cure:
      close.length > 0
        ? `Did you mean ${close.join(" or ")}?`
        : "Name a column of the table, or what an earlier step made.",
  });
}

/** The diagnostic for a transform that is not there. */
export function unknownTransform(name: unknown, place: string): Diagnostic {
  const elsewhere = knownElsewhere(name);
  const close = similarNames(String(name), transformNames);
  return errorDiagnostic("T1507", `There is no transform ${showValue(name)}`, {
    place,
    cure: elsewhere
      ? `Take ${elsewhere}.`
      : close.length > 0
        ? `Did you mean ${close.join(" or ")}?`
        : `Choose ${transformNames.join(", ")}.`,
  });
}
