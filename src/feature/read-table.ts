import { errorDiagnostic, showValue, warningDiagnostic, type Diagnostic } from "../base/index.ts";
import { findField, similarNames, type Field, type Schema } from "../schema/index.ts";
import type { EventTableDefinition } from "./definition.ts";
import type { EventTableSpec } from "./spec.ts";

/** What event features are held against: the main table, its prediction time, and the other tables by name. */
export interface FeatureContext {
  readonly rows: Schema;
  /** The column of the main table with the prediction time; null where the project has none. */
  readonly time: string | null;
  readonly tables: Readonly<Record<string, Schema>>;
}

/** An event table that holds, before it is known what the features read; with the schema of its events. */
export interface ReadTable {
  readonly table: Omit<EventTableDefinition, "name" | "fields" | "reads">;
  readonly schema: Schema;
}

interface Reading {
  readonly schema: Schema;
  readonly what: string;
  readonly place: string;
  readonly diagnostics: Diagnostic[];
}

/** An event table held against the tables there are; what is wrong goes to `diagnostics`, and then there is none. */
export function readTable(
  { source, options }: EventTableSpec,
  context: FeatureContext,
  place: string,
  diagnostics: Diagnostic[],
): ReadTable | undefined {
  const before = diagnostics.length;
  const schema = source === null ? context.rows : findTable(source, context, place, diagnostics);
  if (!schema) return undefined;
  checkOptions(options, source, place, diagnostics);
  const what = source === null ? "the main table" : `the table ${showValue(source)}`;
  const reading: Reading = { schema, what, place, diagnostics };
  const by = readNames(options["by"], "by", reading);
  const id = readNames(options["id"], "id", reading);
  if (source !== null && by.length === 0 && options["by"] === undefined)
    diagnostics.push(
      errorDiagnostic("T2506", "The event table does not say whose event each is", {
        place: `${place}.by`,
        cure: 'Name the column of the key: by: "customer". Events for everybody have by: [].',
      }),
    );
  const at = readClock(source === null ? context.time : options["at"], "at", reading);
  const known = options["known"] === undefined ? at : readClock(options["known"], "known", reading);
  const rowBy = readRowKeys(options["rowBy"], by, reading, context);
  const errors = diagnostics.slice(before).some(({ severity }) => severity === "error");
  if (errors || !at || !known) return undefined;
  warnOfClocks(options, [at, known], context, reading);
  return {
    schema,
    table: {
      source,
      by: by.map(({ name }) => name),
      rowBy,
      at: at.name,
      known: known.name,
      id: id.map(({ name }) => name),
    },
  };
}

function findTable(
  source: string,
  { tables }: FeatureContext,
  place: string,
  diagnostics: Diagnostic[],
): Schema | undefined {
  if (Object.hasOwn(tables, source)) return tables[source];
  const known = Object.keys(tables);
  diagnostics.push(
    errorDiagnostic("T2507", `There is no table ${showValue(source)}`, {
      place,
      cure: cureByNames(source, known, "tables", "Name the table among the project's tables."),
    }),
  );
  return undefined;
}

const cureByNames = (name: string, known: readonly string[], what: string, none: string): string => {
  const similar = similarNames(name, known);
  if (similar.length > 0) return `Did you mean ${similar.map((one) => showValue(one)).join(" or ")}?`;
  return known.length > 0 ? `The ${what} are ${known.join(", ")}.` : none;
};

function checkOptions(
  options: Readonly<Record<string, unknown>>,
  source: string | null,
  place: string,
  diagnostics: Diagnostic[],
): void {
  const known = source === null ? ["by", "known"] : ["by", "rowBy", "at", "known", "id"];
  for (const key of Object.keys(options))
    if (!known.includes(key))
      diagnostics.push(
        errorDiagnostic(
          "T2508",
          `${source === null ? "history" : "events"}() has no option ${showValue(key)}`,
          {
            place,
            cure: cureByNames(key, known, "options", ""),
          },
        ),
      );
}

