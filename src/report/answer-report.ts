import type { Answer } from "../explore/index.ts";
import type { Family } from "../stats/index.ts";
import { answerBlocks, endText, smallProbabilityText } from "./answer-blocks.ts";
import { lead, paragraph, section, table, title, type Block } from "./blocks.ts";
import { toMarkdown } from "./markdown.ts";
import { numberText } from "./number-text.ts";
import { writePage, type PageFrame } from "./page.ts";
import type { Report } from "./write-report.ts";

/** What the page of one or more answers is made of. */
export interface AnswerReportInput {
  /** What the data are called. */
  readonly name: string;
  /** The questions as they were asked, with their answers. */
  readonly answers: readonly { readonly asked: string; readonly answer: Answer }[];
  /** All answers together, where there are several. */
  readonly family: Family | null;
}

/** Writes the page of answers to questions of a table: all together first, where there are several, then each. */
export async function writeAnswerReport({ name, answers, family }: AnswerReportInput): Promise<Report> {
  const frame: PageFrame = {
    title: answers.length === 1 ? answers[0]!.asked : `${answers.length} questions of ${name}`,
    subtitle: `Asked of ${name}`,
    footer: "Written by Tandem. Every number comes from the data that were asked.",
  };
  const blocks: Block[] = family ? familyBlocks(family, answers) : [];
  for (const [at, { asked, answer }] of answers.entries()) {
    const id = `question-${at + 1}`;
    blocks.push(section(id, asked), ...(await answerBlocks(answer, id)));
  }
  return {
    html: writePage(frame, blocks),
    markdown: toMarkdown([title(frame.title), paragraph(frame.subtitle), ...blocks, paragraph(frame.footer)]),
  };
}

const familyBlocks = (family: Family, answers: AnswerReportInput["answers"]): Block[] => [
  section("together", "All questions together"),
  lead(family.sentence),
  table(
    "What each answer is worth among all of them",
    ["Question", "Effect", "#Estimate", "#Low", "#High", "#p", "#p, adjusted"],
    answers.map(({ asked, answer: { result } }, at) => [
      asked,
      result.effect.name,
      numberText(result.effect.estimate),
      result.effect.interval ? endText(result.effect.interval.low) : "",
      result.effect.interval ? endText(result.effect.interval.high) : "",
      smallProbabilityText(result.pValue),
      smallProbabilityText(family.members[at]?.adjustedPValue ?? result.pValue),
    ]),
  ),
];
