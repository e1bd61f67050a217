import { extname } from "node:path";
import { writeRow, type RejectedPart } from "../../data/index.ts";

/** The columns of the file of rejected rows. */
export const rejectColumns = ["file", "line", "column", "value", "reason", "others", "text"] as const;

const longestText = 65_536;

/** Rejected rows as lines of CSV: where the row stands, its first mistake, other columns with mistakes, and the row itself. */
export const rejectLines = (file: string, rejected: readonly RejectedPart[]): string =>
  rejected
    .map(({ file: own, line, column, value, reason, others, text }) =>
      writeRow([
        own ?? file,
        String(line),
        column ?? "",
        value ?? "",
        reason,
        others.join(", "),
        (text ?? "").slice(0, longestText),
      ]),
    )
    .join("");

/** Where rejected rows are listed: `scored.rejects.csv` beside `scored.parquet`. */
export const rejectsPath = (output: string): string =>
  `${output.slice(0, output.length - extname(output).length)}.rejects.csv`;
