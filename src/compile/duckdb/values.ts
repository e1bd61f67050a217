import { unreachable } from "../../base/index.ts";
import {
  dayMs,
  dayToText,
  firstDay,
  instantToText,
  lastDay,
  type DataType,
  type Value,
} from "../../schema/index.ts";
import { sql, textLiteral, type Sql } from "../sql.ts";

/** The type a value has inside a statement: whole numbers too are DOUBLE there. */
const innerType: Readonly<Record<DataType, Sql>> = {
  Boolean: sql`BOOLEAN`,
  Int: sql`DOUBLE`,
  Float: sql`DOUBLE`,
  Text: sql`VARCHAR`,
  Day: sql`DATE`,
  Instant: sql`TIMESTAMP`,
};

/** A constant. */
export function valueSql(value: Value, type: DataType): Sql {
  if (value === null) return sql`CAST(NULL AS ${innerType[type]})`;
  switch (type) {
    case "Boolean":
      return sql`${value === true}`;
    case "Text":
      return textLiteral(String(value));
    case "Int":
    case "Float":
      return sql`${Number(value)}`;
    case "Day":
      return sql`DATE ${textLiteral(dayToText(Number(value)))}`;
    case "Instant":
      return sql`TIMESTAMP ${textLiteral(instantToText(Number(value)).replace("T", " ").replace("Z", ""))}`;
    default:
      return unreachable(type);
  }
}

/** The size of a constant; 0 for one that is no number. */
export const valueBound = (value: Value): number => (typeof value === "number" ? Math.abs(value) : 0);

const firstInstant = firstDay * dayMs;

/** A column as it comes in: what does not fit its type is null, instants lose what is below a millisecond. */
export function inputSql(column: Sql, type: DataType): Sql {
  switch (type) {
    case "Boolean":
    case "Text":
      return column;
    case "Float":
      return sql`CASE WHEN isfinite(CAST(${column} AS DOUBLE)) THEN CAST(${column} AS DOUBLE) END`;
    case "Int":
      return sql`CASE WHEN ${column} BETWEEN -9007199254740991 AND 9007199254740991 THEN CAST(${column} AS DOUBLE) END`;
    case "Day":
      return sql`CASE WHEN ${column} BETWEEN ${valueSql(firstDay, "Day")} AND ${valueSql(lastDay, "Day")} THEN ${column} END`;
    case "Instant":
      return sql`CASE WHEN ${column} BETWEEN ${valueSql(firstInstant, "Instant")} AND TIMESTAMP '9999-12-31 23:59:59.999999' THEN date_trunc('milliseconds', ${column}) END`;
    default:
      return unreachable(type);
  }
}

/** A value as it goes out: whole numbers as BIGINT, and no -0. */
export const outputSql = (value: Sql, type: DataType): Sql =>
  type === "Int" ? sql`CAST(${value} AS BIGINT)` : type === "Float" ? sql`${value} + 0e0` : value;
