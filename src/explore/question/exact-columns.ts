import type { Value } from "../../schema/index.ts";
import { decimalAnchor, parseDecimal, shareLeadingDigits } from "../../stats/index.ts";
import type { AskedColumn } from "./column-kind.ts";

/**
 * The texts of columns as they stand in the source, row by row, by the name of the column. A column that has none (because it was
 * computed, or comes from a source of numbers) is left out.
 */
export type SourceTexts = (names: readonly string[]) => Promise<ReadonlyMap<string, readonly Value[]>>;

/**
 * Numbers that share their leading digits, as distances from the first of them in exact decimal arithmetic on their texts: float64
 * would have lost what they differ in. With `isOneScale` all are taken from the same number, for columns that are subtracted from each
 * other. Columns that lose nothing, or whose texts cannot be had, stay as they are.
 */
export async function exactColumns(
  columns: readonly AskedColumn[],
  texts: SourceTexts | undefined,
  isOneScale: boolean,
): Promise<readonly AskedColumn[]> {
  if (!texts) return columns;
  const near = columns.filter(isNear);
  if (near.length === 0 || (isOneScale && near.length < columns.length)) return columns;
  const found = await texts(near.map(({ name }) => name));
  const exact = new Map<AskedColumn, AskedColumn>();
  let shared: number | undefined;
  for (const column of near) {
    const own = textsOf(column, found.get(column.name));
    if (!own) continue;
    const { origin, offsets } = decimalAnchor(own, column.name, isOneScale ? shared : undefined);
    exact.set(column, { ...column, origin, distances: offsets });
    shared ??= origin;
  }
  if (isOneScale && exact.size < columns.length) return columns;
  return columns.map((column) => exact.get(column) ?? column);
}

const isNear = ({ kind, vector }: AskedColumn): boolean =>
  kind === "number" && vector.kind === "numbers" && shareLeadingDigits([vector.values]);

/** The texts of the numbers, null where one is missing; undefined unless every one of them is the number that was read. */
function textsOf(
  { vector }: AskedColumn,
  texts: readonly Value[] | undefined,
): readonly (string | null)[] | undefined {
  if (vector.kind !== "numbers" || texts?.length !== vector.values.length) return undefined;
  const { values } = vector;
  const kept = texts.map((text, row) =>
    Number.isNaN(values[row]!) || typeof text !== "string" ? null : text,
  );
  const isSame = kept.every((text, row) =>
    text === null ? Number.isNaN(values[row]!) : parseDecimal(text) && Number(text) === values[row],
  );
  return isSame ? kept : undefined;
}
