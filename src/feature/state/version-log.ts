import { leaveMoment } from "../event-block.ts";
import type { KeptVersion, Version } from "./version.ts";

/** Where a state keeps its versions. Tables are counted from 0 in the order of the set; keys and ids are JSON text. */
export interface VersionLog {
  /** All that is done within happens wholly or not at all, and is kept for good when it returns. */
  transaction<Result>(work: () => Result): Result;
  /** All versions of an event, in any order. */
  ofEvent(table: number, id: string): readonly KeptVersion[];
  /** The versions of a key, in any order. */
  ofKey(table: number, key: string): readonly KeptVersion[];
  /** Keeps a version; gives its number. `id` is null where each is an event of its own. */
  insert(table: number, id: string | null, version: Version, next: number): number;
  /** The next version of the event was known at this moment. */
  setNext(table: number, version: KeptVersion, next: number): void;
  /**
   * Forgets what nobody sees from a moment on: versions whose next one was known by then, and events that happened so early
   * that they left the longest window by then. Of an event with an id the version that is current stays as a
   * reminder, so that an earlier one that comes late does not come to life; `ofKey` does not give it any more.
   */
  forget(table: number, moment: number, longestMs: number): void;
  /** The moment from which on questions can be answered, and how it moves. */
  horizon(): number;
  setHorizon(moment: number): void;
  /** Remembers a batch by its key; false when it was there already. */
  addBatch(source: string | null, key: string): boolean;
  close(): void;
}

/** A log in memory, gone with the process. It has no way back: work that fails half way keeps its first half. */
export function createMemoryLog(): VersionLog {
  const events = new Map<string, KeptVersion[]>();
  const keys = new Map<string, Map<number, KeptVersion>>();
  const batches = new Set<string>();
  const nameOf = (table: number, text: string): string => `${table} ${text}`;
  const keyOf = (table: number, version: Version): string => nameOf(table, JSON.stringify(version.key));
  let count = 0;
  let horizon = Number.NEGATIVE_INFINITY;
  return {
    transaction: (work) => work(),
    ofEvent: (table, id) => events.get(nameOf(table, id)) ?? [],
    ofKey: (table, key) => [...(keys.get(nameOf(table, key))?.values() ?? [])],
    insert: (table, id, version, next) => {
      const kept: KeptVersion = { ...version, number: ++count, next };
      const key = keyOf(table, version);
      keys.set(key, (keys.get(key) ?? new Map<number, KeptVersion>()).set(kept.number, kept));
      if (id !== null) {
        const name = nameOf(table, id);
        events.set(name, [...(events.get(name) ?? []), kept]);
      }
      return kept.number;
    },
    setNext: (table, version, next) => {
      const changed = { ...version, next };
      keys.get(keyOf(table, version))?.set(version.number, changed);
    },
    forget: (table, moment, longestMs) => {
      for (const [name, versions] of keys)
        if (name.startsWith(`${table} `))
          for (const { number, next, at } of versions.values())
            if (next <= moment || leaveMoment(at, longestMs, next) <= moment) versions.delete(number);
    },
    horizon: () => horizon,
    setHorizon: (moment) => {
      horizon = moment;
    },
    addBatch: (source, key) => {
      const name = JSON.stringify([source, key]);
      if (batches.has(name)) return false;
      batches.add(name);
      return true;
    },
    close: () => {},
  };
}
