import { failInput } from "../../base/index.ts";
import { noEnd } from "./incomplete-gamma.ts";
import { solveTail } from "./solve-tail.ts";
import {
  logarithmOf,
  logLowerOf,
  logUpperOf,
  lowerOf,
  nothingAbove,
  nothingBelow,
  upperOf,
  valueOf,
  type Scaled,
  type Tail,
} from "./tail.ts";

/** What every distribution on numbers answers; both tails keep their digits down to 1e-300, and their logarithms beyond it. */
export interface Distribution {
  readonly name: string;
  /** The least value that the variable takes, or -Infinity. */
  readonly low: number;
  /** The largest value, or Infinity. */
  readonly high: number;
  /** P(X ≤ x). */
  readonly cumulative: (x: number) => number;
  /** P(X > x). */
  readonly survival: (x: number) => number;
  /** ln P(X ≤ x). */
  readonly logCumulative: (x: number) => number;
  /** ln P(X > x). */
  readonly logSurvival: (x: number) => number;
  /** The least x with P(X ≤ x) ≥ probability. */
  readonly quantile: (probability: number) => number;
  /** The least x with P(X > x) ≤ probability: for upper tails that 1 - probability would lose. */
  readonly upperQuantile: (probability: number) => number;
}

export interface ContinuousDistribution extends Distribution {
  readonly kind: "continuous";
  readonly density: (x: number) => number;
  readonly logDensity: (x: number) => number;
}

export interface CountDistribution extends Distribution {
  readonly kind: "counts";
  /** P(X = k); 0 for what is not whole. */
  readonly mass: (k: number) => number;
  /** ln P(X = k). */
  readonly logMass: (k: number) => number;
}

interface ContinuousParts {
  readonly name: string;
  readonly low: number;
  readonly high: number;
  /** The density from `low` to `high`. */
  readonly density: (x: number) => Scaled;
  /** The tails between `low` and `high`, both excluded. */
  readonly tail: (x: number) => Tail;
  /** A point in the middle, where the search for a quantile starts. */
  readonly start: number;
  /** The quantile of one tail, for a probability between 0 and ½, where a formula knows it. */
  readonly invert?: (probability: number, isLower: boolean) => number;
}

export const noDensity: Scaled = { log: -Infinity, factor: 1 };

/** A distribution from its density and its tails. */
export function continuous(parts: ContinuousParts): ContinuousDistribution {
  const { name, low, high, density, tail, start } = parts;
  const densityAt = (x: number): Scaled =>
    checked(name, x) < low || x > high ? noDensity : finite(x, density);
  const tailAt = tailWithin(parts);
  const invert =
    parts.invert ??
    ((probability: number, isLower: boolean) =>
      solveTail({ tail, density, low, high, start }, probability, isLower));
  const quantile = (probability: number, isLower: boolean): number => {
    checkProbability(name, probability);
    if (probability === 0) return isLower ? low : high;
    if (probability === 1) return isLower ? high : low;
    return probability <= 0.5 ? invert(probability, isLower) : invert(1 - probability, !isLower);
  };
  return Object.freeze({
    kind: "continuous",
    name,
    low,
    high,
    density: (x: number) => valueOf(densityAt(x)),
    logDensity: (x: number) => logarithmOf(densityAt(x)),
    ...tailFunctions(name, tailAt),
    quantile: (probability: number) => quantile(probability, true),
    upperQuantile: (probability: number) => quantile(probability, false),
  });
}

const finite = (x: number, density: (x: number) => Scaled): Scaled =>
  Number.isFinite(x) ? density(x) : noDensity;

/** 0 below everything, 1 above everything. */
const tailWithin =
  ({ name, low, high, tail }: Pick<ContinuousParts, "name" | "low" | "high" | "tail">) =>
  (x: number): Tail => {
    if (checked(name, x) <= low) return nothingBelow;
    return x >= high ? nothingAbove : tail(x);
  };

const tailFunctions = (name: string, tailAt: (x: number) => Tail) => ({
  cumulative: (x: number) => lowerOf(settled(name, tailAt(x))),
  survival: (x: number) => upperOf(settled(name, tailAt(x))),
  logCumulative: (x: number) => logLowerOf(settled(name, tailAt(x))),
  logSurvival: (x: number) => logUpperOf(settled(name, tailAt(x))),
});

/** Nothing is answered where a sum left float64 on its way. */
function settled(name: string, tail: Tail): Tail {
  return Number.isNaN(tail.factor) || Number.isNaN(tail.log) ? noEnd(name) : tail;
}

