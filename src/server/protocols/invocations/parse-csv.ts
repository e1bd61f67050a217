import { failInput, showValue } from "../../../base/index.ts";
import { checkRowCount } from "../../routes/read-rows.ts";

/** A field of a CSV, and whether it stood in quotes: only so the empty text can be told from nothing. */
export interface Cell {
  readonly text: string;
  readonly isQuoted: boolean;
}

/** The lines of a CSV as RFC 4180 has it; lines without anything are passed over. Fails with T2391 where
 * quotes are wrong, with T2303 for too many lines, with T2396 for more fields in a line than `widest`. */
export function parseCsv(text: string, widest: number): readonly (readonly Cell[])[] {
  const lines: Cell[][] = [];
  let line: Cell[] = [];
  let at = 0;
  while (at < text.length) {
    const [cell, end] = text[at] === '"' ? quotedCell(text, at, lines.length + 1) : bareCell(text, at);
    line.push(cell);
    if (line.length > widest)
      return failWide(widest, lines.length + 1, text.slice(Math.max(0, end - 80), end));
    at = end + 1;
    if (text[end] === ",") {
      // A comma at the very end opens one more field.
      if (at === text.length) line.push(nothing);
      continue;
    }
    if (text[end] === "\r" && text[at] === "\n") at++;
    if (line.length > 1 || line[0]!.isQuoted || line[0]!.text !== "") lines.push(line);
    // One of them may have the names.
    checkRowCount(lines.length - 1, "lines");
    line = [];
  }
  if (line.length > 0) lines.push(line);
  return lines;
}

const nothing: Cell = { text: "", isQuoted: false };

const ends = /[,\r\n]/g;

function bareCell(text: string, start: number): readonly [cell: Cell, end: number] {
  ends.lastIndex = start;
  const end = ends.exec(text)?.index ?? text.length;
  return [{ text: text.slice(start, end), isQuoted: false }, end];
}

function quotedCell(text: string, start: number, line: number): readonly [cell: Cell, end: number] {
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0)
      return failQuotes("A quote is opened and never closed", line, text.slice(start, start + 80));
    if (text[quote + 1] === '"') {
      at = quote + 2;
      continue;
    }
    const end = quote + 1;
    if (end < text.length && !/[,\r\n]/.test(text[end]!))
      return failQuotes("Text stands after a closing quote", line, text.slice(start, end + 20));
    return [{ text: text.slice(start + 1, quote).replaceAll('""', '"'), isQuoted: true }, end];
  }
}

const failQuotes = (message: string, line: number, value: string): never =>
  failInput("T2391", message, {
    place: `line ${line}`,
    value: showValue(value),
    cure: 'Double a quote inside of a quoted field: "a ""b"" c".',
  });

const failWide = (widest: number, line: number, value: string): never =>
  failInput("T2396", `The line has more than ${widest} fields`, {
    place: `line ${line}`,
    value: showValue(value),
    cure: "Give one field for each column, and end each row with a line end.",
  });
