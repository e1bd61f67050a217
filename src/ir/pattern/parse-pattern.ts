import { anyButLineFeed } from "./code-point-set.ts";
import {
  canBeEmpty,
  hasCapture,
  writtenOut,
  type Pattern,
  type PatternNode,
  type PatternPlace,
} from "./pattern.ts";
import {
  PatternReader,
  PatternRefusal,
  refuseConstruct,
  refuseSyntax,
  type PatternProblem,
} from "./pattern-reader.ts";
import { readClass } from "./read-class.ts";
import { readEscape } from "./read-escape.ts";

/** The greatest number in a counted repeat. */
const mostRepeats = 1000;
/** The largest pattern, in sets and places with all repeats written out. */
const largestPattern = 2000;
/** How deep groups may stand in each other. */
const deepestGroup = 50;

const known = new Map<string, Pattern | PatternProblem>();

/** A pattern, or why it is refused. What was parsed is kept for the next call. */
export function readPattern(source: string): Pattern | PatternProblem {
  const found = known.get(source);
  if (found) return found;
  const read = parseAll(source);
  if (known.size >= 1000) known.clear();
  known.set(source, read);
  return read;
}

/** A pattern that is known to be sound. */
export function parsePattern(source: string): Pattern {
  const pattern = readPattern(source);
  if ("node" in pattern) return pattern;
  throw new TypeError(`A pattern that was refused is used: ${pattern.message}`);
}

function parseAll(source: string): Pattern | PatternProblem {
  const parser: Parser = { reader: new PatternReader(source), groupCount: 0 };
  try {
    const node = readChoice(parser, 0);
    if (parser.reader.peek() === ")")
      refuseSyntax(
        "a parenthesis that closes nothing",
        parser.reader.place,
        "Write \\) for a parenthesis itself.",
      );
    if (writtenOut(node) > largestPattern)
      refuseSize(`more than ${largestPattern} parts with its repeats written out`);
    return Object.freeze({ source, node, groupCount: parser.groupCount });
  } catch (error) {
    if (error instanceof PatternRefusal) return error.problem;
    throw error;
  }
}

const refuseSize = (what: string): never => {
  throw new PatternRefusal({
    code: "T1253",
    message: `the pattern has ${what}`,
    cure: "Use smaller counts, or + and * where there is no real bound.",
  });
};

interface Parser {
  readonly reader: PatternReader;
  groupCount: number;
}

function readChoice(parser: Parser, depth: number): PatternNode {
  if (depth > deepestGroup) refuseSize(`groups more than ${deepestGroup} deep`);
  const options = [readSequence(parser, depth)];
  while (parser.reader.takeIf("|")) options.push(readSequence(parser, depth));
  return options.length === 1 ? options[0]! : { kind: "choice", options };
}

function readSequence(parser: Parser, depth: number): PatternNode {
  const parts: PatternNode[] = [];
  while (!["", "|", ")"].includes(parser.reader.peek())) parts.push(readTerm(parser, depth));
  return parts.length === 1 ? parts[0]! : { kind: "sequence", parts };
}

/** One atom with what repeats it. */
function readTerm(parser: Parser, depth: number): PatternNode {
  const { reader } = parser;
  const place = reader.place;
  const body = readAtom(parser, depth);
  const counts = readCounts(reader);
  if (!counts) return body;
  const [least, most] = counts;
  if (reader.peek() === "+")
    refuseConstruct(
      "a possessive repeat",
      reader.place,
      "Leave the second + out, or put a group around the first.",
    );
  const lazy = reader.takeIf("?");
  if (isRepeat(reader)) refuseSyntax("a repeat of a repeat", reader.place, "Put (?:…) around the first.");
  checkRepeated(body, most, place);
  return { kind: "repeat", body, least, most, lazy };
}

