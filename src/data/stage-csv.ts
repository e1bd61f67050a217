import {
  TandemError,
  errorDiagnostic,
  failInput,
  throwIfErrors,
  warningDiagnostic,
  type Diagnostic,
  type Effects,
} from "../base/index.ts";
import { integerLiteral, joinSql, sql, textLiteral, type Sql } from "../compile/index.ts";

import { similarNames } from "../schema/index.ts";
import { defaultMissing } from "./cell-kind.ts";
import { findLayout, type Layout } from "./csv-header.ts";
import { findCsvRows, type CsvRows } from "./csv-rows.ts";
import { sniffDialect, type SniffedDialect } from "./csv-sniff.ts";
import type { CsvSource } from "./source.ts";
import type { StagedSource } from "./staged.ts";
import { inspectTextFile, readText, type TextFile } from "./text-file.ts";

const sampleCharacters = 262_144;

/**
 * Makes a text file ready to be queried: 1. its bytes and encoding, 2. its dialect from the first rows, 3. its header,
 * 4. every row judged. `copyPath` may be written and is the caller's to remove.
 */
export async function stageCsv(
  source: CsvSource,
  folder: string,
  copyPath: string,
  effects: Effects,
): Promise<StagedSource> {
  const { path, options } = source;
  const text = await inspectTextFile(path, folder, options.encoding, effects);
  const start = await readStart(text, effects);
  const sniffed = sniffDialect(start.text, start.isWhole, options);
  const layout = findLayout(sniffed.sample, options, path);
  throwIfErrors([...layout.diagnostics, ...unknownTypes(options.types ?? {}, layout.names, path)]);
  const rows = await findCsvRows(text, sniffed.sample.dialect, layout, copyPath, effects);
  failWithoutRows(rows, layout, path);
  const columns = layout.names.map((name, at) => ({
    column: `c${at}`,
    name,
    content: "csv" as const,
    engineType: "VARCHAR",
  }));
  return {
    relation: relationOf(
      rows,
      columns.map(({ column }) => column),
    ),
    columns,
    expectedRows: rows.rowCount,
    source: {
      kind: "csv",
      path,
      byteCount: text.file.byteCount,
      options: usedOptions(source, text, sniffed, layout),
    },
    contentHash: text.hash,
    rejected: rows.rejected,
    diagnostics: [...layout.diagnostics, ...rowDiagnostics(text, layout, rows, path)],
    missing: options.missing ?? defaultMissing,
    types: options.types ?? {},
  };
}

export async function readStart(
  text: TextFile,
  effects: Effects,
): Promise<{ text: string; isWhole: boolean }> {
  let start = "";
  for await (const piece of readText(text, effects)) {
    start += piece;
    if (start.length > sampleCharacters) return { text: start.slice(0, sampleCharacters), isWhole: false };
  }
  return { text: start, isWhole: true };
}

function relationOf(rows: CsvRows, columns: readonly string[]): Sql {
  const { dialect, hasHeader, path, longestRow, lineEnd } = rows;
  const types = joinSql(columns.map((name) => sql`${textLiteral(name)}: 'VARCHAR'`));
  // A character has at most 4 bytes in UTF-8. Small buffers, since the engine takes several per thread.
  const longest = Math.max(1 << 16, longestRow * 4 + 1024);
  const buffer = Math.max(8 << 20, longest * 2);
  // Told to expect CRLF, the engine reads such files as empty; left to itself, it reads them well.
  const lineBreak = lineEnd === "\n" ? sql`, new_line = ${textLiteral(String.raw`\n`)}` : sql``;
  return sql`read_csv(${textLiteral(path)}, auto_detect = false, columns = {${types}}, delim = ${textLiteral(dialect.delimiter)},
    quote = ${textLiteral(dialect.quote)}, escape = ${textLiteral(dialect.quote)}, header = ${hasHeader}, nullstr = '',
    strict_mode = true${lineBreak}, null_padding = false, comment = '', max_line_size = ${integerLiteral(longest)}, buffer_size = ${integerLiteral(buffer)})`;
}

