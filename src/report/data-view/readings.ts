import type { Snapshot } from "../../data/index.ts";
import { details, list, paragraph, table, type Block } from "../blocks.ts";
import { countOf, countText } from "../number-text.ts";
import { joinWords, quoted, shorten } from "../value-text.ts";

/** More columns than this are in the snapshot's record only. */
const mostColumns = 200;

/** How each column was read, which values did not fit, and which rows could not be read. */
export function readingBlocks(snapshot: Snapshot): Block[] {
  const blocks: Block[] = [
    table(
      "The type of each column, and what did not fit it",
      ["Column", "Type", "Why", "#Read", "#Missing", "#Did not fit"],
      snapshot.columns
        .slice(0, mostColumns)
        .map((column) => [
          shorten(column.name),
          column.type,
          column.reason,
          countText(column.read),
          countText(column.missing),
          countText(column.failed),
        ]),
    ),
  ];
  const misfits = snapshot.columns.filter(({ failed }) => failed > 0).slice(0, mostColumns);
  if (misfits.length > 0)
    blocks.push(
      paragraph("Values that did not fit their column's type became missing:"),
      list(
        misfits.map(
          ({ name, failed, failedSamples }) =>
            `${quoted(name)}: ${countOf(failed, "value")}, such as ${joinWords(failedSamples.slice(0, 3).map((one) => `${quoted(one.text)} in row ${countText(one.row)}`))}.`,
        ),
      ),
    );
  if (snapshot.rejected.samples.length > 0)
    blocks.push(
      table(
        "Rows that could not be read",
        ["Line", "Why", "`How it starts"],
        snapshot.rejected.samples.map(({ line, reason, text }) => [
          countText(line),
          reason,
          shorten(text, 60),
        ]),
      ),
    );
  return [details("How each column was read", ...blocks)];
}
