import type { CallExpr, Expr } from "../../../ir/index.ts";
import { integerLiteral, sql, textLiteral, type Sql } from "../../sql.ts";
import { parsers } from "../emit-parse.ts";
import { fragment, typeBound, type Fragment, type OpEmitter, type SqlEmitter } from "../fragment.ts";
import { constant, place } from "./shared.ts";

const blanks = textLiteral(" \t\n\r");

/** Columns that hold the items of lists, so that each list is cut once for each row. */
const columns = new WeakMap<SqlEmitter, Map<string, Fragment>>();

/** A value that several operations need, in one column of an earlier stage. */
function shared(written: Sql, parts: readonly Fragment[], emitter: SqlEmitter): Fragment {
  const known = columns.get(emitter) ?? new Map<string, Fragment>();
  columns.set(emitter, known);
  const column = known.get(written.text) ?? emitter.hoist(fragment(written, parts, Infinity), "items");
  known.set(written.text, column);
  return column;
}

/** The items of a list: the parts between separators, trimmed, without the empty ones. */
export function itemsSql(list: Expr, separator: Sql, emitter: SqlEmitter): Fragment {
  const text = emitter.value(list);
  const parts = sql`list_transform(string_split(${text.sql}, ${separator}), lambda tandem_item: trim(tandem_item, ${blanks}))`;
  return shared(sql`list_filter(${parts}, lambda tandem_item: tandem_item <> '')`, [text], emitter);
}

const constantText = (expr: Expr): Sql => textLiteral(String(constant(expr)));

/** The items that are numbers, in their order. */
const numbersSql = (items: Sql): Sql =>
  sql`list_filter(list_transform(${items}, lambda tandem_item: ${parsers.float(sql`tandem_item`)}), lambda tandem_number: tandem_number IS NOT NULL)`;

const length = (list: Sql): Sql => sql`CAST(len(${list}) AS DOUBLE)`;
const longest = 2 ** 31;

/** An operation on the items of (list, separator, constants…). */
const onItems =
  (write: (items: Sql, separator: Sql, call: CallExpr) => Sql, bound?: number): OpEmitter =>
  (call, emitter) => {
    const separator = constantText(call.args[1]!);
    const items = itemsSql(call.args[0]!, separator, emitter);
    return fragment(write(items.sql, separator, call), [items], bound ?? typeBound(call));
  };

/** An operation on the numbers among the items. */
const onNumbers =
  (write: (numbers: Sql) => Sql, bound: number): OpEmitter =>
  (call, emitter) => {
    const items = itemsSql(call.args[0]!, constantText(call.args[1]!), emitter);
    const numbers = shared(numbersSql(items.sql), [items], emitter);
    return fragment(sql`CASE WHEN len(${numbers.sql}) > 0 THEN ${write(numbers.sql)} END`, [numbers], bound);
  };

/** From the left, as every target adds. */
const sum = (numbers: Sql): Sql =>
  sql`list_reduce(${numbers}, lambda tandem_sum, tandem_number: tandem_sum + tandem_number, 0e0)`;

/** An operation on (list, item, separator). */
const withItem =
  (write: (items: Sql, item: Sql) => Sql): OpEmitter =>
  (call, emitter) => {
    const items = itemsSql(call.args[0]!, constantText(call.args[2]!), emitter);
    const item = emitter.atom(call.args[1]!);
    const test = sql`${items.sql} IS NOT NULL AND ${item.sql} IS NOT NULL`;
    return fragment(sql`CASE WHEN ${test} THEN ${write(items.sql, item.sql)} END`, [items, item], longest);
  };

/** An operation on (list, list, separator), on how many different items both have and on all of them. */
const withList =
  (write: (common: Sql, all: Sql) => Sql): OpEmitter =>
  (call, emitter) => {
    const separator = constantText(call.args[2]!);
    const [left, right] = [call.args[0]!, call.args[1]!].map((list) =>
      itemsSql(list, separator, emitter),
    ) as [Fragment, Fragment];
    const common = shared(
      length(sql`list_intersect(list_distinct(${left.sql}), list_distinct(${right.sql}))`),
      [left, right],
      emitter,
    );
    const all = sql`(len(list_distinct(${left.sql})) + len(list_distinct(${right.sql})) - ${common.sql})`;
    const test = sql`${left.sql} IS NOT NULL AND ${right.sql} IS NOT NULL`;
    return fragment(
      sql`CASE WHEN ${test} THEN ${write(common.sql, all)} END`,
      [left, right, common],
      longest,
    );
  };

/** SQL of lists. */
export const lists = {
  listLength: onItems((items) => length(items), longest),
  listItem: onItems((items, _, { args }) => {
    const at = Math.max(-2147483647, Math.min(Number(constant(args[2]!)), 2147483647));
    return sql`list_extract(${items}, ${integerLiteral(at)})`;
  }),
  listSlice: onItems((items, separator, { args }) => {
    const [from, count] = [place(args[2]!), place(args[3]!)];
    return sql`array_to_string(list_slice(${items}, ${from}, CAST(${from} AS BIGINT) + ${count} - 1), ${separator})`;
  }),
  listDistinct: onItems(
    (items, separator) =>
      sql`array_to_string(list_filter(${items}, lambda tandem_item, tandem_place: list_position(${items}, tandem_item) = tandem_place), ${separator})`,
  ),
  listSort: onItems((items, separator) => sql`array_to_string(list_sort(${items}), ${separator})`),
  listJoin: onItems((items, _, { args }) => sql`array_to_string(${items}, ${constantText(args[2]!)})`),
  listSum: onNumbers(sum, Infinity),
  listMean: onNumbers((numbers) => sql`${sum(numbers)} / len(${numbers})`, Infinity),
  listMin: onNumbers((numbers) => sql`list_min(${numbers})`, Number.MAX_VALUE),
  listMax: onNumbers((numbers) => sql`list_max(${numbers})`, Number.MAX_VALUE),
  listContains: withItem((items, item) => sql`list_contains(${items}, ${item})`),
  listCount: withItem((items, item) =>
    length(sql`list_filter(${items}, lambda tandem_item: tandem_item = ${item})`),
  ),
  listPosition: withItem((items, item) => sql`CAST(coalesce(list_position(${items}, ${item}), 0) AS DOUBLE)`),
  listOverlap: withList((common) => common),
  listJaccard: withList((common, all) => sql`CASE WHEN ${all} > 0 THEN ${common} / ${all} END`),
} satisfies Record<string, OpEmitter>;
