/** A piece of what takes a match's place: a text, or the number of a group (0 is the whole match). */
export type ReplacementPart = string | number;

/** A replacement in pieces, or undefined where a `$` is followed by neither a digit nor another `$`. */
export function parseReplacement(text: string): readonly ReplacementPart[] | undefined {
  const parts: ReplacementPart[] = [];
  for (const [piece] of text.matchAll(/\$[0-9]|\$\$|\$|[^$]+/gu)) {
    if (piece === "$") return undefined;
    if (piece === "$$") parts.push("$");
    else parts.push(piece.startsWith("$") ? Number(piece.slice(1)) : piece);
  }
  return parts;
}

/** For JavaScript's `replace`: two digits, so that a digit behind them stays a digit. */
export const javascriptReplacement = (parts: readonly ReplacementPart[]): string =>
  parts
    .map((part) =>
      typeof part === "string" ? part.replaceAll("$", "$$$$") : part === 0 ? "$&" : `$0${part}`,
    )
    .join("");

/** For RE2. */
export const re2Replacement = (parts: readonly ReplacementPart[]): string =>
  parts.map((part) => (typeof part === "string" ? part.replaceAll("\\", "\\\\") : `\\${part}`)).join("");