interface CountParts {
  readonly name: string;
  readonly low: number;
  readonly high: number;
  readonly mass: (k: number) => Scaled;
  /** The tails P(X ≤ k) and P(X > k) for whole k from `low` to below `high`. */
  readonly tail: (k: number) => Tail;
  readonly mean: number;
  readonly deviation: number;
}

/** A distribution of whole numbers from its mass and its tails. */
export function counts(parts: CountParts): CountDistribution {
  const { name, low, high, mass, tail } = parts;
  const massAt = (k: number): Scaled =>
    checked(name, k) < low || k > high || !Number.isInteger(k) ? noDensity : mass(k);
  const tailAt = (x: number): Tail => {
    if (checked(name, x) < low) return nothingBelow;
    return x >= high ? nothingAbove : tail(Math.floor(x));
  };
  return Object.freeze({
    kind: "counts",
    name,
    low,
    high,
    mass: (k: number) => valueOf(massAt(k)),
    logMass: (k: number) => logarithmOf(massAt(k)),
    ...tailFunctions(name, tailAt),
    quantile: (probability: number) => {
      checkProbability(name, probability);
      if (probability === 0) return low;
      if (probability === 1) return high;
      return leastCount(parts, (k) => lowerOf(tailAt(k)) >= probability);
    },
    upperQuantile: (probability: number) => {
      checkProbability(name, probability);
      if (probability === 0) return high;
      if (probability === 1) return low;
      return leastCount(parts, (k) => upperOf(tailAt(k)) <= probability);
    },
  });
}

/** The least whole number that is far enough: steps that double from the mean, then halves. */
function leastCount({ low, high, mean, deviation }: CountParts, isEnough: (k: number) => boolean): number {
  let step = Math.max(1, Math.floor(deviation));
  let below = low - 1;
  let above = Math.min(high, Math.max(low, Math.round(mean)));
  if (isEnough(above)) {
    while (above - step > below && isEnough(above - step)) {
      above -= step;
      step *= 2;
    }
    below = Math.max(below, above - step);
  } else {
    below = above;
    above = Math.min(high, above + step);
    while (above < high && !isEnough(above)) {
      below = above;
      step *= 2;
      above = Math.min(high, above + step);
    }
  }
  while (above - below > 1) {
    const middle = Math.floor(below + (above - below) / 2);
    // Beyond 2^53 two floats are further apart than two whole numbers.
    if (middle === below || middle === above) break;
    if (isEnough(middle)) above = middle;
    else below = middle;
  }
  return above;
}

function checked(name: string, x: number): number {
  return Number.isNaN(x)
    ? failInput("T2817", `The ${name} distribution was asked at a value that is no number.`, {
        value: String(x),
        cure: "Leave missing values out first.",
      })
    : x;
}

function checkProbability(name: string, probability: number): void {
  if (!(probability >= 0 && probability <= 1))
    failInput("T2816", `A probability from 0 to 1 is needed for a quantile of the ${name} distribution.`, {
      value: String(probability),
      cure: "Give a share: 0.95 for 95 %.",
    });
}

/** What a parameter may be: the test and the words for it. */
const rules = {
  finite: { isGood: (value: number) => Number.isFinite(value), words: "a finite number" },
  positive: {
    isGood: (value: number) => value > 1e-100 && value < 1e100,
    words: "a number above 0 (1e-100 to 1e100)",
  },
  shape: {
    isGood: (value: number) => value >= 1e-10 && value <= 1e15,
    words: "a number above 0 (1e-10 to 1e15)",
  },
  mean: { isGood: (value: number) => value >= 0 && value <= 1e15, words: "a number from 0 to 1e15" },
  noncentrality: {
    isGood: (value: number) => value >= 0 && value <= 1e5,
    words: "a number from 0 to 100,000",
  },
  share: { isGood: (value: number) => value >= 0 && value <= 1, words: "a share from 0 to 1" },
  positiveShare: { isGood: (value: number) => value > 0 && value <= 1, words: "a share above 0, at most 1" },
  count: {
    isGood: (value: number) => Number.isInteger(value) && value >= 0 && value <= 1e15,
    words: "a whole number from 0 to 1e15",
  },
} as const;

/** Refuses a parameter by its name. */
export const refuseParameter = (
  distribution: string,
  parameter: string,
  value: number | string,
  words: string,
): never =>
  failInput("T2815", `The ${distribution} distribution has no ${parameter} like this.`, {
    value: String(value),
    place: parameter,
    cure: `Give ${words}.`,
  });

/** Refuses a parameter that breaks a rule. */
export function checkParameter(
  distribution: string,
  parameter: string,
  value: number,
  rule: keyof typeof rules,
): void {
  if (!rules[rule].isGood(value)) refuseParameter(distribution, parameter, value, rules[rule].words);
}
