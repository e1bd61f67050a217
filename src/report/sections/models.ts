import { metricChart } from "../../explore/index.ts";
import type { ModelRecord, RunRecord } from "../../project/index.ts";
import { details, paragraph, section, subheading, table, type Block } from "../blocks.ts";
import { asSentence } from "../escape.ts";
import { differenceBlocks, intervalBlocks } from "../evidence/difference-blocks.ts";
import { figure } from "../figure.ts";
import { metricName, metricText, metricTitle } from "../metric-words.ts";
import { estimateText, numberText } from "../number-text.ts";
import { testValue, winnerOf } from "../run-models.ts";
import { capitalize, joinWords, quoted, shorten } from "../value-text.ts";
import type { Section } from "./section.ts";

/** The models side by side: every metric with its interval, how they differ, which wins and why. */
export const modelsSection: Section = async (run) => [
  section("models", "The models side by side"),
  paragraph(`${quoted(winnerOf(run).name)} wins: ${asSentence(run.winner.reason)}`),
  ...(await metricFigure(run)),
  metricsTable(run),
  ...intervalBlocks(run),
  subheading("differences", "How they differ"),
  ...differenceBlocks(run),
  details("Validation", foldsTable(run)),
  details("Parameters", ...run.models.map(parametersTable)),
];

/** The ranking metric of each model where it is defined. */
function metricFigure(run: RunRecord): Promise<Block[]> {
  const { name, better } = run.metric;
  const estimates = run.models.flatMap((model) => {
    const value = testValue(model, name);
    return value === null ? [] : [{ name: shorten(model.name), ...value }];
  });
  const values = estimates.map((one) => `${quoted(one.name)} ${metricText(name, one)}`);
  return figure(metricChart(capitalize(metricName(name)), better, estimates), {
    sentence: `On the test rows: ${joinWords(values)}. The lines, and the numbers in brackets, are 95\u00a0% intervals from resampling these rows.`,
  });
}

function metricsTable(run: RunRecord): Block {
  const names = metricNames(run);
  return table(
    "Metrics on the test rows",
    ["Model", ...names.map((name) => `#${capitalize(metricName(name))}, ${betterOf(run, name)} is better`)],
    run.models.map((model) => [
      model.name === run.winner.model ? `${shorten(model.name)} (winner)` : shorten(model.name),
      ...names.map((name) => metricText(name, testValue(model, name))),
    ]),
  );
}

/** All metrics of the run's models, the one that ranks first. */
function metricNames(run: RunRecord): string[] {
  const all = run.models.flatMap(({ test }) => test.metrics.map(({ metric }) => metric));
  return [...new Set([run.metric.name, ...all])];
}

const betterOf = (run: RunRecord, name: string): string =>
  name === run.metric.name
    ? run.metric.better
    : (run.models.flatMap(({ test }) => test.metrics).find(({ metric }) => metric === name)?.better ??
      "higher");

function foldsTable(run: RunRecord): Block {
  const folds = Math.max(0, ...run.models.map(({ validation }) => validation.folds.length));
  const titles = Array.from({ length: folds > 1 ? folds : 0 }, (_, at) => `#Fold ${at + 1}`);
  return table(
    `${metricTitle(run.metric.name)} on the validation rows`,
    ["Model", "#Mean", ...titles],
    run.models.map(({ name, validation }) => [
      shorten(name),
      spread(validation.mean, validation.folds),
      ...titles.map((_, at) => {
        const value = validation.folds[at];
        return value === undefined ? "" : spread(value, validation.folds);
      }),
    ]),
  );
}

/** A value with the digits in which the folds differ. */
const spread = (value: number, folds: readonly number[]): string => {
  const low = Math.min(value, ...folds);
  const high = Math.max(value, ...folds);
  return low === high ? numberText(value) : estimateText({ estimate: value, low, high });
};

function parametersTable({ name, trainer, params }: ModelRecord): Block {
  const rows = Object.entries(params).map(([key, value]) => [key, shorten(JSON.stringify(value), 80)]);
  if (rows.length === 0) return paragraph(`${quoted(name)} (${trainer}) has no parameters.`);
  return table(`Parameters of ${quoted(name)} (${trainer})`, ["Parameter", "`Value"], rows);
}
