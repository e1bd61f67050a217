import {
  parsePattern,
  parseReplacement,
  re2Pattern,
  re2Replacement,
  type CallExpr,
} from "../../../ir/index.ts";
import { integerLiteral, sql, textLiteral, type Sql } from "../../sql.ts";
import { fragment, typeBound, type Fragment, type OpEmitter, type SqlEmitter } from "../fragment.ts";
import { constant } from "./shared.ts";

/** A pattern as RE2 reads it, and the condition that it stands in a text. */
interface WrittenPattern {
  readonly sql: Sql;
  readonly test: (text: Sql) => Sql;
}

function writtenPattern(source: string): WrittenPattern {
  const written = re2Pattern(parsePattern(source));
  // DuckDB 1.5.5 makes LIKE of a test for letters and anchors, and takes `\zb` for b at the end. In a group it does not.
  const grouped = textLiteral(`(${written})`);
  return { sql: textLiteral(written), test: (text) => sql`regexp_matches(${text}, ${grouped})` };
}

type Read = (call: CallExpr, emitter: SqlEmitter) => Fragment;
const once: Read = ({ args }, emitter) => emitter.value(args[0]!);
const often: Read = ({ args }, emitter) => emitter.atom(args[0]!);

const withPattern =
  (
    read: Read,
    write: (text: Sql, pattern: WrittenPattern, call: CallExpr) => Sql,
    bound?: number,
  ): OpEmitter =>
  (call, emitter) => {
    const text = read(call, emitter);
    const pattern = writtenPattern(String(constant(call.args[1]!)));
    return fragment(write(text.sql, pattern, call), [text], bound ?? typeBound(call));
  };

/** SQL of patterns. DuckDB matches with RE2, in time that grows with the text alone. */
export const patterns = {
  matches: withPattern(once, (text, pattern) => pattern.test(text)),
  extract: withPattern(often, (text, pattern, { args }) => {
    const group = integerLiteral(args[2] ? Number(constant(args[2])) : 0);
    return sql`CASE WHEN ${pattern.test(text)} THEN regexp_extract(${text}, ${pattern.sql}, ${group}) END`;
  }),
  replaceMatches: withPattern(once, (text, pattern, { args }) => {
    const replacement = re2Replacement(parseReplacement(String(constant(args[2]!))) ?? []);
    return sql`regexp_replace(${text}, ${pattern.sql}, ${textLiteral(replacement)}, 'g')`;
  }),
  countMatches: withPattern(
    often,
    (text, pattern) =>
      sql`CASE WHEN ${text} IS NOT NULL THEN CAST(len(regexp_extract_all(${text}, ${pattern.sql})) AS DOUBLE) END`,
    2 ** 31,
  ),
} satisfies Record<string, OpEmitter>;
