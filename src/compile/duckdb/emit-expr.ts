import { unreachable } from "../../base/index.ts";
import {
  compareValues,
  typeOf,
  type CallExpr,
  type ChooseExpr,
  type Expr,
  type LinearExpr,
  type LookupExpr,
} from "../../ir/index.ts";
import type { DataType, Value } from "../../schema/index.ts";
import { joinSql, sql, type Sql } from "../sql.ts";
import { emitForest } from "./emit-forest.ts";
import { emitNearest } from "./emit-nearest.ts";
import { emitSum } from "./emit-sum.ts";
import { hasZero, membershipSql } from "./membership.ts";
import { failUnsupported, fragment, type Fragment, type SqlEmitter } from "./fragment.ts";
import { valueBound, valueSql } from "./values.ts";

/** A lookup with more entries than this is divided. */
const leafEntries = 16;

/** Writes an expression that is no column and no constant. */
export function emitExpr(expr: Expr, emitter: SqlEmitter): Fragment {
  switch (expr.kind) {
    case "column":
    case "literal":
      return emitter.value(expr);
    case "call":
      return emitCall(expr, emitter);
    case "choose":
      return emitChoose(expr, emitter);
    case "lookup":
      return emitLookup(expr, emitter);
    case "linear":
      return emitLinear(expr, emitter);
    case "forest":
      return emitForest(expr, emitter);
    case "nearest":
      return emitNearest(expr, emitter);
    default:
      return unreachable(expr);
  }
}

function emitCall(call: CallExpr, emitter: SqlEmitter): Fragment {
  const emit = emitter.ops[call.op];
  return typeof emit === "function" ? emit(call, emitter) : failUnsupported(`${call.op}()`, emit.unsupported);
}

function emitChoose({ branches, otherwise }: ChooseExpr, emitter: SqlEmitter): Fragment {
  const last = emitter.value(otherwise);
  if (branches.length === 0) return last;
  const parts = branches.map(({ when, then }) => ({
    test: emitter.value(when),
    result: emitter.value(then),
  }));
  const cases = parts.map(({ test, result }) => sql`WHEN ${test.sql} THEN ${result.sql}`);
  return fragment(
    sql`CASE ${joinSql(cases, sql` `)} ELSE ${last.sql} END`,
    [last, ...parts.flatMap(({ test, result }) => [test, result])],
    Math.max(last.bound, ...parts.map(({ result }) => result.bound)),
  );
}

function emitLookup({ key, table, type, otherwise }: LookupExpr, emitter: SqlEmitter): Fragment {
  if (table.length === 0) return emitter.value(otherwise);
  const last = table.length > leafEntries ? emitter.atom(otherwise) : emitter.value(otherwise);
  const from = emitter.atom(key);
  const keyType = typeOf(key);
  const sorted = [...table].sort(([left], [right]) => compareValues(left, right));
  const bounds = table.map(([, result]) => valueBound(result));
  const search = { from: from.sql, keyType, type, last: last.sql };
  const write =
    table.length <= emitter.longestCase ? caseSql : isDictionary(table, keyType) ? dictionarySql : searchSql;
  return fragment(
    write(sorted, search),
    [from, last],
    bounds.reduce((a, b) => Math.max(a, b), last.bound),
  );
}

interface Search {
  readonly from: Sql;
  readonly keyType: DataType;
  readonly type: DataType;
  readonly last: Sql;
}

const isDictionary = (table: LookupExpr["table"], keyType: DataType): boolean =>
  keyType === "Text" && table.length > leafEntries;

/**
 * A table of texts as an ENUM, which the engine looks up by hash, and a list: on 3 million rows 1000 entries take 0.4 s, and
 * as a flat CASE 16 s. A join would be as fast, but loses the order of the rows. What is not found and what is found to
 * be null look alike here, so such keys have a test of their own, and keys with a zero character a search tree.
 */
function dictionarySql(table: LookupExpr["table"], search: Search): Sql {
  const { from, keyType, type } = search;
  const odd = table.filter(([entry, result]) => result !== null && hasZero(entry));
  const last = odd.length === 0 ? search.last : searchSql(odd, search);
  const present = table.filter(([entry, result]) => result !== null && !hasZero(entry));
  const nullKeys = table.filter(([, result]) => result === null).map(([entry]) => entry);
  const keys = joinSql(present.map(([entry]) => valueSql(entry, keyType)));
  const values = joinSql(present.map(([, result]) => valueSql(result, type)));
  const found =
    present.length === 0
      ? last
      : sql`coalesce(list_extract([${values}], enum_code(TRY_CAST(${from} AS ENUM(${keys}))) + 1), ${last})`;
  return nullKeys.length === 0
    ? found
    : sql`CASE WHEN ${membershipSql(from, nullKeys, keyType)} THEN NULL ELSE ${found} END`;
}

/** A table as a search tree of CASE. A null key falls through every ELSE to `otherwise`. */
function searchSql(table: LookupExpr["table"], search: Search): Sql {
  const { from, keyType } = search;
  if (table.length > leafEntries) {
    const middle = table.length >> 1;
    const [low, high] = [searchSql(table.slice(0, middle), search), searchSql(table.slice(middle), search)];
    return sql`CASE WHEN ${from} < ${valueSql(table[middle]![0], keyType)} THEN ${low} ELSE ${high} END`;
  }
  return caseSql(table, search);
}

/** A table as one CASE with a branch for each entry. */
function caseSql(table: LookupExpr["table"], { from, keyType, type, last }: Search): Sql {
  const cases = table.map(
    ([entry, result]) => sql`WHEN ${valueSql(entry, keyType)} THEN ${resultSql(result, type)}`,
  );
  return sql`CASE ${from} ${joinSql(cases, sql` `)} ELSE ${last} END`;
}

/** NULL needs no type of its own in a CASE whose ELSE has one. */
const resultSql = (value: Value, type: DataType): Sql => (value === null ? sql`NULL` : valueSql(value, type));

function emitLinear({ bias, terms }: LinearExpr, emitter: SqlEmitter): Fragment {
  const products = terms.map(({ weight, of }) => {
    const x = emitter.unguarded(of);
    return fragment(sql`${weight} * ${x.sql}`, [x], Math.abs(weight) * x.bound);
  });
  return emitSum(bias, products, emitter);
}
