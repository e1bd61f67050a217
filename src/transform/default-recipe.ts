import type { DataType } from "../schema/index.ts";
import { datePartSuffixes, type DatePart } from "./date-parts.ts";
import { targetMeanSuffix } from "./target-encode.ts";
import type { Recipe, RecipeStep, TargetContext } from "./transform.ts";
import type { TransformName } from "./transforms.ts";

/** What the choice of steps rests on. The profile of a column has all of it. */
export interface ColumnFacts {
  readonly name: string;
  readonly type: DataType;
  /** All rows, and those of them without a value. */
  readonly count: number;
  readonly missing: number;
  readonly distinct: number;
  /** Of numbers and times; null for text and where there is no value. */
  readonly numbers: { readonly min: number; readonly max: number; readonly skewness: number | null } | null;
  /** Of text, in code points. */
  readonly lengths: { readonly max: number } | null;
}

/** What a trainer can do by itself; as in `Trainer.handles`. */
export interface TrainerHandles {
  readonly missing: boolean;
  readonly categories: boolean;
}

/** A chosen recipe and what was decided beside it. */
export interface DefaultRecipe {
  readonly recipe: Recipe;
  /** Columns that give no feature, with the reason in plain words. */
  readonly left: readonly { readonly column: string; readonly reason: string }[];
  /** Names of the features that are codes of categories, not numbers. */
  readonly categorical: readonly string[];
}

/** A step on one column (or on one that an earlier step makes), before steps of many columns are put together. */
interface PlannedStep {
  readonly transform: TransformName;
  readonly column: string;
  readonly params: RecipeStep["params"];
  readonly keep?: true;
}

/** Text of so many levels or fewer becomes one column per level. */
const oneHotLimit = 15;
/** Of the levels of a column one needs no column of its own: the others, all 0, say the same. */
const reference = "most-frequent";
/** Text of so many levels or fewer stays a category for trainers that handle them. */
const categoryLimit = 255;

/**
 * What a linear trainer does with the words of free text grows with rows · columns²; so much of it is affordable: some
 * seconds for one fit.
 */
const affordableProducts = 1e8;
const fewestTokens = 20;
const mostTokens = 200;

/** The order of the steps; every column goes through its own in this order. */
const stages: readonly TransformName[] = [
  "text-vocabulary",
  "date-parts",
  "rare-levels",
  "frequency",
  "target-encode",
  "impute",
  "log1p",
  "scale",
  "one-hot",
  "ordinal",
];

/**
 * The steps that a good practitioner would choose for the columns and what the trainer handles, with all that is left out
 * and why. Trainers that handle neither missing values nor categories get complete, scaled numbers; trainers that
 * handle both get numbers as they are and text as codes. docs/transforms.md has the table of choices.
 */
export function defaultRecipe(
  columns: readonly ColumnFacts[],
  handles: TrainerHandles,
  target: TargetContext,
): DefaultRecipe {
  const names = columns.map(({ name }) => name);
  const reasons = columns.map((facts) => reasonToLeave(facts, names, target, handles));
  const kept = columns.filter((_, at) => reasons[at] === undefined);
  const texts = kept.filter((facts) => freeText(facts) !== undefined).length;
  const planned = kept.flatMap((facts) =>
    freeText(facts) === undefined ? planFor(facts, handles, target) : [wordsStep(facts, texts)],
  );
  return {
    recipe: { columns: kept.map(({ name }) => name), steps: putTogether(planned) },
    left: columns.flatMap(({ name: column }, at) => {
      const reason = reasons[at];
      return reason === undefined ? [] : [{ column, reason }];
    }),
    categorical: planned.filter(({ transform }) => transform === "ordinal").map(({ column }) => column),
  };
}

function reasonToLeave(
  facts: ColumnFacts,
  names: readonly string[],
  target: TargetContext,
  handles: TrainerHandles,
): string | undefined {
  const { type, count: rows, missing, distinct } = facts;
  const count = rows - missing;
  if (count === 0) return "it has no value in the training rows";
  if (distinct === 1 && missing === 0) return "it has the same value in every training row";
  const text = freeText(facts);
  // Words are many columns that are nearly always 0: a sum weighs them, trees hardly find them.
  if (text !== undefined) return handles.missing ? text : undefined;
  if (type === "Text" && distinct > oneHotLimit && distinct > 0.9 * count)
    return "it looks like an identifier: almost every value is different";
  const clash = derivedNames(facts, target).find((name) => names.includes(name));
  if (clash) return `what is made of it would be called like another column, ${JSON.stringify(clash)}`;
  return undefined;
}

/** Why a column counts as free text; undefined where it does not. */
function freeText({ type, count: rows, missing, distinct, lengths }: ColumnFacts): string | undefined {
  const count = rows - missing;
  const longest = lengths?.max ?? 0;
  if (type !== "Text" || distinct <= oneHotLimit) return undefined;
  if (distinct > 0.9 * count && longest > 40) return "it is free text: almost every value is different";
  return distinct > categoryLimit && distinct > 0.3 * count && longest > 80
    ? "it is free text: most values are different and long"
    : undefined;
}

