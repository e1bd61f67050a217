import {
  canonicalJson,
  deepFreeze,
  errorDiagnostic,
  isRecord,
  showValue,
  type Diagnostic,
} from "../base/index.ts";
import { columnsOf, typeOf, type Expr } from "../ir/index.ts";
import { findField, type Field, type Schema } from "../schema/index.ts";
import { aggregateNames, aggregateRules } from "./aggregate-rules.ts";
import type {
  AggregateName,
  EventTableDefinition,
  FeatureDefinition,
  FeatureSet,
  FeatureWindow,
} from "./definition.ts";
import { readTable, type FeatureContext, type ReadTable } from "./read-table.ts";
import { checkValue, readConditions, readValue } from "./read-value.ts";
import type { EventTableSpec, FeatureSpec } from "./spec.ts";

interface ReadFeature {
  readonly table: ReadTable;
  readonly key: string;
  readonly feature: Omit<FeatureDefinition, "table">;
}

/**
 * The `features` of a project held against the schemas of its tables: definitions with the output type of each feature, as
 * plain frozen JSON. Every mistake goes to `diagnostics` with its place (T2502-T2520), and then there is no set. Two
 * warnings are no mistakes: a known clock that nobody named (T2515), and a clock of days beside instants (T2516).
 */
export function normalizeFeatures(
  spec: unknown,
  context: FeatureContext,
  place: string,
  diagnostics: Diagnostic[],
): FeatureSet | undefined {
  if (!isRecord(spec)) {
    diagnostics.push(
      errorDiagnostic("T2517", "The features must be an object", {
        place,
        value: showValue(spec),
        cure: 'Write { spent30: orders.last(days(30)).sum("amount") }.',
      }),
    );
    return undefined;
  }
  const before = diagnostics.length;
  const time = readTime(context, place, diagnostics);
  const tables = new Map<EventTableSpec, ReadTable | undefined>();
  const features = Object.entries(spec).flatMap(([name, one]) => {
    const feature = readFeature(name, one, context, tables, `${place}.${name}`, diagnostics);
    return feature ? [feature] : [];
  });
  const errors = diagnostics.slice(before).some(({ severity }) => severity === "error");
  return errors || !time ? undefined : createSet(features, time, context.rows);
}

function readTime(
  { rows, time }: FeatureContext,
  place: string,
  diagnostics: Diagnostic[],
): Field | undefined {
  const field = time === null ? undefined : findField(rows, time);
  if (field?.type === "Day" || field?.type === "Instant") return field;
  diagnostics.push(
    errorDiagnostic("T2518", "Event features need the moment at which each row is predicted", {
      place,
      value: showValue(time),
      cure: 'Name a column of days or instants of the main table: time: "ordered".',
    }),
  );
  return undefined;
}

function readFeature(
  name: string,
  spec: unknown,
  context: FeatureContext,
  tables: Map<EventTableSpec, ReadTable | undefined>,
  place: string,
  diagnostics: Diagnostic[],
): ReadFeature | undefined {
  if (!isFeatureSpec(spec)) {
    diagnostics.push(
      errorDiagnostic("T2519", `${showValue(name)} is no event feature`, {
        place,
        value: showValue(spec),
        cure: "End it with an aggregate: orders.last(days(7)).count().",
      }),
    );
    return undefined;
  }
  checkName(name, context.rows, place, diagnostics);
  if (!tables.has(spec.table)) tables.set(spec.table, readTable(spec.table, context, place, diagnostics));
  const table = tables.get(spec.table);
  if (!table) return undefined;
  const { aggregate } = spec;
  const rule = aggregateRules[aggregate];
  const window = readWindow(spec, place, diagnostics);
  const where = readConditions(spec.where, table.schema, place, diagnostics);
  const value = rule.takes === null ? null : readValue(spec.value, table.schema, place, diagnostics);
  if (!window || where === undefined || value === undefined) return undefined;
  if (value && !checkValue(aggregate, rule, value, place, diagnostics)) return undefined;
  const type = rule.gives(value ? typeOf(value) : "Int");
  return {
    table,
    key: canonicalJson(table.table),
    feature: { name, window, where, aggregate, value, place: spec.place, type },
  };
}

