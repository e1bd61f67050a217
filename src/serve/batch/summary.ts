import { failInput, formatDiagnostic, type Diagnostic } from "../../base/index.ts";
import type { PartFile, RejectedPart } from "../../data/index.ts";
import type { DonePart } from "./part-journal.ts";
import { rowsOf } from "./score-parts.ts";

/** A row that was not scored, and why. */
export type RejectedRow = RejectedPart;

/** What scoring a file did. */
export interface ScoredFile {
  /** Rows with answers. With the rejected ones they are all rows that came in. */
  readonly rowCount: number;
  readonly output: string;
  /** Rows that could not be read or scored, and the first of them; `file` lists all, null where there are none. */
  readonly rejected: {
    readonly count: number;
    readonly samples: readonly RejectedRow[];
    readonly file: string | null;
  };
  /** Rows that an earlier, unfinished scoring had done already. */
  readonly resumedRows: number;
  readonly warnings: readonly string[];
}

const toldRejects = 20;

/** What became of rows: `read` are the parts of a reading before, of which only rejected rows count. */
export function summarize(
  output: string,
  parts: readonly DonePart[],
  read: readonly DonePart[],
  found: readonly DonePart[],
  rejects: string | null,
  warnings: readonly string[],
): ScoredFile {
  const rejectedOf = (some: readonly DonePart[]): number =>
    some.reduce((sum, { scored }) => sum + scored.rejectedCount, 0);
  const all = [...read, ...parts];
  return {
    rowCount: rowsOf(parts) - rejectedOf(parts),
    output,
    rejected: {
      count: rejectedOf(all),
      samples: all.flatMap(({ scored }) => scored.rejects).slice(0, toldRejects),
      file: rejects,
    },
    resumedRows: rowsOf(found),
    warnings: [...warnings, ...countWarnings(all)],
  };
}

/** Without one row that is scored there is no output, only the list of what was rejected (T2943; T1427 without rows). */
export function failWithoutAnswers({ rowCount, rejected }: Omit<ScoredFile, "output">, path: string): void {
  if (rowCount > 0) return;
  const [first] = rejected.samples;
  if (!first)
    failInput("T1427", `"${path}" has no rows`, { place: path, cure: "Check how the file was written." });
  failInput("T2943", `No row of "${path}" could be scored: ${rejected.count} were rejected`, {
    place: `${path}, line ${first.line}`,
    value: first.reason,
    cure: `Mend the rows that ${rejected.file ?? "the list of rejected rows"} lists.`,
  });
}

/** What is to be told about files before their rows. */
export const fileWarnings = (files: readonly PartFile[]): string[] =>
  files.flatMap(({ diagnostics }) => diagnostics.filter(isWarning).map(formatDiagnostic));

/** What is to be told about parts that were there and are not gone on with. */
export const droppedWarning = (anew: string | undefined): string[] =>
  anew === undefined
    ? []
    : [`an earlier scoring that was not finished was dropped, since ${anew} changed in between`];

const isWarning = ({ severity }: Diagnostic): boolean => severity === "warning";

const told = (count: number): string => count.toLocaleString("en");

function countWarnings(parts: readonly DonePart[]): string[] {
  const repaired = parts.reduce((total, { scored }) => total + scored.repaired, 0);
  const notFinite = sumByName(parts, ({ scored }) => scored.notFinite);
  const leftOut = sumByName(parts, ({ scored }) => scored.leftOut);
  return [
    ...(repaired > 0 ? [`${told(repaired)} rows have stray quotes, which were taken as text`] : []),
    ...[...notFinite].map(
      ([name, count]) => `${told(count)} values of "${name}" are NaN or infinite and count as missing`,
    ),
    ...[...leftOut].map(
      ([name, count]) =>
        `the field "${name}" stands in ${told(count)} records and in none of the first ones, so it is not in the output`,
    ),
  ];
}

function sumByName(
  parts: readonly DonePart[],
  of: (part: DonePart) => Readonly<Record<string, number>>,
): Map<string, number> {
  const total = new Map<string, number>();
  for (const part of parts)
    for (const [name, count] of Object.entries(of(part))) total.set(name, (total.get(name) ?? 0) + count);
  return total;
}
