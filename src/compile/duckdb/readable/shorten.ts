import type { Case, Piece, Sequence, Token } from "./parse-tokens.ts";

/** Writes the same in fewer words; every value stays the same to the bit. */
export function shorten(sequence: Sequence): Sequence {
  return signsJoined(singleMember(sequence.map(shortenPiece)));
}

function shortenPiece(piece: Piece): Piece {
  switch (piece.kind) {
    case "token":
      return piece;
    case "group":
      return { ...piece, items: piece.items.map(shorten) };
    case "case":
      return withPlainNulls(
        withoutElseCase({
          ...piece,
          operand: shorten(piece.operand),
          branches: piece.branches.map(({ when, then }) => ({ when: shorten(when), then: shorten(then) })),
          otherwise: piece.otherwise && shorten(piece.otherwise),
        }),
      );
  }
}

/** `ELSE CASE WHEN … END` goes on with the branches of the inner CASE. */
function withoutElseCase(given: Case): Case {
  const [inner, ...others] = given.otherwise ?? [];
  if (given.operand.length > 0 || others.length > 0 || inner?.kind !== "case" || inner.operand.length > 0)
    return given;
  return { ...given, branches: [...given.branches, ...inner.branches], otherwise: inner.otherwise };
}

/** A null needs no type of its own where another answer has one, and no ELSE at all. */
function withPlainNulls(given: Case): Case {
  const results = [...given.branches.map(({ then }) => then), ...(given.otherwise ? [given.otherwise] : [])];
  if (results.every(isNull)) return given;
  return {
    ...given,
    branches: given.branches.map(({ when, then }) => ({ when, then: isNull(then) ? [word("NULL")] : then })),
    otherwise: given.otherwise && !isNull(given.otherwise) ? given.otherwise : undefined,
  };
}

const word = (text: string): Token => ({ kind: "token", text, spaced: true });
const isWord = (piece: Piece | undefined, text: string): boolean =>
  piece?.kind === "token" && piece.text === text;

function isNull([first, second]: Sequence): boolean {
  if (isWord(first, "NULL")) return second === undefined;
  return isWord(first, "CAST") && second?.kind === "group" && isWord(second.items[0]?.[0], "NULL");
}

/** `x IN (1e0)` is `x = 1e0`. */
function singleMember(sequence: Sequence): Sequence {
  const [value, sign, list, ...others] = sequence;
  const [item, ...items] = list?.kind === "group" ? list.items : [];
  return value && item && items.length === 0 && others.length === 0 && isWord(sign, "IN")
    ? [value, word("="), ...item.map((piece, at) => (at === 0 ? { ...piece, spaced: true } : piece))]
    : sequence;
}

/** `a + -2e0 * b` is `a - 2e0 * b`: changing the sign of a product is exact. */
function signsJoined(sequence: Sequence): Sequence {
  return sequence.map((piece, at) => {
    const [before, after] = [sequence[at - 1], sequence[at + 1]];
    if (at > 0 && isWord(piece, "+") && isNegative(after)) return word("-");
    return isNegative(piece) && at > 1 && isWord(before, "+")
      ? { ...piece, text: piece.text.slice(1) }
      : piece;
  });
}

const isNegative = (piece: Piece | undefined): piece is Token =>
  piece?.kind === "token" && /^-[0-9]/.test(piece.text);
