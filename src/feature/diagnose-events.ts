import type { Diagnostic } from "../base/index.ts";
import type { Table } from "../schema/index.ts";
import type { EventTableDefinition, FeatureSet } from "./definition.ts";
import { eventDiagnostics } from "./event-diagnostics.ts";
import { momentUnit, numbersOf } from "./table-plan.ts";

/**
 * Tells what is remarkable about all events of a source at once, as the join tells it (T2522, T2523). `events` has the columns
 * that the tables of the source read.
 */
export const diagnoseEvents = (set: FeatureSet, source: string | null, events: Table): Diagnostic[] =>
  set.tables.filter((table) => table.source === source).flatMap((table) => diagnoseTable(table, events));

function diagnoseTable(table: EventTableDefinition, events: Table): Diagnostic[] {
  const numbersIn = (name: string): Float64Array => numbersOf(events.columns.get(name)!);
  const unitOf = (name: string): number => momentUnit(events.columns.get(name)!.type);
  const [at, known] = [numbersIn(table.at), numbersIn(table.known)];
  const [atUnit, knownUnit] = [unitOf(table.at), unitOf(table.known)];
  const lacking = (columns: readonly Float64Array[], row: number): boolean =>
    columns.some((values) => Number.isNaN(values[row]!));
  const [clocks, keys, ids] = [[at, known], table.by.map(numbersIn), table.id.map(numbersIn)];
  const counts = { leftOut: 0, withoutClock: 0, withoutKey: 0, withoutId: 0, knownBefore: 0 };
  for (let row = 0; row < events.rowCount; row++) {
    const [noClock, noKey, noId] = [lacking(clocks, row), lacking(keys, row), lacking(ids, row)];
    if (noClock) counts.withoutClock++;
    if (noKey) counts.withoutKey++;
    if (noId) counts.withoutId++;
    if (noClock || noKey || noId) counts.leftOut++;
    if (known[row]! * knownUnit < at[row]! * atUnit) counts.knownBefore++;
  }
  return eventDiagnostics(table, { total: events.rowCount, ...counts });
}
