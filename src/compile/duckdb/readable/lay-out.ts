import type { Sql } from "../../sql.ts";
import { dropParentheses } from "./drop-parentheses.ts";
import { shorten } from "./shorten.ts";
import { parseTokens, type Case, type Group, type Piece, type Sequence } from "./parse-tokens.ts";

/** Lines are broken to stay within this, where the text lets them. */
const lineWidth = 100;

/** SQL with line breaks and without what is needless in it; it stands at an indentation, which its lines keep. */
export const layOutSql = (given: Sql, indent: number): Sql =>
  Object.freeze({ kind: "sql", text: lines(shorten(dropParentheses(parseTokens(given))), indent) });

function lines(sequence: Sequence, indent: number): string {
  const short = flat(sequence);
  if (indent + short.length <= lineWidth) return short;
  const parts = splitAtWeakest(sequence);
  if (parts.length === 1)
    return sequence.map((piece, at) => space(piece, at) + broken(piece, indent)).join("");
  return parts
    .map((part, at) => (at === 0 ? lines(part, indent) : lines(part, indent + 2)))
    .join(`\n${" ".repeat(indent + 2)}`);
}

const space = (piece: Piece, at: number): string => (at > 0 && piece.spaced ? " " : "");

const flat = (sequence: Sequence): string =>
  sequence.map((piece, at) => space(piece, at) + flatPiece(piece)).join("");

function flatPiece(piece: Piece): string {
  switch (piece.kind) {
    case "token":
      return piece.text;
    case "group":
      return `${piece.open}${piece.items.map(flat).join(", ")}${piece.close}`;
    case "case":
      return [
        `CASE${piece.operand.length > 0 ? ` ${flat(piece.operand)}` : ""}`,
        ...piece.branches.map(({ when, then }) => `WHEN ${flat(when)} THEN ${flat(then)}`),
        ...(piece.otherwise ? [`ELSE ${flat(piece.otherwise)}`] : []),
        "END",
      ].join(" ");
  }
}

function broken(piece: Piece, indent: number): string {
  switch (piece.kind) {
    case "token":
      return piece.text;
    case "group":
      return brokenGroup(piece, indent);
    case "case":
      return brokenCase(piece, indent);
  }
}

function brokenGroup(group: Group, indent: number): string {
  const short = flatPiece(group);
  if (indent + short.length <= lineWidth || group.items.length === 0) return short;
  const margin = `\n${" ".repeat(indent + 2)}`;
  const isList =
    group.items.length > 4 && group.items.every((item) => item.length === 1 && flat(item).length <= 40);
  const content = isList
    ? filled(group.items.map(flat), indent + 2).join(margin)
    : group.items.map((item) => lines(item, indent + 2)).join(`,${margin}`);
  return `${group.open}${margin}${content}\n${" ".repeat(indent)}${group.close}`;
}

/** Constants side by side, as many as a line takes. */
function filled(items: readonly string[], indent: number): readonly string[] {
  const rows: string[] = [];
  for (const [at, item] of items.entries()) {
    const text = at < items.length - 1 ? `${item},` : item;
    const last = rows.at(-1);
    if (last !== undefined && indent + last.length + 1 + text.length <= lineWidth)
      rows[rows.length - 1] = `${last} ${text}`;
    else rows.push(text);
  }
  return rows;
}

function brokenCase({ operand, branches, otherwise }: Case, indent: number): string {
  const margin = `\n${" ".repeat(indent + 2)}`;
  const deeper = `\n${" ".repeat(indent + 4)}`;
  const cases = branches.map(({ when, then }) => {
    const short = `WHEN ${flat(when)} THEN ${flat(then)}`;
    if (indent + 2 + short.length <= lineWidth) return short;
    return `WHEN ${lines(when, indent + 7)} THEN${deeper}${lines(then, indent + 4)}`;
  });
  const last = otherwise ? [`ELSE ${lines(otherwise, indent + 2)}`] : [];
  const head = `CASE${operand.length > 0 ? ` ${lines(operand, indent + 5)}` : ""}`;
  return `${[head, ...cases, ...last].join(margin)}\n${" ".repeat(indent)}END`;
}

const levels: readonly ReadonlySet<string>[] = [
  new Set(["OR"]),
  new Set(["AND"]),
  new Set(["+", "-"]),
  new Set(["||"]),
];

/** Parts a sequence before each of its weakest operators; the AND of a BETWEEN is none. */
function splitAtWeakest(sequence: Sequence): readonly Sequence[] {
  for (const signs of levels) {
    const places = sequence.flatMap((piece, at) =>
      at > 0 && piece.kind === "token" && signs.has(piece.text) && !endsBetween(sequence, at) ? [at] : [],
    );
    if (places.length > 0)
      return [0, ...places].map((from, at) => sequence.slice(from, places[at] ?? sequence.length));
  }
  return [sequence];
}

function endsBetween(sequence: Sequence, at: number): boolean {
  const before = sequence
    .slice(0, at)
    .flatMap((piece) =>
      piece.kind === "token" && /^(?:AND|OR|BETWEEN)$/.test(piece.text) ? [piece.text] : [],
    );
  return before.at(-1) === "BETWEEN";
}
