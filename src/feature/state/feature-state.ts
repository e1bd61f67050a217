import { failInput, type Diagnostic } from "../../base/index.ts";
import { valueToJson, type Value } from "../../schema/index.ts";
import type { FeatureSet } from "../definition.ts";
import { eventDiagnostics } from "../event-diagnostics.ts";
import type { AppendReceipt, EventRow, FeatureStateStore } from "../state-store.ts";
import { momentUnit, planTables } from "../table-plan.ts";
import { KeyState } from "./key-state.ts";
import { readEvent, readField, type ReadEvent } from "./read-event.ts";
import { createStatePlan, type StatePlan } from "./state-plan.ts";
import { compareVersions, type KeptVersion, type Version } from "./version.ts";
import { createMemoryLog, type VersionLog } from "./version-log.ts";

/** How much of a state is kept ready in memory; what is not is read from the log again. */
export interface StateOptions {
  /** The most keys that are kept ready, the least recently read going first. Default 10,000. */
  readonly keysInMemory?: number;
}

const keysInMemoryByDefault = 10_000;

/** A feature state that keeps everything in memory and forgets it at the end of the process. */
export const createMemoryState = (set: FeatureSet, options: StateOptions = {}): FeatureStateStore =>
  createFeatureState(set, createMemoryLog(), options);

type Change = (states: Map<string, KeyState>) => void;

/**
 * A feature state over a log of versions. An append settles each version against those of the same event within one
 * transaction of the log, and then brings the keys that are ready in memory up to date.
 */
export function createFeatureState(
  set: FeatureSet,
  log: VersionLog,
  { keysInMemory = keysInMemoryByDefault }: StateOptions = {},
): FeatureStateStore {
  const plans = planTables(set).map(createStatePlan);
  const ready = plans.map(() => new Map<string, KeyState>());
  const nothing = plans.map((plan) => new KeyState(plan));

  const stateOf = (table: number, key: string): KeyState => {
    const states = ready[table]!;
    const state = states.get(key) ?? loadKey(plans[table]!, log.ofKey(table, key));
    if (!state) return nothing[table]!;
    // Put at the end, so that the first of the map is the least recently read.
    states.delete(key);
    states.set(key, state);
    if (states.size > keysInMemory) states.delete(states.keys().next().value!);
    return state;
  };

  return {
    append: async (source, events, batch) => {
      const read = plans.flatMap((plan, table) =>
        plan.table.source === source
          ? [{ table, events: events.map((event, at) => readEvent(plan, event, `event ${at + 1}`)) }]
          : [],
      );
      const { settled, changes, isRepeated } = log.transaction(() =>
        settleBatch(log, source, batch, read, events.length),
      );
      for (const { table, change } of changes) change(ready[table]!);
      const diagnostics = isRepeated
        ? []
        : read.flatMap(({ table, events: those }) => toldOf(plans[table]!, those));
      return { ...settled, diagnostics };
    },
    read: async (row) => readFeatures(set, plans, row, log.horizon(), stateOf),
    compact: async (moment) => {
      if (!(moment > log.horizon())) return;
      log.transaction(() => {
        for (const [table, { windows }] of plans.entries()) log.forget(table, moment, Math.max(...windows));
        log.setHorizon(moment);
      });
      for (const states of ready) states.clear();
    },
    close: async () => log.close(),
  };
}

function loadKey(plan: StatePlan, versions: readonly KeptVersion[]): KeyState | undefined {
  if (versions.length === 0) return undefined;
  const state = new KeyState(plan);
  for (const version of versions) state.insert(version);
  return state;
}

interface TableEvents {
  readonly table: number;
  readonly events: readonly ReadEvent[];
}

interface Settled {
  readonly settled: Omit<AppendReceipt, "diagnostics">;
  readonly changes: readonly { readonly table: number; readonly change: Change }[];
  /** True for a batch that was kept before: nothing happens, and nothing is told. */
  readonly isRepeated: boolean;
}

