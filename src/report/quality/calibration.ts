import type { CalibrationBin } from "../../model/index.ts";
import type { ModelRecord, RunRecord } from "../../project/index.ts";
import { calibrationChart } from "../../explore/index.ts";
import { subheading, table, type Block } from "../blocks.ts";
import { calibrationDetails, calibrationVerdict } from "../evidence/calibration-words.ts";
import { figure } from "../figure.ts";
import { countText, percentIntervalText, percentText } from "../number-text.ts";

/** Whether a probability of 30 % means that it happens in 30 of 100 cases. */
export async function calibrationBlocks(run: RunRecord, { test }: ModelRecord): Promise<Block[]> {
  const bins = test.calibration;
  if (run.target.task.kind === "regression" || bins.length === 0) return [];
  return [
    subheading("calibration", "Do the probabilities mean what they say?"),
    ...(await figure(calibrationChart(bins), {
      sentence: [...calibrationSentences(bins, calibrationVerdict(run)), ...classSentence(run)].join(" "),
      numbers: numbersTable(bins),
    })),
    ...calibrationDetails(run),
  ];
}

const classSentence = ({ target }: RunRecord): string[] =>
  target.task.kind === "multiclass"
    ? ["It is about the most probable class of each row: its probability, and how often it was right."]
    : [];

/** How many groups fit, the largest gap, and what the tests say, where there are any: they have the last word. */
export function calibrationSentences(bins: readonly CalibrationBin[], verdict = ""): string[] {
  const off = bins.filter(({ predicted, observed }) => predicted < observed.low || predicted > observed.high);
  const groups =
    bins.length === 1 ? "1 group" : `${countText(bins.length)} groups of rows with like probabilities`;
  const start = `The rows are in ${groups}.`;
  if (verdict !== "")
    return [
      start,
      `In ${off.length === 0 ? "all of them" : `${countText(bins.length - off.length)} of ${countText(bins.length)}`} the predicted share lies within the 95\u00a0% interval of what happened.`,
      verdict,
    ];
  if (off.length === 0)
    return [
      start,
      "In all of them the predicted share lies within the 95\u00a0% interval of what happened: the probabilities can be read as they are.",
    ];
  const worst = off.reduce((most, bin) => (gap(bin) > gap(most) ? bin : most));
  const direction = worst.predicted > worst.observed.estimate ? "too high" : "too low";
  return [
    start,
    `In ${countText(bins.length - off.length)} of ${countText(bins.length)} the predicted share lies within the 95\u00a0% interval of what happened.`,
    `The largest gap outside it: ${percentText(worst.predicted)} predicted, ${percentIntervalText(worst.observed)} happened (${countText(worst.count)} rows), so the probability is ${direction} there.`,
  ];
}

const gap = ({ predicted, observed }: CalibrationBin): number => Math.abs(predicted - observed.estimate);

const numbersTable = (bins: readonly CalibrationBin[]) =>
  table(
    "Predicted and observed shares",
    ["#Predicted", "#Happened", "#Rows"],
    bins.map(({ predicted, observed, count }) => [
      percentText(predicted),
      percentIntervalText(observed, 1),
      countText(count),
    ]),
  );
