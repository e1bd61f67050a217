import type { Check } from "../explore/index.ts";
import type { FeatureSet } from "../feature/index.ts";
import type { Expr } from "../ir/index.ts";
import type { Source } from "../data/index.ts";
import type { SplitSpec } from "../model/index.ts";
import type { RecipeStep } from "../transform/index.ts";
import type { ClassWeight, NamedTaskKind } from "./read-task.ts";

/** A project after normalization: every choice is made, and each that the user left open says why it was made so. */
export interface ProjectDefinition {
  readonly name: string;
  readonly source: Source;
  /** The sources of events by name; absent where there are none. */
  readonly events?: Readonly<Record<string, Source>>;
  /** The features made of events; absent where there are none. */
  readonly features?: FeatureSet;
  /** Columns derived from the source's and from event features, in order; plain expressions. */
  readonly derived: readonly (readonly [name: string, expr: Expr])[];
  /** Steps that clean features before any model's own; absent where there are none. */
  readonly clean?: readonly RecipeStep[];
  /** What it is to do where the user says it; absent where the target says it. */
  readonly task?: NamedTaskKind;
  /** null for clusters and outliers, which have none. */
  readonly target: string | null;
  /** Of outliers: the column that says which rows are known to be unusual, only to measure by; absent where there is none. */
  readonly label?: string;
  /** Of outliers: the share of the rows to learn from that count as outliers. */
  readonly outlierShare?: number;
  /** The class that counts as positive; null to choose (true, 1, yes, or the rarer). */
  readonly positive: string | number | boolean | null;
  readonly time: string | null;
  readonly group: string | null;
  readonly weight: string | null;
  readonly id: readonly string[];
  readonly knownLater: readonly string[];
  readonly ignore: readonly string[];
  /** Columns of the data whose values are kept nowhere; absent where there are none. */
  readonly private?: readonly string[];
  /** null to choose from the roles. */
  readonly split: SplitSpec | null;
  readonly checks: readonly Check[];
  /** Alerts that the user has seen and finds fine: a kind, or `kind:column`. */
  readonly accept: readonly string[];
  /** null to choose from the task. */
  readonly models: readonly ModelChoice[] | null;
  /** The metric that ranks models; null to choose from the task. */
  readonly metric: string | null;
  readonly seed: number;
}

/** A trainer with its parameters, and its recipe where the user gives one. */
export interface ModelChoice {
  readonly trainer: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly recipe: readonly RecipeStep[] | null;
  /** How much the rows of each class count; absent where all count alike. */
  readonly classWeight?: ClassWeight;
}
