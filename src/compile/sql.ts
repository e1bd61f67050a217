/**
 * A piece of SQL that was built from typed parts. The engine takes nothing else, so that text from outside can only
 * ever enter a statement as an identifier or a literal.
 */
export interface Sql {
  readonly kind: "sql";
  readonly text: string;
}

type Part = Sql | number | boolean | null;

/**
 * Builds SQL from a template: pieces of SQL, numbers, booleans and null may stand in it; names go through `identifier`
 * and text through `textLiteral`.
 * @example
 * sql`SELECT count(*) FROM ${identifier("my table")} WHERE x > ${3}`
 */
export function sql(strings: TemplateStringsArray, ...parts: readonly Part[]): Sql {
  return raw(strings.map((string, at) => string + (at < parts.length ? partText(parts[at]!) : "")).join(""));
}

function partText(part: Part): string {
  if (part === null) return "NULL";
  if (typeof part === "boolean") return part ? "TRUE" : "FALSE";
  if (typeof part === "number") return numberLiteral(part).text;
  return part.text;
}

const raw = (text: string): Sql => Object.freeze({ kind: "sql", text });

/**
 * The one door by which text from outside becomes SQL: a whole SELECT statement in brackets, that a user wrote as a source.
 * Only `data/collect-sql.ts` may come through it, after `checkSql` has read the statement with the engine's own parser, and
 * only into an engine that is locked away from files, network and settings. The brackets stand on lines of their own, so
 * that a comment at the end hides nothing.
 */
export const checkedStatement = (text: string): Sql => raw(`(\n${text}\n)`);

/** A name as a quoted identifier. */
export const identifier = (name: string): Sql => raw(`"${name.replaceAll('"', '""')}"`);

/** A text as a string literal. A zero character cannot stand in SQL text and is built with chr(0). */
export function textLiteral(value: string): Sql {
  const pieces = value.split("\0").map((piece) => `'${piece.replaceAll("'", "''")}'`);
  return raw(pieces.length === 1 ? pieces[0]! : `(${pieces.join(" || chr(0) || ")})`);
}

/** A finite number as a DOUBLE literal, never a DECIMAL one. */
function numberLiteral(value: number): Sql {
  if (!Number.isFinite(value)) throw new RangeError(`${value} cannot stand in SQL`);
  const text = String(value + 0);
  return raw(text.includes("e") ? text : `${text}e0`);
}

/** A whole number as an integer literal, for places that take no DOUBLE (LIMIT, list positions). */
export function integerLiteral(value: number): Sql {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is no whole number`);
  return raw(String(value + 0));
}

/** Lines of words before a statement. What would end a line is a space in them, so no text can leave its comment. */
export const commentSql = (words: readonly string[]): Sql =>
  raw(words.map((line) => `-- ${line.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ")}`.trimEnd()).join("\n"));

/** Pieces put together with a separator: `, ` unless another is given. */
export const joinSql = (pieces: readonly Sql[], separator: Sql = raw(", ")): Sql =>
  raw(pieces.map(({ text }) => text).join(separator.text));
