import { compareVersions, type KeptVersion, type Version } from "./version.ts";

/** Where a state keeps its versions. Tables are counted from 0 in the order of the set; keys and ids are JSON text. */
export interface VersionLog {
  /** All that is done within happens wholly or not at all, and is kept for good when it returns. */
  transaction<Result>(work: () => Result): Result;
  /** The versions of an event in their order. */
  ofEvent(table: number, id: string): readonly KeptVersion[];
  /** The versions of a key. */
  ofKey(table: number, key: string): readonly KeptVersion[];
  /** Keeps a version; gives its number. `id` is null where each is an event of its own. */
  insert(table: number, id: string | null, version: Version, next: number): number;
  /** The next version of the event was known at this moment. */
  setNext(table: number, version: KeptVersion, next: number): void;
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
        events.set(name, [...(events.get(name) ?? []), kept].sort(compareVersions));
      }
      return kept.number;
    },
    setNext: (table, version, next) => {
      const changed = { ...version, next };
      keys.get(keyOf(table, version))?.set(version.number, changed);
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