function readNames(value: unknown, option: string, reading: Reading): Field[] {
  if (value === undefined) return [];
  const names: readonly unknown[] = Array.isArray(value) ? value : [value];
  return names.flatMap((name) => {
    const field = readColumn(name, option, reading);
    if (!field) return [];
    if (field.type !== "Float") return [field];
    reading.diagnostics.push(
      errorDiagnostic("T2509", `The column ${showValue(field.name)} is Float, which names nothing exactly`, {
        place: `${reading.place}.${option}`,
        cure: "Read it as Int or Text where the table is read: types: { … }.",
      }),
    );
    return [];
  });
}

function readColumn(
  name: unknown,
  option: string,
  { schema, what, place, diagnostics }: Reading,
): Field | undefined {
  const field = typeof name === "string" ? findField(schema, name) : undefined;
  if (!field)
    diagnostics.push(
      errorDiagnostic("T2510", `There is no column ${showValue(name)} in ${what}`, {
        place: `${place}.${option}`,
        cure: cureByNames(
          String(name),
          schema.fields.map((one) => one.name),
          "columns",
          "",
        ),
      }),
    );
  return field;
}

function readClock(name: unknown, option: "at" | "known", reading: Reading): Field | undefined {
  if (name === undefined || name === null) {
    reading.diagnostics.push(
      errorDiagnostic("T2511", `The event table has no clock: it does not say when an event happened`, {
        place: `${reading.place}.${option}`,
        cure: 'Name a column of days or instants: at: "created".',
      }),
    );
    return undefined;
  }
  const field = readColumn(name, option, reading);
  if (!field || field.type === "Day" || field.type === "Instant") return field;
  reading.diagnostics.push(
    errorDiagnostic("T2512", `The clock ${showValue(field.name)} is ${field.type}, not Day or Instant`, {
      place: `${reading.place}.${option}`,
      cure: `Read it as days or instants where the table is read: types: { ${JSON.stringify(field.name)}: "Instant" }.`,
    }),
  );
  return undefined;
}

function readRowKeys(
  rowBy: unknown,
  by: readonly Field[],
  { place, diagnostics }: Reading,
  { rows }: FeatureContext,
): readonly string[] {
  const names: readonly unknown[] =
    rowBy === undefined ? by.map(({ name }) => name) : Array.isArray(rowBy) ? rowBy : [rowBy];
  if (names.length !== by.length)
    diagnostics.push(
      errorDiagnostic(
        "T2513",
        `The key has ${by.length} columns in the events and ${names.length} in the rows`,
        {
          place: `${place}.rowBy`,
          cure: "Name as many columns, in the same order.",
        },
      ),
    );
  const reading: Reading = { schema: rows, what: "the main table", place, diagnostics };
  return names.map((name, at) => {
    const field = readColumn(name, rowBy === undefined ? "by" : "rowBy", reading);
    const wanted = by[at];
    if (field && wanted && field.type !== wanted.type)
      diagnostics.push(
        errorDiagnostic(
          "T2514",
          `The key ${showValue(wanted.name)} is ${wanted.type} in the events and ${showValue(field.name)} is ${field.type} in the rows`,
          { place: `${place}.by`, cure: "Read both as the same type: types: { … } of the source." },
        ),
      );
    return String(name);
  });
}

function warnOfClocks(
  options: Readonly<Record<string, unknown>>,
  [at, known]: readonly [Field, Field],
  { rows, time }: FeatureContext,
  { what, place, diagnostics }: Reading,
): void {
  if (options["known"] === undefined)
    diagnostics.push(
      warningDiagnostic(
        "T2515",
        `Nothing says from when on a row of ${what} was known, so the moment it happened is taken`,
        {
          place: `${place}.known`,
          cure: `Name the column that says when it arrived, or known: ${JSON.stringify(at.name)} where it is known at once. Otherwise rows that arrived late, or were corrected, show values that nobody had yet.`,
        },
      ),
    );
  const day = [at, known].find(({ type }) => type === "Day");
  if (day && findField(rows, time ?? "")?.type === "Instant")
    diagnostics.push(
      warningDiagnostic(
        "T2516",
        `The clock ${showValue(day.name)} is a Day and the prediction time an Instant: an event counts from midnight on`,
        {
          place,
          cure: "What happens later on that day is seen too early. Use a column of instants, or predict by the day.",
        },
      ),
    );
}
