import { paragraph, section, subheading } from "../blocks.ts";
import { alertBlocks } from "../data-view/alerts.ts";
import { checkBlocks } from "../data-view/checks.ts";
import { columnBlocks } from "../data-view/columns.ts";
import { readingBlocks } from "../data-view/readings.ts";
import { sourceSentences } from "../data-view/source-sentences.ts";
import { relationBlocks } from "../data-view/relations.ts";
import { joinWords, quoted } from "../value-text.ts";
import type { Section } from "./section.ts";

/** Columns whose relation to the target is drawn. */
const mostRelations = 4;

/** What the data are like: where from, how they were read, what is remarkable, and every column at a glance. */
export const dataSection: Section = async ({ snapshot, profile, checks, private: hidden = [] }) => [
  section("data", "The data"),
  paragraph(...sourceSentences(snapshot, profile)),
  ...(hidden.length > 0
    ? [
        paragraph(
          `Private, so that no values of theirs are shown: ${joinWords(hidden.map(quoted))}, and what is made of them.`,
        ),
      ]
    : []),
  ...readingBlocks(snapshot),
  subheading("alerts", "What is remarkable"),
  ...alertBlocks(profile.alerts),
  ...checkBlocks(checks),
  subheading("columns", "The columns"),
  ...columnBlocks(profile),
  ...(await relationBlocks(profile, mostRelations)),
];
