import { exponential, naturalLogarithm } from "../../base/index.ts";
import { effect } from "./finish-test.ts";
import { normalCritical } from "./tails.ts";
import type { Effect } from "./test-result.ts";

/**
 * The odds ratio of a 2 × 2 table with Woolf's interval of 1955; where a cell is 0, a half is added to all (J. B. S. Haldane
 * 1956, F. J. Anscombe 1956).
 */
export function oddsRatioEffect(counts: readonly (readonly number[])[], level: number): Effect {
  const cells = counts.flat();
  const lift = cells.includes(0) ? 0.5 : 0;
  const [a, b, c, d] = cells.map((one) => one + lift) as [number, number, number, number];
  const ratio = (a / b) * (d / c);
  const reach = normalCritical(level, "two-sided") * Math.sqrt(1 / a + 1 / b + 1 / c + 1 / d);
  const middle = naturalLogarithm(ratio);
  return effect(lift ? "odds ratio (with ½ added to each cell)" : "odds ratio", ratio, {
    level,
    low: exponential(middle - reach),
    high: exponential(middle + reach),
  });
}