const usedOptions = (
  { options }: CsvSource,
  text: TextFile,
  { sample, reason }: SniffedDialect,
  layout: Layout,
): Readonly<Record<string, unknown>> => ({
  delimiter: sample.dialect.delimiter,
  quote: sample.dialect.quote,
  escape: sample.dialect.escape,
  newline: sample.dialect.newline,
  skipsSpace: sample.dialect.skipsSpace ?? false,
  header: layout.hasHeader,
  preambleRows: layout.preamble,
  encoding: text.encoding.encoding,
  compression: text.isCompressed ? "gzip" : null,
  missing: options.missing ?? defaultMissing,
  names: options.names ?? null,
  types: options.types ?? {},
  reasons: { delimiter: reason, header: layout.reason, encoding: text.encoding.reason },
});

function failWithoutRows(rows: CsvRows, layout: Layout, path: string): void {
  if (rows.rowCount > 0) return;
  if (rows.rejected.count > 0)
    failInput("T1436", `No row of "${path}" could be read: ${rows.rejected.count} were rejected`, {
      place: `${path}, line ${rows.rejected.samples[0]?.line ?? 1}`,
      value: rows.rejected.samples[0]?.reason ?? "",
      cure: "Give the delimiter and the quote, or mend the file.",
    });
  failInput("T1427", `"${path}" has ${layout.hasHeader ? "a header, but no rows" : "no rows"}`, {
    place: path,
    value: layout.names.join(", ").slice(0, 80),
    cure: layout.hasHeader
      ? "Check how the file was written; if its first row is data, set header to false."
      : "Check how the file was written.",
  });
}

/** An error for each type that is given to a column that is not there. */
export function unknownTypes(
  types: Readonly<Record<string, unknown>>,
  names: readonly string[],
  path: string,
): Diagnostic[] {
  return Object.keys(types)
    .filter((name) => !names.includes(name))
    .map((name) => {
      const similar = similarNames(name, names);
      return errorDiagnostic("T1430", `A type is given for the column "${name}", which is not there`, {
        place: path,
        value: name,
        cure:
          similar.length > 0
            ? `Did you mean ${similar.map((one) => `"${one}"`).join(" or ")}?`
            : `The columns are ${names.slice(0, 10).join(", ")}.`,
      });
    });
}

/** What an error says about columns that are not there though a type is given for them. */
export const absentColumns = (error: unknown): readonly Diagnostic[] =>
  error instanceof TandemError ? error.diagnostics.filter(({ code }) => code === "T1430") : [];

function rowDiagnostics(text: TextFile, layout: Layout, rows: CsvRows, path: string): Diagnostic[] {
  const told: Diagnostic[] = [];
  const { rejected, repaired } = rows;
  if (rejected.count > 0)
    told.push(
      warningDiagnostic("T1440", `${rejected.count} rows could not be read and were left out`, {
        place: `${path}, line ${rejected.samples
          .slice(0, 5)
          .map(({ line }) => line)
          .join(", ")}`,
        value: rejected.samples[0]?.reason ?? "",
        cure: "The first of them stand in the snapshot's `rejected`; mend them in the file.",
      }),
    );
  if (repaired.count > 0)
    told.push(
      warningDiagnostic("T1447", `${repaired.count} rows have stray quotes, which were taken as text`, {
        place: `${path}, line ${repaired.lines.join(", ")}`,
        cure: "Check these rows, or double the quotes in the file.",
      }),
    );
  if (layout.preamble > 0)
    told.push(
      warningDiagnostic("T1448", `${layout.preamble} rows before the header were passed over`, {
        place: path,
        cure: "Set header to false if they are data.",
      }),
    );
  if (text.encoding.encoding === "windows-1252" && text.encoding.reason !== "it was asked for")
    told.push(
      warningDiagnostic("T1441", "The file was read as windows-1252, since it is not valid UTF-8", {
        place: path,
        cure: "Check letters with accents; set encoding if it is another one.",
      }),
    );
  return told;
}
