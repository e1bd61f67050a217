import type { Diagnostic } from "../base/index.ts";
import type { Expr } from "../ir/index.ts";
import type { DataType } from "../schema/index.ts";
import type { Aggregate, AggregateResults } from "./aggregate.ts";

/** What a transform may know about the target: one numeric expression per output it has to encode. */
export interface TargetContext {
  /** Regression: the target itself. Classification: one 0/1 indicator per class but the first. Absent where there is no target. */
  readonly indicators: readonly { readonly label: string; readonly expr: Expr }[];
}

/** The column that a step works on, as it is when the step begins. */
interface StepColumn {
  readonly name: string;
  readonly type: DataType;
}

/** One column that a transform gives: `suffix` is put behind the input's name; "" replaces the input. */
export interface TransformOutput {
  readonly suffix: string;
  readonly expr: Expr;
}

/** Questions about the training rows, by name. */
export type Questions = Readonly<Record<string, Aggregate>>;

/** What every transform says of itself. */
interface TransformFacts<Params> {
  /** The name in configs, in kebab-case: `one-hot`. */
  readonly name: string;
  /** One plain sentence. */
  readonly title: string;
  /** Types of the columns it works on. */
  readonly accepts: readonly DataType[];
  /** True when it looks at the target: its training features are then cross-fitted. */
  readonly usesTarget: boolean;
  /** Untrusted parameters to real ones; every mistake goes to `diagnostics`. */
  normalize(params: unknown, place: string, diagnostics: Diagnostic[]): Params;
}

/**
 * A cleaning or encoding step on one column: it learns by asking aggregates and applies by building expressions, so it can
 * be cross-validated without leakage, pushed to any engine, and compiled to every target.
 */
export interface Transform<Params> extends TransformFacts<Params> {
  readonly over?: "column";
  /**
   * The questions to ask about the training rows. It is called again with the answers so far, and may then ask more, under
   * other names; it has learnt when every question that it gives is answered. At most 100 rounds.
   */
  learn(input: Expr, params: Params, target: TargetContext, answers: AggregateResults): Questions;
  /** The answers to expressions. Must work for every possible input: missing and unseen values too. */
  apply(
    input: Expr,
    params: Params,
    results: AggregateResults,
    target: TargetContext,
  ): readonly TransformOutput[];
  /** What was done to a column, in plain words, for the run and the report: `1,204 missing values became the median, 140`. */
  describe(column: StepColumn, params: Params, results: AggregateResults): string;
  /** Values that show what was done, the most frequent first; absent where the text says it all. */
  examples?(params: Params, results: AggregateResults): ActionExamples | undefined;
}

/** Values that show what a step did, each with the number of training rows that have it. */
export interface ActionExamples {
  /** What these values have in common: `could not be read`. */
  readonly title: string;
  readonly values: readonly { readonly value: string; readonly count: number }[];
  /** How many more different values there are. */
  readonly more: number;
}

/** One of the features that a joint transform works on. */
export interface StepInput {
  readonly name: string;
  readonly expr: Expr;
  /** True when an earlier step made it of the target, as `target-encode` does. */
  readonly usesTarget: boolean;
}

/** One feature that a joint transform gives. One with the name of an input takes its place. */
export interface StepOutput {
  readonly name: string;
  readonly expr: Expr;
}

/** What was done to some of the columns of a step, in plain words. */
export interface StepNote {
  readonly columns: readonly string[];
  readonly text: string;
  readonly examples?: ActionExamples;
}

/**
 * A step on several columns together. It learns and applies as a `Transform` does, but gets all columns of its step at once
 * and names what it makes in full. It must work for any number of columns from 1.
 */
export interface JointTransform<Params> extends TransformFacts<Params> {
  readonly over: "columns";
  /**
   * True when its outputs are some of its inputs, as they are: the target then decides which, not what they hold. The
   * choice is learnt from all training rows and needs no cross-fitting.
   */
  readonly onlyChooses?: boolean;
  /** How those names of its outputs begin that do not begin with the name of an input. */
  newNames?(params: Params): readonly string[];
  /** As `learn` of `Transform`: called again with the answers so far, until it asks nothing new. */
  learn(
    inputs: readonly StepInput[],
    params: Params,
    target: TargetContext,
    answers: AggregateResults,
  ): Questions;
  /** The answers to the features that stand for the inputs. Those that are not among them are gone, unless the step keeps them. */
  apply(
    inputs: readonly StepInput[],
    params: Params,
    results: AggregateResults,
    target: TargetContext,
  ): readonly StepOutput[];
  /** What was done, in plain words, with counts: one note for columns that had the same done to them. */
  describe(inputs: readonly StepInput[], params: Params, results: AggregateResults): readonly StepNote[];
}

/** A step of either kind. */
export type AnyTransform<Params> = Transform<Params> | JointTransform<Params>;

/** A step of a recipe, as plain data. */
export interface RecipeStep {
  readonly transform: string;
  /** The columns that it works on; none, for a joint transform: all features at this point that it takes. */
  readonly columns: readonly string[];
  readonly params: Readonly<Record<string, unknown>>;
  /** True to keep the input column beside what the step makes of it, so that a later step can use it too. */
  readonly keep?: boolean;
}

/** The steps from columns to features, in order. Columns that no step names pass through. */
export interface Recipe {
  /** The columns to start from, in order. */
  readonly columns: readonly string[];
  readonly steps: readonly RecipeStep[];
}

/** A feature of the fitted recipe: its name, the expression over the input columns, and the columns it came from. */
export interface LearnedFeature {
  readonly name: string;
  /** The column it came from; the first of several. */
  readonly from: string;
  /** The other columns, where it was made of several. */
  readonly alsoFrom?: readonly string[];
  readonly expr: Expr;
}

/** One thing that was done to a column; what was done to several together is told of each in the same words. */
export interface RecipeAction {
  readonly column: string;
  readonly transform: string;
  readonly text: string;
  /** Some of the values that it is about. */
  readonly examples?: ActionExamples;
}

/** A recipe that has learnt. */
export interface LearnedRecipe {
  readonly features: readonly LearnedFeature[];
  readonly actions: readonly RecipeAction[];
}
