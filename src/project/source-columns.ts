import type { AnyColumn, Column, ColumnOf } from "../ir/index.ts";
import type { DataType } from "../schema/index.ts";
import type { SourceSpec } from "./source-spec.ts";

/**
 * The columns of the sources by path, or by the text of the SQL. `tandem init` and `tandem run` write `.tandem/types.d.ts` beside the config, which
 * adds to this interface, so that TypeScript knows the names and types:
 *
 *     declare module "tandem-ml" {
 *       interface SourceColumns {
 *         "birdstrikes.csv": { "Flight Date": Nullable<"Day">; "Wildlife Size": "Text" };
 *       }
 *     }
 */
export interface SourceColumns {}

/** The type of a column that has missing values. */
export type Nullable<Type extends DataType> = Type | null;

/** Columns that TypeScript knows nothing about: every name is fine, and every type. */
type UnknownColumns = Readonly<Record<string, never>>;

/** The columns of a source by name: those written for its path or its SQL, or `UnknownColumns` while none are. */
export type ColumnsOfSource<Source extends SourceSpec> = Source extends
  | { readonly path: infer Key }
  | { readonly text: infer Key }
  ? Key extends keyof SourceColumns
    ? SourceColumns[Key]
    : UnknownColumns
  : UnknownColumns;

/** The names of a source's columns; any text while they are unknown. */
export type SourceName<Columns> = keyof Columns & string;

/** The chain of a column of that name. */
export type SourceColumn<Columns, Name extends keyof Columns> = [Columns[Name]] extends [never]
  ? AnyColumn
  : NonNullable<Columns[Name]> extends infer Type extends DataType
    ? ColumnOf<Type>
    : never;

/** The columns that a project derives, by name. */
export type DerivedColumns = Readonly<Record<string, Column>>;

// Derived names are plain `keyof Derived`: TypeScript checks the text of `predict` before it looks into `columns`, and any other
// form (NoInfer, a conditional type alone) would make it decide then that nothing is derived.

/** All names of a project: the source's and the derived ones. */
export type ColumnName<Columns, Derived> = (keyof Columns & string) | (keyof Derived & string);

/** The names of columns of some types, the source's and the derived ones. */
export type NameOfType<Columns, Derived, Type extends DataType> =
  | NamesWhere<Columns, Type>
  | (keyof Derived & DerivedWhere<Derived, Type>);

type NamesWhere<Columns, Type> = keyof {
  [Name in keyof Columns as NonNullable<Columns[Name]> extends Type ? Name : never]: unknown;
} &
  string;

type DerivedWhere<Derived, Type> = {
  [Name in keyof Derived]: Derived[Name] extends { readonly type: infer Own }
    ? Own extends Type
      ? Name
      : never
    : never;
}[keyof Derived];
