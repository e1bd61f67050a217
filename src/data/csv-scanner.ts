import type { Dialect } from "./csv-dialect.ts";

/** What is remarkable about a row, as bits. */
export const rowFlag = {
  /** A field is quoted. */
  quoted: 1,
  /** Text stands after a closing quote; the row is then one physical line. */
  malformed: 2,
  /** Well-formed for us, but not for every reader: quotes inside bare fields, spaces around quotes, odd escapes. */
  odd: 4,
  /** A quote is opened and never closed; the row is then one physical line. */
  unterminated: 8,
  /** Nothing stands on the line. */
  blank: 16,
} as const;

/** A row found by `scanRows`; the object is used again for the next row. */
export interface ScannedRow {
  start: number;
  /** Where the row ends, without its line end. */
  end: number;
  fields: number;
  flags: number;
}

interface Codes {
  readonly delimiter: number;
  readonly quote: number;
  readonly escape: number;
  readonly newline: number;
}

const carriageReturn = 13;
const lineFeed = 10;
const space = 32;

/**
 * Finds the rows of a text from `from` on and returns where the first unfinished row starts. `isEnd` says that no more
 * text follows; then every row is finished. Quoted fields may hold line ends.
 */
export function scanRows(
  text: string,
  from: number,
  isEnd: boolean,
  dialect: Dialect,
  onRow: (row: ScannedRow) => void,
): number {
  const codes: Codes = {
    delimiter: dialect.delimiter.charCodeAt(0),
    quote: dialect.quote === "" ? -1 : dialect.quote.charCodeAt(0),
    escape: dialect.quote === "" ? -1 : dialect.escape.charCodeAt(0),
    newline: dialect.newline.charCodeAt(0),
  };
  const row: ScannedRow = { start: from, end: from, fields: 0, flags: 0 };
  let at = from;
  while (at < text.length) {
    const next = scanRow(text, at, isEnd, codes, row);
    if (next < 0) return at;
    onRow(row);
    at = next;
  }
  return at;
}

/** Scans one row; returns where the next one starts, or -1 when the row is not finished. */
function scanRow(text: string, start: number, isEnd: boolean, codes: Codes, row: ScannedRow): number {
  row.start = start;
  row.fields = 0;
  row.flags = 0;
  let at = start;
  for (;;) {
    row.fields++;
    const opening = openingQuote(text, at, codes);
    if (opening >= 0) {
      row.flags |= opening > at ? rowFlag.quoted | rowFlag.odd : rowFlag.quoted;
      const after = closeQuoted(text, opening + 1, isEnd, codes, row);
      if (after === notFinished) return -1;
      if (after < 0) return physicalLine(text, start, isEnd, codes, row, after);
      at = after;
    } else at = skipBare(text, at, codes, row);
    if (at >= text.length) {
      if (!isEnd) return -1;
      row.end = at;
      markBlank(row);
      return at;
    }
    if (text.charCodeAt(at) !== codes.delimiter) return endRow(text, at, isEnd, codes, row);
    at++;
  }
}

const notFinished = -1;
const neverClosed = -2;
const textAfterQuote = -3;

/** Where the field's opening quote stands (spaces before it are skipped), or -1. */
function openingQuote(text: string, at: number, codes: Codes): number {
  if (codes.quote < 0) return -1;
  let place = at;
  if (codes.delimiter !== space) while (text.charCodeAt(place) === space) place++;
  return text.charCodeAt(place) === codes.quote ? place : -1;
}

/** From inside a quoted field to what follows it: a delimiter, a line end or the end. */
function closeQuoted(text: string, from: number, isEnd: boolean, codes: Codes, row: ScannedRow): number {
  let at = from;
  for (;;) {
    at = nextQuote(text, at, codes, row);
    if (at < 0) return isEnd ? neverClosed : notFinished;
    if (at + 1 >= text.length && !isEnd) return notFinished;
    if (codes.escape !== codes.quote || text.charCodeAt(at + 1) !== codes.quote) break;
    at += 2;
  }
  let after = at + 1;
  if (codes.delimiter !== space) while (text.charCodeAt(after) === space) after++;
  if (after > at + 1) row.flags |= rowFlag.odd;
  if (after >= text.length) return isEnd ? after : notFinished;
  const code = text.charCodeAt(after);
  if (code === codes.delimiter || isLineEnd(text, after, code, codes, isEnd)) return after;
  return code === carriageReturn && after + 1 >= text.length && !isEnd ? notFinished : textAfterQuote;
}

/** The next quote that is not escaped by another character, or -1. */
function nextQuote(text: string, from: number, codes: Codes, row: ScannedRow): number {
  if (codes.escape === codes.quote) return text.indexOf(String.fromCharCode(codes.quote), from);
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === codes.quote) return at;
    if (code === codes.escape) {
      row.flags |= rowFlag.odd;
      at++;
    }
  }
  return -1;
}

function skipBare(text: string, from: number, codes: Codes, row: ScannedRow): number {
  const { delimiter, quote, newline } = codes;
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === delimiter || code === newline) return at;
    if (code === carriageReturn) {
      if (text.charCodeAt(at + 1) === lineFeed || at + 1 >= text.length) return at;
      row.flags |= rowFlag.odd;
    } else if (code === quote || code === 0) row.flags |= rowFlag.odd;
  }
  return text.length;
}

const isLineEnd = (text: string, at: number, code: number, codes: Codes, isEnd: boolean): boolean =>
  code === codes.newline ||
  (code === carriageReturn && (text.charCodeAt(at + 1) === lineFeed || (isEnd && at + 1 >= text.length)));

function endRow(text: string, at: number, isEnd: boolean, codes: Codes, row: ScannedRow): number {
  row.end = at;
  markBlank(row);
  if (text.charCodeAt(at) !== carriageReturn || codes.newline === carriageReturn) return at + 1;
  if (at + 1 >= text.length) return isEnd ? at + 1 : -1;
  return at + 2;
}

function markBlank(row: ScannedRow): void {
  if (row.end === row.start) row.flags |= rowFlag.blank;
}

/** Makes the row the one physical line that starts here, since its quotes cannot be trusted. */
function physicalLine(
  text: string,
  start: number,
  isEnd: boolean,
  codes: Codes,
  row: ScannedRow,
  reason: number,
): number {
  row.flags |= reason === neverClosed ? rowFlag.unterminated : rowFlag.malformed;
  const lineEnd = text.indexOf(String.fromCharCode(codes.newline), start);
  if (lineEnd < 0 && !isEnd) return -1;
  const end = lineEnd < 0 ? text.length : lineEnd;
  row.end = codes.newline === lineFeed && text.charCodeAt(end - 1) === carriageReturn ? end - 1 : end;
  return lineEnd < 0 ? end : end + 1;
}
