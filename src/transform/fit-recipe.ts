import { errorDiagnostic, showValue, TandemError, throwIfErrors, type Diagnostic } from "../base/index.ts";
import { column, typeOf, type Expr } from "../ir/index.ts";
import { findField, similarNames, type Schema } from "../schema/index.ts";
import type { Aggregate, AggregateResults } from "./aggregate.ts";
import type { Recipe, RecipeAction, TargetContext, Transform } from "./transform.ts";
import { parseTransformName, transformNames, transforms } from "./transforms.ts";

/** A feature on its way: a column of the table, or what the steps so far made of one. */
export interface FittedFeature {
  readonly name: string;
  readonly from: string;
  readonly expr: Expr;
  /** True when a step that looks at the target stands between the column and the feature. */
  readonly usesTarget: boolean;
  /** The step that made it; -1 for a column of the table. */
  readonly madeBy: number;
}

/** One step on one column. */
export interface StepTask {
  readonly step: number;
  readonly column: string;
  readonly transform: Transform<unknown>;
  readonly params: unknown;
  readonly keep: boolean;
}

/** The questions of one task. */
export interface StepQuestions {
  readonly task: StepTask;
  readonly requests: Readonly<Record<string, Aggregate>>;
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
export const taskKey = ({ step, column }: StepTask): string => `${step} ${column}`;

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
  const actions: { readonly step: number; readonly action: RecipeAction }[] = [];
  const results = new Map<string, AggregateResults>();
  while (waiting.length > 0) {
    const { ready, later } = partReady(waiting, features);
    if (ready.length === 0) failUnknown(waiting, features);
    const questions = askAll(ready, features, target);
    const answers = answer(questions);
    for (const [at, task] of ready.entries()) {
      const feature = features.find(({ name }) => name === task.column)!;
      const found = answers[at]!;
      results.set(taskKey(task), found);
      features = replaceFeature(features, feature, task, found, target);
      actions.push({ step: task.step, action: actionOf(feature, task, found) });
    }
    waiting = later;
  }
  const ordered = actions.sort((left, right) => left.step - right.step).map(({ action }) => action);
  return { features, actions: ordered, results };
}

function startFeatures(schema: Schema, recipe: Recipe): readonly FittedFeature[] {
  const diagnostics: Diagnostic[] = [];
  const known = schema.fields.map(({ name }) => name);
  const features = recipe.columns.map((name): FittedFeature => {
    const field = findField(schema, name);
    if (!field) diagnostics.push(unknownColumn(name, known, "columns"));
    return { name, from: name, expr: column(name, field?.type ?? "Float"), usesTarget: false, madeBy: -1 };
  });
  throwIfErrors(diagnostics);
  return features;
}

function tasksOf(recipe: Recipe): readonly StepTask[] {
  const diagnostics: Diagnostic[] = [];
  const tasks = recipe.steps.flatMap(({ transform: name, columns, params, keep = false }, step) => {
    const known = parseTransformName(name);
    if (!known) diagnostics.push(unknownTransform(name, `steps[${step}].transform`));
    const transform = transforms[known ?? "impute"];
    const full = known ? transform.normalize(params, `steps[${step}].params`, diagnostics) : undefined;
    return columns.map((column) => ({ step, column, transform, params: full, keep }));
  });
  throwIfErrors(diagnostics);
  return tasks;
}

/** A task is ready when its column is there and no earlier task still works on it. */
function partReady(waiting: readonly StepTask[], features: readonly FittedFeature[]) {
  const madeBy = new Map(features.map((feature) => [feature.name, feature.madeBy]));
  const taken = new Set<string>();
  const ready: StepTask[] = [];
  const later: StepTask[] = [];
  for (const task of waiting) {
    const isReady = !taken.has(task.column) && (madeBy.get(task.column) ?? Infinity) < task.step;
    (isReady ? ready : later).push(task);
    taken.add(task.column);
  }
  return { ready, later };
}

function failUnknown(waiting: readonly StepTask[], features: readonly FittedFeature[]): never {
  const names = features.map(({ name }) => name);
  throw new TandemError(
    waiting.map(({ step, column: name }) => unknownColumn(name, names, `steps[${step}].columns`)),
  );
}

/** The questions of all tasks; what is wrong with any of them is told together. */
function askAll(
  ready: readonly StepTask[],
  features: readonly FittedFeature[],
  target: TargetContext,
): readonly StepQuestions[] {
  const diagnostics: Diagnostic[] = [];
  const questions = ready.map((task) => {
    const { expr } = features.find(({ name }) => name === task.column)!;
    const place = `steps[${task.step}], column ${JSON.stringify(task.column)}`;
    return { task, requests: learnAt(task.transform, expr, task.params, target, place, diagnostics) };
  });
  throwIfErrors(diagnostics);
  return questions;
}

/** The questions of one transform about one expression; a type or parameter that does not fit becomes a diagnostic. */
export function learnAt(
  transform: Transform<unknown>,
  input: Expr,
  params: unknown,
  target: TargetContext,
  place: string,
  diagnostics: Diagnostic[],
): Readonly<Record<string, Aggregate>> {
  const { accepts, name } = transform;
  if (!accepts.includes(typeOf(input))) {
    diagnostics.push(
      errorDiagnostic("T1505", `${name} does not work on ${typeOf(input)}`, {
        place,
        cure: `It takes ${accepts.join(", ")}.`,
      }),
    );
    return {};
  }
  try {
    return transform.learn(input, params, target);
  } catch (error) {
    if (!(error instanceof TandemError)) throw error;
    diagnostics.push(...error.diagnostics.map((one) => ({ ...one, place })));
    return {};
  }
}

function replaceFeature(
  features: readonly FittedFeature[],
  feature: FittedFeature,
  { step, transform, params, keep }: StepTask,
  results: AggregateResults,
  target: TargetContext,
): readonly FittedFeature[] {
  const others = features.filter((one) => keep || one !== feature);
  const taken = new Set(others.map(({ name }) => name));
  const made = transform
    .apply(feature.expr, params, results, target)
    .map(({ suffix, expr }): FittedFeature => {
      const name = uniqueName(`${feature.name}${suffix}`, taken);
      const usesTarget = feature.usesTarget || transform.usesTarget;
      return { name, from: feature.from, expr, usesTarget, madeBy: step };
    });
  return features.flatMap((one) => (one === feature ? [...(keep ? [feature] : []), ...made] : [one]));
}

/** The name itself, or the name with the first number from 2 that makes it unique. */
function uniqueName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted} (${number})`;
  taken.add(name);
  return name;
}

function actionOf(feature: FittedFeature, task: StepTask, results: AggregateResults): RecipeAction {
  const input = { name: feature.name, type: typeOf(feature.expr) };
  const text = task.transform.describe(input, task.params, results);
  return { column: feature.name, transform: task.transform.name, text };
}

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
  const close = similarNames(String(name), transformNames);
  return errorDiagnostic("T1507", `There is no transform ${showValue(name)}`, {
    place,
    cure: close.length > 0 ? `Did you mean ${close.join(" or ")}?` : `Choose ${transformNames.join(", ")}.`,
  });
}
