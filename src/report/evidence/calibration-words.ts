import type { CalibrationAspect, Hypothesis } from "../../model/index.ts";
import type { RunRecord } from "../../project/index.ts";
import { pValueText, pValueWords } from "../../stats/index.ts";
import { details, list, paragraph, table, type Block } from "../blocks.ts";
import { capitalize, quoted } from "../value-text.ts";
import { effectText, testText } from "./test-words.ts";

type Side = "above" | "below";

/** What it means that a test of probabilities stands out, by the side of its statistic. */
const ofProbabilities: Readonly<Record<CalibrationAspect, Readonly<Record<Side, string>>>> = {
  level: {
    above: "the probabilities are too low on the whole",
    below: "the probabilities are too high on the whole",
  },
  slope: {
    above: "they are not sure enough: high ones are too low and low ones too high",
    below: "they are too sure: high ones are too high and low ones too low",
  },
  sureness: {
    above: "they miss by more than they themselves allow for",
    below: "they miss by less than they themselves allow for",
  },
  curve: {
    above: "over some stretch of them, what happened stays to one side",
    below: "over some stretch of them, what happened stays to one side",
  },
};

/** The same of predicted numbers. */
const ofNumbers: Readonly<Record<CalibrationAspect, Readonly<Record<Side, string>>>> = {
  level: { above: "predictions are too low on average", below: "predictions are too high on average" },
  slope: {
    above: "high predictions are too low and low ones too high",
    below: "high predictions are too high and low ones too low",
  },
  sureness: { above: "", below: "" },
  curve: {
    above: "over some stretch of the predictions, the truth stays to one side",
    below: "over some stretch of the predictions, the truth stays to one side",
  },
};

const aspectNames: Readonly<Record<CalibrationAspect, string>> = {
  level: "Level",
  slope: "Slope (1 is right)",
  sureness: "Spiegelhalter's z",
  curve: "Whole curve",
};

/** The tests of the calibration of the winner. */
const calibrationTests = ({ evidence, winner }: RunRecord): Hypothesis[] =>
  (evidence?.hypotheses ?? []).filter(
    ({ subject }) => subject.kind === "calibration" && subject.model === winner.model,
  );

/** What the tests of the calibration say, in one sentence; empty where none was done. */
export function calibrationVerdict(run: RunRecord): string {
  const tests = calibrationTests(run);
  if (tests.length === 0) return "";
  const found = tests.filter(({ isBelow }) => isBelow);
  const least = Math.min(...tests.map(({ adjustedPValue }) => adjustedPValue));
  const isClass = run.target.task.kind !== "regression";
  if (found.length === 0)
    return `The tests find ${isClass ? "no miscalibration" : "no lean and no wrong slope"} beyond chance (${pValueWords(least)}${least < 1 && tests.length > 1 ? " at the least" : ""}, adjusted).`;
  const words = isClass ? ofProbabilities : ofNumbers;
  const said = found.map((one) => `${meaningOf(one, words)} (${pValueWords(one.adjustedPValue)})`);
  return `By the tests, ${said.join("; ")}.`;
}

function meaningOf({ subject, statistic }: Hypothesis, words: typeof ofProbabilities): string {
  const aspect = subject.kind === "calibration" ? subject.aspect : "level";
  return words[aspect][statistic.value >= 0 ? "above" : "below"];
}

/** The tests of the calibration one by one, folded away. */
export function calibrationDetails(run: RunRecord): Block[] {
  const tests = calibrationTests(run);
  const without = (run.evidence?.untested ?? []).flatMap(({ subject, reason }) =>
    subject.kind === "calibration" ? [`${aspectNames[subject.aspect]}: ${reason}.`] : [],
  );
  if (tests.length + without.length === 0) return [];
  return [
    details(
      "The tests, one by one",
      ...(tests.length === 0
        ? []
        : [
            table(
              `Whether the answers of ${quoted(run.winner.model)} mean what they say`,
              ["What", "Measured as", "#Value", "Test", "#p, alone", "#p, adjusted"],
              tests.map((one) => [
                one.subject.kind === "calibration" ? aspectNames[one.subject.aspect] : "",
                capitalize(one.effect.name),
                effectText(one.effect),
                testText(one),
                pValueText(one.pValue),
                pValueText(one.adjustedPValue),
              ]),
            ),
          ]),
      ...(without.length === 0 ? [] : [paragraph("Not tested:"), list(without)]),
      paragraph(limitSentence(run)),
    ),
  ];
}

const limitSentence = (run: RunRecord): string => {
  const { task } = run.target;
  if (calibrationTests(run).some(({ effect }) => effect.name.startsWith("quantile")))
    return "The model was made to predict a quantile: what is tested is how often the truth lies at or below it. It gives no prediction intervals besides.";
  return task.kind === "regression"
    ? "The model gives no prediction intervals, so no coverage can be tested. The test of the whole curve sees misses that go on over a stretch of predictions, not those that change sign often."
    : `${task.kind === "multiclass" ? "The tests are about the most probable class of each row; the probabilities of the other classes are not tested. " : ""}The test of the whole curve needs no bins; it sees misses that go on over a stretch of probabilities, not those that change sign often. That nothing is found is no proof: with few rows only large misses are.`;
};
