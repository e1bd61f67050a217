import { identifier, sql, type Sql } from "../../../compile/index.ts";
import type { DataType } from "../../../schema/index.ts";

/** A column as PostgreSQL's catalogue has it; of a domain the type beneath. */
export interface PostgresColumn {
  readonly name: string;
  /** The type's name in the catalogue: `int4`. */
  readonly type: string;
  /** Its modifier, such as the digits of a number; -1 for none. */
  readonly modifier: number;
  /** The type in full, as CREATE TABLE takes it. */
  readonly declared: string;
}

/** How the values of a column come here. */
export interface ColumnReading {
  /** What the server is asked for. */
  readonly select: Sql;
  /** The engine's type of the column that is passed on. */
  readonly engineType: string;
  /** The value out of its text. */
  readonly value: (text: Sql) => Sql;
  /** The type of a second column to compute with, where the first keeps digits that no number has room for. */
  readonly second?: "DOUBLE";
}

const plain = (name: string, engineType: Sql): ColumnReading => ({
  select: identifier(name),
  engineType: engineType.text,
  value: (text) => sql`CAST(${text} AS ${engineType})`,
});

/** DuckDB writes years before our time in brackets. */
const moment = (select: Sql, engineType: Sql): ColumnReading => ({
  select,
  engineType: engineType.text,
  value: (text) => sql`CAST(replace(${text}, ' BC', ' (BC)') AS ${engineType})`,
});

const wholeNumbers: Readonly<Record<string, Sql>> = {
  int2: sql`SMALLINT`,
  int4: sql`INTEGER`,
  int8: sql`BIGINT`,
  oid: sql`BIGINT`,
};

/** Digits that every Float holds. */
const exactDigits = 15;

/**
 * How a column is read. A number with more digits than a Float holds, or with any number of them, is passed on as the text that it is, and
 * computed with as a Float. A type that is not known here is passed on as its text.
 */
export function columnReading(
  { name, type, modifier }: PostgresColumn,
  wanted: DataType | undefined,
  keepsDigits: boolean,
): ColumnReading {
  const whole = Object.hasOwn(wholeNumbers, type) ? wholeNumbers[type] : undefined;
  if (whole) return plain(name, whole);
  const column = identifier(name);
  switch (type) {
    case "bool":
      return plain(name, sql`BOOLEAN`);
    // The shortest digits that mean the number, read as a Float: what a CSV of the table says.
    case "float4":
    case "float8":
      return plain(name, sql`DOUBLE`);
    case "numeric": {
      if (digitsOf(modifier) <= exactDigits) return plain(name, sql`DOUBLE`);
      const text = plain(name, sql`VARCHAR`);
      if (wanted === undefined || wanted === "Text") return text;
      return keepsDigits ? { ...text, second: "DOUBLE" } : plain(name, sql`DOUBLE`);
    }
    case "date":
      return moment(column, sql`DATE`);
    case "timestamp":
      return moment(column, sql`TIMESTAMP`);
    case "timestamptz":
      return moment(sql`(${column} AT TIME ZONE 'UTC') AS ${column}`, sql`TIMESTAMP`);
    case "bytea":
      return { ...plain(name, sql`VARCHAR`), engineType: wanted === undefined ? "VARCHAR" : "BLOB" };
    default:
      return plain(name, sql`VARCHAR`);
  }
}

/** The digits of `numeric(digits, scale)`; without end where none are stated. */
const digitsOf = (modifier: number): number =>
  modifier < 4 ? Number.POSITIVE_INFINITY : ((modifier - 4) >> 16) & 0xffff;

/** Types that are ordered by the rules of a language unless told otherwise. */
const worded = ["text", "varchar", "bpchar", "name", "char", "citext"];

/** A column to order by: texts by their code points, so that every server gives the same order. */
export const orderKey = ({ name, type }: PostgresColumn): Sql =>
  worded.includes(type) ? sql`${identifier(name)} COLLATE "C"` : identifier(name);
