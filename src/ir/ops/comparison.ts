import type { DataType } from "../../schema/index.ts";
import { eachType, onNumbers, type OpDefinition, type Signature } from "./definition.ts";
import { compareValues } from "./logic.ts";

const family = "comparison" as const;
const nulls = "propagate" as const;

const mixedNumbers: readonly Signature[] = [
  { args: ["Int", "Float"], result: "Boolean" },
  { args: ["Float", "Int"], result: "Boolean" },
];
const pairs = (types: readonly DataType[]): readonly Signature[] => [
  ...eachType(types, (type) => ({ args: [type, type], result: "Boolean" })),
  ...mixedNumbers,
];
const comparable = pairs(["Boolean", "Int", "Float", "Text", "Day", "Instant"]);
const orderedTypes = ["Int", "Float", "Text", "Day", "Instant"] as const;
const ordered = pairs(orderedTypes);
const listed = eachType(orderedTypes, (type) => ({ args: [type, type], rest: type, result: "Boolean" }));

/** Comparisons: numbers by size (0 equals -0), text by code point, days and instants in time. */
export const comparison = {
  equals: {
    family,
    nulls,
    title: "True when a and b are equal.",
    signatures: comparable,
    evaluate: (a, b) => a === b,
  },
  notEquals: {
    family,
    nulls,
    title: "True when a and b differ.",
    signatures: comparable,
    evaluate: (a, b) => a !== b,
  },
  less: {
    family,
    nulls,
    title: "True when a is below b.",
    signatures: ordered,
    evaluate: (a, b) => compareValues(a, b) < 0,
  },
  lessOrEqual: {
    family,
    nulls,
    title: "True when a is at or below b.",
    signatures: ordered,
    evaluate: (a, b) => compareValues(a, b) <= 0,
  },
  greater: {
    family,
    nulls,
    title: "True when a is above b.",
    signatures: ordered,
    evaluate: (a, b) => compareValues(a, b) > 0,
  },
  greaterOrEqual: {
    family,
    nulls,
    title: "True when a is at or above b.",
    signatures: ordered,
    evaluate: (a, b) => compareValues(a, b) >= 0,
  },
  isIn: {
    family,
    nulls,
    title: "True when a equals one of the constants that follow.",
    signatures: listed,
    literalFrom: 1,
    evaluate: (a, ...list) => list.includes(a),
  },
  isNotIn: {
    family,
    nulls,
    title: "True when a equals none of the constants that follow.",
    signatures: listed,
    literalFrom: 1,
    evaluate: (a, ...list) => !list.includes(a),
  },
  between: {
    family,
    nulls,
    title: "True when a is at or above low and at or below high.",
    signatures: eachType(orderedTypes, (type) => ({ args: [type, type, type], result: "Boolean" })),
    evaluate: (a, low, high) => compareValues(a, low) >= 0 && compareValues(a, high) <= 0,
  },
  isClose: {
    family,
    nulls,
    title: "True when a and b are no further apart than the tolerance (a constant, 0 or more).",
    signatures: [{ args: ["Float", "Float", "Float"], result: "Boolean" }],
    literalFrom: 2,
    checkLiteral: (value) => (Number(value) >= 0 ? undefined : "the tolerance must be 0 or more"),
    evaluate: onNumbers((a, b, tolerance) => Math.abs(a - b) <= tolerance),
  },
  isSame: {
    family,
    nulls: "own",
    title: "True when a and b are equal or both are missing; never null.",
    signatures: comparable,
    evaluate: (a, b) => a === b,
  },
  isDifferent: {
    family,
    nulls: "own",
    title: "True when a and b differ or one of them is missing; never null.",
    signatures: comparable,
    evaluate: (a, b) => a !== b,
  },
} satisfies Record<string, OpDefinition>;
