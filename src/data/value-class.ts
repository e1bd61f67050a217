import { identifier, joinSql, sql, textLiteral, type Sql } from "../compile/index.ts";
import { falseTexts, trueTexts, valuePatterns } from "../schema/index.ts";

/** What the text of one value looks like; each value has exactly one class. `momentLike` is a first guess that only the quick look takes. */
export const valueClasses = [
  "absent",
  "blank",
  "missingText",
  "truth",
  "whole",
  "zeroLed",
  "large",
  "decimal",
  "day",
  "instant",
  "slashEither",
  "slashMonthFirst",
  "slashDayFirst",
  "dotDay",
  "yearSlash",
  "namedMonth",
  "monthName",
  "yearSlashInstant",
  "text",
  "momentLike",
] as const;

export type ValueClass = (typeof valueClasses)[number];

/** The number that stands for a class in SQL. */
export const classNumber = (name: ValueClass): number => valueClasses.indexOf(name);

const months = "(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)";

/** Patterns of days and instants beside ISO 8601; all are anchored and mean the same in RE2 and JavaScript. */
const dayPatterns = {
  slash: "^[0-9]{1,2}([/-])[0-9]{1,2}[/-][0-9]{4}$",
  dot: String.raw`^[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}$`,
  yearSlash: "^[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}$",
  namedMonth: `^(?i)[0-9]{1,2}[- ]${months}[- ][0-9]{4}$`,
  monthName: `^(?i)${months} [0-9]{1,2},? [0-9]{4}$`,
  yearSlashInstant: String.raw`^[0-9]{4}/[0-9]{2}/[0-9]{2} [0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?Z?$`,
} as const;

const matches = (text: Sql, pattern: string): Sql => sql`regexp_matches(${text}, ${textLiteral(pattern)})`;

const textList = (texts: readonly string[]): Sql => sql`(${joinSql(texts.map(textLiteral))})`;

// One pattern instead of a list: each comparison of a list costs the engine a vector of memory.
const isOneOf = (text: Sql, texts: readonly string[]): Sql =>
  texts.length === 0 ? sql`FALSE` : matches(text, `^(${texts.map(quotedPattern).join("|")})$`);

const quotedPattern = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);

const anyCase = (text: string): string =>
  text.replaceAll(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);

const truthPattern = `^(${[...trueTexts, ...falseTexts].map(anyCase).join("|")})$`;

/** The value of a column without the spaces around it. */
export const trimmed = (column: string): Sql => sql`trim(${identifier(column)})`;

const classIs = (name: ValueClass): Sql => ({ kind: "sql", text: String(classNumber(name)) });

/**
 * SQL for the class number of a text that has no spaces around it. `asNumbers` false: digits stay text (JSON says what
 * is a number). `asMoments` false is the quick look: days and instants are only guessed at, as `momentLike`.
 */
export const classSql = (
  text: Sql,
  missing: readonly string[],
  asNumbers: boolean,
  asMoments: boolean,
): Sql => sql`CASE
    WHEN ${text} IS NULL THEN ${classIs("absent")}
    WHEN ${text} = '' THEN ${classIs("blank")}
    WHEN ${isOneOf(text, missing)} THEN ${classIs("missingText")}
    ${asNumbers ? numberClasses(text) : sql``}
    ${asMoments ? momentClasses(text) : sql`WHEN ${matches(text, momentHint)} THEN ${classIs("momentLike")}`}
    ELSE ${classIs("text")} END`;

const momentHint = "^([0-9]{1,4}[-/. ][0-9A-Za-z]{1,3}[-/. ]|[A-Za-z]{3} [0-9])";

const momentClasses = (text: Sql): Sql => sql`
    WHEN ${matches(text, "^[0-9]{4}[-/][0-9]")} THEN ${yearClass(text)}
    WHEN ${matches(text, dayPatterns.slash)} THEN ${slashClass(text)}
    WHEN ${dayOf(text, "dotDay")} IS NOT NULL THEN ${classIs("dotDay")}
    WHEN ${dayOf(text, "namedMonth")} IS NOT NULL THEN ${classIs("namedMonth")}
    WHEN ${dayOf(text, "monthName")} IS NOT NULL THEN ${classIs("monthName")}`;

const numberClasses = (text: Sql): Sql => sql`
    WHEN ${matches(text, truthPattern)} THEN ${classIs("truth")}
    WHEN ascii(${text}) < 58 AND ${matches(text, valuePatterns.float)} THEN CASE
      WHEN ${matches(text, "^[+-]?[0-9]+$")} THEN CASE
        WHEN ${matches(text, "^[+-]?0[0-9]")} THEN ${classIs("zeroLed")}
        WHEN length(${text}) <= 18 AND ${isSafe(text)} THEN ${classIs("whole")} ELSE ${classIs("large")} END
      WHEN coalesce(isfinite(TRY_CAST(${text} AS DOUBLE)), FALSE) THEN ${classIs("decimal")}
      ELSE ${classIs("text")} END`;

const yearClass = (text: Sql): Sql => sql`CASE
      WHEN ${isDay(text)} THEN ${classIs("day")}
      WHEN ${isInstant(text)} THEN ${classIs("instant")}
      WHEN ${dayOf(text, "yearSlash")} IS NOT NULL THEN ${classIs("yearSlash")}
      WHEN ${matches(text, dayPatterns.yearSlashInstant)} AND ${isInstant(slashesToDashes(text))} THEN ${classIs("yearSlashInstant")}
      ELSE ${classIs("text")} END`;

