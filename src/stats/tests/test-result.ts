import type { Interval } from "../interval.ts";

/** Which departures from the hypothesis count: to both sides, or only below or above what it says. */
export type Alternative = "two-sided" | "less" | "greater";

/** How large something is: a difference, a ratio, a share. In the units that `name` says, with its interval where one is known. */
export interface Effect {
  readonly name: string;
  readonly estimate: number;
  readonly interval: Interval | undefined;
}

/** What became of looking at an assumption; `unchecked` is what no number in the data can show. */
export type AssumptionVerdict = "holds" | "doubtful" | "violated" | "unchecked";

/** One assumption of a test, what the data say about it, and which test does without it. */
export interface AssumptionCheck {
  readonly assumption: string;
  readonly verdict: AssumptionVerdict;
  /** What was looked at and what came out, in a sentence. */
  readonly detail: string;
  /** The function or setting to take instead where the assumption does not hold. */
  readonly alternative: string | undefined;
}

/** How many values a group or sample had. */
export interface SampleSize {
  readonly name: string;
  readonly count: number;
}

/** What every hypothesis test gives: how large first, how surprising after, and under which assumptions. Never a NaN in it. */
export interface TestResult {
  /** The name of the test: "Welch's t-test". */
  readonly test: string;
  /** What the p-value speaks of: "the mean of delay is the same in AA and DL". */
  readonly hypothesis: string;
  readonly alternative: Alternative;
  readonly effect: Effect;
  readonly moreEffects: readonly Effect[];
  readonly statistic: { readonly name: string; readonly value: number };
  /** None, one, or numerator and denominator. */
  readonly degreesOfFreedom: readonly number[];
  /** Above 0: what lies below 1e-300 is given as the smallest positive number, with a note. */
  readonly pValue: number;
  readonly sizes: readonly SampleSize[];
  readonly assumptions: readonly AssumptionCheck[];
  readonly notes: readonly string[];
  /** The answer in plain words. */
  readonly sentence: string;
}
