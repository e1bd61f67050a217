import { exponential, naturalLogarithm } from "../../base/index.ts";
import { logGamma } from "../distributions/index.ts";
import { effect } from "./finish-test.ts";
import { deltaBounds } from "./noncentrality.ts";
import type { Effect } from "./test-result.ts";

/**
 * Hedges' g: a difference of means in standard deviations, freed of the bias of small samples. `t` is the difference over
 * its standard error and `share` what the squared error is of the variance (1/n, or 1/n + 1/m). The interval is that of the
 * noncentral t distribution. Method: L. V. Hedges, "Distribution Theory for Glass's Estimator of Effect Size", Journal of
 * Educational Statistics 6 (1981).
 */
export function standardizedDifference(
  t: number,
  share: number,
  degrees: number,
  level: number,
  what: string,
): Effect {
  const root = Math.sqrt(share) * smallSampleFactor(degrees);
  const { low, high } = deltaBounds(t, degrees, level);
  return effect(`Hedges' g (${what} in standard deviations)`, t * root, {
    level,
    low: low * root,
    high: high * root,
  });
}

/** Γ(d/2) / (√(d/2) Γ((d-1)/2)), which brings the mean of a standardized difference to the true one. */
function smallSampleFactor(degrees: number): number {
  if (degrees <= 1) return 1;
  return exponential(logGamma(degrees / 2) - logGamma((degrees - 1) / 2) - naturalLogarithm(degrees / 2) / 2);
}
