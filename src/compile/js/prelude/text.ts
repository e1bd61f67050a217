import {
  compareText,
  hashBucketOf,
  hashIntOf,
  hashUnitOf,
  lowerAscii,
  upperAscii,
} from "../../../ir/index.ts";
import { lengthOf, unitOf } from "./code-points.ts";

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
  replaceText: (text: string, from: string, to: string): string =>
    from === "" ? text : text.split(from).join(to),
  partOf: (text: string, separator: string, part: number): string => text.split(separator)[part - 1] ?? "",
} as const;
