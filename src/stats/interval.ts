/**
 * An interval around an estimate. `level` is the share of such intervals that hold the true value (0.95); an open side is
 * -Infinity or Infinity.
 */
export interface Interval {
  readonly level: number;
  readonly low: number;
  readonly high: number;
}
