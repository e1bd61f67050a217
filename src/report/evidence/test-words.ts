import type { Hypothesis, HypothesisFamily } from "../../model/index.ts";
import type { RunRecord } from "../../project/index.ts";
import { intervalText, numberText } from "../number-text.ts";

/** An effect with its interval where there is one. */
export const effectText = ({ estimate, low, high }: Hypothesis["effect"]): string =>
  low === null || high === null ? numberText(estimate) : intervalText({ estimate, low, high });

/** What a test found between two models on the test rows or on the folds; undefined where none was done. */
export const testOfModels = (
  run: RunRecord,
  kind: "models" | "folds",
  first: string,
  second: string,
): Hypothesis | undefined =>
  run.evidence?.hypotheses.find(
    ({ subject }) =>
      subject.kind === kind &&
      ((subject.first === first && subject.second === second) ||
        (subject.first === second && subject.second === first)),
  );

/** How many questions of a tier were tested. */
export const testedIn = ({ tiers }: HypothesisFamily, tier: Hypothesis["tier"]): number =>
  tiers.find((one) => one.tier === tier)?.tested ?? 0;

const tests: Readonly<Record<string, string>> = { z: "z", t: "t" };

/** A test with its statistic: `DeLong's test, z = 2.3`. */
export function testText({ test, statistic, degreesOfFreedom }: Hypothesis): string {
  const symbol = tests[statistic.name] ?? statistic.name;
  const degrees = degreesOfFreedom === null ? "" : ` (${numberText(degreesOfFreedom)} degrees of freedom)`;
  return `${test}, ${symbol} = ${numberText(statistic.value)}${degrees}`;
}
