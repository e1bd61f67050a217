import { shapiroWilk, mostForShapiroWilk } from "./shapiro-wilk.ts";
import type { Summary } from "./summary.ts";
import type { AssumptionCheck } from "./test-result.ts";
import { pValueWords } from "../p-value-text.ts";
import { showNumber } from "./words.ts";

/** From so many values on, a mean is nearly normal whatever the values are, if their tails are not extreme. */
const manyValues = 40;

/** How many values it takes until the mean of such skewed ones is nearly normal (W. G. Cochran, "Sampling Techniques", 1977, 2.15). */
const enoughFor = (skewness: number): number => 25 * skewness * skewness;

/** Looks whether values may come from a normal distribution (Shapiro & Wilk 1965), or are so many that it matters little. */
export function checkNormal(
  what: string,
  values: Float64Array,
  { count, skewness }: Summary,
  alternative: string,
): AssumptionCheck {
  const assumption = `${what} are normally distributed`;
  if (count < 3)
    return { assumption, verdict: "unchecked", detail: `${count} values are too few to look.`, alternative };
  const isEnough = count >= enoughFor(skewness);
  if (count > mostForShapiroWilk) {
    const isSkewed = Math.abs(skewness) > 2;
    return {
      assumption,
      verdict: !isEnough ? "violated" : isSkewed ? "doubtful" : "holds",
      detail: `With ${count} values the mean is ${isEnough ? "nearly" : "not even nearly"} normal; skewness ${showNumber(skewness)}.`,
      alternative: isSkewed ? alternative : undefined,
    };
  }
  const sorted = values.slice().sort();
  if (sorted[0] === sorted[count - 1])
    return { assumption, verdict: "doubtful", detail: "All of these values are equal.", alternative };
  const { w, pValue } = shapiroWilk(sorted);
  const isLarge = count >= manyValues && (Math.abs(skewness) < 2 || isEnough);
  const verdict = pValue >= 0.05 ? "holds" : isLarge || pValue >= 0.01 ? "doubtful" : "violated";
  return {
    assumption,
    verdict,
    detail: `Shapiro-Wilk W = ${showNumber(w)}, ${pValueWords(pValue)}; skewness ${showNumber(skewness)}.`,
    alternative: verdict === "holds" ? undefined : alternative,
  };
}

/** What no test can see in the values: that they were drawn apart from each other. */
export const independence = (look: string): AssumptionCheck => ({
  assumption: "the observations are independent",
  verdict: "unchecked",
  detail: look,
  alternative: undefined,
});

export const independentRows = independence(
  "Look for several rows of the same person or thing, for neighbours in time or place, and for one group that answers the other.",
);
