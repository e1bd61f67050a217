import { throwIfErrors, type Effects } from "../../base/index.ts";
import { defaultMissing } from "../cell-kind.ts";
import type { Dialect } from "../csv-dialect.ts";
import { splitRow } from "../csv-fields.ts";
import { findLayout, type Layout } from "../csv-header.ts";
import { rowFlag, scanRows } from "../csv-scanner.ts";
import { sniffDialect, type Sample } from "../csv-sniff.ts";
import type { CsvSource } from "../source.ts";
import { readStart } from "../stage-csv.ts";
import { inspectTextFile, type TextFile } from "../text-file.ts";
import { cutFile } from "./cut-text.ts";
import { wantedColumns } from "./guess-moments.ts";
import type { PartRequest } from "./open-parts.ts";
import type { CsvPlan, PartFile } from "./part-plan.ts";
import type { MomentGuess } from "./read-moment.ts";
import { trimSpaces } from "./read-value.ts";

/** Looks at a text file with delimiters: 1. bytes and encoding, 2. dialect, 3. names, 4. how its days are written. */
export async function openCsvParts(source: CsvSource, request: PartRequest): Promise<PartFile> {
  const { path, options } = source;
  const { folder, effects, wanted, check } = request;
  const text = await inspectTextFile(path, folder, options.encoding, effects);
  const start = await readStart(text, effects);
  const { sample } = sniffDialect(start.text, start.isWhole, options);
  const layout = findLayout(sample, options, path);
  throwIfErrors(layout.diagnostics);
  check(layout.names, undefined);
  const missing = options.missing ?? defaultMissing;
  const rowsBefore = layout.preamble + (layout.hasHeader ? 1 : 0);
  const { dialect } = sample;
  const columns = await wantedColumns(wanted, path, (guesses) =>
    guessFromRows(text, { dialect, layout, rowsBefore, missing, effects }, guesses),
  );
  const plan: CsvPlan = {
    kind: "csv",
    path,
    fullPath: text.file.fullPath,
    names: layout.names,
    passes: request.passes ?? layout.names,
    wanted: columns.map((column) =>
      column.type === "Text"
        ? { ...column, trims: isSpaced(sample, layout.names.indexOf(column.name), rowsBefore, missing) }
        : column,
    ),
    dialect,
    width: layout.width,
    rowsBefore,
    missing,
  };
  return {
    plan,
    identity: text.hash,
    total: text.file.byteCount,
    diagnostics: layout.diagnostics,
    parts: (sizeOf) => partsOfText(text, dialect, effects, request.partBytes, sizeOf),
  };
}

function partsOfText(
  text: TextFile,
  dialect: Dialect,
  effects: Effects,
  partBytes: number | undefined,
  sizeOf: Parameters<PartFile["parts"]>[0],
): ReturnType<PartFile["parts"]> {
  return cutFile(text, {
    endOfRows: (window) => endOfRows(window, dialect),
    newline: dialect.newline,
    effects,
    partBytes,
    sizeOf,
  });
}

/** Where the last whole row ends. Without a quote that is where the last line ends, which is found much sooner. */
const endOfRows = (window: string, dialect: Dialect): number =>
  dialect.newline === "\n" && (dialect.quote === "" || !window.includes(dialect.quote))
    ? window.lastIndexOf("\n") + 1
    : scanRows(window, 0, false, dialect, () => {});

/** True when every text of a column has spaces around it, as in `1, Private , 3`: then they belong to the file, not to the texts. */
function isSpaced({ rows }: Sample, at: number, rowsBefore: number, missing: readonly string[]): boolean {
  const texts = rows
    .filter(({ place }) => place >= rowsBefore)
    .map(({ fields }) => fields[at] ?? "")
    .filter((text) => trimSpaces(text) !== "" && !missing.includes(trimSpaces(text)));
  return texts.length > 0 && texts.every((text) => trimSpaces(text) !== text);
}

interface Reading {
  readonly dialect: Dialect;
  readonly layout: Layout;
  readonly rowsBefore: number;
  readonly missing: readonly string[];
  readonly effects: Effects;
}

/** Shows values to the guesses, from the first row on, until all are sure. */
async function guessFromRows(
  text: TextFile,
  { dialect, layout, rowsBefore, missing, effects }: Reading,
  guesses: ReadonlyMap<string, MomentGuess>,
): Promise<void> {
  const asked = [...guesses].map(([name, guess]) => ({ at: layout.names.indexOf(name), guess }));
  let before = rowsBefore;
  for await (const { range } of partsOfText(text, dialect, effects, undefined, () => undefined)) {
    if (range.kind !== "text") return;
    scanRows(range.text, 0, true, dialect, (row) => {
      if (row.flags & rowFlag.blank) return;
      if (before > 0) return void before--;
      if (row.fields !== layout.width || row.flags & (rowFlag.malformed | rowFlag.unterminated)) return;
      const fields = splitRow(range.text.slice(row.start, row.end), dialect);
      for (const { at, guess } of asked) {
        const value = trimSpaces(fields[at] ?? "");
        if (value !== "" && !missing.includes(value)) guess.add(value);
      }
    });
    if (asked.every(({ guess }) => guess.isSure())) return;
  }
}
