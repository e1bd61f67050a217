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

/**
 * A cleaning or encoding step: it learns by asking aggregates and applies by building expressions, so it can be
 * cross-validated without leakage, pushed to any engine, and compiled to every target.
 */
export interface Transform<Params> {
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
  /** The questions to ask about the training rows, by name. */
  learn(input: Expr, params: Params, target: TargetContext): Readonly<Record<string, Aggregate>>;
  /** The answers to expressions. Must work for every possible input: missing and unseen values too. */
  apply(
    input: Expr,
    params: Params,
    results: AggregateResults,
    target: TargetContext,
  ): readonly TransformOutput[];
  /** What was done to a column, in plain words, for the run and the report: `1,204 missing values became the median, 140`. */
  describe(column: StepColumn, params: Params, results: AggregateResults): string;
}

/** A step of a recipe, as plain data. */
export interface RecipeStep {
  readonly transform: string;
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

/** A feature of the fitted recipe: its name, the expression over the input columns, and the column it came from. */
export interface LearnedFeature {
  readonly name: string;
  readonly from: string;
  readonly expr: Expr;
}

/** One thing that was done to a column. */
export interface RecipeAction {
  readonly column: string;
  readonly transform: string;
  readonly text: string;
}

/** A recipe that has learnt. */
export interface LearnedRecipe {
  readonly features: readonly LearnedFeature[];
  readonly actions: readonly RecipeAction[];
}
