import type { Dialect } from "./csv-dialect.ts";

/** The fields of a well-formed row (its line end left out), unquoted and unescaped. */
export function splitRow(row: string, dialect: Dialect): string[] {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    const field = quotedField(row, at, dialect) ?? bareField(row, at, dialect);
    fields.push(field.text);
    if (field.next > row.length) return fields;
    at = field.next;
  }
}

/** A field and where the next one starts: beyond the end of the row after the last one. */
interface Field {
  readonly text: string;
  readonly next: number;
}

function bareField(row: string, from: number, { delimiter, skipsSpace }: Dialect): Field {
  const at = skipsSpace ? skipSpaces(row, from, delimiter) : from;
  const end = row.indexOf(delimiter, at);
  return end < 0
    ? { text: row.slice(at), next: row.length + 1 }
    : { text: row.slice(at, end), next: end + 1 };
}

/** The quoted field that starts here, or undefined where none starts or its quotes are wrong. */
function quotedField(row: string, at: number, dialect: Dialect): Field | undefined {
  const { delimiter, quote, escape } = dialect;
  const opening = skipSpaces(row, at, delimiter);
  if (quote === "" || row[opening] !== quote) return undefined;
  let text = "";
  for (let place = opening + 1; place < row.length; place++) {
    const letter = row[place]!;
    if (letter === escape && escape !== quote && place + 1 < row.length)
      text += unescaped(row[++place]!, dialect);
    else if (letter !== quote) text += letter;
    else if (escape === quote && row[place + 1] === quote) {
      text += quote;
      place++;
    } else {
      const after = skipSpaces(row, place + 1, delimiter);
      return after >= row.length || row[after] === delimiter ? { text, next: after + 1 } : undefined;
    }
  }
  return undefined;
}

// A backslash before anything but a quote or itself stands for itself.
const unescaped = (letter: string, { quote, escape }: Dialect): string =>
  letter === quote || letter === escape ? letter : escape + letter;

function skipSpaces(row: string, at: number, delimiter: string): number {
  let place = at;
  if (delimiter !== " ") while (row[place] === " ") place++;
  return place;
}

/**
 * Reads a line whose quotes are wrong, if that gives exactly `width` fields: first with stray quotes inside quoted
 * fields taken as text, then with quotes that nothing escapes, then with a field that cannot be closed taken as bare
 * text. Undefined when none of them works.
 */
export function recoverRow(line: string, dialect: Dialect, width: number): string[] | undefined {
  for (const fields of [
    lenientFields(line, dialect, true),
    lenientFields(line, dialect, false),
    splitRow(line, dialect),
  ])
    if (fields?.length === width) return fields;
  return undefined;
}

function lenientFields(line: string, dialect: Dialect, isDoubled: boolean): string[] | undefined {
  const { delimiter, quote } = dialect;
  const fields: string[] = [];
  for (let at = 0; at <= line.length;) {
    const opening = skipSpaces(line, at, delimiter);
    if (line[opening] !== quote) {
      const field = bareField(line, at, dialect);
      fields.push(field.text);
      at = field.next;
      continue;
    }
    const closing = closingQuote(line, opening + 1, dialect, isDoubled);
    if (closing < 0) return undefined;
    const text = line.slice(opening + 1, closing);
    fields.push(isDoubled ? text.replaceAll(quote + quote, quote) : text);
    at = skipSpaces(line, closing + 1, delimiter) + 1;
  }
  return fields;
}

/** The first quote that a delimiter or the end of the line follows and that, if so asked, no quote doubles. */
function closingQuote(line: string, from: number, { delimiter, quote }: Dialect, isDoubled: boolean): number {
  for (let at = line.indexOf(quote, from); at >= 0; at = line.indexOf(quote, at + 1)) {
    if (isDoubled && line[at + 1] === quote) {
      at++;
      continue;
    }
    const after = skipSpaces(line, at + 1, delimiter);
    if (after >= line.length || line[after] === delimiter) return at;
  }
  return -1;
}

/** A row as strict CSV: commas, double quotes where needed, a line feed at the end. */
export const writeRow = (fields: readonly string[]): string =>
  fields.length === 1 && fields[0] === "" ? '""\n' : `${fields.map(writeField).join(",")}\n`;

/** A field of strict CSV: with quotes where they are needed. */
export const writeField = (text: string): string =>
  /[",\r\n]|^ | $/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
