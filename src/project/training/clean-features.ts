import type { Effects } from "../../base/index.ts";
import { tableReader } from "../../data/index.ts";
import { profileTable, type ColumnProfile } from "../../explore/index.ts";
import { typeOf } from "../../ir/index.ts";
import { tableFromVectors, type Schema, type Table } from "../../schema/index.ts";
import {
  featureVectors,
  learnRecipe,
  type Recipe,
  type RecipeStep,
  type TargetContext,
} from "../../transform/index.ts";

/** What the features are like after cleaning: by these the models' own steps are chosen. */
export interface CleanedFeatures {
  readonly columns: readonly ColumnProfile[];
  readonly schema: Schema;
  /** The column of the data that each came from. */
  readonly from: ReadonlyMap<string, string>;
  /** What was done to each column of the data that was cleaned. */
  readonly done: ReadonlyMap<string, string>;
}

/**
 * Cleans the features of the given rows to see what they become. The models learn the same steps again, each from its own
 * training rows, so no row tells another part of the data anything.
 */
export async function cleanFeatures(
  steps: readonly RecipeStep[],
  features: readonly ColumnProfile[],
  table: Table,
  rows: Uint32Array,
  target: TargetContext,
  effects: Effects,
): Promise<CleanedFeatures> {
  const recipe = {
    columns: features.map(({ name }) => name),
    steps: stepsOn(
      steps,
      features.map(({ name }) => name),
    ),
  };
  const learned = learnRecipe(table, rows, recipe, target);
  const changed = learned.features.filter(({ expr }) => expr.kind !== "column");
  const vectors = featureVectors(table, rows, { ...learned, features: changed });
  const profile = await profileTable(tableReader(tableFromVectors([...vectors])), {}, null, effects);
  const known = new Map([...features, ...profile.columns].map((column) => [column.name, column]));
  return {
    columns: learned.features.flatMap(({ name }) => known.get(name) ?? []),
    schema: {
      fields: learned.features.map(({ name, expr }) => ({ name, type: typeOf(expr), nullable: true })),
    },
    from: new Map(learned.features.map(({ name, from }) => [name, from])),
    done: new Map(learned.actions.map(({ column, transform, text }) => [column, `${transform}: ${text}`])),
  };
}

/** A recipe over cleaned features as one over the columns of the data: the cleaning steps come first. */
export function withCleaning(
  { columns, steps }: Recipe,
  clean: readonly RecipeStep[],
  { from }: CleanedFeatures,
): Recipe {
  const sources = [...new Set(columns.map((name) => from.get(name) ?? name))];
  return { columns: sources, steps: [...stepsOn(clean, sources), ...steps] };
}

/** The steps with those of their columns that are among the given ones. */
const stepsOn = (steps: readonly RecipeStep[], names: readonly string[]): readonly RecipeStep[] =>
  steps
    .map((step) => ({ ...step, columns: step.columns.filter((name) => names.includes(name)) }))
    .filter(({ columns }) => columns.length > 0);
