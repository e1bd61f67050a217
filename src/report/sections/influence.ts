import type { PartialDependence } from "../../explain/index.ts";
import type { RunRecord } from "../../project/index.ts";
import { details, paragraph, section, subheading, table, type Block } from "../blocks.ts";
import { dependenceSentence, answerText } from "../dependence-words.ts";
import { metricName } from "../metric-words.ts";
import { countText, intervalText } from "../number-text.ts";
import { namesText, quoted, shorten, typeOfColumn, valueText } from "../value-text.ts";
import type { Section } from "./section.ts";

/** Columns whose effect is drawn; the others are in the table. */
const mostEffects = 8;

/** Which columns matter, and how the answer moves with each. */
export const influenceSection: Section = async (run) => [
  section("influence", "Which columns matter, and how"),
  ...(await importanceBlocks(run)),
  ...(await dependenceBlocks(run)),
];

async function importanceBlocks({ explanation }: RunRecord): Promise<Block[]> {
  const { importance, metric } = explanation;
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
    table(
      `How much worse ${metricName(metric)} gets when a column is shuffled`,
      ["Column", "#Gets worse by"],
      importance.slice(0, 40).map((one) => [shorten(one.column), intervalText(one.importance)]),
    ),
  ];
}

async function dependenceBlocks(run: RunRecord): Promise<Block[]> {
  const effects = byImportance(run).slice(0, mostEffects);
  if (effects.length === 0) return [];
  return [
    subheading("effects", "How the answer moves with a column"),
    paragraph(
      "Each column is set to a value for all rows and the answers are averaged; the other columns stay as they are. This tells what the model does, not what causes what.",
    ),
    ...effects.flatMap((effect) => [
      paragraph(dependenceSentence(run, effect)),
      details(`The numbers of ${quoted(effect.column)}`, numbersTable(run, effect)),
    ]),
  ];
}

/** The most important columns first; of several outputs of one column, all. */
function byImportance({ explanation }: RunRecord): PartialDependence[] {
  const order = new Map(explanation.importance.map(({ column }, at) => [column, at]));
  const place = ({ column }: PartialDependence): number => order.get(column) ?? order.size;
  return explanation.dependence
    .filter(({ points }) => points.length > 0)
    .toSorted((left, right) => place(left) - place(right));
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
