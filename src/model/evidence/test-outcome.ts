import { normalReach, normalUpper, studentTwoSided, studentTwoSidedQuantile } from "../../stats/index.ts";
import type { Interval } from "../evaluation.ts";

/** How sure the intervals beside tests are. */
const intervalLevel = 0.95;

/** From fewer rows, groups or blocks than this no spread can be judged. */
export const fewestUnits = 5;

/** How large something is, in the unit that its name says; without ends where no interval is known. */
export interface EffectSize {
  readonly name: string;
  readonly estimate: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** What a test says: the effect with its 95 % interval, then how surprising it would be if there were none. Plain JSON, no NaN. */
export interface TestOutcome {
  readonly kind: "tested";
  readonly test: string;
  readonly effect: EffectSize;
  readonly statistic: { readonly name: string; readonly value: number };
  /** null where the statistic is normal, or has a distribution of its own. */
  readonly degreesOfFreedom: number | null;
  /** How many rows, groups, blocks or folds it rests on. */
  readonly units: number;
  readonly pValue: number;
}

/** A test that was not done, and why. */
export interface Untested {
  readonly kind: "untested";
  readonly reason: string;
}

export type TestAnswer = TestOutcome | Untested;

/** A test that was not done. */
export const untested = (reason: string): Untested => ({ kind: "untested", reason });

/** An estimate with what is known of its spread. */
export interface Measured {
  readonly test: string;
  readonly name: string;
  readonly estimate: number;
  readonly standardError: number;
  /** Student's t has so many degrees of freedom; null for the normal distribution. */
  readonly degreesOfFreedom: number | null;
  readonly units: number;
  /** What the hypothesis says of the estimate; 0 unless told. */
  readonly hypothesis?: number;
}

/** The test of an estimate by its standard error, with the interval that agrees with it. */
export function testEstimate(measured: Measured): TestAnswer {
  const { test, name, estimate, standardError, degreesOfFreedom, units, hypothesis = 0 } = measured;
  const distance = estimate - hypothesis;
  if (!(standardError > 0) || !Number.isFinite(estimate) || !Number.isFinite(standardError))
    return untested(
      distance === 0
        ? "there is no difference in any row, so there is nothing to test"
        : "it is the same in every row, so its spread cannot be judged",
    );
  const value = distance / standardError;
  const size = Math.abs(value);
  const reach = standardError * criticalValue(degreesOfFreedom);
  return {
    kind: "tested",
    test,
    effect: { name, estimate, low: estimate - reach, high: estimate + reach },
    statistic: { name: degreesOfFreedom === null ? "z" : "t", value },
    degreesOfFreedom,
    units,
    pValue: possible(
      degreesOfFreedom === null ? 2 * normalUpper(size) : studentTwoSided(size, degreesOfFreedom),
    ),
  };
}

/** How many standard errors an interval reaches. */
const criticalValue = (degreesOfFreedom: number | null): number =>
  degreesOfFreedom === null
    ? normalReach(intervalLevel)
    : studentTwoSidedQuantile(1 - intervalLevel, degreesOfFreedom);

/** A p-value is never 0: nothing is impossible. */
export const possible = (pValue: number): number => Math.min(1, Math.max(pValue, Number.MIN_VALUE));

/** An effect as an interval; null where it has no ends. */
export const intervalOfEffect = ({ estimate, low, high }: EffectSize): Interval | null =>
  low === null || high === null ? null : { estimate, low, high };
