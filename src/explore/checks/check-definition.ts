import type { Json } from "../../base/index.ts";
import type { Field, Vector } from "../../schema/index.ts";

/** What a check's parameter may be; `value` is a value of the column's type. */
export type ParamKind = "value" | "values" | "share" | "count" | "type";

/** One kind of check. */
export interface CheckDefinition {
  /** One plain sentence. */
  readonly title: string;
  readonly needsColumn: boolean;
  readonly params: Readonly<Record<string, ParamKind>>;
  /** At least one of the parameters must be there; of `values`, `share` and `type` kinds all. */
  readonly needsParams: boolean;
  /** Why the kind does not fit a column, or null. */
  refuses(field: Field): string | null;
  /** Looks at the data; `vector` is there when the check has a column. */
  run(subject: CheckSubject, params: Readonly<Record<string, Json>>): Verdict;
}

/** The data that a check looks at. */
export interface CheckSubject {
  readonly rowCount: number;
  readonly column: { readonly field: Field; readonly vector: Vector } | null;
}

/** What a check found, as a sentence without its full stop. */
export interface Verdict {
  readonly holds: boolean;
  readonly text: string;
  /** The first value that does not hold, in words; apart from the text, since the values of some columns are not to be shown. */
  readonly first?: string;
}
