import type { Value } from "../../schema/index.ts";
import { createMatcher } from "../pattern/match-pattern.ts";
import { parsePattern, readPattern } from "../pattern/parse-pattern.ts";
import { canBeEmpty } from "../pattern/pattern.ts";
import { parseReplacement } from "../pattern/replacement.ts";
import { countMatchesIn, extractFrom, matchesIn, replaceIn } from "../pattern/use-pattern.ts";
import type { LiteralProblem, OpDefinition } from "./definition.ts";

const family = "patterns" as const;
const nulls = "propagate" as const;

/** Groups have one digit. */
const lastGroup = 9;

const matcherOf = (text: Value | undefined, pattern: Value | undefined) =>
  createMatcher(parsePattern(String(pattern)))(String(text));

/** What is wrong with the pattern among the constants of a call. */
function checkPattern(value: Value, index: number): LiteralProblem | undefined {
  if (index !== 1) return undefined;
  const pattern = readPattern(String(value));
  return "node" in pattern ? undefined : pattern;
}

/** The same, and a match must take something: engines do not agree on empty matches one behind the other. */
function checkEachMatch(value: Value, index: number): LiteralProblem | undefined {
  const problem = checkPattern(value, index);
  if (problem !== undefined || index !== 1) return problem;
  if (!canBeEmpty(parsePattern(String(value)).node)) return undefined;
  return {
    code: "T1254",
    message: "the pattern can match nothing, and engines count such matches differently",
    cure: "Let it take at least one character: + instead of *.",
  };
}

/** How many groups the pattern among the constants has; undefined where it is not known or not sound. */
function groupsOf(pattern: Value | undefined): number | undefined {
  const read = typeof pattern === "string" ? readPattern(pattern) : undefined;
  return read && "node" in read ? read.groupCount : undefined;
}

function checkGroup(group: number, pattern: Value | undefined): LiteralProblem | undefined {
  const count = groupsOf(pattern) ?? lastGroup;
  if (group >= 0 && group <= Math.min(count, lastGroup)) return undefined;
  return {
    code: "T1255",
    message: `group ${group} is asked for, and the pattern has ${count === 0 ? "none" : `the groups 1 to ${Math.min(count, lastGroup)}`}`,
    cure: "Ask for 0, the whole match, or put parentheses into the pattern; 9 is the last group that can be asked for.",
  };
}

function checkReplacement(
  value: Value,
  index: number,
  constants: readonly Value[],
): LiteralProblem | undefined {
  if (index === 1) return checkEachMatch(value, index);
  const parts = parseReplacement(String(value));
  if (!parts)
    return {
      code: "T1256",
      message: "the replacement has a $ that stands for nothing",
      cure: "Write $$ for a dollar sign, $0 for the match and $1 to $9 for its groups.",
    };
  const numbers = parts.filter((part) => typeof part === "number");
  return checkGroup(Math.max(0, ...numbers), constants[1]);
}

/** Regular expressions that mean the same on every target: the patterns of `src/ir/pattern/`. */
export const patterns = {
  matches: {
    family,
    nulls,
    title: "True when the pattern stands anywhere in a.",
    signatures: [{ args: ["Text", "Text"], result: "Boolean" }],
    literalFrom: 1,
    checkLiteral: checkPattern,
    evaluate: (a, pattern) => matchesIn(matcherOf(a, pattern)),
  },
  extract: {
    family,
    nulls,
    title:
      "What the first match of the pattern holds, or one of its groups (1 to 9): empty for a group without part in it, null without a match.",
    signatures: [
      { args: ["Text", "Text"], result: "Text" },
      { args: ["Text", "Text", "Int"], result: "Text" },
    ],
    literalFrom: 1,
    checkLiteral: (value, index, constants) =>
      index === 1 ? checkPattern(value, index) : checkGroup(Number(value), constants[1]),
    evaluate: (a, pattern, group) => extractFrom(String(a), matcherOf(a, pattern), Number(group ?? 0)),
  },
  replaceMatches: {
    family,
    nulls,
    title:
      "a with every match of the pattern replaced; $0 stands for the match, $1 to $9 for its groups, $$ for a dollar sign.",
    signatures: [{ args: ["Text", "Text", "Text"], result: "Text" }],
    literalFrom: 1,
    checkLiteral: checkReplacement,
    evaluate: (a, pattern, replacement) =>
      replaceIn(String(a), matcherOf(a, pattern), parseReplacement(String(replacement)) ?? []),
  },
  countMatches: {
    family,
    nulls,
    title: "How often the pattern matches, each match beginning behind the last.",
    signatures: [{ args: ["Text", "Text"], result: "Int" }],
    literalFrom: 1,
    checkLiteral: checkEachMatch,
    evaluate: (a, pattern) => countMatchesIn(matcherOf(a, pattern)),
  },
} satisfies Record<string, OpDefinition>;
