import type { Dialect } from "./csv-dialect.ts";
import { recoverRow, splitRow } from "./csv-fields.ts";
import { rowFlag, scanRows } from "./csv-scanner.ts";
import type { CsvOptions } from "./source.ts";
import { cellKind } from "./cell-kind.ts";

/** The first rows of a file under one dialect. */
export interface Sample {
  readonly dialect: Dialect;
  /** The rows that are neither blank nor malformed, with their place among all rows that are not blank. */
  readonly rows: readonly { readonly place: number; readonly fields: readonly string[] }[];
  readonly malformed: number;
  /** Malformed rows that can be read all the same. */
  readonly recovered: number;
  /** The width that most rows have; at a tie the earlier one. */
  readonly width: number;
}

/** The dialect a file was found to have, and why. */
export interface SniffedDialect {
  readonly sample: Sample;
  readonly reason: string;
}

const delimiters = [",", "\t", ";", "|", ":", "^", "~", "#", " "] as const;
const handicap: Readonly<Record<string, number>> = { ":": 0.3, "^": 0.1, "~": 0.1, "#": 0.3, " ": 0.4 };
const maxRows = 500;

/**
 * Finds delimiter, quote and escape from the first rows: the reading under which most rows have the same number of
 * fields, fewest have broken quotes and most cells are of a known kind (after van den Burg, Nazábal, Sutton, "Wrangling
 * messy CSV files by detecting row and type patterns", 2019). What the options fix is not guessed.
 */
export function sniffDialect(text: string, isWhole: boolean, options: CsvOptions): SniffedDialect {
  const newline = !text.includes("\n") && text.includes("\r") ? "\r" : "\n";
  const candidates = options.delimiter === undefined ? delimiters : [options.delimiter];
  const start = text.slice(0, 65_536);
  const scored = candidates
    .filter((delimiter) => start.includes(delimiter))
    .map((delimiter) => {
      const sample = bestQuoting(text, isWhole, delimiter, newline, options);
      return { sample, score: score(sample) - (handicap[delimiter] ?? 0) };
    })
    .filter(({ sample, score }) => options.delimiter !== undefined || (sample.width > 1 && score > 0));
  const best = scored.reduce<(typeof scored)[number] | undefined>(
    (held, next) => (held && held.score >= next.score ? held : next),
    undefined,
  );
  const plain = best?.sample ?? bestQuoting(text, isWhole, options.delimiter ?? ",", newline, options);
  const sample = hasSpacedQuotes(plain, text)
    ? readSample(text, isWhole, { ...plain.dialect, skipsSpace: true })
    : plain;
  const reason =
    options.delimiter !== undefined
      ? "the delimiter was given"
      : best
        ? `${share(sample)} rows of the sample have ${sample.width} fields`
        : "no delimiter gives rows of equal width: one column";
  return { sample, reason };
}

/** True for `a, "b", c`: quotes stand after spaces, and bare fields after the first start with a space too. */
function hasSpacedQuotes({ dialect, rows }: Sample, text: string): boolean {
  const { delimiter, quote } = dialect;
  if (quote === "" || delimiter === " " || !text.includes(`${delimiter} ${quote}`)) return false;
  const starts = rows.flatMap(({ fields }) => fields.slice(1).filter((cell) => cell !== ""));
  const spaced = starts.filter((cell) => cell.startsWith(" ")).length;
  return spaced > 0 && !text.includes(delimiter + quote);
}

const share = (sample: Sample): string =>
  `${sample.rows.filter(({ fields }) => fields.length === sample.width).length} of ${sample.rows.length + sample.malformed}`;

function bestQuoting(
  text: string,
  isWhole: boolean,
  delimiter: string,
  newline: Dialect["newline"],
  options: CsvOptions,
): Sample {
  const quotes = options.quote === undefined ? ['"', "'"] : [options.quote];
  const samples = quotes
    .filter((quote, at) => at === 0 || text.includes(quote))
    .flatMap((quote) =>
      escapesOf(text, quote).map((escape) =>
        readSample(text, isWhole, { delimiter, quote, escape, newline }),
      ),
    );
  return samples.reduce((held, next) => (quoteScore(next) > quoteScore(held) ? next : held));
}

const escapesOf = (text: string, quote: string): string[] =>
  quote === "" ? [""] : [quote, ...["\\", "\0"].filter((escape) => text.includes(escape + quote))];

// A reading with other quotes must earn its place: by fewer broken or ragged rows, or by taking quotes away from cells.
const quoteScore = (sample: Sample): number => {
  const { quote } = sample.dialect;
  const cells = sample.rows.flatMap(({ fields }) => fields);
  const wrapped = cells.filter((cell) => cell.length > 1 && /^(['"]).*\1$/s.test(cell)).length;
  return score(sample) - (wrapped / Math.max(1, cells.length)) * 0.5 - (quote === "'" ? 0.02 : 0);
};

/** Between about -1 and 1.3: how well a dialect explains the rows. */
function score(sample: Sample): number {
  const total = sample.rows.length + sample.malformed;
  if (total === 0) return -1;
  const regular = sample.rows.filter(({ fields }) => fields.length === sample.width);
  const cells = regular.flatMap(({ fields }) => fields);
  const known = cells.filter((cell) => cellKind(cell) !== "other").length;
  const first = sample.rows[0];
  const headFits = first?.place === 0 && first.fields.length === sample.width;
  return (
    (regular.length + 0.9 * sample.recovered) / total -
    (sample.malformed - sample.recovered) / total +
    (0.3 * known) / Math.max(1, cells.length) +
    (headFits ? 0.05 : 0) +
    0.1 * (1 - 1 / sample.width)
  );
}

/** Reads the first rows under a dialect. */
function readSample(text: string, isWhole: boolean, dialect: Dialect): Sample {
  const rows: { place: number; fields: string[] }[] = [];
  const broken: string[] = [];
  let place = 0;
  // The scanner cannot be stopped inside a text, so the text is cut where enough rows must have been.
  let from = 0;
  for (const part of parts(text)) {
    const piece = text.slice(from, part);
    const isEnd = isWhole && part === text.length;
    from += scanRows(piece, 0, isEnd, dialect, ({ start, end, flags }) => {
      if (flags & rowFlag.blank || place >= maxRows) return;
      if (flags & (rowFlag.malformed | rowFlag.unterminated)) broken.push(piece.slice(start, end));
      else rows.push({ place, fields: splitRow(piece.slice(start, end), dialect) });
      place++;
    });
    if (place >= maxRows) break;
  }
  const width = commonWidth(rows.map(({ fields }) => fields.length));
  const recovered = broken.filter((row) => recoverRow(row, dialect, width)).length;
  return { dialect, rows, malformed: broken.length, recovered, width };
}

function parts(text: string): number[] {
  const ends: number[] = [];
  for (let end = 16_384; end < text.length; end *= 2) ends.push(end);
  return [...ends, text.length];
}

/** The width of most rows; the first row, which may be a header, only decides a tie. */
function commonWidth([first = 1, ...later]: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const width of later.length > 0 ? [...later, ...(later.includes(first) ? [first] : [])] : [first])
    counts.set(width, (counts.get(width) ?? 0) + 1);
  let best = 1;
  let most = 0;
  for (const [width, count] of counts)
    if (count > most) {
      best = width;
      most = count;
    }
  return best;
}
