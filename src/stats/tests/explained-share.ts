import type { Interval } from "../interval.ts";

/** The interval of a share of explained variance from the noncentral F distribution. */
export const explainedInterval = (
  _f: number,
  _above: number,
  _below: number,
  _level: number,
): Interval | undefined => undefined;