function slashClass(text: Sql): Sql {
  const monthFirst = dayOf(text, "slashMonthFirst");
  const dayFirst = dayOf(text, "slashDayFirst");
  return sql`CASE
    WHEN ${monthFirst} IS NOT NULL AND ${dayFirst} IS NOT NULL THEN ${classIs("slashEither")}
    WHEN ${monthFirst} IS NOT NULL THEN ${classIs("slashMonthFirst")}
    WHEN ${dayFirst} IS NOT NULL THEN ${classIs("slashDayFirst")}
    ELSE ${classIs("text")} END`;
}

/** True where a text stands for a missing value. */
export const isMissingSql = (text: Sql, missing: readonly string[]): Sql =>
  sql`(${text} = '' OR ${isOneOf(text, missing)})`;

/** A whole number within ±(2^53-1), as BIGINT or null. */
export const wholeOf = (text: Sql): Sql =>
  sql`CASE WHEN ${matches(text, valuePatterns.int)} AND ${isSafe(text)} THEN TRY_CAST(${text} AS BIGINT) END`;

/** A finite float64 or null; -0 becomes 0. */
export const numberOf = (text: Sql): Sql =>
  sql`CASE WHEN ${isFiniteNumber(text)} THEN TRY_CAST(${text} AS DOUBLE) + 0e0 END`;

const isSafe = (text: Sql): Sql =>
  sql`coalesce(TRY_CAST(${text} AS BIGINT) BETWEEN -9007199254740991::BIGINT AND 9007199254740991::BIGINT, FALSE)`;

const isFiniteNumber = (text: Sql): Sql =>
  sql`(${matches(text, valuePatterns.float)} AND coalesce(isfinite(TRY_CAST(${text} AS DOUBLE)), FALSE))`;

/** TRUE, FALSE or null. */
export const truthOf = (text: Sql): Sql =>
  sql`CASE WHEN lower(${text}) IN ${textList(trueTexts)} THEN TRUE WHEN lower(${text}) IN ${textList(falseTexts)} THEN FALSE END`;

/** The ways in which a day can be written. */
export type DayFormat =
  | "day"
  | "slashMonthFirst"
  | "slashDayFirst"
  | "dotDay"
  | "yearSlash"
  | "namedMonth"
  | "monthName";

const formats: Readonly<
  Record<Exclude<DayFormat, "day">, { readonly pattern: string; readonly format: string }>
> = {
  slashMonthFirst: { pattern: dayPatterns.slash, format: "%m-%d-%Y" },
  slashDayFirst: { pattern: dayPatterns.slash, format: "%d-%m-%Y" },
  dotDay: { pattern: dayPatterns.dot, format: "%d.%m.%Y" },
  yearSlash: { pattern: dayPatterns.yearSlash, format: "%Y-%m-%d" },
  namedMonth: { pattern: dayPatterns.namedMonth, format: "%d-%b-%Y" },
  monthName: { pattern: dayPatterns.monthName, format: "%b-%d-%Y" },
};

const slashesToDashes = (text: Sql): Sql => sql`translate(${text}, '/', '-')`;

/** The day that a text in this format is, or null. */
export function dayOf(text: Sql, format: DayFormat): Sql {
  if (format === "day") return sql`CASE WHEN ${isDay(text)} THEN TRY_CAST(${text} AS DATE) END`;
  const { pattern, format: parts } = formats[format];
  const plain = sql`replace(translate(${text}, '/ ', '--'), ',', '')`;
  return sql`CASE WHEN ${matches(text, pattern)} AND try_strptime(${plain}, ${textLiteral(parts)}) >= TIMESTAMP '0001-01-01'
    THEN CAST(try_strptime(${plain}, ${textLiteral(parts)}) AS DATE) END`;
}

const isDay = (text: Sql): Sql =>
  sql`(${matches(text, valuePatterns.day)} AND coalesce(TRY_CAST(${text} AS DATE) >= DATE '0001-01-01', FALSE))`;

const isInstant = (text: Sql): Sql =>
  sql`(${matches(text, clockPattern)} AND coalesce(TRY_CAST(substr(${text}, 1, 10) AS DATE) >= DATE '0001-01-01', FALSE))`;

// As the pattern of the schema, with the clock's range in it.
const clockPattern = String.raw`^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,9})?)?Z?$`;

/** The instant that a text is, to the millisecond, or null; `withSlashes` reads `2015/01/31 12:00`. */
export function instantOf(text: Sql, withSlashes: boolean): Sql {
  const plain = withSlashes ? slashesToDashes(text) : text;
  const guard = withSlashes ? matches(text, dayPatterns.yearSlashInstant) : sql`TRUE`;
  const part = (start: number, length: number): Sql =>
    sql`coalesce(TRY_CAST(rtrim(substr(${plain}, ${whole(start)}, ${whole(length)}), 'Z') AS BIGINT), 0)`;
  const fraction = sql`TRY_CAST(rpad(rtrim(substr(${plain}, 21, 3), 'Z'), 3, '0') AS BIGINT)`;
  return sql`CASE WHEN ${guard} AND ${isInstant(plain)} THEN make_timestamp(
    epoch_us(CAST(TRY_CAST(substr(${plain}, 1, 10) AS DATE) AS TIMESTAMP))
    + (${part(12, 2)} * 3600000 + ${part(15, 2)} * 60000 + ${part(18, 2)} * 1000 + coalesce(${fraction}, 0)) * 1000) END`;
}

const whole = (value: number): Sql => ({ kind: "sql", text: String(value) });
