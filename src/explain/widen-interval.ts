import { exponential, naturalLogarithm } from "../base/index.ts";
import type { Interval, Metric } from "../model/index.ts";

/** How far an interval reaches to each side of its estimate, on the scale of `toScale`. */
export interface Reach {
  readonly below: number;
  readonly above: number;
}

/**
 * A scale on which a metric has no end: the log odds of a share, the logarithm of a loss. There its spread depends less on
 * its size. Infinite at the ends of the range.
 */
const toScale = (value: number, [least, greatest]: Metric["range"]): number =>
  (least === -Infinity ? 0 : naturalLogarithm(value - least)) -
  (greatest === Infinity ? 0 : naturalLogarithm(greatest - value));

function fromScale(place: number, [least, greatest]: Metric["range"]): number {
  if (greatest === Infinity) return least + exponential(place);
  if (least === -Infinity) return greatest - exponential(-place);
  return least + (greatest - least) / (1 + exponential(-place));
}

/** The reach of an interval; 0 where the estimate is at an end of the range, so that there is none. */
export function reachOf({ estimate, low, high }: Interval, range: Metric["range"]): Reach {
  const middle = toScale(estimate, range);
  if (!Number.isFinite(middle)) return { below: 0, above: 0 };
  return { below: middle - toScale(low, range), above: toScale(high, range) - middle };
}

/**
 * An interval made wider by a factor on the metric's scale, where each side reaches at least as far as `least` says: a part
 * whose few rows happen to be alike does not look surer than as many rows drawn at random. An estimate at an end of the
 * range (no error at all) has no scale: its interval is widened as it stands.
 */
export function widenInterval(
  interval: Interval,
  factor: number,
  range: Metric["range"],
  least: Reach,
): Interval {
  const { estimate, low, high } = interval;
  const middle = toScale(estimate, range);
  if (!Number.isFinite(middle))
    return {
      estimate,
      low: Math.max(range[0], estimate - factor * (estimate - low)),
      high: Math.min(range[1], estimate + factor * (high - estimate)),
    };
  const { below, above } = reachOf(interval, range);
  const lowest = fromScale(middle - factor * Math.max(below, least.below), range);
  const highest = fromScale(middle + factor * Math.max(above, least.above), range);
  return { estimate, low: Math.min(lowest, estimate), high: Math.max(highest, estimate) };
}
