import { confusionChart } from "../../explore/index.ts";
import type { ConfusionMatrix } from "../../model/index.ts";
import type { ModelRecord, RunRecord } from "../../project/index.ts";
import { list, paragraph, subheading, table, type Block } from "../blocks.ts";
import { figure } from "../figure.ts";
import { countOf, countText, partText } from "../number-text.ts";
import { targetText } from "../run-models.ts";
import { quoted, shorten, valueText } from "../value-text.ts";

/** Which classes the model mixes up, in plain words. */
export async function confusionBlocks(run: RunRecord, { test }: ModelRecord): Promise<Block[]> {
  const { confusion } = test;
  if (confusion === null) return [];
  return [
    subheading("confusion", "Which mistakes does it make?"),
    confusion.classes.length === 2
      ? list(binarySentences(run, confusion))
      : paragraph(...multiclassSentences(confusion)),
    ...(await heatMap(run, confusion)),
    matrixTable(confusion),
  ];
}

/** Two classes are read from the table; more are easier to see; too many are neither. */
async function heatMap({ target }: RunRecord, { classes, counts }: ConfusionMatrix): Promise<Block[]> {
  const { task } = target;
  if (task.kind !== "multiclass" || classes.length > mostClasses) return [];
  return figure(confusionChart({ classes, counts, type: task.type }));
}

/** What is found, what is missed and what is flagged in vain, at a probability of one half. */
function binarySentences(run: RunRecord, { classes, counts }: ConfusionMatrix): string[] {
  const [[rightNo = 0, falseYes = 0] = [], [missed = 0, rightYes = 0] = []] = counts;
  const positive = `${targetText(run)} is ${valueText(classes[1] ?? null, undefined)}`;
  const flagged = rightYes + falseYes;
  const all = rightNo + falseYes + missed + rightYes;
  return [
    missed + rightYes === 0
      ? `No test row is one where ${positive}.`
      : `Of the rows where ${positive}, the model finds ${partText(rightYes, missed + rightYes)} when every row with a probability of at least 50\u00a0% is flagged, and misses ${countText(missed)}.`,
    flagged === 0
      ? "It flags no row at all: no probability reaches 50\u00a0%. Where misses cost more than false alarms, flag from a lower probability on."
      : `It flags ${partText(flagged, all, "row")}; ${partText(rightYes, flagged)} of them are right, the others are false alarms.`,
  ];
}

function multiclassSentences({ classes, counts }: ConfusionMatrix): string[] {
  const totals = counts.map((row) => row.reduce((sum, count) => sum + count, 0));
  const all = totals.reduce((sum, count) => sum + count, 0);
  const right = counts.reduce((sum, row, at) => sum + (row[at] ?? 0), 0);
  const mixed = counts
    .flatMap((row, truth) => row.map((count, predicted) => ({ truth, predicted, count })))
    .filter(({ truth, predicted, count }) => truth !== predicted && count > 0)
    .toSorted((left, second) => second.count - left.count)[0];
  const sentences = [`${partText(right, all, "row")} go to the right class, the most probable one.`];
  if (mixed === undefined) return [...sentences, "No class is taken for another."];
  const name = (at: number): string => quoted(valueText(classes[at] ?? null, undefined));
  return [
    ...sentences,
    `The most frequent mistake: ${countOf(mixed.count, "row")} of ${name(mixed.truth)} ${mixed.count === 1 ? "is" : "are"} taken for ${name(mixed.predicted)} (of ${countText(totals[mixed.truth]!)}).`,
  ];
}

/** More classes than this make a table that nobody can read. */
const mostClasses = 15;

function matrixTable({ classes, counts }: ConfusionMatrix): Block {
  const names = classes.map((value) => shorten(valueText(value, undefined), 24));
  if (classes.length > mostClasses)
    return table(
      "How many rows of each class are found",
      ["Class", "#Rows", "#Found"],
      names.map((name, at) => {
        const total = counts[at]!.reduce((sum, count) => sum + count, 0);
        return [name, countText(total), partText(counts[at]![at]!, total)];
      }),
    );
  return table(
    "Confusion matrix: lines are the truth, columns the model's answer",
    ["Truth", ...names.map((name) => `#Answer ${name}`), "#Found"],
    names.map((name, at) => {
      const row = counts[at]!;
      return [
        name,
        ...row.map(countText),
        partText(
          row[at]!,
          row.reduce((sum, count) => sum + count, 0),
        ),
      ];
    }),
  );
}
