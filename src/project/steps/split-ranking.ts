import { failInput } from "../../base/index.ts";
import type { Split, SplitSpec } from "../../model/index.ts";
import type { Vector } from "../../schema/index.ts";

/** A split that would part the rows of a group is refused (T2730): a ranking is tested on whole groups. */
export function checkRankingSplit(spec: SplitSpec): void {
  if (spec.kind === "time" || spec.kind === "group") return;
  failParted(`A ${spec.kind} split parts rows that are ranked together`);
}

/** The time of each row's group, its latest, so that a split in time keeps groups whole. */
export function timesOfGroups(time: Vector, group: Int32Array): Vector {
  if (time.kind === "texts") return time;
  const latest = new Map<number, number>();
  for (const [row, value] of time.values.entries())
    if (!Number.isNaN(value)) latest.set(group[row]!, Math.max(latest.get(group[row]!) ?? -Infinity, value));
  return { ...time, values: time.values.map((_, row) => latest.get(group[row]!) ?? Number.NaN) };
}

/** Fails with T2730 where the rows of a group stand in more than one part, as when the split goes by another column. */
export function checkWholeGroups({ train, validation, test }: Split, group: Int32Array): void {
  const partOf = new Map<number, number>();
  for (const [part, rows] of [train, validation, test].entries())
    for (const row of rows) {
      const before = partOf.get(group[row]!);
      if (before !== undefined && before !== part)
        failParted(`The split parts the rows of a group, such as that of row ${row + 1}`);
      partOf.set(group[row]!, part);
    }
}

const failParted = (message: string): never =>
  failInput("T2730", message, {
    place: "split",
    cure: "Leave `split` out: groups then stay whole, in time where there is a time column.",
  });
