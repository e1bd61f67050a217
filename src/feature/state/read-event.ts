import { failInput, showValue } from "../../base/index.ts";
import { dayMs, firstDay, lastDay, type DataType, type Field, type Value } from "../../schema/index.ts";
import type { EventRow } from "../state-store.ts";
import { momentUnit, type TablePlan } from "../table-plan.ts";
import type { Version } from "./version.ts";

const isWhole = (value: Value, low: number, high: number): boolean =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= low && value <= high;

/** Whether a value can stand in a column of a type. */
const fits: Readonly<Record<DataType, (value: Value) => boolean>> = {
  Boolean: (value) => typeof value === "boolean",
  Int: (value) => Number.isSafeInteger(value),
  Float: (value) => Number.isFinite(value),
  Text: (value) => typeof value === "string" && value.isWellFormed(),
  Day: (value) => isWhole(value, firstDay, lastDay),
  Instant: (value) => isWhole(value, firstDay * dayMs, (lastDay + 1) * dayMs - 1),
};

/** The value of a column of an event or a row; null where it is left out. Fails with T2526 for a value of another type. */
export function readField(row: EventRow, { name, type }: Field, place: string): Value {
  const value = Object.hasOwn(row, name) ? (row[name] ?? null) : null;
  if (value === null) return null;
  if (fits[type](value)) return typeof value === "number" ? value + 0 : value;
  return failInput("T2526", `The column "${name}" is ${type}`, {
    place,
    value: showValue(value),
    cure: "Give a value of that type: days and instants as days and milliseconds since 1970-01-01.",
  });
}

/** An event that can be placed, and the id it goes by; or what it lacks. */
export type ReadEvent =
  | { readonly kind: "version"; readonly version: Version; readonly id: string | null }
  | { readonly kind: "incomplete"; readonly lacks: readonly ("clock" | "key" | "id")[] };

/** Reads an event for a table of the set. */
export function readEvent(plan: TablePlan, row: EventRow, place: string): ReadEvent {
  const { table } = plan;
  const fields = new Map(table.fields.map((field) => [field.name, field]));
  const valueOf = (name: string): Value => readField(row, fields.get(name)!, place);
  const at = valueOf(table.at);
  const known = valueOf(table.known);
  const key = table.by.map(valueOf);
  const id = table.id.map(valueOf);
  const lacks = [
    ...(at === null || known === null ? (["clock"] as const) : []),
    ...(key.includes(null) ? (["key"] as const) : []),
    ...(id.includes(null) ? (["id"] as const) : []),
  ];
  if (lacks.length > 0) return { kind: "incomplete", lacks };
  const moment = (value: Value, name: string): number => Number(value) * momentUnit(fields.get(name)!.type);
  return {
    kind: "version",
    id: id.length > 0 ? JSON.stringify(id) : null,
    version: {
      at: moment(at, table.at),
      known: moment(known, table.known),
      key,
      reads: table.reads.map(valueOf),
    },
  };
}
