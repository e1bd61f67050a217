import type { Group, Piece, Sequence } from "./parse-tokens.ts";

/** How tightly an operator of DuckDB binds (its grammar is PostgreSQL's); what is not here is not touched. */
const strengths: Readonly<Record<string, number>> = {
  AS: 0,
  OR: 1,
  AND: 2,
  IS: 4,
  "=": 5,
  "<>": 5,
  "<": 5,
  ">": 5,
  "<=": 5,
  ">=": 5,
  "+": 8,
  "-": 8,
  "*": 9,
  "/": 9,
  "%": 9,
};
const [arithmetic, single] = [8, 11];

/** Takes away parentheses around what means the same without them. */
export function dropParentheses(sequence: Sequence): Sequence {
  const inner = sequence.map(dropInside);
  const [only, ...others] = inner;
  if (only && others.length === 0 && isPlainGroup(only, undefined)) return unwrapped(only);
  return inner.flatMap((piece, at) =>
    isPlainGroup(piece, inner[at - 1]) && isLoose(piece, inner[at - 1], inner[at + 1])
      ? unwrapped(piece)
      : [piece],
  );
}

function dropInside(piece: Piece): Piece {
  switch (piece.kind) {
    case "token":
      return piece;
    case "group":
      return { ...piece, items: piece.items.map(dropParentheses) };
    case "case":
      return {
        ...piece,
        operand: dropParentheses(piece.operand),
        branches: piece.branches.map(({ when, then }) => ({
          when: dropParentheses(when),
          then: dropParentheses(then),
        })),
        otherwise: piece.otherwise && dropParentheses(piece.otherwise),
      };
  }
}

/** Parentheses around one value: those of a function stand right behind its name, those of IN behind IN. */
const isPlainGroup = (piece: Piece, before: Piece | undefined): piece is Group =>
  piece.kind === "group" &&
  piece.open === "(" &&
  piece.items.length === 1 &&
  (before === undefined || strengthOf(before) !== undefined);

const unwrapped = ({ items, spaced }: Group): Sequence =>
  items[0]!.map((piece, at) => (at === 0 ? { ...piece, spaced } : piece));

/** True when what is inside binds more tightly than what is on both sides. */
function isLoose(group: Group, before: Piece | undefined, after: Piece | undefined): boolean {
  const inside = weakestOf(group.items[0]!);
  const left = before ? strengthOf(before) : 0;
  const right = after ? strengthOf(after) : 0;
  if (inside === undefined || left === undefined || right === undefined) return false;
  // AND within OR means the same without parentheses, but is read more easily with them.
  if (inside <= 2 && (left > 0 || right > 0)) return false;
  return inside > left && (inside > right || (inside === right && inside >= arithmetic));
}

/** The strength of the weakest operator; undefined where there is one that we do not know. */
function weakestOf(sequence: Sequence): number | undefined {
  let weakest = single;
  let afterValue = false;
  for (const piece of sequence) {
    const strength = strengthOf(piece);
    if (strength !== undefined) {
      if (!afterValue) return undefined;
      weakest = Math.min(weakest, strength);
      afterValue = false;
    } else if (isUnknown(piece)) return undefined;
    else afterValue = true;
  }
  return weakest;
}

const strengthOf = (piece: Piece): number | undefined =>
  piece.kind === "token" ? strengths[piece.text] : undefined;

/** A sign or a word that may be an operator. */
const isUnknown = (piece: Piece): boolean =>
  piece.kind === "token" &&
  (/^(?:BETWEEN|IN|LIKE|NOT|SIMILAR|GLOB|COLLATE|AT|OVER)$/i.test(piece.text) ||
    /^[^\w"'-]|^-$/.test(piece.text));
