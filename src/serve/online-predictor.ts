import { errorDiagnostic, showValue, throwIfErrors, type Diagnostic } from "../base/index.ts";
import type { AppendReceipt, EventRow, FeatureStateStore } from "../feature/index.ts";
import type { PackageFeatures } from "../project/index.ts";
import {
  dayMs,
  findField,
  similarNames,
  validateRow,
  valueToJson,
  type Schema,
  type Value,
} from "../schema/index.ts";
import type { Prediction, Predictor } from "./predictor.ts";

/** A model with event features that answers online: it looks them up in a state, as of each row's time. */
export interface OnlinePredictor {
  readonly predictor: Predictor;
  /** The columns that a row gives: no event features, but their keys, and the time unless it is now. */
  readonly schema: Schema;
  /** As `predict` of the model. A row that does not give its time is answered as of now. */
  predict(row: unknown, place?: string): Promise<Prediction>;
  /**
   * Keeps events of a source: plain JSON values by column; every mistake of all of them is told at once, and then none is kept.
   * Events that are kept already change nothing, nor does a batch whose `key` was seen before. A null source stands for rows
   * of the data themselves.
   */
  append(
    source: string | null,
    events: readonly unknown[],
    key?: string,
    place?: string,
  ): Promise<AppendReceipt>;
}

/** As many mistakes are told at once. */
const mistakeLimit = 100;

/**
 * Puts a model and a state of events together. `now` gives the time for rows that do not say theirs, in milliseconds since
 * 1970. Fails with T2545 for a model without event features.
 * @example
 * const state = await openFeatureState(model.content.eventFeatures.set, "events.sqlite");
 * const online = onlinePredictor(model, state, () => Date.now());
 * await online.append("orders", [{ order: "o17", customer: 3, created: "2024-01-31T12:30:00Z", amount: 12.5 }]);
 * const { output } = await online.predict({ customer: 3, plan: "gold" });
 */
export function onlinePredictor(
  predictor: Predictor,
  state: FeatureStateStore,
  now: () => number,
): OnlinePredictor {
  const features = predictor.content.eventFeatures;
  if (!features) return failWithoutFeatures();
  const types = new Map(features.set.features.map(({ name, type }) => [name, type]));
  return {
    predictor,
    schema: features.row,
    predict: async (row, place = "row") => {
      const diagnostics: Diagnostic[] = [];
      const values = validateRow(features.row, row, place, diagnostics);
      throwIfErrors(diagnostics);
      const timed = {
        ...values,
        [features.set.time]: values![features.set.time] ?? momentOf(features, now()),
      };
      const found = await state.read(keysOf(features, timed));
      const full = predictor.schema.fields.map(({ name, type }): [string, Value] => [
        name,
        valueToJson((types.has(name) ? found[name] : timed[name]) ?? null, type),
      ]);
      return predictor.predict(Object.fromEntries(full), place);
    },
    append: async (source, events, key, place = "events") => {
      const rows = readEvents(features, source, events, place);
      return key === undefined ? state.append(source, rows) : state.append(source, rows, key);
    },
  };
}

function failWithoutFeatures(): never {
  throwIfErrors([
    errorDiagnostic("T2545", "The model looks at no events, so it needs no state", {
      place: "state",
      cure: "Serve it without.",
    }),
  ]);
  throw new Error("unreachable");
}

/** Now, as the time column has it. */
function momentOf({ set, row }: PackageFeatures, now: number): number {
  return findField(row, set.time)?.type === "Day" ? Math.floor(now / dayMs) : Math.floor(now);
}

const keysOf = ({ set }: PackageFeatures, row: Readonly<Record<string, Value>>): EventRow =>
  Object.fromEntries(set.rowFields.map(({ name }) => [name, row[name] ?? null]));

function readEvents(
  features: PackageFeatures,
  source: string | null,
  events: readonly unknown[],
  place: string,
): EventRow[] {
  const schema = eventSchema(features, source);
  const mistakes: Diagnostic[] = [];
  const rows = events.flatMap((event, at): EventRow[] => {
    if (mistakes.length >= mistakeLimit) return [];
    const row = validateRow(schema, event, `${place}[${at}]`, mistakes);
    return row ? [row] : [];
  });
  throwIfErrors(mistakes);
  return rows;
}

/** What an event gives: columns that no feature reads may be left out, the others where the data had gaps. */
function eventSchema({ set, tables }: PackageFeatures, source: string | null): Schema {
  const table = tables.find((one) => one.source === source);
  if (!table) return failUnknown(source, tables);
  const read = new Set(
    set.tables.filter((one) => one.source === source).flatMap(({ fields }) => fields.map(({ name }) => name)),
  );
  return {
    fields: table.schema.fields.map((field) => (read.has(field.name) ? field : { ...field, nullable: true })),
  };
}

function failUnknown(source: string | null, tables: PackageFeatures["tables"]): never {
  const known = tables.map((table) => table.source);
  const similar = similarNames(
    String(source),
    known.filter((name) => name !== null),
  );
  throwIfErrors([
    errorDiagnostic("T2546", `The model looks at no events ${showValue(source)}`, {
      place: "table",
      value: showValue(source),
      cure:
        similar.length > 0
          ? `Did you mean ${similar.map((name) => showValue(name)).join(" or ")}?`
          : `It looks at ${known.map((name) => showValue(name)).join(", ")}.`,
    }),
  ]);
  throw new Error("unreachable");
}
