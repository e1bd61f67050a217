import { failInput, showValue } from "../base/index.ts";

/** Reads a text from left to right; spaces and line ends between the pieces do not matter. */
export interface TextReader {
  /** The next character. */
  peek(): string;
  /** Steps over a piece if it is next. A word must end where the piece ends. */
  take(piece: string): boolean;
  /** Steps over a piece that must be next. */
  expect(piece: string): void;
  /** A plain word. */
  word(): string;
  /** A number's text, or undefined where none is next. */
  number(): string | undefined;
  /** A text in quotes, as in JSON. */
  quoted(): string;
  /** Everything up to a character, which is stepped over. */
  until(stop: string): string;
  /** A JSON object without texts that hold braces. */
  json(): unknown;
  atEnd(): boolean;
  /** Fails unless everything is read. */
  end(): void;
  fail(message: string): never;
}

const blanks = /[ \n\r\t]*/y;
const words = /[A-Za-z_][A-Za-z0-9_]*/y;
const numbers = /-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?/y;
const quotes = /"[^"\\\n]*(\\.[^"\\\n]*)*"/y;
const objects = /\{[^{}]*\}/y;

/** Starts to read a text. */
export function createReader(source: string): TextReader {
  let at = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(source)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  const next = (pattern: RegExp): string | undefined => {
    match(blanks);
    return match(pattern);
  };
  const fail = (message: string): never => {
    const before = source.slice(0, at).split("\n");
    return failInput("T1219", message, {
      place: `line ${before.length}, column ${before.at(-1)!.length + 1}`,
      value: showValue(source.slice(at, at + 20)),
      cure: "Write it as printExpr() does; see docs/formats/program.md.",
    });
  };
  const take = (piece: string): boolean => {
    match(blanks);
    if (!source.startsWith(piece, at)) return false;
    const wordGoesOn = /\w$/.test(piece) && /\w/.test(source[at + piece.length] ?? "");
    if (wordGoesOn) return false;
    at += piece.length;
    return true;
  };
  const parsed = (pattern: RegExp, what: string): unknown => {
    const found = next(pattern) ?? fail(`Here must be ${what}`);
    try {
      return JSON.parse(found);
    } catch {
      return fail(`Here must be ${what}`);
    }
  };
  return {
    peek: () => {
      match(blanks);
      return source[at] ?? "";
    },
    take,
    expect: (piece) => {
      if (!take(piece)) fail(`Here must be ${piece}`);
    },
    word: () => next(words) ?? fail("Here must be a word"),
    number: () => next(numbers),
    quoted: () => String(parsed(quotes, "a text in quotes")),
    until: (stop) => {
      const end = source.indexOf(stop, at);
      if (end < 0) fail(`Here is no ${stop}`);
      const found = source.slice(at, end);
      at = end + stop.length;
      return found;
    },
    json: () => parsed(objects, "a JSON object"),
    atEnd: () => {
      match(blanks);
      return at === source.length;
    },
    end: () => {
      match(blanks);
      if (at < source.length) fail("The expression ends before this");
    },
    fail,
  };
}
