import { createWriteStream, type WriteStream } from "node:fs";
import { once } from "node:events";
import type { Effects } from "../base/index.ts";
import type { Dialect } from "./csv-dialect.ts";
import { recoverRow, splitRow, writeRow } from "./csv-fields.ts";
import type { Layout } from "./csv-header.ts";
import { rowFlag, scanRows, type ScannedRow } from "./csv-scanner.ts";
import { engineError } from "./engine-error.ts";
import type { RejectedRow } from "./snapshot.ts";
import { readText, type TextFile } from "./text-file.ts";

/** What the scan of a whole file found. */
export interface CsvRows {
  /** A file that any strict reader reads alike: the source itself, or a copy with commas, double quotes and UTF-8. */
  readonly path: string;
  readonly dialect: Dialect;
  readonly hasHeader: boolean;
  readonly rowCount: number;
  readonly rejected: { readonly count: number; readonly samples: readonly RejectedRow[] };
  /** Rows with broken quotes that could be read in only one way, with the first few lines. */
  readonly repaired: { readonly count: number; readonly lines: readonly number[] };
  /** How the rows end. */
  readonly lineEnd: "\n" | "\r\n";
  /** Characters of the longest row. */
  readonly longestRow: number;
}

const maxSamples = 20;
const maxRowCharacters = 16 << 20;
const copyDialect: Dialect = { delimiter: ",", quote: '"', escape: '"', newline: "\n" };

/**
 * Scans all rows of a file. A file that is strict CSV is left where it is; of any other, a clean copy is written to
 * `copyPath`. Rows that do not fit are told, never lost in silence.
 */
export async function findCsvRows(
  text: TextFile,
  dialect: Dialect,
  layout: Layout,
  copyPath: string,
  effects: Effects,
): Promise<CsvRows> {
  const asItIs = await scanStrict(text, dialect, layout, effects);
  return asItIs ?? (await rewrite(text, dialect, layout, copyPath, effects));
}

/** The rows of a file that needs no copy, or undefined at the first row that is not strict. */
async function scanStrict(
  text: TextFile,
  dialect: Dialect,
  layout: Layout,
  effects: Effects,
): Promise<CsvRows | undefined> {
  if (text.isCompressed || text.encoding.encoding !== "utf-8" || layout.preamble > 0 || layout.width < 2)
    return undefined;
  if (
    dialect.escape !== dialect.quote ||
    dialect.newline !== "\n" ||
    dialect.skipsSpace ||
    dialect.delimiter.charCodeAt(0) > 126
  )
    return undefined;
  const irregular = ~rowFlag.quoted;
  let rowCount = 0;
  let longestRow = 0;
  let returns = -1;
  let blanks = false;
  let strict = true;
  await eachRow(text, dialect, effects, (row, piece) => {
    if (row.flags === rowFlag.blank) {
      blanks = true;
      return true;
    }
    const isLast = row.end >= piece.length;
    const ending = piece.charCodeAt(row.end) === 13 ? 1 : 0;
    if (returns < 0 && !isLast) returns = ending;
    strict =
      !blanks &&
      (row.flags & irregular) === 0 &&
      row.fields === layout.width &&
      (isLast || ending === returns);
    rowCount++;
    longestRow = Math.max(longestRow, row.end - row.start);
    return strict;
  });
  if (!strict) return undefined;
  return {
    path: text.file.fullPath,
    dialect,
    hasHeader: layout.hasHeader,
    rowCount: rowCount - (layout.hasHeader ? 1 : 0),
    rejected: { count: 0, samples: [] },
    repaired: { count: 0, lines: [] },
    lineEnd: returns === 1 ? "\r\n" : "\n",
    longestRow,
  };
}

