/**
 * The types a value can have. `Int` is an integer within ±(2^53-1), `Float` a finite float64, `Day` a calendar day,
 * `Instant` a moment in UTC. Any of them can be missing (null) where the field says so.
 */
export type DataType = "Boolean" | "Int" | "Float" | "Text" | "Day" | "Instant";

/** All types, in a fixed order. */
export const dataTypes: readonly DataType[] = ["Boolean", "Int", "Float", "Text", "Day", "Instant"];

/**
 * A value as the engine room holds it: `Day` is a whole number of days and `Instant` a whole number of milliseconds,
 * both since 1970-01-01 UTC. At the edges (JSON, CSV) both are ISO 8601 text.
 */
export type Value = null | boolean | number | string;

/** True for the types that arithmetic works on. */
export const isNumeric = (type: DataType): type is "Int" | "Float" => type === "Int" || type === "Float";

/** True for the types held as text; all others are held as numbers. */
export const isText = (type: DataType): type is "Text" => type === "Text";

/** A text as a DataType, or undefined. */
export const parseDataType = (text: unknown): DataType | undefined => dataTypes.find((type) => type === text);
