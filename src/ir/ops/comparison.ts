import type { DataType } from "../../schema/index.ts";
import { eachType, type OpDefinition, type Signature } from "./definition.ts";
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
const ordered = pairs(["Int", "Float", "Text", "Day", "Instant"]);

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
    signatures: eachType(["Int", "Float", "Text", "Day", "Instant"], (type) => ({
      args: [type, type],
      rest: type,
      result: "Boolean",
    })),
    literalFrom: 1,
    evaluate: (a, ...list) => list.includes(a),
  },
} satisfies Record<string, OpDefinition>;
