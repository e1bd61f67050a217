import { failInput, failWork, mixBits } from "../base/index.ts";
import { isText, valueAt, vectorFromValues, type Table, type Value, type Vector } from "../schema/index.ts";
import { evaluateColumns } from "./evaluate-columns.ts";
import { fitRecipe, taskKey, type Answer, type FittedFeature, type FittedRecipe } from "./fit-recipe.ts";
import { answerFrom, asLearned } from "./learn-recipe.ts";
import type { LearnedRecipe, Recipe, TargetContext } from "./transform.ts";

/** How the rows are parted for cross-fitting. */
export interface CrossFitOptions {
  /** From 2; 5 is usual. */
  readonly folds: number;
  readonly seed: number;
}

/** What cross-fitting gives: the expressions for new rows, and the features to train with. */
export interface CrossFitted {
  /** Learnt from all of the rows. */
  readonly learned: LearnedRecipe;
  /** By feature name, in the order of the rows; those of target-using steps without knowledge of their own row's target. */
  readonly training: Map<string, Vector>;
  /** The names of the features that are made of the target. */
  readonly encoded: readonly string[];
}

/**
 * Learns a recipe and gives training features that did not see their own target: steps that use the target answer for the
 * rows of a fold from all other folds; all other steps, and those that only choose among features, are learnt from all
 * rows. Folds come from a hash of row number
 * and seed. Method: cross-fitting (Chernozhukov et al., "Double/debiased machine learning for treatment and structural
 * parameters", 2018); scikit-learn's TargetEncoder does the same in `fit_transform`.
 */
export function crossFit(
  table: Table,
  rows: Uint32Array,
  recipe: Recipe,
  target: TargetContext,
  { folds, seed }: CrossFitOptions,
): CrossFitted {
  if (!Number.isInteger(folds) || folds < 2)
    failInput("T1508", `Cross-fitting needs 2 folds or more, not ${folds}`, {
      cure: "Give a whole number from 2.",
    });
  const full = fitRecipe(table.schema, recipe, target, answerFrom(table, rows));
  const plain = full.features.filter(({ usesTarget }) => !usesTarget);
  const encoded = full.features.filter(({ usesTarget }) => usesTarget);
  const vectors = new Map(zip(plain, evaluateColumns(table, rows, plain.map(exprOf))));
  if (encoded.length > 0) {
    const parts = partFolds(rows, folds, seed).map((fold) => {
      const answer = outsideFold(table, rows, fold, full);
      const fitted = fitRecipe(table.schema, recipe, target, answer).features;
      const own = encoded.map(({ name }) => sameFeature(fitted, name));
      return { fold, vectors: evaluateColumns(table, takeNumbers(rows, fold), own.map(exprOf)) };
    });
    for (const [at, feature] of encoded.entries())
      vectors.set(
        feature.name,
        gather(
          rows.length,
          parts.map((part) => ({ fold: part.fold, vector: part.vectors[at]! })),
        ),
      );
  }
  const training = new Map(full.features.map(({ name }) => [name, vectors.get(name)!]));
  return { learned: asLearned(full), training, encoded: encoded.map(({ name }) => name) };
}

const exprOf = ({ expr }: FittedFeature) => expr;

const zip = (features: readonly FittedFeature[], vectors: readonly Vector[]): [string, Vector][] =>
  features.map(({ name }, at) => [name, vectors[at]!]);

function sameFeature(features: readonly FittedFeature[], wanted: string): FittedFeature {
  const found = features.find(({ name }) => name === wanted);
  if (found) return found;
  return failWork("T1509", `A fold gave no feature ${JSON.stringify(wanted)}`, {
    cure: "A transform that uses the target must name its outputs without looking at the data.",
  });
}

/** Questions about the target are answered from the other folds, all others as they were for all rows. */
function outsideFold(table: Table, rows: Uint32Array, fold: Uint32Array, full: FittedRecipe): Answer {
  const inside = new Uint8Array(rows.length);
  for (const place of fold) inside[place] = 1;
  const outside = new Uint32Array(rows.length - fold.length);
  let next = 0;
  for (let place = 0; place < rows.length; place++) if (inside[place] === 0) outside[next++] = rows[place]!;
  const answerOutside = answerFrom(table, outside);
  return (questions) => {
    const asked = questions.filter(
      ({ task: { transform } }) => transform.usesTarget && !transform.onlyChooses,
    );
    const answers = new Map(answerOutside(asked).map((results, at) => [asked[at]!, results]));
    return questions.map((one) => answers.get(one) ?? full.results.get(taskKey(one.task))!);
  };
}

/** The places in `rows` of each fold, ascending. */
function partFolds(rows: Uint32Array, folds: number, seed: number): readonly Uint32Array[] {
  const foldOf = new Uint32Array(rows.length);
  const sizes = new Uint32Array(folds);
  for (let place = 0; place < rows.length; place++) {
    const fold = rowHash(rows[place]!, seed) % folds;
    foldOf[place] = fold;
    sizes[fold]!++;
  }
  const parts = Array.from(sizes, (size) => new Uint32Array(size));
  const filled = new Uint32Array(folds);
  for (let place = 0; place < rows.length; place++) {
    const fold = foldOf[place]!;
    parts[fold]![filled[fold]!++] = place;
  }
  return parts;
}

/** 32 bits of a row number and a seed. */
function rowHash(row: number, seed: number): number {
  return mixBits(mixBits(seed | 0) ^ mixBits(Math.floor(seed / 2 ** 32) + 0x9e3779b9) ^ row);
}

const takeNumbers = (numbers: Uint32Array, places: Uint32Array): Uint32Array =>
  places.map((place) => numbers[place]!);

/** Puts the parts of the folds back in the order of the rows. */
function gather(
  length: number,
  parts: readonly { readonly fold: Uint32Array; readonly vector: Vector }[],
): Vector {
  const { type } = parts[0]!.vector;
  if (isText(type)) return gatherValues(length, parts);
  const values = new Float64Array(length);
  for (const { fold, vector } of parts)
    if (vector.kind === "numbers")
      for (let at = 0; at < fold.length; at++) values[fold[at]!] = vector.values[at]!;
  return { kind: "numbers", type, values };
}

function gatherValues(
  length: number,
  parts: readonly { readonly fold: Uint32Array; readonly vector: Vector }[],
): Vector {
  const values: Value[] = Array.from({ length }, () => null);
  for (const { fold, vector } of parts)
    for (const [at, place] of fold.entries()) values[place] = valueAt(vector, at);
  return vectorFromValues("Text", values);
}