/** An event counts once, however many tables of the set read its source. */
function settleBatch(
  log: VersionLog,
  source: string | null,
  batch: string | undefined,
  tables: readonly TableEvents[],
  count: number,
): Settled {
  if (batch !== undefined && !log.addBatch(source, batch))
    return { settled: { accepted: 0, duplicates: count, leftOut: 0 }, changes: [], isRepeated: true };
  const changes: { table: number; change: Change }[] = [];
  const [accepted, complete] = [new Set<number>(), new Set<number>()];
  for (const { table, events } of tables)
    for (const [at, event] of events.entries()) {
      if (event.kind === "incomplete") continue;
      complete.add(at);
      const change = settleVersion(log, table, event.version, event.id);
      if (!change) continue;
      accepted.add(at);
      changes.push({ table, change });
    }
  const settled = {
    accepted: accepted.size,
    duplicates: complete.size - accepted.size,
    leftOut: count - complete.size,
  };
  return { settled, changes, isRepeated: false };
}

/** Puts a version among those of its event; undefined when it is there already. */
function settleVersion(
  log: VersionLog,
  table: number,
  version: Version,
  id: string | null,
): Change | undefined {
  const versions = id === null ? [] : log.ofEvent(table, id).toSorted(compareVersions);
  let place = versions.length;
  while (place > 0 && compareVersions(versions[place - 1]!, version) > 0) place--;
  const before = versions[place - 1];
  if (before && compareVersions(before, version) === 0) return undefined;
  const next = versions[place]?.known ?? Number.POSITIVE_INFINITY;
  const number = log.insert(table, id, version, next);
  if (before) log.setNext(table, before, version.known);
  return (states) => {
    states.get(JSON.stringify(version.key))?.insert({ ...version, number, next });
    if (before) states.get(JSON.stringify(before.key))?.supersede(before.number, version.known);
  };
}

function toldOf({ table }: StatePlan, events: readonly ReadEvent[]): Diagnostic[] {
  const lacking = (what: "clock" | "key" | "id"): number =>
    events.filter((event) => event.kind === "incomplete" && event.lacks.includes(what)).length;
  return eventDiagnostics(table, {
    total: events.length,
    leftOut: events.filter(({ kind }) => kind === "incomplete").length,
    withoutClock: lacking("clock"),
    withoutKey: lacking("key"),
    withoutId: lacking("id"),
    knownBefore: events.filter((event) => event.kind === "version" && event.version.known < event.version.at)
      .length,
  });
}

function readFeatures(
  set: FeatureSet,
  plans: readonly StatePlan[],
  row: EventRow,
  horizon: number,
  stateOf: (table: number, key: string) => KeyState,
): Record<string, Value> {
  const values = new Map(set.rowFields.map((field) => [field.name, readField(row, field, "row")]));
  const timeType = set.rowFields.find(({ name }) => name === set.time)!.type;
  const time = values.get(set.time)!;
  const moment = time === null ? Number.NaN : Number(time) * momentUnit(timeType);
  if (moment < horizon)
    failInput("T2529", "The feature state was compacted: it answers later moments only", {
      place: `row, column "${set.time}"`,
      value: String(valueToJson(time, timeType)),
      cure: `Ask from ${new Date(horizon).toISOString()} on, or join the rows with the whole event tables.`,
    });
  const answers: Value[] = set.features.map(() => null);
  plans.forEach((plan, table) => {
    const key = plan.table.rowBy.map((name): Value => values.get(name) ?? null);
    if (Number.isNaN(moment) || key.includes(null)) return;
    const given = stateOf(table, JSON.stringify(key)).read(moment);
    for (const [at, { place }] of plan.features.entries()) answers[place] = plan.toValue(at, given[at]!);
  });
  return Object.fromEntries(set.features.map(({ name }, at) => [name, answers[at]!]));
}
