import { md5 } from "@noble/hashes/legacy.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { onTexts, type OpDefinition } from "./definition.ts";

const family = "text" as const;
const nulls = "propagate" as const;

/** Upper and lower case of the letters a to z only; every other character stays. */
export const lowerAscii = (text: string): string =>
  text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
export const upperAscii = (text: string): string =>
  text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());

/** The bucket of a text: the first 32 bits of its MD5, modulo the number of buckets. The same on every engine. */
export const hashBucketOf = (text: string, buckets: number): number =>
  Number.parseInt(bytesToHex(md5(utf8ToBytes(text))).slice(0, 8), 16) % buckets;

/** Code points `start` (from 1) and on, `count` of them. */
const substringOf = (text: string, start: number, count: number): string =>
  Array.from(text)
    .slice(start - 1, start - 1 + count)
    .join("");

const textToText = [{ args: ["Text"], result: "Text" }] as const;
const twoTextsToBoolean = [{ args: ["Text", "Text"], result: "Boolean" }] as const;

/** Operations on text, all by code point; case and blanks are ASCII, so that every engine agrees. */
export const text = {
  length: {
    family,
    nulls,
    title: "The number of code points.",
    signatures: [{ args: ["Text"], result: "Int" }],
    evaluate: onTexts((a) => Array.from(a).length),
  },
  lower: {
    family,
    nulls,
    title: "A to Z as a to z; other characters stay.",
    signatures: textToText,
    evaluate: onTexts((a) => lowerAscii(a)),
  },
  upper: {
    family,
    nulls,
    title: "a to z as A to Z; other characters stay.",
    signatures: textToText,
    evaluate: onTexts((a) => upperAscii(a)),
  },
  trim: {
    family,
    nulls,
    title: "Without spaces, tabs and line ends at both ends.",
    signatures: textToText,
    evaluate: onTexts((a) => a.replace(/^[ \t\n\r]+|[ \t\n\r]+$/g, "")),
  },
  concat: {
    family,
    nulls,
    title: "The texts one after the other.",
    signatures: [{ args: ["Text", "Text"], rest: "Text", result: "Text" }],
    evaluate: onTexts((...parts) => parts.join("")),
  },
  contains: {
    family,
    nulls,
    title: "True when b stands in a.",
    signatures: twoTextsToBoolean,
    evaluate: onTexts((a, b) => a.includes(b)),
  },
  startsWith: {
    family,
    nulls,
    title: "True when a begins with b.",
    signatures: twoTextsToBoolean,
    evaluate: onTexts((a, b) => a.startsWith(b)),
  },
  endsWith: {
    family,
    nulls,
    title: "True when a ends with b.",
    signatures: twoTextsToBoolean,
    evaluate: onTexts((a, b) => a.endsWith(b)),
  },
  position: {
    family,
    nulls,
    title: "Where b first stands in a, from 1 by code point; 0 when nowhere, 1 for an empty b.",
    signatures: [{ args: ["Text", "Text"], result: "Int" }],
    evaluate: onTexts((a, b) => (a.includes(b) ? Array.from(a.slice(0, a.indexOf(b))).length + 1 : 0)),
  },
  replace: {
    family,
    nulls,
    title: "a with every b replaced by c; a itself when b is empty.",
    signatures: [{ args: ["Text", "Text", "Text"], result: "Text" }],
    evaluate: onTexts((a, b, c) => (b === "" ? a : a.split(b).join(c))),
  },
  substring: {
    family,
    nulls,
    title: "The code points of a from a place (the first is 1) and how many of them.",
    signatures: [{ args: ["Text", "Int", "Int"], result: "Text" }],
    literalFrom: 1,
    checkLiteral: (value, index) =>
      Number(value) >= (index === 1 ? 1 : 0)
        ? undefined
        : index === 1
          ? "the place must be 1 or more"
          : "the count must be 0 or more",
    evaluate: (a, start, count) => substringOf(String(a), Number(start), Number(count)),
  },
  splitPart: {
    family,
    nulls,
    title: "Part n (from 1) of a cut at every separator; empty when there is no such part.",
    signatures: [{ args: ["Text", "Text", "Int"], result: "Text" }],
    literalFrom: 1,
    checkLiteral: (value, index) =>
      index === 1
        ? value === ""
          ? "the separator must not be empty"
          : undefined
        : Number(value) >= 1
          ? undefined
          : "the part must be 1 or more",
    evaluate: (a, separator, part) => String(a).split(String(separator))[Number(part) - 1] ?? "",
  },
  hashBucket: {
    family,
    nulls,
    title: "A bucket from 0 to n - 1: the first 32 bits of the text's MD5, modulo n.",
    signatures: [{ args: ["Text", "Int"], result: "Int" }],
    literalFrom: 1,
    checkLiteral: (value) =>
      Number(value) >= 1 && Number(value) <= 4294967295
        ? undefined
        : "the number of buckets must be 1 to 2^32-1",
    evaluate: (a, buckets) => hashBucketOf(String(a), Number(buckets)),
  },
} satisfies Record<string, OpDefinition>;
