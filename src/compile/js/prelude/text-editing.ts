import {
  editDistanceOf,
  hashTextOf,
  jaroWinklerOf,
  lowerAscii,
  removeAccents,
  slugOf,
  trigramSimilarityOf,
  upperAscii,
} from "../../../ir/index.ts";
import { lengthOf, unitOf } from "./code-points.ts";

/** Space, tab, line feed, carriage return. */
const isBlank = (unit: number): boolean => unit === 32 || unit === 9 || unit === 10 || unit === 13;

function blanksAtStart(text: string): number {
  let at = 0;
  while (at < text.length && isBlank(text.charCodeAt(at))) at++;
  return at;
}

function blanksFrom(text: string): number {
  let at = text.length;
  while (at > 0 && isBlank(text.charCodeAt(at - 1))) at--;
  return at;
}

/** Texts without blanks at the ends; loops, since a pattern looks at a long run of blanks inside again and again. */
const trimEndOf = (text: string): string => text.slice(0, blanksFrom(text));
const trimStartOf = (text: string): string => text.slice(blanksAtStart(text));

const padding = (text: string, length: number, fill: string): string =>
  fill.repeat(Math.max(0, length - lengthOf(text)));

function rightOf(text: string, count: number): string {
  const length = lengthOf(text);
  return count >= length ? text : text.slice(unitOf(text, length - count));
}

function textAfterOf(text: string, separator: string): string {
  const at = text.indexOf(separator);
  return at < 0 ? "" : text.slice(at + separator.length);
}

function textBeforeOf(text: string, separator: string): string {
  const at = text.indexOf(separator);
  return at < 0 ? text : text.slice(0, at);
}

function countIn(text: string, part: string): number {
  if (part === "") return 0;
  let count = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) count++;
  return count;
}

/** Functions that clean text, cut it and compare it; the text is there. */
export const textEditingPrelude = {
  trimStartOf,
  trimEndOf,
  trimText: (text: string): string => trimStartOf(trimEndOf(text)),
  normalizeSpacesOf: (text: string): string => trimStartOf(trimEndOf(text)).replace(/[ \t\n\r]+/g, " "),
  padStartOf: (text: string, length: number, fill: string): string => padding(text, length, fill) + text,
  padEndOf: (text: string, length: number, fill: string): string => text + padding(text, length, fill),
  leftOf: (text: string, count: number): string => text.slice(0, unitOf(text, count)),
  rightOf,
  textBeforeOf,
  textAfterOf,
  countIn,
  capitalizeOf: (text: string): string => upperAscii(text.slice(0, 1)) + lowerAscii(text.slice(1)),
  removeAccents,
  slugOf,
  hashTextOf,
  editDistanceIn: (a: string, b: string): number => editDistanceOf(a, b) ?? Number.NaN,
  jaroWinklerIn: (a: string, b: string): number => jaroWinklerOf(a, b) ?? Number.NaN,
  trigramSimilarityOf,
} as const;
