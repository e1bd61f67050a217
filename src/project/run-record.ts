import type { Diagnostic, Json } from "../base/index.ts";
import type { Snapshot } from "../data/index.ts";
import type { Explanation, ModelSummary } from "../explain/index.ts";
import type { CheckResult, Profile } from "../explore/index.ts";
import type { Evaluation, HypothesisFamily, PairedDifference, SplitSpec, Task } from "../model/index.ts";
import type { ColumnRole } from "../schema/index.ts";
import type { LearnedFeature, Recipe, RecipeAction } from "../transform/index.ts";
import type { Findings } from "./findings.ts";

/** A choice that a default made, with its reason: `split: time, because "Flight Date" is the time column`. */
export interface Choice {
  readonly what: string;
  readonly chosen: string;
  readonly reason: string;
}

/** One executed (or reused) step of the plan. */
export interface StepRecord {
  readonly name: string;
  /** Hash of everything that went into the step. */
  readonly key: string;
  /** Hash of what came out. */
  readonly outputHash: string;
  readonly reused: boolean;
  readonly durationMs: number;
}

/** One trained model of the run. */
export interface ModelRecord {
  readonly name: string;
  readonly trainer: string;
  readonly params: Readonly<Record<string, Json>>;
  readonly recipe: Recipe;
  readonly actions: readonly RecipeAction[];
  readonly features: readonly Omit<LearnedFeature, "expr">[];
  readonly details: Readonly<Record<string, Json>>;
  readonly featureImportance: Readonly<Record<string, number>>;
  /** The primary metric on each validation fold; the choice of the winner rests on these. */
  readonly validation: { readonly metric: string; readonly folds: readonly number[]; readonly mean: number };
  readonly test: Evaluation;
  readonly diagnostics: readonly Diagnostic[];
}

/** The immutable record of one execution of the plan: plain JSON, all that the report and `compare` need. */
export interface RunRecord {
  readonly kind: "run";
  readonly version: 1;
  readonly id: string;
  readonly project: string;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly definitionHash: string;
  readonly seed: number;
  readonly versions: Readonly<Record<string, string>>;
  readonly choices: readonly Choice[];
  readonly steps: readonly StepRecord[];
  readonly snapshot: Snapshot;
  readonly roles: Readonly<Record<string, ColumnRole>>;
  /** The columns of the data that are private; absent where none is. */
  readonly private?: readonly string[];
  /** The sources of events, and the features made of them in words; absent for a project without. */
  readonly events?: {
    readonly sources: readonly { readonly name: string; readonly snapshot: Snapshot }[];
    readonly features: readonly { readonly name: string; readonly text: string }[];
  };
  readonly derived: readonly { readonly name: string; readonly text: string }[];
  /** The column is null for clusters and outliers, which have none. */
  readonly target: { readonly column: string | null; readonly task: Task; readonly positive: string | null };
  readonly profile: Profile;
  readonly checks: readonly CheckResult[];
  /** Alerts that the user finds fine: a kind, or `kind:column`. */
  readonly accepted: readonly string[];
  readonly split: {
    readonly spec: SplitSpec;
    readonly train: number;
    readonly validation: number;
    readonly test: number;
    /** Where the parts begin and end for a split in time, as ISO text. */
    readonly bounds: readonly { readonly part: string; readonly from: string; readonly to: string }[];
    /** Rows that were left out because the target is missing. */
    readonly withoutTarget: number;
  };
  readonly metric: { readonly name: string; readonly better: "higher" | "lower" };
  readonly models: readonly ModelRecord[];
  readonly winner: { readonly model: string; readonly reason: string };
  readonly differences: readonly PairedDifference[];
  /** Every hypothesis that the run tested, adjusted for all of them; absent in records of earlier versions. */
  readonly evidence?: HypothesisFamily;
  readonly explanation: Explanation;
  /** The linear models as regressions with errors, intervals and checks; the winner's first where it is linear. Absent where there are none. */
  readonly summaries?: readonly ModelSummary[];
  /** What a ranking, clusters or outliers come to; absent for tasks whose metrics say it all. */
  readonly findings?: Findings;
  readonly packageHash: string;
  readonly diagnostics: readonly Diagnostic[];
}
