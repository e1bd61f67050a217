import type { Sql } from "../../sql.ts";

/** One word, name, constant or sign of a statement. */
export interface Token {
  readonly kind: "token";
  readonly text: string;
  /** A space stands before it. */
  readonly spaced: boolean;
}

/** What stands in brackets, parted by commas. */
export interface Group {
  readonly kind: "group";
  readonly open: string;
  readonly close: string;
  readonly items: readonly Sequence[];
  readonly spaced: boolean;
}

/** CASE … END. */
export interface Case {
  readonly kind: "case";
  readonly operand: Sequence;
  readonly branches: readonly { readonly when: Sequence; readonly then: Sequence }[];
  readonly otherwise: Sequence | undefined;
  readonly spaced: boolean;
}

/** A piece of SQL as a tree of brackets and CASEs; operators are not parsed. */
export type Piece = Token | Group | Case;
export type Sequence = readonly Piece[];

const number = String.raw`[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?`;
const tokenPattern = new RegExp(
  String.raw`(\s*)("(?:[^"]|"")*"|'(?:[^']|'')*'|${number}|[A-Za-z_]\w*|\|\||->|::|<=|>=|<>|!=|\S)`,
  "gy",
);
const closers: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };
/** After one of these a minus belongs to the number behind it. */
const beforeSign = /^(?:[-+*/%<>=,([{]|<=|>=|<>|\|\||WHEN|THEN|ELSE|AND|OR|BETWEEN|IN|CASE)$/;

/** Reads SQL that our own emitters wrote. Texts, names and numbers stay one token each, so nothing in them can change. */
export function parseTokens({ text }: Sql): Sequence {
  const tokens = tokensOf(text.trim());
  const { sequence, next } = readSequence(tokens, 0, []);
  if (next < tokens.length) throw new SyntaxError(`Unpaired ${tokens[next]!.text} in SQL`);
  return sequence;
}

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const [, space, token] of text.matchAll(tokenPattern)) {
    const before = tokens.at(-1);
    const sign = tokens.at(-2);
    const isNegative =
      before?.text === "-" && space === "" && /^[0-9]/.test(token!) && (!sign || beforeSign.test(sign.text));
    if (isNegative) tokens[tokens.length - 1] = { ...before, text: `-${token}` };
    else tokens.push({ kind: "token", text: token!, spaced: space !== "" });
  }
  return tokens;
}

interface Read {
  readonly sequence: Sequence;
  /** The place of the token that ended it. */
  readonly next: number;
}

function readSequence(tokens: readonly Token[], from: number, enders: readonly string[]): Read {
  const sequence: Piece[] = [];
  let at = from;
  while (at < tokens.length) {
    const token = tokens[at]!;
    if (enders.includes(token.text)) break;
    const close = closers[token.text];
    const read = close
      ? readGroup(tokens, at, close)
      : token.text === "CASE"
        ? readCase(tokens, at)
        : undefined;
    sequence.push(read ? read.piece : token);
    at = read ? read.next : at + 1;
  }
  return { sequence, next: at };
}

function readGroup(tokens: readonly Token[], from: number, close: string): { piece: Group; next: number } {
  const { text: open, spaced } = tokens[from]!;
  const items: Sequence[] = [];
  let at = from;
  do {
    const { sequence, next } = readSequence(tokens, at + 1, [",", close]);
    if (sequence.length > 0) items.push(sequence);
    at = next;
  } while (tokens[at]?.text === ",");
  if (tokens[at]?.text !== close) throw new SyntaxError(`Unclosed ${open} in SQL`);
  return { piece: { kind: "group", open, close, items, spaced }, next: at + 1 };
}

function readCase(tokens: readonly Token[], from: number): { piece: Case; next: number } {
  const { sequence: operand, next: first } = readSequence(tokens, from + 1, ["WHEN"]);
  const branches: { when: Sequence; then: Sequence }[] = [];
  let at = first;
  while (tokens[at]?.text === "WHEN") {
    const when = readSequence(tokens, at + 1, ["THEN"]);
    const then = readSequence(tokens, when.next + 1, ["WHEN", "ELSE", "END"]);
    branches.push({ when: when.sequence, then: then.sequence });
    at = then.next;
  }
  const last = tokens[at]?.text === "ELSE" ? readSequence(tokens, at + 1, ["END"]) : undefined;
  const end = last ? last.next : at;
  if (tokens[end]?.text !== "END") throw new SyntaxError("CASE without END in SQL");
  const piece: Case = {
    kind: "case",
    operand,
    branches,
    otherwise: last?.sequence,
    spaced: tokens[from]!.spaced,
  };
  return { piece, next: end + 1 };
}
