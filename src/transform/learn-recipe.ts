import type { Table, Vector } from "../schema/index.ts";
import type { Aggregate, AggregateResults } from "./aggregate.ts";
import { evaluateColumns } from "./evaluate-columns.ts";
import { fitRecipe, type Answer, type FittedRecipe, type StepQuestions } from "./fit-recipe.ts";
import { runAggregates } from "./run-aggregates.ts";
import type { LearnedRecipe, Recipe, TargetContext } from "./transform.ts";

/**
 * Learns a recipe from the given rows of a table (null: all): each feature ends as one expression over the columns.
 * Nothing outside `rows` is looked at. Fails with every mistake of the recipe at once.
 * @example
 * learnRecipe(table, rows, { columns: ["Age"], steps: [{ transform: "scale", columns: ["Age"], params: {} }] }, target)
 */
export function learnRecipe(
  table: Table,
  rows: Uint32Array | null,
  recipe: Recipe,
  target: TargetContext,
): LearnedRecipe {
  return asLearned(fitRecipe(table.schema, recipe, target, answerFrom(table, rows)));
}

/** The training features of a learnt recipe by name, for the given rows (null: all), in their order. */
export function featureVectors(
  table: Table,
  rows: Uint32Array | null,
  learned: LearnedRecipe,
): Map<string, Vector> {
  const vectors = evaluateColumns(
    table,
    rows,
    learned.features.map(({ expr }) => expr),
  );
  return new Map(learned.features.map(({ name }, at) => [name, vectors[at]!]));
}

/** The public part of a fitted recipe. */
export const asLearned = ({ features, actions }: FittedRecipe): LearnedRecipe => ({
  features: features.map(({ name, from: [first = name, ...others], expr }) => ({
    name,
    from: first,
    ...(others.length > 0 ? { alsoFrom: others } : {}),
    expr,
  })),
  actions,
});

/** Answers from rows in memory: the questions of all tasks of a round in one go. */
export const answerFrom =
  (table: Table, rows: Uint32Array | null): Answer =>
  (questions) =>
    separate(questions, runAggregates(table, rows, together(questions)));

const together = (questions: readonly StepQuestions[]): Record<string, Aggregate> =>
  Object.fromEntries(
    questions.flatMap(({ requests }, at) =>
      Object.entries(requests).map(([name, request]) => [`${at} ${name}`, request]),
    ),
  );

const separate = (
  questions: readonly StepQuestions[],
  answers: AggregateResults,
): readonly AggregateResults[] =>
  questions.map(({ requests }, at) =>
    Object.fromEntries(Object.keys(requests).map((name) => [name, answers[`${at} ${name}`]!])),
  );
