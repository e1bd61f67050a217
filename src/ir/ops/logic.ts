import { dataTypes, type Value } from "../../schema/index.ts";
import { eachType, type OpDefinition } from "./definition.ts";

const family = "logic" as const;
const nulls = "own" as const;

/** Smallest or largest of the values that are there; text by code point. */
const pick =
  (better: (candidate: Value, best: Value) => boolean) =>
  (...args: readonly Value[]) =>
    args.reduce<Value>(
      (best, value) => (value !== null && (best === null || better(value, best)) ? value : best),
      null,
    );

/** Compares two texts by code point: UTF-16 order, corrected where surrogates meet the range above them. */
export function compareText(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at++) {
    const a = left.charCodeAt(at);
    const b = right.charCodeAt(at);
    if (a === b) continue;
    const aSurrogate = a >= 0xd800 && a <= 0xdfff;
    const bSurrogate = b >= 0xd800 && b <= 0xdfff;
    return aSurrogate === bSurrogate ? a - b : aSurrogate ? 1 : -1;
  }
  return left.length - right.length;
}

/** Compares two values of one type: numbers and times by size, text by code point, false before true. */
export const compareValues = (left: Value, right: Value): number =>
  typeof left === "string" ? compareText(left, String(right)) : Number(left) - Number(right);

const ordered = ["Int", "Float", "Text", "Day", "Instant"] as const;

/** Three-valued logic and the handling of missing values. */
export const logic = {
  and: {
    family,
    nulls,
    title: "False when one is false, else null when one is null, else true.",
    signatures: [{ args: ["Boolean", "Boolean"], rest: "Boolean", result: "Boolean" }],
    evaluate: (...args) => (args.includes(false) ? false : args.includes(null) ? null : true),
  },
  or: {
    family,
    nulls,
    title: "True when one is true, else null when one is null, else false.",
    signatures: [{ args: ["Boolean", "Boolean"], rest: "Boolean", result: "Boolean" }],
    evaluate: (...args) => (args.includes(true) ? true : args.includes(null) ? null : false),
  },
  not: {
    family,
    nulls: "propagate",
    title: "True for false and false for true.",
    signatures: [{ args: ["Boolean"], result: "Boolean" }],
    evaluate: (a) => !a,
  },
  xor: {
    family,
    nulls: "propagate",
    title: "True when one of the two is true and the other false.",
    signatures: [{ args: ["Boolean", "Boolean"], result: "Boolean" }],
    evaluate: (a, b) => a !== b,
  },
  isTrue: {
    family,
    nulls,
    title: "True for true; false for false and for a missing value.",
    signatures: [{ args: ["Boolean"], result: "Boolean" }],
    evaluate: (a) => a === true,
  },
  isFalse: {
    family,
    nulls,
    title: "True for false; false for true and for a missing value.",
    signatures: [{ args: ["Boolean"], result: "Boolean" }],
    evaluate: (a) => a === false,
  },
  isNull: {
    family,
    nulls,
    title: "True when the value is missing.",
    signatures: eachType(dataTypes, (type) => ({ args: [type], result: "Boolean" })),
    evaluate: (a) => a === null,
  },
  isNotNull: {
    family,
    nulls,
    title: "True when the value is there.",
    signatures: eachType(dataTypes, (type) => ({ args: [type], result: "Boolean" })),
    evaluate: (a) => a !== null,
  },
  coalesce: {
    family,
    nulls,
    title: "The first value that is not missing.",
    signatures: eachType(dataTypes, (type) => ({ args: [type, type], rest: type, result: type })),
    evaluate: (...args) => args.find((value) => value !== null) ?? null,
  },
  nullIf: {
    family,
    nulls,
    title: "Null when a equals b, else a.",
    signatures: eachType(dataTypes, (type) => ({ args: [type, type], result: type })),
    evaluate: (a, b) => (a === b ? null : a!),
  },
  least: {
    family,
    nulls,
    title: "The smallest of the values that are there; null when all are missing.",
    signatures: eachType(ordered, (type) => ({ args: [type, type], rest: type, result: type })),
    evaluate: pick((candidate, best) => compareValues(candidate, best) < 0),
  },
  greatest: {
    family,
    nulls,
    title: "The largest of the values that are there; null when all are missing.",
    signatures: eachType(ordered, (type) => ({ args: [type, type], rest: type, result: type })),
    evaluate: pick((candidate, best) => compareValues(candidate, best) > 0),
  },
} satisfies Record<string, OpDefinition>;