const isFeatureSpec = (spec: unknown): spec is FeatureSpec =>
  isRecord(spec) &&
  spec["kind"] === "feature" &&
  isRecord(spec["table"]) &&
  Array.isArray(spec["windows"]) &&
  Array.isArray(spec["where"]) &&
  aggregateNames.includes(spec["aggregate"] as AggregateName);

function checkName(name: string, rows: Schema, place: string, diagnostics: Diagnostic[]): void {
  const problem = findField(rows, name)
    ? "is a column of the main table already"
    : name === "" || name === "__proto__" || !name.isWellFormed()
      ? "cannot be used"
      : undefined;
  if (problem)
    diagnostics.push(
      errorDiagnostic("T2520", `The name ${showValue(name)} of a feature ${problem}`, {
        place,
        cure: "Give it another name.",
      }),
    );
}

function readWindow(
  { windows, aggregate, place: lag }: FeatureSpec,
  place: string,
  diagnostics: Diagnostic[],
): FeatureWindow | undefined {
  const tell = (message: string, value: unknown, cure: string): undefined =>
    void diagnostics.push(errorDiagnostic("T2521", message, { place, value: showValue(value), cure }));
  const window = windows[0] ?? { kind: "all" };
  if (windows.length > 1) return tell("The feature has two windows", windows, "Keep one last(…).");
  const length = window.kind === "time" ? window.milliseconds : window.kind === "rows" ? window.count : 1;
  if (!["all", "time", "rows"].includes(window.kind) || !Number.isSafeInteger(length) || length < 1)
    return tell("This is no window", window, "Write last(days(30)) or last(rows(5)).");
  if (aggregate !== "lag") return window;
  if (!Number.isSafeInteger(lag) || lag === null || lag < 1)
    return tell("lag() takes a whole number from 1", lag, 'Write lag(1, "amount") for the last event.');
  return window.kind === "rows"
    ? tell("lag() counts events by itself", window, "Leave last(rows(…)) out.")
    : window;
}

function createSet(read: readonly ReadFeature[], time: Field, rows: Schema): FeatureSet {
  const groups = [...Map.groupBy(read, ({ key }) => key).values()];
  const counts = new Map<string, number>();
  const tables = groups.map((group): EventTableDefinition => {
    const { table, schema } = group[0]!.table;
    const plain = table.source ?? "history";
    const count = (counts.get(plain) ?? 0) + 1;
    counts.set(plain, count);
    const reads = sortedNames(group.flatMap(({ feature }) => readsOf(feature)));
    const names = sortedNames([...table.by, ...table.id, table.at, table.known, ...reads]);
    return {
      name: count === 1 ? plain : `${plain}#${count}`,
      ...table,
      fields: names.map((name) => fieldOf(name, schema)),
      reads,
    };
  });
  const nameOf = new Map(groups.map((group, at) => [group[0]!.key, tables[at]!.name]));
  const rowNames = sortedNames([time.name, ...tables.flatMap(({ rowBy }) => rowBy)]);
  return deepFreeze({
    kind: "features",
    version: 1,
    time: time.name,
    rowFields: rowNames.map((name) => fieldOf(name, rows)),
    tables,
    features: read.map(({ feature, key }) => ({ ...feature, table: nameOf.get(key)! })),
  });
}

const readsOf = ({ where, value }: { readonly where: Expr | null; readonly value: Expr | null }): string[] =>
  [where, value].flatMap((expr) => (expr ? columnsOf(expr) : []));

/** Sorted by code unit, each once: the order is part of the definition. */
const sortedNames = (names: readonly string[]): string[] =>
  [...new Set(names)].sort((left, right) => (left < right ? -1 : left > right ? 1 : 0));

// Nullable whatever the table says: what is missing is counted when it is met.
const fieldOf = (name: string, schema: Schema): Field => ({
  name,
  type: findField(schema, name)!.type,
  nullable: true,
});
