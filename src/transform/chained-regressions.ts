import { call, float, linear, type Expr } from "../ir/index.ts";
import { choleskyFactor, solveCholesky } from "../stats/index.ts";
import type { Aggregate, AggregateResults, Correlations } from "./aggregate.ts";
import { asFloat, correlationsResult, numberResult } from "./expressions.ts";
import type { Questions, StepInput } from "./transform.ts";

/** What is known of a column before anything is fitted. */
export interface ColumnFacts {
  readonly missing: number;
  readonly count: number;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
}

/** A ridge regression of one column on some of the others. */
export interface ColumnModel {
  readonly bias: number;
  /** Places of the other columns with their weights. */
  readonly terms: readonly { readonly column: number; readonly weight: number }[];
  /** Weights in standard deviations, for how much a round changed. */
  readonly standard: readonly number[];
  /** The share of the column's variance that the others explain. */
  readonly explained: number;
}

/** How the regressions are fitted. */
export interface ChainParams {
  readonly ridge: number;
  readonly rounds: number;
  readonly nearest: number;
}

/** Weights that change by less than this, in standard deviations, have settled. */
const settledChange = 1e-4;
/** How often a row's missing values are computed from each other, each time better. */
const passes = 3;

/** What the answers so far tell: undefined where nothing is known yet. */
export interface Chain {
  readonly facts: readonly ColumnFacts[];
  /** For each column its model, or null where its mean stands in. */
  readonly models: readonly (ColumnModel | null)[];
  /** The questions that are still open; none when everything is learnt. */
  readonly questions: Questions;
}

/**
 * Follows the answers through the rounds: the columns themselves; how they go together with every gap at the mean; then again
 * and again the regressions of the columns with gaps, over the rows where they have a value, on the others as the regressions of
 * the round before fill them; and, when these have settled, the regressions of the columns without gaps.
 */
export function followChain(
  inputs: readonly StepInput[],
  params: ChainParams,
  answers: AggregateResults,
): Chain {
  const none = inputs.map(() => null);
  const facts = inputs.map((_, at) => factsAt(answers, at));
  if (answers["missing 0"] === undefined) return { facts, models: none, questions: factQuestions(inputs) };
  const byMean = filledBy(inputs, facts, none);
  const spread: Aggregate = { kind: "correlations", of: byMean };
  if (answers["spread"] === undefined) return { facts, models: none, questions: { spread } };
  const neighbours = nearestColumns(correlationsResult(answers["spread"]), params.nearest);
  const canFit = (at: number): boolean => neighbours[at]!.length > 0 && facts[at]!.min < facts[at]!.max;
  const gaps = inputs.flatMap((_, at) => (facts[at]!.missing > 0 && canFit(at) ? [at] : []));
  const whole = inputs.flatMap((_, at) => (facts[at]!.missing === 0 && canFit(at) ? [at] : []));
  const ask = (round: string, columns: readonly number[], filled: readonly Expr[]): Questions =>
    Object.fromEntries(
      columns.map((at) => {
        const of = [asFloat(inputs[at]!.expr), ...neighbours[at]!.map((other) => filled[other]!)];
        return [`${round} ${at}`, { kind: "correlations", of } as const];
      }),
    );
  const read = (round: string, columns: readonly number[], models: readonly (ColumnModel | null)[]) =>
    models.map((model, at) =>
      columns.includes(at)
        ? fitModel(correlationsResult(answers[`${round} ${at}`]), neighbours[at]!, params.ridge)
        : model,
    );
  let models: readonly (ColumnModel | null)[] = none;
  for (let round = 1, settled = gaps.length === 0; !settled; round++) {
    if (answers[`round ${round} ${gaps[0]!}`] === undefined)
      return { facts, models, questions: ask(`round ${round}`, gaps, filledBy(inputs, facts, models)) };
    const next = read(`round ${round}`, gaps, models);
    settled = gaps.length === 1 || round === params.rounds || changeOf(models, next) < settledChange;
    models = next;
  }
  if (whole.length > 0 && answers[`whole ${whole[0]!}`] === undefined)
    return { facts, models, questions: ask("whole", whole, filledBy(inputs, facts, models)) };
  return { facts, models: read("whole", whole, models), questions: {} };
}

