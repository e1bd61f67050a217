import { relative, resolve } from "node:path";
import { answerQuestion, parseQuestion, type Answer, type AnswerOptions } from "../../explore/index.ts";
import { loadConfig, withFile, withProject } from "../../project/index.ts";
import type { AssumptionCheck, Effect } from "../../stats/index.ts";
import { command } from "../command.ts";
import { intervalChart } from "../interval-chart.ts";
import { textTable } from "../text-table.ts";

/** Flags of `tandem test`. */
export interface TestFlags {
  readonly json: boolean;
  readonly level?: number;
  readonly alternative?: "two-sided" | "less" | "greater";
}

const dataFile = /\.(csv|tsv|txt|json|jsonl|ndjson|parquet)$/i;

/** `tandem test QUESTION [FOLDER | FILE]`: one question of the data, with the test that fits it. */
export const testCommand = command<TestFlags, [string, string | undefined]>(
  async (context, { level, alternative }, text, place) => {
    const question = parseQuestion(text);
    const options: AnswerOptions = {
      ...(level === undefined ? {} : { level }),
      ...(alternative === undefined ? {} : { alternative }),
    };
    const path = resolve(context.folder, place ?? ".");
    if (dataFile.test(path)) {
      const answer = await withFile(path, context.effects, (reader) =>
        answerQuestion(reader, question, options),
      );
      return { text: answerText(answer), document: answer };
    }
    const config = await loadConfig(path, context.resolveLibrary);
    const answer = await withProject(
      config.spec,
      {
        folder: config.folder,
        place: relative(context.folder, config.path) || config.path,
        effects: context.effects,
      },
      ({ reader }) => answerQuestion(reader, question, options),
    );
    return { text: answerText(answer), document: answer };
  },
);

/** What the command prints: the sentence, the effect with its interval, a chart, the p-value, and what the test stands on. */
export function answerText({ choice, result, pairs, measure, groups, neutral }: Answer): string {
  const { effect, moreEffects, statistic, degreesOfFreedom, pValue, sizes, assumptions, notes } = result;
  const degrees = degreesOfFreedom.map(show).join(", ");
  const charted = groups.length > 0 ? groups : effect.interval ? [{ ...effect, count: 0 }] : [];
  const chart = intervalChart(charted, groups.length > 0 ? undefined : neutral);
  return [
    result.sentence,
    "",
    ...(chart ? [...(groups.length > 0 ? [`${measure}, with intervals:`] : []), chart, ""] : []),
    textTable(["effect", "estimate", "interval"], [effect, ...moreEffects].map(effectRow)),
    "",
    `${result.test}: ${statistic.name}${degrees ? `(${degrees})` : ""} = ${show(statistic.value)}, p = ${show(pValue)}`,
    `Hypothesis: ${result.hypothesis}.`,
    `Chosen because: ${choice.reason}`,
    ...choice.others.map(({ test, when }) => `Instead: ${test}, if ${when}.`),
    `Sizes: ${sizes.map(({ name, count }) => `${name} ${count.toLocaleString("en")}`).join(", ")}.`,
    ...notes.map((note) => `Note: ${note}`),
    "",
    ...assumptions.map(assumptionLine),
    ...(pairs ? ["", pairs.sentence, `(${pairs.test}; ${pairs.adjustment}.)`] : []),
  ].join("\n");
}

const show = (value: number): string => `${Number(value.toPrecision(4))}`;

const effectRow = ({ name, estimate, interval }: Effect): string[] => [
  name,
  show(estimate),
  interval ? `${show(interval.low)} to ${show(interval.high)} (${show(interval.level * 100)} %)` : "",
];

const assumptionLine = ({ assumption, verdict, detail, alternative }: AssumptionCheck): string =>
  `${verdict === "unchecked" ? "not checked" : verdict}: ${assumption}. ${detail}${alternative ? ` Instead: ${alternative}.` : ""}`;
