import { namedSets } from "./code-point-set.ts";
import type { CodePointRange } from "./pattern.ts";
import { refuseConstruct, refuseSyntax, type PatternReader } from "./pattern-reader.ts";

/** What an escape stands for: one code point, or a set of them. */
export type Escape =
  | { readonly kind: "point"; readonly point: number }
  | { readonly kind: "ranges"; readonly ranges: readonly CodePointRange[] };

const controls: Readonly<Record<string, number>> = { n: 10, t: 9, r: 13, f: 12, v: 11 };
const isHex = (point: string): boolean => /^[0-9A-Fa-f]$/.test(point);
const isDigit = (point: string): boolean => /^[0-9]$/.test(point);

/** Reads what follows a backslash, inside a class and outside. The backslash is taken. */
export function readEscape(reader: PatternReader): Escape {
  const place = reader.place - 1;
  const letter = reader.take();
  const ranges = Object.hasOwn(namedSets, letter) ? namedSets[letter] : undefined;
  if (ranges) return { kind: "ranges", ranges };
  const control = Object.hasOwn(controls, letter) ? controls[letter] : undefined;
  if (control !== undefined) return { kind: "point", point: control };
  if (letter === "x" || letter === "u") return { kind: "point", point: readHex(letter, place, reader) };
  if (letter === "0" && !isDigit(reader.peek())) return { kind: "point", point: 0 };
  refuseLetter(letter, place);
  return { kind: "point", point: letter.codePointAt(0)! };
}

/** `\x41`, `\u0041` or `\u{41}`. */
function readHex(letter: string, place: number, reader: PatternReader): number {
  const braces = letter === "u" && reader.takeIf("{");
  const wanted = braces ? 6 : letter === "x" ? 2 : 4;
  const digits = reader.takeWhile(isHex, wanted);
  const complete = braces ? digits.length > 0 && reader.takeIf("}") : digits.length === wanted;
  const point = Number.parseInt(digits, 16);
  if (!complete || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff))
    return refuseSyntax(
      `an escape \\${letter} that names no character`,
      place,
      "Write \\x41, \\u0041 or \\u{1f600}, or the character itself.",
    );
  return point;
}

/** Letters and digits behind a backslash that mean something elsewhere, or nothing. */
function refuseLetter(letter: string, place: number): void {
  if (letter === "") refuseSyntax("a backslash at its end", place, "Write \\\\ for a backslash itself.");
  if (isDigit(letter) || letter === "k")
    refuseConstruct(
      `a backreference \\${letter}`,
      place,
      "Take the groups out with extract() and compare them with equals().",
    );
  if (letter === "p" || letter === "P")
    refuseConstruct(
      `a Unicode property \\${letter}`,
      place,
      "Write the characters as a class, such as [A-Za-z\\u00c0-\\u017f].",
    );
  if (letter === "B")
    refuseConstruct("the place \\B", place, "Write the character that stands there, such as \\w before it.");
  if (letter === "A" || letter === "Z" || letter === "z")
    refuseConstruct(
      `the anchor \\${letter}`,
      place,
      letter === "A" ? "Write ^ for the start." : "Write $ for the end.",
    );
  if (/^[A-Za-z]$/.test(letter))
    refuseSyntax(
      `the escape \\${letter}, which is not known`,
      place,
      `Write ${letter} itself, or \\\\${letter} for a backslash before it.`,
    );
}
