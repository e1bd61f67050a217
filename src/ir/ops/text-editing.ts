import { md5 } from "@noble/hashes/legacy.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { removeAccents } from "./accents.ts";
import { onTexts, type OpDefinition } from "./definition.ts";
import { lowerAscii, upperAscii } from "./text.ts";

const family = "text" as const;
const nulls = "propagate" as const;
const textToText = [{ args: ["Text"], result: "Text" }] as const;
const textAndCount = [{ args: ["Text", "Int"], result: "Text" }] as const;
const textAndConstant = [{ args: ["Text", "Text"], result: "Text" }] as const;
const padSignature = [{ args: ["Text", "Int", "Text"], result: "Text" }] as const;

/** The longest text that padding makes. */
const longestPadding = 1000;

const checkPadding = (value: unknown, index: number): string | undefined =>
  index === 1
    ? Number(value) >= 0 && Number(value) <= longestPadding
      ? undefined
      : `the length must be 0 to ${longestPadding}`
    : Array.from(String(value)).length === 1
      ? undefined
      : "the text to fill with must be one character";

const checkCount = (value: unknown): string | undefined =>
  Number(value) >= 0 ? undefined : "the count must be 0 or more";

const checkSeparator = (value: unknown): string | undefined =>
  value === "" ? "the separator must not be empty" : undefined;

const padding = (text: string, length: number, fill: string): string =>
  fill.repeat(Math.max(0, length - Array.from(text).length));

/** Lower-case ASCII letters and digits, without accents; every run of anything else is one hyphen, none at the ends. */
export const slugOf = (text: string): string =>
  lowerAscii(removeAccents(text))
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
    .join("-");

/** The MD5 of a text's UTF-8 bytes in hexadecimal digits. */
export const hashTextOf = (text: string): string => bytesToHex(md5(utf8ToBytes(text)));

/** Operations that clean text and cut it, all by code point; blanks are space, tab, line feed and carriage return. */
export const textEditing = {
  trimStart: {
    family,
    nulls,
    title: "Without spaces, tabs and line ends at the start.",
    signatures: textToText,
    evaluate: onTexts((a) => a.replace(/^[ \t\n\r]+/, "")),
  },
  trimEnd: {
    family,
    nulls,
    title: "Without spaces, tabs and line ends at the end.",
    signatures: textToText,
    evaluate: onTexts((a) => a.replace(/[ \t\n\r]+$/, "")),
  },
  normalizeSpaces: {
    family,
    nulls,
    title: "Trimmed, and with one space for each run of spaces, tabs and line ends inside.",
    signatures: textToText,
    evaluate: onTexts((a) =>
      a
        .split(/[ \t\n\r]+/)
        .filter(Boolean)
        .join(" "),
    ),
  },
  padStart: {
    family,
    nulls,
    title: "Filled at the start with one character up to a length; a longer text stays.",
    signatures: padSignature,
    literalFrom: 1,
    checkLiteral: checkPadding,
    evaluate: (a, length, fill) => padding(String(a), Number(length), String(fill)) + String(a),
  },
  padEnd: {
    family,
    nulls,
    title: "Filled at the end with one character up to a length; a longer text stays.",
    signatures: padSignature,
    literalFrom: 1,
    checkLiteral: checkPadding,
    evaluate: (a, length, fill) => String(a) + padding(String(a), Number(length), String(fill)),
  },
  left: {
    family,
    nulls,
    title: "The first n code points.",
    signatures: textAndCount,
    literalFrom: 1,
    checkLiteral: checkCount,
    evaluate: (a, count) => Array.from(String(a)).slice(0, Number(count)).join(""),
  },
  right: {
    family,
    nulls,
    title: "The last n code points.",
    signatures: textAndCount,
    literalFrom: 1,
    checkLiteral: checkCount,
    evaluate: (a, count) => (Number(count) === 0 ? "" : Array.from(String(a)).slice(-Number(count)).join("")),
  },
  textBefore: {
    family,
    nulls,
    title: "What stands before the first separator; the whole text when there is none.",
    signatures: textAndConstant,
    literalFrom: 1,
    checkLiteral: checkSeparator,
    evaluate: onTexts((a, separator) => a.split(separator)[0]!),
  },
  textAfter: {
    family,
    nulls,
    title: "What stands after the first separator; empty when there is none.",
    signatures: textAndConstant,
    literalFrom: 1,
    checkLiteral: checkSeparator,
    evaluate: onTexts((a, separator) => a.split(separator).slice(1).join(separator)),
  },
  countOf: {
    family,
    nulls,
    title: "How often b stands in a, counted from the start without overlap; 0 for an empty b.",
    signatures: [{ args: ["Text", "Text"], result: "Int" }],
    evaluate: onTexts((a, b) => (b === "" ? 0 : a.split(b).length - 1)),
  },
  containsAny: {
    family,
    nulls,
    title: "True when one of the constants stands in a.",
    signatures: [{ args: ["Text", "Text"], rest: "Text", result: "Boolean" }],
    literalFrom: 1,
    evaluate: onTexts((a, ...parts) => parts.some((part) => a.includes(part))),
  },
  isBlank: {
    family,
    nulls,
    title: "True when there is nothing but spaces, tabs and line ends.",
    signatures: [{ args: ["Text"], result: "Boolean" }],
    evaluate: onTexts((a) => /^[ \t\n\r]*$/.test(a)),
  },
  capitalize: {
    family,
    nulls,
    title: "The first letter as upper, the others as lower case; a to z only.",
    signatures: textToText,
    evaluate: onTexts((a) => upperAscii(a.slice(0, 1)) + lowerAscii(a.slice(1))),
  },
  removeAccents: {
    family,
    nulls,
    title:
      "Latin letters without their marks: a fixed table for U+00C0 to U+017F, and no combining marks U+0300 to U+036F.",
    signatures: textToText,
    evaluate: onTexts((a) => removeAccents(a)),
  },
  digitsOnly: {
    family,
    nulls,
    title: "The digits 0 to 9 alone.",
    signatures: textToText,
    evaluate: onTexts((a) => a.replace(/[^0-9]+/g, "")),
  },
  slug: {
    family,
    nulls,
    title: "Lower-case letters a to z and digits, without accents; one hyphen for each run of anything else.",
    signatures: textToText,
    evaluate: onTexts((a) => slugOf(a)),
  },
  hashText: {
    family,
    nulls,
    title: "The MD5 of the text's UTF-8 bytes in 32 hexadecimal digits.",
    signatures: textToText,
    evaluate: onTexts((a) => hashTextOf(a)),
  },
} satisfies Record<string, OpDefinition>;
