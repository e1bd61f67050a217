import { falseTexts, trueTexts, valuePatterns } from "../../schema/index.ts";
import { joinSql, sql, textLiteral, type Sql } from "../sql.ts";

/**
 * Text to value in SQL, equal to `src/schema/parse-value.ts`. DuckDB's own casts take more (`1_000`, `nan`, `2024-1-2`), so a
 * pattern stands before each; a first, narrow pattern lets the usual texts pass without a second look at the result.
 */
export const parsers = {
  float: (text: Sql): Sql => {
    const value = sql`TRY_CAST(${text} AS DOUBLE)`;
    return sql`CASE WHEN ${matches(text, patterns.shortFloat)} THEN ${value} WHEN ${matches(text, valuePatterns.float)} AND isfinite(${value}) THEN ${value} END`;
  },
  int: (text: Sql): Sql => {
    const value = sql`CAST(TRY_CAST(${text} AS BIGINT) AS DOUBLE)`;
    const inside = sql`TRY_CAST(${text} AS BIGINT) BETWEEN -9007199254740991 AND 9007199254740991`;
    return sql`CASE WHEN ${matches(text, patterns.shortInt)} THEN ${value} WHEN ${matches(text, valuePatterns.int)} AND ${inside} THEN ${value} END`;
  },
  boolean: (text: Sql): Sql => {
    const word = sql`lower(trim(${text}, ' '))`;
    return sql`CASE WHEN ${word} IN (${words(trueTexts)}) THEN TRUE WHEN ${word} IN (${words(falseTexts)}) THEN FALSE END`;
  },
  day: (text: Sql): Sql =>
    sql`CASE WHEN ${matches(text, valuePatterns.day)} AND ${laterThanYear0(text)} THEN TRY_CAST(${text} AS DATE) END`,
  instant: (text: Sql): Sql =>
    sql`CASE WHEN ${matches(text, patterns.instant)} AND ${laterThanYear0(text)} THEN date_trunc('milliseconds', TRY_CAST(trim(replace(${text}, 'Z', ''), ' ') AS TIMESTAMP)) END`,
} as const;

const patterns = {
  /** Decimal digits that cannot leave float64. */
  shortFloat: String.raw`^ *[+-]?[0-9]{1,40}(\.[0-9]*)? *$`,
  /** Digits that cannot leave ±2^53. */
  shortInt: String.raw`^ *[+-]?[0-9]{1,15} *$`,
  /** As `valuePatterns.instant`, with the ranges of hour, minute and second: DuckDB takes 24:00:00 for the next day. */
  instant: String.raw`^ *[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,9})?)?Z? *$`,
};

const matches = (text: Sql, pattern: string): Sql => sql`regexp_matches(${text}, ${textLiteral(pattern)})`;

/** In a text of the right shape `0000-` can only be the year. */
const laterThanYear0 = (text: Sql): Sql => sql`NOT contains(${text}, '0000-')`;

const words = (texts: readonly string[]): Sql => joinSql(texts.map(textLiteral));
