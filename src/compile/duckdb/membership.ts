import { compareValues } from "../../ir/index.ts";
import type { DataType, Value } from "../../schema/index.ts";
import { joinSql, sql, type Sql } from "../sql.ts";
import { valueSql } from "./values.ts";

/**
 * More constants in one IN make the engine join, and with several threads a join loses the order of the rows: of 400,000 rows
 * 313,984 came out in another place.
 */
const longestIn = 4;

/** An ENUM cannot be declared with a zero character in it. */
export const hasZero = (value: Value): boolean => String(value).includes("\0");

/** The condition that a value is one of some constants; null for null. The SQL of the value is written several times. */
export function membershipSql(from: Sql, values: readonly Value[], type: DataType): Sql {
  const different = [...new Set(values)].sort(compareValues);
  if (type !== "Text" || different.length <= longestIn) return searchSql(from, different, type);
  const odd = different.filter(hasZero);
  const listed = joinSql(different.filter((value) => !hasZero(value)).map((value) => valueSql(value, type)));
  const found = sql`TRY_CAST(${from} AS ENUM(${listed})) IS NOT NULL`;
  const isOdd = odd.length === 0 ? sql`` : sql` OR ${searchSql(from, odd, type)}`;
  return odd.length === different.length
    ? searchSql(from, odd, type)
    : sql`CASE WHEN ${from} IS NOT NULL THEN ${found}${isOdd} END`;
}

/** A search tree over ascending constants. A null falls through every ELSE to an IN, which gives null. */
function searchSql(from: Sql, values: readonly Value[], type: DataType): Sql {
  if (values.length <= longestIn)
    return sql`${from} IN (${joinSql(values.map((value) => valueSql(value, type)))})`;
  const middle = values.length >> 1;
  const low = searchSql(from, values.slice(0, middle), type);
  const high = searchSql(from, values.slice(middle), type);
  return sql`CASE WHEN ${from} < ${valueSql(values[middle]!, type)} THEN ${low} ELSE ${high} END`;
}
