import { warningDiagnostic, type Diagnostic } from "../base/index.ts";
import type { EventTableDefinition } from "./definition.ts";

/** What is remarkable about the events of a table, counted. */
export interface EventCounts {
  readonly total: number;
  readonly leftOut: number;
  readonly withoutClock: number;
  readonly withoutKey: number;
  readonly withoutId: number;
  readonly knownBefore: number;
}

const counted = (count: number, one: string, several: string): string =>
  `${count.toLocaleString("en")} ${count === 1 ? one : several}`;

/** Tells what was left out and why, and what looks wrong but was taken as it is. */
export function eventDiagnostics(table: EventTableDefinition, counts: EventCounts): Diagnostic[] {
  const place = `event table "${table.name}"`;
  const clocks = [...new Set([table.at, table.known])];
  const reasons = [
    [counts.withoutClock, `without a value in ${clocks.map((name) => `"${name}"`).join(" or ")}`],
    [counts.withoutKey, `without a key (${table.by.join(", ")})`],
    [counts.withoutId, `without an id (${table.id.join(", ")})`],
  ] as const;
  const told = reasons
    .filter(([count]) => count > 0)
    .map(([count, reason]) => `${count.toLocaleString("en")} ${reason}`);
  return [
    ...(counts.leftOut > 0
      ? [
          warningDiagnostic(
            "T2522",
            `${counted(counts.leftOut, "event was", "events were")} left out: ${told.join(", ")}`,
            {
              place,
              cure: "When it happened, when it was known and whose it is cannot be guessed. Mend the rows, or leave them out.",
            },
          ),
        ]
      : []),
    ...(counts.knownBefore > 0
      ? [
          warningDiagnostic(
            "T2523",
            `${counted(counts.knownBefore, "event was known before it", "events were known before they")} happened`,
            {
              place,
              cure: "Such an event counts from when it happened. Where that is no plan or appointment, look at the two clocks.",
            },
          ),
        ]
      : []),
  ];
}

/** Tells how many rows have no features, because their key or their prediction time is missing. */
export const rowDiagnostics = (table: EventTableDefinition, time: string, count: number): Diagnostic[] =>
  count === 0
    ? []
    : [
        warningDiagnostic(
          "T2524",
          `${counted(count, "row has", "rows have")} no value in ${[time, ...table.rowBy].map((name) => JSON.stringify(name)).join(" or ")}, so their features of "${table.name}" are missing`,
          { place: `event table "${table.name}"`, cure: "Fill the column in, or leave the rows out." },
        ),
      ];
