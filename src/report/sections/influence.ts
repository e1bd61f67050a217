import type { ColumnImportance, PartialDependence } from "../../explain/index.ts";
import { dependenceChart } from "../../explore/index.ts";
import type { RunRecord } from "../../project/index.ts";
import { paragraph, section, subheading, table, type Block } from "../blocks.ts";
import { answerText, dependenceSentence, outcomeText } from "../dependence-words.ts";
import { figure } from "../figure.ts";
import { metricName } from "../metric-words.ts";
import { countText, intervalText } from "../number-text.ts";
import { commonScale, smallInterval } from "../small-pictures.ts";
import { namesText, quoted, shorten, typeOfColumn, valueText } from "../value-text.ts";
import type { Section } from "./section.ts";

/** Columns whose effect is drawn; the others are in the table. */
const mostEffects = 8;

/** Columns in the table of importance. */
const mostColumns = 40;

/** Which columns matter, and how the answer moves with each. */
export const influenceSection: Section = async (run) => [
  section("influence", "Which columns matter, and how"),
  ...(await importanceBlocks(run)),
  ...(await dependenceBlocks(run)),
];

async function importanceBlocks({ explanation }: RunRecord): Promise<Block[]> {
  const { metric } = explanation;
  const importance = explanation.importance.toSorted(
    (left, right) => right.importance.estimate - left.importance.estimate,
  );
  if (importance.length === 0) return [paragraph("The run measured no importance of columns.")];
  const clear = importance.filter((one) => one.importance.low > 0);
  const noise = importance.filter((one) => one.importance.low <= 0);
  const [first] = clear;
  return [
    paragraph(
      first === undefined
        ? `No column matters beyond noise: shuffling any of them leaves ${metricName(metric)} about as it is.`
        : `${quoted(first.column)} matters most: with its values shuffled among the rows, ${metricName(metric)} gets worse by ${intervalText(first.importance)}.`,
      clear.length > 1 ? `Next come ${namesText(clear.slice(1).map(({ column }) => column))}.` : "",
      noise.length > 0 && clear.length > 0
        ? `No more than noise: ${namesText(noise.map(({ column }) => column))}.`
        : "",
      "A column that says the same as another can look unimportant, since the other stands in for it.",
    ),
    importanceTable(metric, importance),
  ];
}

function importanceTable(metric: string, all: readonly ColumnImportance[]): Block {
  const shown = all.slice(0, mostColumns);
  const scale = commonScale(
    shown.map(({ importance }) => importance),
    0,
  );
  return table(
    `How much worse ${metricName(metric)} gets when a column is shuffled; the line in the pictures is 0`,
    ["Column", "#Gets worse by", "Picture"],
    shown.map(({ column, importance }) => [
      shorten(column),
      intervalText(importance),
      smallInterval(importance, scale, 0, `${intervalText(importance)} on a line`),
    ]),
  );
}

async function dependenceBlocks(run: RunRecord): Promise<Block[]> {
  const effects = byImportance(run).slice(0, mostEffects);
  if (effects.length === 0) return [];
  const figures: Block[] = [];
  for (const effect of effects) figures.push(...(await effectFigure(run, effect)));
  return [
    subheading("effects", "How the answer moves with a column"),
    paragraph(
      "Each column is set to a value for all rows and the answers are averaged; the other columns stay as they are. This tells what the model does, not what causes what.",
    ),
    ...figures,
  ];
}

async function effectFigure(run: RunRecord, effect: PartialDependence): Promise<Block[]> {
  const { column, points } = effect;
  const type = typeOfColumn(run, column) ?? "Text";
  const chart = dependenceChart({ column: shorten(column), type, output: outcomeText(run, effect), points });
  return figure(chart, { sentence: dependenceSentence(run, effect), numbers: numbersTable(run, effect) });
}

/** The most important columns first; of several outputs of one column, all. */
function byImportance({ explanation }: RunRecord): PartialDependence[] {
  const weight = new Map(explanation.importance.map((one) => [one.column, one.importance.estimate]));
  const weightOf = ({ column }: PartialDependence): number => weight.get(column) ?? Number.NEGATIVE_INFINITY;
  return explanation.dependence
    .filter(({ points }) => points.length > 0)
    .toSorted((left, right) => (weightOf(left) === weightOf(right) ? 0 : weightOf(right) - weightOf(left)));
}

const numbersTable = (run: RunRecord, { column, output, points }: PartialDependence) =>
  table(
    `Mean answer by ${quoted(column)} (${shorten(output)})`,
    [shorten(column), "#Mean answer", "#Rows with this value"],
    points.map(({ value, mean, rows }) => [
      valueText(value, typeOfColumn(run, column)),
      answerText(run, points)(mean),
      countText(rows),
    ]),
  );
