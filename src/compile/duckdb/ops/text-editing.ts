import { accented, combiningMarks, unaccented } from "../../../ir/index.ts";
import { integerLiteral, joinSql, sql, textLiteral, type Sql } from "../../sql.ts";
import { fragment, typeBound, type OpEmitter } from "../fragment.ts";
import { constant, place, repeated, simple } from "./shared.ts";
import { lowerSql, upperSql } from "./text.ts";

const blanks = textLiteral(" \t\n\r");

/** Without accents: marks without a letter of their own in the second list fall away. */
const unaccentedSql = (text: Sql): Sql =>
  sql`translate(${text}, ${textLiteral(accented + combiningMarks)}, ${textLiteral(unaccented)})`;

/** Cuts at a constant place or count. */
const cut =
  (name: Sql): OpEmitter =>
  (call, emitter) => {
    const a = emitter.value(call.args[0]!);
    return fragment(sql`${name}(${a.sql}, ${place(call.args[1]!)})`, [a], typeBound(call));
  };

/** Pads where the text is shorter; the engine's own padding would cut a longer one. */
const pad =
  (name: Sql): OpEmitter =>
  (call, emitter) => {
    const a = emitter.atom(call.args[0]!);
    const length = integerLiteral(Number(constant(call.args[1]!)));
    const fill = textLiteral(String(constant(call.args[2]!)));
    return fragment(
      sql`CASE WHEN length(${a.sql}) < ${length} THEN ${name}(${a.sql}, ${length}, ${fill}) ELSE ${a.sql} END`,
      [a],
      typeBound(call),
    );
  };

/** SQL of the operations that clean text and cut it. */
export const textEditing = {
  trimStart: simple(([a]) => sql`ltrim(${a!}, ${blanks})`),
  trimEnd: simple(([a]) => sql`rtrim(${a!}, ${blanks})`),
  normalizeSpaces: simple(
    ([a]) => sql`trim(regexp_replace(${a!}, ${textLiteral("[ \\t\\n\\r]+")}, ' ', 'g'), ' ')`,
  ),
  padStart: pad(sql`lpad`),
  padEnd: pad(sql`rpad`),
  left: cut(sql`left`),
  right: cut(sql`right`),
  textBefore: simple(([a, separator]) => sql`split_part(${a!}, ${separator!}, 1)`),
  textAfter: repeated(
    ([a, separator]) =>
      sql`CASE WHEN contains(${a!}, ${separator!}) THEN substring(${a!}, strpos(${a!}, ${separator!}) + length(${separator!})) ELSE CASE WHEN ${a!} IS NOT NULL THEN '' END END`,
  ),
  countOf: repeated(
    ([a, b]) =>
      sql`CASE WHEN ${b!} = '' THEN 0e0 * length(${a!}) ELSE CAST((length(${a!}) - length(replace(${a!}, ${b!}, ''))) // length(${b!}) AS DOUBLE) END`,
    () => 2 ** 31,
  ),
  containsAny: repeated(
    ([a, ...parts]) =>
      sql`(${joinSql(
        parts.map((part) => sql`contains(${a!}, ${part})`),
        sql` OR `,
      )})`,
  ),
  isBlank: simple(([a]) => sql`(trim(${a!}, ${blanks}) = '')`),
  capitalize: repeated(
    ([a]) => sql`(${upperSql(sql`left(${a!}, 1)`)} || ${lowerSql(sql`substring(${a!}, 2)`)})`,
  ),
  removeAccents: simple(([a]) => unaccentedSql(a!)),
  digitsOnly: simple(([a]) => sql`regexp_replace(${a!}, '[^0-9]+', '', 'g')`),
  slug: simple(
    ([a]) => sql`trim(regexp_replace(${lowerSql(unaccentedSql(a!))}, '[^a-z0-9]+', '-', 'g'), '-')`,
  ),
  hashText: simple(([a]) => sql`md5(${a!})`),
} satisfies Record<string, OpEmitter>;
