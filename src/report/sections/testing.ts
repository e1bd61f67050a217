import { unreachable } from "../../base/index.ts";
import type { SplitSpec } from "../../model/index.ts";
import type { RunRecord } from "../../project/index.ts";
import { paragraph, section, table, type Block } from "../blocks.ts";
import { countOf, countText, percentText } from "../number-text.ts";
import { targetText, winnerOf } from "../run-models.ts";
import { quoted } from "../value-text.ts";
import type { Section } from "./section.ts";

/** How it was tested: which rows taught, which chose, which judged. */
export const testingSection: Section = async (run) => [
  section("testing", "How it was tested"),
  paragraph(
    splitSentence(run.split.spec),
    "The models learnt from the training rows, the winner was chosen on the validation rows, and every figure on quality in this report comes from the test rows, which had no say in any choice.",
  ),
  partsTable(run),
  ...withoutTarget(run),
  ...foldSentences(run),
];

function splitSentence(spec: SplitSpec): string {
  switch (spec.kind) {
    case "time":
      return `The rows are parted forward in time by ${quoted(spec.column)}: the latest are the test, as in use, where the model meets rows later than those that it learnt from.`;
    case "group":
      return `All rows with the same ${quoted(spec.column)} stay together, so the test asks about groups that the model never saw.`;
    case "stratified":
      return "The rows are parted at random with the same share of each class in every part.";
    case "random":
      return "The rows are parted at random, by a hash of their content and the seed.";
    default:
      return unreachable(spec);
  }
}

function partsTable({ split }: RunRecord): Block {
  const parts = [
    ["Training", "train", split.train],
    ["Validation", "validation", split.validation],
    ["Test", "test", split.test],
  ] as const;
  const total = split.train + split.validation + split.test;
  const dated = split.bounds.length > 0;
  return table(
    "The parts of the rows",
    ["Part", "#Rows", "#Share", ...(dated ? ["From", "To"] : [])],
    parts.map(([title, part, count]) => {
      const bounds = split.bounds.find((one) => one.part === part);
      return [
        title,
        countText(count),
        total === 0 ? "" : percentText(count / total),
        ...(dated ? [bounds?.from ?? "", bounds?.to ?? ""] : []),
      ];
    }),
  );
}

const withoutTarget = (run: RunRecord): Block[] =>
  run.split.withoutTarget === 0
    ? []
    : [
        paragraph(
          `${countOf(run.split.withoutTarget, "row")} without a value of ${targetText(run)} ${run.split.withoutTarget === 1 ? "is" : "are"} in no part.`,
        ),
      ];

function foldSentences(run: RunRecord): Block[] {
  const folds = winnerOf(run).validation.folds.length;
  if (folds < 2) return [paragraph("The models were compared on one validation part.")];
  return [
    paragraph(
      `The models were compared on ${countText(folds)} folds of the rows before the test${run.split.spec.kind === "time" ? ", each validated on rows later than those that it learnt from" : ""}.`,
    ),
  ];
}
