import { failInput } from "../../base/index.ts";
import type { SplitGroups } from "../../stats/index.ts";
import { mostGroups } from "./column-kind.ts";

/** Refuses columns that name too few or too many groups (T2854). */
export function checkGroups({ names }: Pick<SplitGroups, "names">, column: string): void {
  if (names.length >= 2 && names.length <= mostGroups) return;
  failInput("T2854", `A comparison needs 2 to ${mostGroups} groups`, {
    place: `column "${column}"`,
    value: `${names.length}`,
    cure:
      names.length < 2
        ? "Take a column with at least two categories among the rows that have all values."
        : "Join rare categories first, or ask for the relation of two numbers.",
  });
}
