import type { RejectedPart, WantedColumn } from "./part-plan.ts";

/** A value that cannot be taken. */
export interface Mistake {
  readonly column: WantedColumn;
  readonly value: string | null;
  readonly reason: string;
}

const longestValue = 2000;

/** A row with mistakes, told by its first one. */
export function rejectedFor(line: number, wrong: readonly Mistake[], text: string | null): RejectedPart {
  const [first, ...others] = wrong;
  return {
    line,
    column: first!.column.name,
    value: first!.value?.slice(0, longestValue) ?? null,
    reason: first!.reason,
    others: others.map(({ column }) => column.name),
    text,
  };
}