function checkRepeated(body: PatternNode, most: number, place: number): void {
  if (canBeEmpty(body))
    throw new PatternRefusal({
      code: "T1252",
      message: `the part at place ${place} of the pattern is repeated and can match nothing: engines count such repeats differently`,
      cure: "Let the repeated part take at least one character: (?:a+)* is a*, and (?:a|b*)+ is (?:a|b+)*.",
    });
  if (hasCapture(body) && most > 1)
    throw new PatternRefusal({
      code: "T1252",
      message: `the part at place ${place} of the pattern is repeated and captures: engines keep different repeats`,
      cure: "Write (?:…) for a group that does not capture, or put the parentheses around the repeat.",
    });
}

const isRepeat = (reader: PatternReader): boolean => ["*", "+", "?", "{"].includes(reader.peek());

function readCounts(reader: PatternReader): readonly [least: number, most: number] | undefined {
  if (reader.takeIf("*")) return [0, Infinity];
  if (reader.takeIf("+")) return [1, Infinity];
  if (reader.takeIf("?")) return [0, 1];
  const place = reader.place;
  if (!reader.takeIf("{")) return undefined;
  const digits = (): string => reader.takeWhile((point) => /^[0-9]$/.test(point));
  const low = digits();
  const high = reader.takeIf(",") ? digits() || Infinity : low;
  const [least, most] = [Number(low), Number(high)];
  if (low === "" || !reader.takeIf("}") || least > most || most === 0)
    return refuseSyntax(
      "a count that is none",
      place,
      "Write {2}, {2,} or {2,5}, or \\{ for a brace itself.",
    );
  if (least > mostRepeats || (most > mostRepeats && most !== Infinity))
    return refuseSize(`a count above ${mostRepeats} at place ${place}`);
  return [least, most];
}

const places: Readonly<Record<string, PatternPlace>> = { "^": "start", $: "end" };

function readAtom(parser: Parser, depth: number): PatternNode {
  const { reader } = parser;
  const place = reader.place;
  if (isRepeat(reader))
    refuseSyntax(
      `${reader.peek()} with nothing before it`,
      place,
      `Write \\${reader.peek()} for the character itself.`,
    );
  const point = reader.take();
  const at = places[point];
  if (at) return { kind: "place", at };
  if (point === "(") return readGroup(parser, depth, place);
  if (point === "[") return readClass(reader);
  if (point === ".") return { kind: "set", ranges: anyButLineFeed };
  if (point === "]" || point === "}")
    refuseSyntax(`${point} that closes nothing`, place, `Write \\${point} for the character itself.`);
  if (point !== "\\") return pointSet(point.codePointAt(0)!);
  if (reader.takeIf("b")) return { kind: "place", at: "wordEdge" };
  const escape = readEscape(reader);
  return escape.kind === "point" ? pointSet(escape.point) : { kind: "set", ranges: escape.ranges };
}

const pointSet = (point: number): PatternNode => ({ kind: "set", ranges: [[point, point]] });

function readGroup(parser: Parser, depth: number, place: number): PatternNode {
  const { reader } = parser;
  const captures = !reader.takeIf("?:");
  if (captures && reader.takeIf("?")) refuseGroup(reader, place);
  const number = captures ? ++parser.groupCount : 0;
  const body = readChoice(parser, depth + 1);
  if (!reader.takeIf(")")) refuseSyntax("a group that is not closed", place, "Close it with ).");
  return { kind: "group", number, body };
}

/** Names the kind of group that begins with a question mark, which is taken. */
function refuseGroup(reader: PatternReader, place: number): never {
  if (reader.takeIf("=") || reader.takeIf("!"))
    return refuseConstruct("a lookahead", place, "Test with a second matches(), or extract() a group.");
  if (reader.takeIf("<=") || reader.takeIf("<!"))
    return refuseConstruct(
      "a lookbehind",
      place,
      "Put what stands before into the pattern and extract() a group.",
    );
  if (reader.takeIf("<") || reader.takeIf("P") || reader.takeIf("'"))
    return refuseConstruct("a named group", place, "Write (…) and use its number.");
  if (reader.takeIf(">")) return refuseConstruct("an atomic group", place, "Write (?:…).");
  return refuseConstruct(
    "a flag or another group of its own kind",
    place,
    "Write (?:…); for any case, use lower() first.",
  );
}