/** The most frequent words, as many as can be afforded for so many columns of free text. */
function wordsStep({ name: column, count }: ColumnFacts, texts: number): PlannedStep {
  const affordable = Math.floor(Math.sqrt(affordableProducts / Math.max(1, count)) / texts / 10) * 10;
  const maxTokens = Math.min(Math.max(affordable, fewestTokens), mostTokens);
  return { transform: "text-vocabulary", column, params: { maxTokens } };
}

/** The names that planned steps may give to new columns made of this one. */
const derivedNames = ({ name }: ColumnFacts, target: TargetContext): readonly string[] => [
  ...Object.values(datePartSuffixes).map((suffix) => `${name}${suffix}`),
  ...targetMeanNames(name, target),
  `${name} (frequency)`,
];

const targetMeanNames = (name: string, { indicators }: TargetContext): readonly string[] =>
  indicators.map(({ label }) => `${name}${targetMeanSuffix(label, indicators.length)}`);

function planFor(facts: ColumnFacts, handles: TrainerHandles, target: TargetContext): readonly PlannedStep[] {
  switch (facts.type) {
    case "Text":
      return planText(facts, handles, target);
    case "Day":
    case "Instant":
      return planTime(facts, handles);
    case "Boolean":
      return handles.missing ? [] : [imputeStep(facts.name, "mean", needsFlag(facts))];
    case "Int":
    case "Float":
      return handles.missing ? [] : planNumber(facts);
  }
}

function planNumber(facts: ColumnFacts): readonly PlannedStep[] {
  const { name: column, numbers } = facts;
  const isLong = (numbers?.skewness ?? 0) > 2 && (numbers?.min ?? -1) >= 0;
  return [
    imputeStep(column, "median", needsFlag(facts)),
    ...(isLong ? [{ transform: "log1p", column, params: { kind: "signed" } } as const] : []),
    scaleStep(column),
  ];
}

function planText(
  { name: column, distinct }: ColumnFacts,
  handles: TrainerHandles,
  target: TargetContext,
): readonly PlannedStep[] {
  if (handles.categories && distinct <= categoryLimit) return [{ transform: "ordinal", column, params: {} }];
  if (distinct <= oneHotLimit)
    return [
      { transform: "rare-levels", column, params: { minShare: 0.01 } },
      { transform: "one-hot", column, params: { maxLevels: oneHotLimit + 1, reference } },
    ];
  const means = targetMeanNames(column, target);
  const encode: PlannedStep = { transform: "target-encode", column, params: {} };
  if (handles.missing && means.length > 0) return [encode];
  const share = { transform: "frequency", column, params: {} } as const;
  const numbers = [...means, `${column} (frequency)`];
  return [
    ...(means.length > 0 ? [{ ...share, keep: true } as const, encode] : [share]),
    ...(handles.missing ? [] : numbers.map(scaleStep)),
  ];
}

function planTime({ name: column, type }: ColumnFacts, handles: TrainerHandles): readonly PlannedStep[] {
  const clock: readonly DatePart[] = type === "Instant" ? ["hour"] : [];
  const named = (part: DatePart): string => `${column}${datePartSuffixes[part]}`;
  if (handles.missing) {
    const parts = ["year", "month", "weekday", "dayOfYear", ...clock];
    return [{ transform: "date-parts", column, params: { parts } }];
  }
  const cyclic: readonly DatePart[] = ["month", "weekday", ...clock];
  return [
    { transform: "date-parts", column, params: { parts: ["year", ...cyclic] } },
    imputeStep(named("year"), "median", false),
    scaleStep(named("year")),
    ...cyclic.map((part) => ({ transform: "one-hot", column: named(part), params: { reference } }) as const),
  ];
}

const needsFlag = ({ count, missing }: ColumnFacts): boolean => missing > 0.01 * count;

const imputeStep = (column: string, strategy: "mean" | "median", flag: boolean): PlannedStep => ({
  transform: "impute",
  column,
  params: flag ? { strategy, flag } : { strategy },
});

const scaleStep = (column: string): PlannedStep => ({
  transform: "scale",
  column,
  params: { kind: "standard" },
});

/** One step for all columns that share transform and parameters, in the order of the stages. */
function putTogether(planned: readonly PlannedStep[]): readonly RecipeStep[] {
  return stages.flatMap((stage) => {
    const groups = Map.groupBy(
      planned.filter(({ transform }) => transform === stage),
      ({ params, keep }) => JSON.stringify([params, keep]),
    );
    return [...groups.values()].map((steps) => ({
      transform: stage,
      columns: steps.map(({ column }) => column),
      params: steps[0]!.params,
      ...(steps[0]!.keep ? { keep: true } : {}),
    }));
  });
}
