import type { Interval } from "../interval.ts";

/** The interval of √(χ² / room) from the noncentral chi-squared distribution. */
export const associationInterval = (
  _statistic: number,
  _degrees: number,
  _room: number,
  _level: number,
): Interval | undefined => undefined;
