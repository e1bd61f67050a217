import {
  compareText,
  hashBucketOf,
  hashIntOf,
  hashUnitOf,
  lowerAscii,
  upperAscii,
} from "../../../ir/index.ts";

/** How many code points a text has; half of a surrogate pair counts as one. */
function lengthOf(text: string): number {
  let count = text.length;
  for (let at = 0; at < text.length - 1; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0xd800 || unit > 0xdbff) continue;
    const next = text.charCodeAt(at + 1);
    if (next < 0xdc00 || next > 0xdfff) continue;
    count--;
    at++;
  }
  return count;
}

/** Where the code point at a place (from 0) begins, in code units. */
function unitOf(text: string, place: number, from = 0): number {
  let at = from;
  for (let left = place; left > 0 && at < text.length; left--) at += text.codePointAt(at)! > 0xffff ? 2 : 1;
  return at;
}

function substringOf(text: string, start: number, count: number): string {
  const from = unitOf(text, start - 1);
  return text.slice(from, unitOf(text, count, from));
}

function positionOf(text: string, part: string): number {
  const at = text.indexOf(part);
  return at < 0 ? 0 : lengthOf(text.slice(0, at)) + 1;
}

/** Functions on text that is there. */
export const textPrelude = {
  compareText,
  lengthOf,
  substringOf,
  positionOf,
  lowerAscii,
  upperAscii,
  hashBucketOf,
  hashIntOf,
  hashUnitOf,
  trimText: (text: string): string => text.replace(/^[ \t\n\r]+|[ \t\n\r]+$/g, ""),
  replaceText: (text: string, from: string, to: string): string =>
    from === "" ? text : text.split(from).join(to),
  partOf: (text: string, separator: string, part: number): string => text.split(separator)[part - 1] ?? "",
} as const;
