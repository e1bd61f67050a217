import { bundleColumns } from "./bundles.ts";

/** Slots of a group: one row of a group is 16 bytes. */
export const groupWidth = 16;

/** Columns in slots of a byte, and slots that stand together. */
export interface Grouping {
  /** The columns of each slot. */
  readonly slots: readonly (readonly number[])[];
  /** For each group the number of its first slot, and how many it has. */
  readonly groups: readonly { readonly first: number; readonly width: number }[];
}

/**
 * Groups some columns, those of few bins in one slot where it is known how many of them rows are in. As few groups as have room, for a
 * row of a group takes one way to memory however wide it is; all about equal.
 */
export function groupColumns(
  columns: readonly number[],
  usedCounts: readonly number[] | undefined,
): Grouping {
  const slots = usedCounts
    ? bundleColumns(columns.map((column) => usedCounts[column]!)).map((slot) =>
        slot.map((at) => columns[at]!),
      )
    : columns.map((column) => [column]);
  const count = Math.max(1, Math.ceil(slots.length / groupWidth));
  const groups = Array.from({ length: count }, (_, at) => {
    const first = Math.floor((slots.length * at) / count);
    return { first, width: Math.floor((slots.length * (at + 1)) / count) - first };
  });
  return { slots, groups };
}

/** Where the plan has its lists of groups, slots and members of slots, and where the groups stand, in bytes. */
export interface GroupPlaces {
  readonly groupList: number;
  readonly slotList: number;
  readonly memberList: number;
  readonly groupsAt: number;
  readonly groupBytes: number;
}

/** Writes down for the kernels which columns are grouped, and how. */
export function writeGrouping(
  words: Int32Array,
  { groupList, slotList, memberList, groupsAt, groupBytes }: GroupPlaces,
  { slots, groups }: Grouping,
  usedCounts: readonly number[],
): void {
  for (const [at, { first, width }] of groups.entries())
    words.set([groupsAt + at * groupBytes, width, first], groupList / 4 + at * 4);
  let member = memberList / 4;
  for (const [at, columns] of slots.entries()) {
    const values = columns.reduce((product, column) => product * usedCounts[column]!, 1);
    words.set([member - memberList / 4, columns.length, values], slotList / 4 + at * 4);
    words.set(columns, member);
    member += columns.length;
  }
}