const factQuestions = (inputs: readonly StepInput[]): Questions =>
  Object.fromEntries(
    inputs.flatMap(({ expr }, at): readonly [string, Aggregate][] => {
      const of = asFloat(expr);
      return [
        [`missing ${at}`, { kind: "countMissing", of }],
        [`count ${at}`, { kind: "count", of }],
        [`mean ${at}`, { kind: "mean", of }],
        [`min ${at}`, { kind: "min", of }],
        [`max ${at}`, { kind: "max", of }],
      ];
    }),
  );

function factsAt(answers: AggregateResults, at: number): ColumnFacts {
  const read = (name: string): number => numberResult(answers[`${name} ${at}`]) ?? 0;
  return {
    missing: read("missing"),
    count: read("count"),
    mean: read("mean"),
    min: read("min"),
    max: read("max"),
  };
}

/** For each column the others that correlate with it, the closest first, ties by their place. */
function nearestColumns(
  { correlations, deviations }: Correlations,
  most: number,
): readonly (readonly number[])[] {
  const size = deviations.length;
  const closeness = (row: number, column: number): number => Math.abs(correlations[row * size + column]!);
  return deviations.map((_, row) =>
    deviations
      .flatMap((__, column) => (column !== row && closeness(row, column) > 0 ? [column] : []))
      .sort((left, right) => closeness(row, right) - closeness(row, left) || left - right)
      .slice(0, most)
      .sort((left, right) => left - right),
  );
}

/**
 * The regression of the first expression on the others: (R + ridge/n·I)·b = r in standard deviations, which is ridge regression
 * on standardized columns. Null below two rows.
 */
function fitModel(
  { count, means, deviations, correlations }: Correlations,
  others: readonly number[],
  ridge: number,
): ColumnModel | null {
  const size = others.length;
  if (count < 2 || deviations[0] === 0) return null;
  const matrix = new Float64Array(size * size);
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++)
      matrix[row * size + column] =
        correlations[(row + 1) * (size + 1) + column + 1]! + (row === column ? ridge / count : 0);
  const right = Float64Array.from(others, (_, at) => correlations[at + 1]!);
  const standard = solveCholesky(choleskyFactor(matrix, size), right);
  const terms = others.flatMap((column, at) => {
    const weight = (standard[at]! * deviations[0]!) / deviations[at + 1]!;
    return Number.isFinite(weight) && weight !== 0 ? [{ column, weight, mean: means[at + 1]! }] : [];
  });
  const bias = terms.reduce((sum, { weight, mean }) => sum - weight * mean, means[0]!);
  if (!Number.isFinite(bias)) return null;
  return {
    bias,
    terms: terms.map(({ column, weight }) => ({ column, weight })),
    standard: [...standard],
    explained: standard.reduce((sum, weight, at) => sum + weight * right[at]!, 0),
  };
}

/** The largest change of a weight between two rounds. */
function changeOf(before: readonly (ColumnModel | null)[], after: readonly (ColumnModel | null)[]): number {
  const changes = after.flatMap((model, at) =>
    (model?.standard ?? []).map((weight, term) =>
      Math.abs(weight - (before[at]?.standard[term] ?? Infinity)),
    ),
  );
  return changes.reduce((most, one) => Math.max(most, one), 0);
}

/**
 * Each column with its gaps filled: first all by the means, then pass by pass by the regressions, in each of which the columns
 * with fewer gaps go first and the others already see them. What a regression gives is kept within what the column has shown.
 */
export function filledBy(
  inputs: readonly StepInput[],
  facts: readonly ColumnFacts[],
  models: readonly (ColumnModel | null)[],
): readonly Expr[] {
  const given = inputs.map(({ expr }) => asFloat(expr));
  const filled: Expr[] = given.map((expr, at) => call("coalesce", expr, float(facts[at]!.mean)));
  const order = inputs
    .flatMap((_, at) => (models[at] ? [at] : []))
    .sort((left, right) => facts[left]!.missing - facts[right]!.missing || left - right);
  for (let pass = 0; pass < passes; pass++)
    for (const at of order) {
      const { bias, terms } = models[at]!;
      const { mean, min, max } = facts[at]!;
      const told = linear(
        terms.map(({ column, weight }) => ({ weight, of: filled[column]! })),
        bias,
      );
      const bounded = call(
        "least",
        call("greatest", call("coalesce", told, float(mean)), float(min)),
        float(max),
      );
      filled[at] = call("coalesce", given[at]!, bounded);
    }
  return filled;
}
