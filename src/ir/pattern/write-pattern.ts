import type { CodePointRange, Pattern, PatternNode, PatternPlace } from "./pattern.ts";

/** How an engine writes what engines write differently. */
interface PatternSyntax {
  readonly places: Readonly<Record<PatternPlace, string>>;
  readonly point: (hexDigits: string) => string;
}

const javascriptSyntax: PatternSyntax = {
  places: { start: "^", end: "$", wordEdge: "\\b" },
  point: (hexDigits) => `\\u{${hexDigits}}`,
};
const re2Syntax: PatternSyntax = {
  places: { start: "\\A", end: "\\z", wordEdge: "\\b" },
  point: (hexDigits) => `\\x{${hexDigits}}`,
};

/** A pattern for JavaScript's RegExp with the flag `u`. */
export const javascriptPattern = ({ node }: Pattern): string => write(node, javascriptSyntax);

/** A pattern for the RE2 library, which DuckDB uses. */
export const re2Pattern = ({ node }: Pattern): string => write(node, re2Syntax);

function write(node: PatternNode, syntax: PatternSyntax): string {
  switch (node.kind) {
    case "set":
      return writeSet(node.ranges, syntax);
    case "place":
      return syntax.places[node.at];
    case "group":
      return `(${node.number > 0 ? "" : "?:"}${write(node.body, syntax)})`;
    case "sequence":
      return node.parts.map((part) => write(part, syntax)).join("");
    case "choice":
      return node.options.map((option) => write(option, syntax)).join("|");
    case "repeat":
      return `${write(node.body, syntax)}${counts(node.least, node.most)}${node.lazy ? "?" : ""}`;
  }
}

const counts = (least: number, most: number): string => {
  if (most === Infinity) return least === 0 ? "*" : least === 1 ? "+" : `{${least},}`;
  if (least === 0 && most === 1) return "?";
  return least === most ? `{${least}}` : `{${least},${most}}`;
};

function writeSet(ranges: readonly CodePointRange[], syntax: PatternSyntax): string {
  const [[from, to]] = ranges as readonly [CodePointRange];
  if (ranges.length === 1 && from === to) return writePoint(from, syntax);
  const parts = ranges.map(([low, high]) =>
    low === high ? writePoint(low, syntax) : `${writePoint(low, syntax)}-${writePoint(high, syntax)}`,
  );
  return `[${parts.join("")}]`;
}

/** Letters and digits stand as they are; all else by number, so that nothing can mean something. */
const writePoint = (point: number, { point: numbered }: PatternSyntax): string => {
  const text = String.fromCodePoint(point);
  return /^[0-9A-Za-z _]$/.test(text) ? text : numbered(point.toString(16));
};
