import type { DataType } from "../../schema/index.ts";

/** A check as a user writes it in a config. Days and instants in bounds and values are ISO 8601 text. */
export type CheckSpec<Column extends string = string> = { readonly name?: string } & (
  | { readonly kind: "no-missing" | "unique"; readonly column: Column }
  | { readonly kind: "missing-share"; readonly column: Column; readonly max: number }
  | {
      readonly kind: "range";
      readonly column: Column;
      readonly min?: number | string;
      readonly max?: number | string;
    }
  | {
      readonly kind: "in-set";
      readonly column: Column;
      readonly values: readonly (string | number | boolean)[];
    }
  | { readonly kind: "type"; readonly column: Column; readonly type: DataType }
  | { readonly kind: "row-count"; readonly min?: number; readonly max?: number }
);
