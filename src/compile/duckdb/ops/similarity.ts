import { longestCompared, mostCommonLetters } from "../../../ir/index.ts";
import { integerLiteral, sql, textLiteral, type Sql } from "../../sql.ts";
import { fragment, type Fragment, type OpEmitter, type SqlEmitter } from "../fragment.ts";

/** One byte for each letter that two texts have in common; 1 and 2 stand for the letters that only one of them has. */
const bytes = textLiteral(
  String.fromCodePoint(...Array.from({ length: mostCommonLetters }, (_, at) => at + 3)),
);
const longest = integerLiteral(longestCompared);
const mostLetters = integerLiteral(mostCommonLetters);

const letters = (text: Sql): Sql => sql`string_split(${text}, '')`;

/** A text with one byte for each code point, so that what the engine counts in bytes is counted in code points. */
const inBytes = (text: Sql, common: Sql, others: number): Sql =>
  sql`array_to_string(list_transform(${letters(text)}, lambda tandem_letter: coalesce(substring(${bytes}, list_position(${common}, tandem_letter), 1), chr(${integerLiteral(others)}))), '')`;

/** A function of the engine that compares bytes, used on code points. */
const byLetter =
  (compare: (a: Sql, b: Sql) => Sql, bound: number): OpEmitter =>
  ({ args }, emitter) => {
    const [a, b] = [emitter.atom(args[0]!), emitter.atom(args[1]!)];
    const common = commonLetters(a, b, emitter);
    const [left, right] = [inBytes(a.sql, common.sql, 1), inBytes(b.sql, common.sql, 2)];
    return fragment(
      sql`CASE WHEN length(${a.sql}) > ${longest} OR length(${b.sql}) > ${longest} OR len(${common.sql}) > ${mostLetters} THEN NULL WHEN ${isPlain(a.sql, b.sql)} THEN ${compare(a.sql, b.sql)} ELSE ${compare(left, right)} END`,
      [a, b, common],
      bound,
    );
  };

/** Texts that need no bytes of their own. */
const isPlain = (a: Sql, b: Sql): Sql =>
  sql`strlen(${a}) = length(${a}) AND strlen(${b}) = length(${b}) AND least(length(${a}), length(${b})) <= ${mostLetters}`;

/** The different letters that two texts have in common, as a list in a column of its own; not needed for short ASCII. */
function commonLetters(a: Fragment, b: Fragment, emitter: SqlEmitter): Fragment {
  const list = sql`list_distinct(list_intersect(${letters(a.sql)}, ${letters(b.sql)}))`;
  return emitter.hoist(
    fragment(sql`CASE WHEN NOT (${isPlain(a.sql, b.sql)}) THEN ${list} END`, [a, b], Infinity),
  );
}

const trigrams = (text: Sql): Sql =>
  sql`list_distinct(list_transform(range(1, length(${text}) - 1), lambda tandem_place: substring(${text}, tandem_place, 3)))`;

/** SQL of the comparisons of texts. */
export const similarity = {
  editDistance: byLetter((a, b) => sql`CAST(levenshtein(${a}, ${b}) AS DOUBLE)`, longestCompared),
  jaroWinkler: byLetter(
    (a, b) => sql`CASE WHEN ${a} = ${b} THEN 1e0 ELSE jaro_winkler_similarity(${a}, ${b}) END`,
    1,
  ),
  trigramSimilarity: ({ args }, emitter) => {
    const lists = args.map((arg) => {
      const a = emitter.value(arg);
      const padded = emitter.hoist(fragment(sql`('  ' || ${a.sql} || ' ')`, [a], Infinity));
      return emitter.hoist(fragment(trigrams(padded.sql), [padded], Infinity));
    });
    const [left, right] = lists;
    const common = emitter.hoist(
      fragment(sql`CAST(len(list_intersect(${left!.sql}, ${right!.sql})) AS DOUBLE)`, lists, 2 ** 31),
    );
    return fragment(
      sql`(${common.sql} / (len(${left!.sql}) + len(${right!.sql}) - ${common.sql}))`,
      [...lists, common],
      1,
    );
  },
} satisfies Record<string, OpEmitter>;
