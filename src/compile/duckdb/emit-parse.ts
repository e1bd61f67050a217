import {
  falseTexts,
  numberFormats,
  numberFormatSource,
  timePatternParts,
  timePatternSource,
  trueTexts,
  valuePatterns,
  type NumberFormatName,
  type TimeUnit,
} from "../../schema/index.ts";
import { integerLiteral, joinSql, sql, textLiteral, type Sql } from "../sql.ts";

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
  floatAs: (text: Sql, format: NumberFormatName): Sql => {
    const { group, decimal } = numberFormats[format];
    const plain = sql`regexp_replace(${text}, ${textLiteral(group)}, '', 'g')`;
    const value = sql`TRY_CAST(replace(${plain}, ${textLiteral(decimal)}, '.') AS DOUBLE)`;
    return sql`CASE WHEN ${matches(text, numberFormatSource(numberFormats[format]))} AND isfinite(${value}) THEN ${value} END`;
  },
  dayAs: (text: Sql, pattern: string): Sql => {
    const { day, fits } = momentSql(text, pattern);
    return sql`CASE WHEN ${fits} THEN TRY_CAST(${day} AS DATE) END`;
  },
  instantAs: (text: Sql, pattern: string): Sql => {
    const { day, clock, fits } = momentSql(text, pattern);
    return sql`CASE WHEN ${fits} THEN TRY_CAST(${day} || ' ' || ${clock} AS TIMESTAMP) END`;
  },
} as const;

/** The parts that a pattern finds in a text, put together as the engine itself reads them. */
function momentSql(
  text: Sql,
  pattern: string,
): { readonly day: Sql; readonly clock: Sql; readonly fits: Sql } {
  const expression = timePatternSource(pattern);
  const tokens = timePatternParts(pattern).filter((part) => part.kind === "token");
  const unit = (wanted: TimeUnit, absent: string): Sql => {
    const at = tokens.findIndex((token) => token.unit === wanted);
    const token = tokens[at];
    if (!token) return textLiteral(absent);
    const found = sql`regexp_extract(${text}, ${textLiteral(expression)}, ${integerLiteral(at + 1)})`;
    if (wanted === "month" && token.named) return monthNumberSql(found);
    return token.open ? sql`lpad(${found}, 2, '0')` : found;
  };
  const year = unit("year", "0000");
  const halves = tokens.some((token) => token.unit === "half");
  const hour = halves ? hourOfHalf(unit("hour", "12"), unit("half", "AM")) : unit("hour", "00");
  return {
    day: joinSql([year, unit("month", "01"), unit("day", "01")], sql` || '-' || `),
    clock: sql`${joinSql([hour, unit("minute", "00"), unit("second", "00")], sql` || ':' || `)} || '.' || ${unit("millisecond", "000")}`,
    fits: sql`${matches(text, expression)} AND ${year} <> '0000'`,
  };
}

/** The hour of the day, two digits, of one written beside AM or PM. */
const hourOfHalf = (hour: Sql, half: Sql): Sql =>
  sql`lpad(CAST(TRY_CAST(${hour} AS INTEGER) % 12 + CASE WHEN lower(${half}) = 'pm' THEN 12 ELSE 0 END AS VARCHAR), 2, '0')`;

/** The place of a month's name among those of the year, as two digits. */
const monthNumberSql = (name: Sql): Sql =>
  sql`lpad(CAST((strpos('janfebmaraprmayjunjulaugsepoctnovdec', lower(substring(${name}, 1, 3))) + 2) // 3 AS VARCHAR), 2, '0')`;

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
