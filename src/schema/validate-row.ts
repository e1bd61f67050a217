import { errorDiagnostic, isRecord, showValue, type Diagnostic } from "../base/index.ts";
import type { DataType, Value } from "./data-type.ts";
import { parseDayText, parseInstantText } from "./parse-value.ts";
import { similarNames, type Field, type Schema } from "./schema.ts";

/** How strictly a row is read. */
export interface RowOptions {
  /** Columns that the schema does not know are passed over; otherwise they are mistakes. */
  readonly allowUnknown?: boolean;
}

/**
 * A JSON row of a request to values, one for each field of the schema; a nullable column that is left out is missing.
 * Every mistake goes to `diagnostics` with its column, its value and what to do; then there is no row.
 * @example
 * validateRow({ fields: [{ name: "day", type: "Day", nullable: true }] }, { day: "2024-01-31" }, "row 1", []) // { day: 19753 }
 */
export function validateRow(
  schema: Schema,
  row: unknown,
  place: string,
  diagnostics: Diagnostic[],
  { allowUnknown = false }: RowOptions = {},
): Record<string, Value> | undefined {
  if (!isRecord(row)) {
    diagnostics.push(
      errorDiagnostic("T1101", "A row must be an object", {
        place,
        value: showValue(row),
        cure: 'Send it as {"column": value, …}.',
      }),
    );
    return undefined;
  }
  const before = diagnostics.length;
  if (!allowUnknown) checkNames(schema, row, place, diagnostics);
  const entries = schema.fields.map(
    (field) => [field.name, readField(field, row, place, diagnostics)] as const,
  );
  return diagnostics.length > before ? undefined : Object.fromEntries(entries);
}

/** As many unknown columns of a row are told: looking for similar names takes time, and a row may have a million. */
const unknownLimit = 100;

function checkNames(
  schema: Schema,
  row: Readonly<Record<string, unknown>>,
  place: string,
  diagnostics: Diagnostic[],
): void {
  const names = schema.fields.map(({ name }) => name);
  const known = new Set(names);
  let unknown = 0;
  for (const name of Object.keys(row)) {
    if (known.has(name)) continue;
    if (++unknown > unknownLimit) return;
    const similar = similarNames(name, names).filter((one) => !Object.hasOwn(row, one));
    diagnostics.push(
      errorDiagnostic("T1102", `There is no column ${showValue(name)}`, {
        place,
        value: showValue(row[name]),
        cure:
          similar.length > 0
            ? `Did you mean ${similar.map((one) => showValue(one)).join(" or ")}?`
            : "Leave it out.",
      }),
    );
  }
}

function readField(
  { name, type, nullable }: Field,
  row: Readonly<Record<string, unknown>>,
  place: string,
  diagnostics: Diagnostic[],
): Value {
  const given = Object.hasOwn(row, name) ? row[name] : undefined;
  if (given === undefined || given === null) {
    if (!nullable)
      diagnostics.push(
        errorDiagnostic("T1103", `Column ${showValue(name)} is missing`, {
          place,
          cure: `${wanted[type]} It has no missing values.`,
        }),
      );
    return null;
  }
  const value = valueFromJson(given, type);
  if (value === undefined) diagnostics.push(wrongValue(name, given, type, place));
  return value ?? null;
}

/** What to send for each type. */
const wanted: Readonly<Record<DataType, string>> = {
  Boolean: "Send true or false.",
  Int: "Send a whole number within ±(2^53-1).",
  Float: "Send a number.",
  Text: "Send text.",
  Day: 'Send a day as "2024-01-31".',
  Instant: 'Send an instant in UTC as "2024-01-31T12:30:00Z".',
};

function wrongValue(name: string, given: unknown, type: DataType, place: string): Diagnostic {
  const [code, what] = problemOf(given, type);
  return errorDiagnostic(code, `Column ${showValue(name)} ${what}`, {
    place,
    value: showValue(given),
    cure: wanted[type],
  });
}

function problemOf(given: unknown, type: DataType): readonly [code: string, what: string] {
  if (typeof given === "number" && !Number.isFinite(given) && (type === "Int" || type === "Float"))
    return ["T1106", "is no finite number"];
  if (typeof given === "number" && type === "Int")
    return Number.isInteger(given)
      ? ["T1105", "is beyond the whole numbers that are exact"]
      : ["T1104", "is no whole number"];
  if (typeof given === "string" && type === "Text") return ["T1107", "has half of a surrogate pair"];
  if (typeof given === "string" && (type === "Day" || type === "Instant"))
    return ["T1108", `is no ${type === "Day" ? "day" : "instant"}`];
  return ["T1104", `is ${type} but got ${jsonKind(given)}`];
}

const jsonKind = (given: unknown): string =>
  Array.isArray(given) ? "a list" : typeof given === "object" ? "an object" : `a ${typeof given}`;

/**
 * A JSON value as a value of a type; undefined when it is none. Days and instants are ISO text. Null
 * is missing. Nothing is guessed: `"3"` is no number.
 */
export function valueFromJson(value: unknown, type: DataType): Value | undefined {
  if (value === null) return null;
  switch (type) {
    case "Boolean":
      return typeof value === "boolean" ? value : undefined;
    case "Text":
      return typeof value === "string" && value.isWellFormed() ? value : undefined;
    case "Int":
      return typeof value === "number" && Number.isSafeInteger(value) ? value + 0 : undefined;
    case "Float":
      return typeof value === "number" && Number.isFinite(value) ? value + 0 : undefined;
    case "Day":
      return typeof value === "string" ? (parseDayText(value) ?? undefined) : undefined;
    case "Instant":
      return typeof value === "string" ? (parseInstantText(value) ?? undefined) : undefined;
  }
}