async function rewrite(
  text: TextFile,
  dialect: Dialect,
  layout: Layout,
  copyPath: string,
  effects: Effects,
): Promise<CsvRows> {
  const copy = createCopy(copyPath);
  const samples: RejectedRow[] = [];
  const lines: number[] = [];
  let [place, line, rowCount, rejected, repaired, longestRow, blanks] = [0, 1, 0, 0, 0, 0, 0];
  const first = layout.preamble + (layout.hasHeader ? 1 : 0);

  const takeBlank = (): void => {
    // In a file of one column a blank line is a missing value, unless only blank lines follow.
    if (layout.width === 1 && place >= first) blanks++;
  };
  const takeRow = (row: ScannedRow, piece: string): void => {
    const source = piece.slice(row.start, row.end);
    const outcome = readRow(source, row, dialect, layout.width);
    if (typeof outcome === "string") {
      rejected++;
      if (samples.length < maxSamples) samples.push({ line, reason: outcome, text: source.slice(0, 200) });
      return;
    }
    for (; blanks > 0; blanks--, rowCount++) copy.add(writeRow([""]));
    if (outcome.isRepaired) {
      repaired++;
      if (lines.length < 5) lines.push(line);
    }
    rowCount++;
    longestRow = Math.max(longestRow, source.length * 2);
    copy.add(writeRow(outcome.fields));
  };
  try {
    await eachRow(
      text,
      dialect,
      effects,
      (row, piece) => {
        if (row.flags & rowFlag.blank) takeBlank();
        else if (place++ >= first) takeRow(row, piece);
        line += 1 + (row.flags & rowFlag.quoted ? lineBreaks(piece, row, dialect.newline) : 0);
        return true;
      },
      copy.drain,
    );
  } finally {
    await copy.close();
  }
  return {
    path: copyPath,
    dialect: copyDialect,
    hasHeader: false,
    rowCount,
    rejected: { count: rejected, samples },
    repaired: { count: repaired, lines },
    lineEnd: "\n",
    longestRow,
  };
}

type RowOutcome = { readonly fields: readonly string[]; readonly isRepaired: boolean };

/** The fields of a row, or why it is rejected. */
export function readRow(
  source: string,
  row: ScannedRow,
  dialect: Dialect,
  width: number,
): RowOutcome | string {
  if (row.flags & rowFlag.unterminated) return "a quote is opened and never closed";
  if (row.flags & rowFlag.malformed) {
    const fields = recoverRow(source, dialect, width);
    return fields ? { fields, isRepaired: true } : "text stands after a closing quote";
  }
  if (row.fields !== width) return `${row.fields} fields instead of ${width}`;
  return { fields: splitRow(source, dialect), isRepaired: false };
}

export function lineBreaks(piece: string, row: ScannedRow, newline: string): number {
  let count = 0;
  for (
    let at = piece.indexOf(newline, row.start);
    at >= 0 && at < row.end;
    at = piece.indexOf(newline, at + 1)
  )
    count++;
  return count;
}

/** Calls `onRow` for every row until it returns false; `afterPiece` may wait for a slow writer. */
async function eachRow(
  text: TextFile,
  dialect: Dialect,
  effects: Effects,
  onRow: (row: ScannedRow, piece: string) => boolean,
  afterPiece: () => Promise<void> = async () => {},
): Promise<void> {
  let rest = "";
  let goOn = true;
  const scan = (piece: string, isEnd: boolean): string =>
    piece.slice(
      scanRows(piece, 0, isEnd, dialect, (row) => {
        if (goOn) goOn = onRow(row, piece);
      }),
    );
  for await (const next of readText(text, effects)) {
    rest = scan(rest + next, false);
    // A row of that size is a quote that is not closed: it is judged with what is there.
    if (rest.length > maxRowCharacters) rest = scan(rest, true);
    await afterPiece();
    if (!goOn) return;
  }
  scan(rest, true);
}

/** A file that is written in large pieces. */
function createCopy(path: string) {
  let pending: string[] = [];
  let pendingLength = 0;
  let failure: unknown;
  let stream: WriteStream | undefined;
  const flush = async (): Promise<void> => {
    stream ??= createWriteStream(path).on("error", (error) => {
      failure ??= error;
    });
    const isReady = stream.write(pending.join(""));
    pending = [];
    pendingLength = 0;
    if (!isReady && !failure) await Promise.race([once(stream, "drain"), once(stream, "close")]);
    if (failure) throw engineError(failure, path);
  };
  return {
    add: (row: string): void => {
      pending.push(row);
      pendingLength += row.length;
    },
    drain: async (): Promise<void> => {
      if (pendingLength > 1 << 20) await flush();
    },
    close: async (): Promise<void> => {
      await flush();
      stream!.end();
      await once(stream!, "close");
      if (failure) throw engineError(failure, path);
    },
  };
}
