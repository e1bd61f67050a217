import { exponential } from "../../base/index.ts";
import { choleskyFactor, solveCholesky } from "../cholesky.ts";
import { pValueWords } from "../p-value-text.ts";
import type { AssumptionCheck, Effect, TestResult } from "../tests/index.ts";
import { checkedLevel } from "./inference.ts";
import { chiSquarePValue, twoSidedReach } from "./reference-tails.ts";
import { checkLabels, refuseSurvival } from "./refusals.ts";
import { checkTimes, eventTimes, type CheckedTimes, type SurvivalTimes } from "./survival-data.ts";

/**
 * Tests whether groups survive alike, by the events beyond what each group's share of those at risk would have; within strata where they
 * are given. The effect of two groups is the hazard ratio of the second to the first by Peto's one-step estimate. Sources: Mantel 1966;
 * Peto & Peto 1972; Kalbfleisch & Prentice 2002, 1.5. Refuses fewer than two groups, and groups without events anywhere (T2873).
 * @example
 * const { pValue } = logRankTest({ times: [1, 2, 3, 4], events: [1, 1, 1, 1] }, ["a", "a", "b", "b"]);
 * pValue > 0.05 // true
 */
export function logRankTest(
  survival: SurvivalTimes,
  groups: readonly string[],
  options: { readonly strata?: readonly string[]; readonly level?: number } = {},
): TestResult {
  const level = checkedLevel(options.level ?? 0.95);
  const data = checkTimes(survival);
  checkLabels(groups, data.times.length, "groups");
  if (options.strata) checkLabels(options.strata, data.times.length, "strata");
  const counts = new Map<string, number>();
  for (const name of groups) counts.set(name, (counts.get(name) ?? 0) + 1);
  const names = [...counts.keys()].toSorted((left, right) => (left < right ? -1 : 1));
  if (names.length < 2)
    refuseSurvival(
      "Groups are compared, and there is one",
      "groups",
      names[0]!,
      "Give the group of each row, at least two.",
    );
  const { excess, expected, covariance } = excessOf(data, groups, names, options.strata);
  const kept = names.length - 1;
  const matrix = new Float64Array(kept * kept);
  for (let row = 0; row < kept; row++)
    for (let column = 0; column < kept; column++)
      matrix[row * kept + column] = covariance[row * names.length + column]!;
  const factor = choleskyFactor(matrix, kept);
  if (factor.dependent.length > 0)
    refuseSurvival(
      "A group is never at risk together with another when an event happens",
      "groups",
      names[factor.dependent[0]!]!,
      "Leave the group out, or join it with another.",
    );
  const part = excess.subarray(0, kept);
  const solved = solveCholesky(factor, part);
  const value = solved.reduce((sum, one, at) => sum + one * part[at]!, 0);
  const pValue = chiSquarePValue(value, kept);
  const effects = names.map((name, at): Effect => ({
    name: `observed to expected events, ${name}`,
    estimate: expected[at]! > 0 ? (excess[at]! + expected[at]!) / expected[at]! : 0,
    interval: undefined,
  }));
  const ratio = names.length === 2 ? petoRatio(names, excess[1]!, covariance[3]!, level) : undefined;
  return Object.freeze({
    test: options.strata ? "stratified log-rank test" : "log-rank test",
    hypothesis: `the hazard is the same in ${names.join(", ")}${options.strata ? " within each stratum" : ""}`,
    alternative: "two-sided",
    effect: ratio ?? effects[0]!,
    moreEffects: ratio ? effects : effects.slice(1),
    statistic: { name: "chi-squared", value },
    degreesOfFreedom: [kept],
    pValue,
    sizes: names.map((name) => ({ name, count: counts.get(name)! })),
    assumptions,
    notes: [],
    sentence: `${pValue < 1 - level ? "The groups do not survive alike" : "The data do not show that the groups survive differently"} (log-rank chi-squared ${value.toPrecision(4)} on ${kept}, ${pValueWords(pValue)}).`,
  });
}

const assumptions: readonly AssumptionCheck[] = [
  {
    assumption: "hazards are proportional, where the test is strongest",
    verdict: "unchecked",
    detail: "Curves that cross can hide a difference from this test.",
    alternative: "coxRegression() with testProportionalHazards()",
  },
  {
    assumption: "whether watching ends has nothing to do with the event",
    verdict: "unchecked",
    detail: "No number in the data can show it.",
    alternative: undefined,
  },
];

/** Peto's one-step hazard ratio: exp((O - E)/V). */
function petoRatio(names: readonly string[], excess: number, variance: number, level: number): Effect {
  const reach = twoSidedReach(level, Number.POSITIVE_INFINITY) / Math.sqrt(variance);
  const log = excess / variance;
  return {
    name: `hazard ratio of ${names[1]} to ${names[0]} (Peto)`,
    estimate: exponential(log),
    interval: { level, low: exponential(log - reach), high: exponential(log + reach) },
  };
}

/** Observed minus expected events of each group, the expected ones, and the hypergeometric covariance. */
function excessOf(
  data: CheckedTimes,
  groups: readonly string[],
  names: readonly string[],
  strata: readonly string[] | undefined,
): { readonly excess: Float64Array; readonly expected: Float64Array; readonly covariance: Float64Array } {
  const size = names.length;
  const excess = new Float64Array(size);
  const expected = new Float64Array(size);
  const covariance = new Float64Array(size * size);
  const rows = [...data.order];
  const byStratum = strata ? Map.groupBy(rows, (row) => strata[row]!) : new Map([["", rows]]);
  for (const stratum of byStratum.values()) {
    const own = Map.groupBy(stratum, (row) => groups[row]!);
    const byGroup = names.map((name) => eventTimes(data, own.get(name) ?? []));
    const next = new Int32Array(size);
    for (const { time, events, atRisk } of eventTimes(data, stratum)) {
      const shares = new Float64Array(size);
      byGroup.forEach((times, at) => {
        while (next[at]! < times.length && times[next[at]!]!.time < time) next[at]!++;
        const own = times[next[at]!];
        shares[at] = (own?.atRisk ?? 0) / atRisk;
        if (own?.time === time) excess[at]! += own.events;
      });
      if (events === 0) continue;
      const spread = atRisk > 1 ? (events * (atRisk - events)) / (atRisk - 1) : 0;
      for (let row = 0; row < size; row++) {
        expected[row]! += events * shares[row]!;
        excess[row]! -= events * shares[row]!;
        for (let column = 0; column < size; column++)
          covariance[row * size + column]! +=
            spread * ((row === column ? shares[row]! : 0) - shares[row]! * shares[column]!);
      }
    }
  }
  return { excess, expected, covariance };
}
