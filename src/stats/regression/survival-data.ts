import { ascendingPlaces } from "../order.ts";
import { checkColumn, checkRowCount, finiteNumbers, refuseSurvival, type Numbers } from "./refusals.ts";

/** Times until an event or until watching ended: `events` is 1 (true) where the event was seen, 0 where it was not. */
export interface SurvivalTimes {
  readonly times: Numbers;
  readonly events: ArrayLike<number | boolean>;
}

/** Checked times. */
export interface CheckedTimes {
  readonly times: Float64Array;
  readonly events: Uint8Array;
  /** Rows in ascending order of time. */
  readonly order: Uint32Array;
}

/** Refuses times below 0 and events that are neither seen nor unseen (T2873). */
export function checkTimes({ times, events }: SurvivalTimes): CheckedTimes {
  const numbers = finiteNumbers(times, "times");
  checkRowCount(numbers.length, numbers.length, "times");
  checkColumn(events, "events");
  checkRowCount(events.length, numbers.length, "events");
  const codes = new Uint8Array(numbers.length);
  for (let row = 0; row < numbers.length; row++) {
    if (numbers[row]! < 0)
      refuseSurvival(
        "A time is below 0",
        `times, row ${row}`,
        `${numbers[row]}`,
        "Count times from the beginning of watching.",
      );
    const event: unknown = events[row];
    if (event !== 0 && event !== 1 && event !== false && event !== true)
      refuseSurvival(
        "An event is neither 0 nor 1",
        `events, row ${row}`,
        `${events[row]}`,
        "Give 1 where the event was seen, 0 where not.",
      );
    codes[row] = Number(event);
  }
  return { times: numbers, events: codes, order: ascendingPlaces(numbers) };
}

/** What happened at one time: how many were watched just before, and how many had the event. */
export interface EventTime {
  readonly time: number;
  readonly atRisk: number;
  readonly events: number;
  readonly censored: number;
}

/** The distinct times of rows that are in ascending order of time. */
export function eventTimes({ times, events }: CheckedTimes, rows: ArrayLike<number>): readonly EventTime[] {
  const found: EventTime[] = [];
  for (let from = 0; from < rows.length;) {
    const time = times[rows[from]!]!;
    let to = from;
    let count = 0;
    for (let row = rows[to]; row !== undefined && times[row] === time; row = rows[++to])
      count += events[row] ?? 0;
    found.push({ time, atRisk: rows.length - from, events: count, censored: to - from - count });
    from = to;
  }
  return found;
}
