import { residualChart } from "../../explore/index.ts";
import type { ModelRecord, RunRecord } from "../../project/index.ts";
import { paragraph, subheading, table, type Block } from "../blocks.ts";
import { calibrationDetails, calibrationVerdict } from "../evidence/calibration-words.ts";
import { figure } from "../figure.ts";
import { numberText } from "../number-text.ts";
import { targetText } from "../run-models.ts";

const titles = ["Lowest", "5\u00a0%", "25\u00a0%", "Median", "75\u00a0%", "95\u00a0%", "Highest"];

/** How far a predicted number is off, and on which side. */
export async function residualBlocks(run: RunRecord, { test }: ModelRecord): Promise<Block[]> {
  const quantiles = test.residualQuantiles;
  if (run.target.task.kind !== "regression" || quantiles.length !== titles.length) return [];
  return [
    subheading("residuals", "How far is it off?"),
    paragraph(...residualSentences(run, quantiles)),
    ...(await figure(residualChart(run.models.map(errorsOf)), { numbers: quantilesTable(quantiles) })),
    ...calibrationDetails(run),
  ];
}

const errorsOf = ({ name, test }: ModelRecord) => ({ model: name, quantiles: test.residualQuantiles });

const quantilesTable = (quantiles: readonly number[]) =>
  table(
    "Truth minus prediction on the test rows",
    ["Quantile", "#Truth minus prediction"],
    quantiles.map((value, at) => [titles[at]!, numberText(value)]),
  );

function residualSentences(run: RunRecord, quantiles: readonly number[]): string[] {
  const [lowest, low, lower, median, upper, high, highest] = quantiles as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const name = targetText(run);
  return [
    `For half of the test rows the true ${name} is ${sideText(lower)} to ${sideText(upper)} the prediction; for 90\u00a0% it is ${sideText(low)} to ${sideText(high)} it.`,
    calibrationVerdict(run) || biasSentence(median, upper - lower),
    `The largest misses: ${numberText(Math.abs(lowest))} ${lowest < 0 ? "too high" : "too low"} and ${numberText(Math.abs(highest))} ${highest > 0 ? "too low" : "too high"}.`,
  ];
}

const sideText = (value: number): string =>
  value === 0 ? "equal to" : `${numberText(Math.abs(value))} ${value < 0 ? "below" : "above"}`;

/** A median far from 0, seen against the spread of the middle half, is a lean to one side. */
function biasSentence(median: number, spread: number): string {
  if (Math.abs(median) < 0.1 * spread || median === 0) return "It leans to neither side.";
  return `It leans: half of the predictions are at least ${numberText(Math.abs(median))} too ${median > 0 ? "low" : "high"}.`;
}
