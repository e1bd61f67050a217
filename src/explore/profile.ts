import type { Json } from "../base/index.ts";
import type { ColumnRole, DataType, Value } from "../schema/index.ts";
import type { AlertKind } from "./alert-thresholds.ts";

/** What one column is like. Plain JSON; the same numbers are the baseline of the monitors. */
export interface ColumnProfile {
  readonly name: string;
  readonly type: DataType;
  readonly role: ColumnRole;
  readonly count: number;
  readonly missing: number;
  readonly distinct: number;
  /** Numbers, days and instants (as numbers): null where the column has no value. */
  readonly numbers: NumberSummary | null;
  /** Text and booleans, and numbers of few values: the most frequent values. */
  readonly top: readonly { readonly value: Value; readonly count: number }[];
  /** Text: the shortest and longest in code points. */
  readonly lengths: { readonly min: number; readonly max: number } | null;
}

export interface NumberSummary {
  readonly mean: number;
  readonly standardDeviation: number | null;
  readonly min: number;
  readonly max: number;
  /** At 1, 5, 25, 50, 75, 95, 99 %. */
  readonly quantiles: readonly number[];
  readonly zeros: number;
  readonly negative: number;
  readonly skewness: number | null;
  /** Equal-width bins from min to max. */
  readonly histogram: { readonly edges: readonly number[]; readonly counts: readonly number[] };
}

/** What is remarkable about the data. An accepted alert becomes a check. */
export interface Alert {
  readonly kind: AlertKind;
  readonly severity: "high" | "medium" | "low";
  readonly columns: readonly string[];
  /** One plain sentence with its numbers. */
  readonly text: string;
  /** What to do, in the words of the config where there are some. */
  readonly cure: string;
  readonly evidence: Readonly<Record<string, Json>>;
}

/** How strongly two columns go together, from 0 to 1 (|Spearman|, bias-corrected Cramér's V, correlation ratio). */
export interface Association {
  readonly columns: readonly [string, string];
  readonly measure: "spearman" | "cramers-v" | "correlation-ratio";
  readonly strength: number;
}

/** How the target goes with one column: its rate or mean for each level or bin. */
export interface TargetRelation {
  readonly column: string;
  /** What is counted or averaged: `damaged = true`, `price`. */
  readonly target: string;
  readonly measure: "rate" | "mean";
  readonly overall: number;
  /** In the order of the column's values; a level's groups by falling count. 95 % intervals: Wilson's for rates, Student's for means. */
  readonly groups: readonly {
    readonly label: string;
    readonly count: number;
    readonly estimate: number;
    readonly low: number;
    readonly high: number;
  }[];
}

/** What the data look like. */
export interface Profile {
  readonly rowCount: number;
  readonly duplicateRows: number;
  readonly columns: readonly ColumnProfile[];
  readonly alerts: readonly Alert[];
  /** The strongest first. */
  readonly associations: readonly Association[];
  /** How many rows the associations were computed on: a fixed sample where the table is large. */
  readonly associationRows: number;
  /** How the target goes with each feature, those with the strongest association first; empty without a target. */
  readonly relations: readonly TargetRelation[];
}

/** The kinds of checks; `docs/checks.md` explains each. */
export type CheckKind = "no-missing" | "range" | "in-set" | "unique" | "type" | "row-count" | "missing-share";

/** What must hold. */
export interface Check {
  readonly name: string;
  readonly kind: CheckKind;
  readonly column: string | null;
  readonly params: Readonly<Record<string, Json>>;
}

export interface CheckResult {
  readonly check: Check;
  readonly holds: boolean;
  /** One plain sentence: `412 of 10,000 values of "Speed" are above 500, the first is 2,500 in row 17.` */
  readonly text: string;
}
