import { dayToText, instantToText } from "./calendar.ts";
import { isText, type DataType, type Value } from "./data-type.ts";
import type { Schema } from "./schema.ts";

/**
 * A column of numbers. `Float`, `Int`, `Day` and `Instant` as themselves, `Boolean` as 0 and 1.
 * A missing value is NaN; no other NaN and no infinity ever stands in a vector.
 */
export interface NumberVector {
  readonly kind: "numbers";
  readonly type: Exclude<DataType, "Text">;
  readonly values: Float64Array;
}

/** A column of text: each row is a place in the dictionary, or -1 where the value is missing. */
export interface TextVector {
  readonly kind: "texts";
  readonly type: "Text";
  readonly codes: Int32Array;
  readonly dictionary: readonly string[];
}

export type Vector = NumberVector | TextVector;

/** A table in memory: columns of equal length by name, in the order of the schema. */
export interface Table {
  readonly schema: Schema;
  readonly rowCount: number;
  readonly columns: ReadonlyMap<string, Vector>;
}

/** Builds a vector from values; `true`/`false` become 1/0. */
export function vectorFromValues(type: DataType, values: readonly Value[]): Vector {
  if (!isText(type))
    return {
      kind: "numbers",
      type,
      values: Float64Array.from(values, (value) => (value === null ? Number.NaN : Number(value))),
    };
  const places = new Map<string, number>();
  const codes = Int32Array.from(values, (value) => {
    if (value === null) return -1;
    const text = String(value);
    const place = places.get(text) ?? places.size;
    places.set(text, place);
    return place;
  });
  return { kind: "texts", type: "Text", codes, dictionary: [...places.keys()] };
}

/** The value of one row: null where missing, true/false for Boolean. */
export function valueAt(vector: Vector, row: number): Value {
  if (vector.kind === "texts") {
    const code = vector.codes[row]!;
    return code < 0 ? null : vector.dictionary[code]!;
  }
  const value = vector.values[row]!;
  if (Number.isNaN(value)) return null;
  return vector.type === "Boolean" ? value === 1 : value;
}

/** A value as it stands in JSON: days and instants as ISO text. */
export function valueToJson(value: Value, type: DataType): Value {
  if (typeof value !== "number") return value;
  return type === "Day" ? dayToText(value) : type === "Instant" ? instantToText(value) : value;
}

/** How many rows a vector has. */
export const vectorLength = (vector: Vector): number =>
  vector.kind === "texts" ? vector.codes.length : vector.values.length;

/** The rows at the given places, in that order. The dictionary of a text vector is shared. */
export function takeRows(vector: Vector, rows: Uint32Array): Vector {
  if (vector.kind === "texts") {
    const codes = new Int32Array(rows.length);
    for (let at = 0; at < rows.length; at++) codes[at] = vector.codes[rows[at]!]!;
    return { ...vector, codes };
  }
  return { ...vector, values: takeNumbers(vector.values, rows) };
}

/** The numbers at the given places, in that order. */
export function takeNumbers(values: Float64Array, rows: Uint32Array): Float64Array<ArrayBuffer> {
  const taken = new Float64Array(rows.length);
  for (let at = 0; at < rows.length; at++) taken[at] = values[rows[at]!]!;
  return taken;
}

/** The table of the rows at the given places. */
export const takeTableRows = (table: Table, rows: Uint32Array): Table => ({
  schema: table.schema,
  rowCount: rows.length,
  columns: new Map([...table.columns].map(([name, vector]) => [name, takeRows(vector, rows)])),
});

/** Puts vectors of equal length together to a table; a field is nullable when a value is missing. */
export function tableFromVectors(columns: Iterable<readonly [string, Vector]>): Table {
  const entries = [...columns];
  const fields = entries.map(([name, vector]) => ({ name, type: vector.type, nullable: hasMissing(vector) }));
  return {
    schema: { fields },
    rowCount: entries[0] ? vectorLength(entries[0][1]) : 0,
    columns: new Map(entries),
  };
}

/** True when at least one value is missing. */
export const hasMissing = (vector: Vector): boolean =>
  vector.kind === "texts" ? hasNoCode(vector.codes) : hasNaN(vector.values);

// Plain loops: the callbacks of `some` cost ten times as much over millions of rows.
function hasNoCode(codes: Int32Array): boolean {
  for (let row = 0; row < codes.length; row++) if (codes[row]! < 0) return true;
  return false;
}

function hasNaN(values: Float64Array): boolean {
  for (let row = 0; row < values.length; row++) if (values[row] !== values[row]) return true;
  return false;
}
