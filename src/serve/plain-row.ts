import { compileJsonRow, type KnownValues } from "../compile/index.ts";
import type { ColumnProfile } from "../explore/index.ts";
import type { ModelPackage } from "../project/index.ts";
import type { Field, Value } from "../schema/index.ts";

/**
 * The short way for rows without mistakes and without anything that deserves a warning; undefined for a package whose parts do
 * not fit each other as those of a run do, which is then read the long way only.
 */
export function compilePlainRow({
  schema,
  program,
  baseline,
}: Pick<ModelPackage, "schema" | "program" | "baseline">):
  | ((row: unknown) => Record<string, Value> | undefined)
  | undefined {
  const isSame =
    schema.fields.length === program.input.fields.length &&
    schema.fields.every((field, at) => sameField(field, program.input.fields[at]!));
  const columns = new Map(baseline.columns.map((column) => [column.name, column]));
  if (!isSame || columns.size < baseline.columns.length) return undefined;
  const known = new Map<string, KnownValues>();
  for (const field of schema.fields) {
    const column = columns.get(field.name);
    // Time goes on, so no moment is unknown.
    if (!column || column.role === "time") continue;
    const values = knownValues(field, column);
    if (!values) return undefined;
    known.set(field.name, values);
  }
  return compileJsonRow(program, known);
}

const sameField = (left: Field, right: Field): boolean =>
  left.name === right.name && left.type === right.type && left.nullable === right.nullable;

/** What `rowWarnings` says nothing about. */
function knownValues(field: Field, { type, numbers, distinct, top }: ColumnProfile): KnownValues | undefined {
  if (type !== field.type) return undefined;
  if (type === "Boolean") return {};
  if (type !== "Text") {
    if (!numbers) return {};
    const { min, max } = numbers;
    return Number.isFinite(min) && Number.isFinite(max) ? { numbers: { min, max } } : undefined;
  }
  if (distinct > top.length) return {};
  return {
    texts: top
      .map(({ value }) => value)
      .filter((value) => typeof value === "string" && value.isWellFormed()) as string[],
  };
}
