/** A record as it stands in a text. */
export interface ScannedRecord {
  readonly start: number;
  readonly end: number;
}

const [tab, lineFeed, carriageReturn, space] = [9, 10, 13, 32];
const [quote, comma, backslash, listOpens, listCloses, recordOpens, recordCloses] = [
  34, 44, 92, 91, 93, 123, 125,
];

/**
 * Finds the records of a text that is an array of them, or has them one after the other, and returns where the first unfinished
 * one begins. What is no record is told as one, so that nobody passes it over: its reader will refuse it. A record that is never
 * closed ends with the text.
 */
export function scanRecords(
  text: string,
  isEnd: boolean,
  onRecord: (record: ScannedRecord) => void = () => {},
): number {
  let at = 0;
  for (;;) {
    while (at < text.length && isBetween(text.charCodeAt(at))) at++;
    if (at >= text.length) return at;
    const end = text.charCodeAt(at) === recordOpens ? endOfRecord(text, at) : endOfOther(text, at);
    if (end < 0) {
      if (!isEnd) return at;
      onRecord({ start: at, end: text.length });
      return text.length;
    }
    onRecord({ start: at, end });
    at = end;
  }
}

const isBlank = (code: number): boolean =>
  code === space || code === lineFeed || code === tab || code === carriageReturn || code === 0xfeff;

const isBetween = (code: number): boolean =>
  isBlank(code) || code === comma || code === listOpens || code === listCloses;

/** Where the record that opens here is closed, or -1. */
function endOfRecord(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      at = endOfText(text, at);
      if (at < 0) return -1;
    } else if (code === recordOpens || code === listOpens) depth++;
    else if ((code === recordCloses || code === listCloses) && --depth === 0) return at + 1;
  }
  return -1;
}

/** The quote that closes the text which opens here, or -1. */
function endOfText(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === backslash) at++;
    else if (code === quote) return at;
  }
  return -1;
}

/** What is no record goes to the next comma, line end or bracket. */
function endOfOther(text: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      at = endOfText(text, at);
      if (at < 0) return -1;
    } else if (
      code === lineFeed ||
      code === comma ||
      code === listCloses ||
      (code === recordOpens && at > start)
    )
      return at;
  }
  return -1;
}

/** Where the last whole line of a text ends. */
export const endOfLines = (text: string): number => text.lastIndexOf("\n") + 1;
