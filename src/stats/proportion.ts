import { betaQuantile, normalQuantile } from "./distributions/index.ts";

/** Wilson's score interval for a proportion (Wilson 1927); null without trials. */
export function wilsonInterval(
  successes: number,
  trials: number,
  confidence = 0.95,
): { readonly low: number; readonly high: number } | null {
  if (trials <= 0) return null;
  const z = normalQuantile(0.5 + confidence / 2);
  const share = successes / trials;
  const shrink = 1 + (z * z) / trials;
  const centre = share + (z * z) / (2 * trials);
  const width = z * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  return {
    low: successes === 0 ? 0 : Math.max(0, (centre - width) / shrink),
    high: successes === trials ? 1 : Math.min(1, (centre + width) / shrink),
  };
}

/** The exact one-sided lower bound of a proportion (Clopper & Pearson 1934); 0 without successes. */
export const proportionLowerBound = (successes: number, trials: number, confidence: number): number =>
  successes <= 0 ? 0 : betaQuantile(1 - confidence, successes, trials - successes + 1);
