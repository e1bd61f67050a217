import type { Expr } from "../expr.ts";
import type { OpName } from "../op-name.ts";
import type { AnyDuration } from "./duration.ts";
import type { BaseColumn, Operand } from "./column.ts";
import type { ListColumn } from "./list-column.ts";

/**
 * A column whose type TypeScript does not know yet, because the project's column types were not written: it offers every
 * operation and fits everywhere; types are checked when the project is read.
 */
export type AnyColumn = { readonly [Op in OpName]: (...args: readonly Operand[]) => AnyColumn } & {
  readonly expr: Expr;
  readonly type: never;
  readonly lookup: BaseColumn<never, never>["lookup"];
  readonly until: (end: Operand) => AnyDuration;
  readonly since: (start: Operand) => AnyDuration;
  readonly split: (separator: string) => ListColumn;
};
