import type { Effects, Json } from "../../base/index.ts";
import type { Task } from "../../model/index.ts";
import type { Table } from "../../schema/index.ts";
import type { LearnedFeature, RecipeAction } from "../../transform/index.ts";

/** A fitted linear model, as far as its summary goes. */
export interface SummarizedModel {
  readonly name: string;
  readonly trainer: string;
  readonly params: Readonly<Record<string, Json>>;
  readonly details: Readonly<Record<string, Json>>;
}

/** What a summary is made of: models over the same features, and the rows that they learnt from. */
export interface SummaryRequest {
  readonly models: readonly SummarizedModel[];
  readonly task: Task;
  readonly features: readonly LearnedFeature[];
  readonly actions: readonly RecipeAction[];
  readonly table: Table;
  readonly rows: Uint32Array;
  /** Of every row of the table: the number, the index of the class or the grade. */
  readonly target: Float64Array;
  readonly weight: Float64Array | null;
  /** Rows of one code go together; -1 where a row is alone. */
  readonly clusters: { readonly column: string; readonly codes: Int32Array } | null;
  /** When each row of the table was; null where no column says it. */
  readonly time: { readonly column: string; readonly values: Float64Array } | null;
  /** The features of `rows` as the trainer saw them, where steps looked at the target; else null. */
  readonly training: ReadonlyMap<string, Float64Array> | null;
  /** The id columns' values of a row of the table. */
  readonly keyOf: (row: number) => readonly string[];
  readonly seed: number;
  readonly effects: Effects;
}
