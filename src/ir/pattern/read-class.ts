import { complement, unite } from "./code-point-set.ts";
import type { CodePointRange, PatternNode } from "./pattern.ts";
import { refuseConstruct, refuseSyntax, type PatternReader } from "./pattern-reader.ts";
import { readEscape, type Escape } from "./read-escape.ts";

/** Reads a class up to its closing bracket; the opening one is taken. */
export function readClass(reader: PatternReader): PatternNode {
  const place = reader.place - 1;
  const negated = reader.takeIf("^");
  const ranges: CodePointRange[] = [];
  if (reader.peek() === "]")
    refuseSyntax("an empty class", place, "Name its characters; write \\] for a bracket itself.");
  while (!reader.takeIf("]")) {
    if (reader.peek() === "") refuseSyntax("a class that is not closed", place, "Close it with ].");
    ranges.push(...readItem(reader));
  }
  const found = negated ? complement(ranges) : unite(ranges);
  if (found.length === 0) refuseSyntax("a class without any character", place, "Leave it out.");
  return { kind: "set", ranges: found };
}

/** One character, one named set, or a range. */
function readItem(reader: PatternReader): readonly CodePointRange[] {
  const place = reader.place;
  const first = readPoint(reader);
  if (reader.peek() !== "-" || reader.peek(1) === "]" || reader.peek(1) === "") return rangesOf(first);
  reader.take();
  const last = readPoint(reader);
  if (first.kind !== "point" || last.kind !== "point" || first.point > last.point)
    return refuseSyntax(
      "a range that is none",
      place,
      "Write the smaller character first, and \\- for a hyphen itself.",
    );
  return [[first.point, last.point]];
}

const rangesOf = (item: Escape): readonly CodePointRange[] =>
  item.kind === "point" ? [[item.point, item.point]] : item.ranges;

function readPoint(reader: PatternReader): Escape {
  const place = reader.place;
  const point = reader.take();
  if (point === "[" && (reader.peek() === ":" || reader.peek() === "." || reader.peek() === "="))
    refuseConstruct("a POSIX class", place, "Write the characters, such as A-Za-z.");
  if (point === "[")
    refuseSyntax("a bracket inside a class", place, "Write \\[ for a bracket itself; classes do not nest.");
  if (point !== "\\") return { kind: "point", point: point.codePointAt(0)! };
  if (reader.peek() === "b" || reader.peek() === "B")
    refuseSyntax("a word edge inside a class", place, "Write \\x08 for a backspace; put \\b outside.");
  return readEscape(reader);
}
