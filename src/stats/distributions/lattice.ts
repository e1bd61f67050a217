import { failInput, naturalLogarithm } from "../../base/index.ts";
import { counts, noDensity, type CountDistribution } from "./distribution.ts";

/**
 * A distribution of whole numbers from the chances of all of them, starting at `low`: both tails are summed from their far ends,
 * so that they keep their digits. The chances are shares of their sum.
 */
export function latticeDistribution(name: string, low: number, chances: Float64Array): CountDistribution {
  const last = chances.length - 1;
  const lower = new Float64Array(chances.length);
  const upper = new Float64Array(chances.length);
  for (let place = 0, sum = 0; place <= last; place++) lower[place] = sum += chances[place]!;
  for (let place = last, sum = 0; place >= 0; place--) {
    upper[place] = sum;
    sum += chances[place]!;
  }
  const whole = lower[last]!;
  let mean = 0;
  for (let place = 0; place <= last; place++) mean += (place * chances[place]!) / whole;
  let variance = 0;
  for (let place = 0; place <= last; place++)
    variance += (place - mean) * (place - mean) * (chances[place]! / whole);
  return counts({
    name,
    low,
    high: low + last,
    mean: low + mean,
    deviation: Math.sqrt(variance),
    mass: (k) => {
      const chance = chances[k - low]! / whole;
      return chance === 0 ? noDensity : { log: naturalLogarithm(chance), factor: 1 };
    },
    tail: (k) => {
      const place = k - low;
      const isLower = lower[place]! < upper[place]!;
      return { isLower, log: 0, factor: (isLower ? lower[place]! : upper[place]!) / whole };
    },
  });
}

/** Beyond so many additions a distribution takes too long to count out. */
const mostAdditions = 3.1e8;

/** Refuses what would take too long to count out. */
export function checkWork(name: string, additions: number): void {
  if (additions > mostAdditions)
    failInput("T2818", `The exact ${name} distribution takes too long to count out for so many values.`, {
      value: `${additions} additions`,
      cure: "Take the normal approximation, which is close for so many values.",
    });
}
