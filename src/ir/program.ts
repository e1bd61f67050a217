import type { Schema } from "../schema/index.ts";
import type { Expr } from "./expr.ts";

/**
 * Everything a project learnt, as data: named steps and outputs over the input columns.
 * A `let` may use the input columns and the lets before it, an output all of them, by `column(name)`.
 */
export interface Program {
  readonly kind: "program";
  /** Version of the stored form; see docs/formats/program.md. */
  readonly version: 1;
  readonly input: Schema;
  readonly lets: readonly (readonly [name: string, expr: Expr])[];
  readonly outputs: Readonly<Record<string, Expr>>;
}
