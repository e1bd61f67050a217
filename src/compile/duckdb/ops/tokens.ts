import { betweenWordsRe2, stopWords, type CallExpr } from "../../../ir/index.ts";
import { integerLiteral, joinSql, sql, textLiteral, type Sql } from "../../sql.ts";
import { fragment, typeBound, type Fragment, type OpEmitter, type SqlEmitter } from "../fragment.ts";
import { itemsSql } from "./lists.ts";
import { constant, simple } from "./shared.ts";
import { lowerSql } from "./text.ts";

const space = textLiteral(" ");
const itemsOf = ({ args }: CallExpr, emitter: SqlEmitter): Fragment => itemsSql(args[0]!, space, emitter);

/** A list of words made of another. */
const onWords =
  (write: (items: Sql, call: CallExpr) => Sql): OpEmitter =>
  (call, emitter) => {
    const items = itemsOf(call, emitter);
    return fragment(sql`array_to_string(${write(items.sql, call)}, ' ')`, [items], typeBound(call));
  };

const without = (items: Sql, words: readonly string[]): Sql =>
  sql`list_filter(${items}, lambda tandem_item: NOT list_contains([${joinSql(words.map(textLiteral))}], tandem_item))`;

/** All runs of each size, as one list; `length` units long, each made by `run` of its first place. */
function runs({ args }: CallExpr, length: Sql, run: (place: Sql, size: Sql) => Sql): Sql {
  const [from, to] = [Number(constant(args[1]!)), Number(constant(args[2]!))];
  const sizes = Array.from({ length: to - from + 1 }, (_, at) => integerLiteral(from + at));
  const lists = sizes.map(
    (size) =>
      sql`list_transform(range(1, ${length} - ${size} + 2), lambda tandem_place: ${run(sql`tandem_place`, size)})`,
  );
  return sql`array_to_string(flatten([${joinSql(lists)}]), ' ')`;
}

/** SQL of the words of texts. */
export const tokens = {
  tokenize: simple(
    ([a]) => sql`trim(regexp_replace(${lowerSql(a!)}, ${textLiteral(betweenWordsRe2)}, ' ', 'g'), ' ')`,
  ),
  removeStopWords: onWords((items) => without(items, stopWords)),
  removeWords: onWords((items, { args }) =>
    without(
      items,
      args.slice(1).map((arg) => String(constant(arg))),
    ),
  ),
  wordNgrams: (call, emitter) => {
    const items = itemsOf(call, emitter);
    const run = (place: Sql, size: Sql): Sql =>
      sql`array_to_string(list_slice(${items.sql}, tandem_place, ${place} + ${size} - 1), '_')`;
    const all = runs(call, sql`len(${items.sql})`, run);
    return fragment(sql`CASE WHEN ${items.sql} IS NOT NULL THEN ${all} END`, [items], typeBound(call));
  },
  characterNgrams: (call, emitter) => {
    const a = emitter.value(call.args[0]!);
    const one = sql`regexp_replace(trim(${a.sql}, ${textLiteral(" \t\n\r")}), ${textLiteral("[ \\t\\n\\r]+")}, '_', 'g')`;
    const text = emitter.hoist(fragment(one, [a], Infinity));
    const all = runs(
      call,
      sql`length(${text.sql})`,
      (place, size) => sql`substring(${text.sql}, ${place}, ${size})`,
    );
    return fragment(sql`CASE WHEN ${text.sql} IS NOT NULL THEN ${all} END`, [text], typeBound(call));
  },
  hashTokens: onWords((items, { args }) => {
    const buckets = integerLiteral(Number(constant(args[1]!)));
    return sql`list_transform(${items}, lambda tandem_item: CAST(CAST('0x' || substring(md5(tandem_item), 1, 8) AS BIGINT) % ${buckets} AS VARCHAR))`;
  }),
} satisfies Record<string, OpEmitter>;
