import type { Hypothesis, PairedDifference } from "../../model/index.ts";
import type { RunRecord } from "../../project/index.ts";
import { pValueWords } from "../../stats/index.ts";
import { countOf } from "../number-text.ts";
import { differenceText, metricName } from "../metric-words.ts";
import { quoted } from "../value-text.ts";
import { testedIn, testOfModels } from "./test-words.ts";

/** How two models differ, the better one first, in one sentence that says what the test says of it. */
export function differenceSentence(difference: PairedDifference, run?: RunRecord): string {
  const { metric, first, second, better } = difference;
  const test = run && testOfModels(run, "models", first, second);
  const family = run?.evidence && countOf(testedIn(run.evidence, "confirmatory"), "test");
  if (better === "none")
    return `${quoted(first)} and ${quoted(second)} differ by ${differenceText(metric, difference.difference)} in ${metricName(metric)}${openWords(difference, test, family)}`;
  const { estimate, low, high } = difference.difference;
  const amount = estimate < 0 ? { estimate: -estimate, low: -high, high: -low } : { estimate, low, high };
  const [winner, loser] = better === "first" ? [first, second] : [second, first];
  return `${quoted(winner)} is better than ${quoted(loser)} by ${differenceText(metric, amount)} in ${metricName(metric)}; ${sureWords(test, family)}`;
}

const sureWords = (test: Hypothesis | undefined, family: string | undefined): string =>
  test && family
    ? `this is more than chance among all ${family} of models and calibration (${pValueWords(test.adjustedPValue)}).`
    : "the interval leaves 0 out, so this is more than noise.";

function openWords(
  { difference: { low, high } }: PairedDifference,
  test: Hypothesis | undefined,
  family: string | undefined,
): string {
  if (!family) return ": the interval includes 0, so this may be noise.";
  if (!test) return ": this could not be tested, so it is not called a difference.";
  if (low <= 0 && high >= 0)
    return `: the interval includes 0, so this may be noise (${pValueWords(test.adjustedPValue)}).`;
  if (test.pValue >= 0.05)
    return `: the test does not tell this from chance (${pValueWords(test.adjustedPValue)}).`;
  return `: alone it would stand out (${pValueWords(test.pValue)}), among all ${family} of models and calibration it may be chance (${pValueWords(test.adjustedPValue)}).`;
}
