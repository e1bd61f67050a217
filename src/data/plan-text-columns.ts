import { identifier, integerLiteral, joinSql, sql, type Sql } from "../compile/index.ts";
import { isText, type Value } from "../schema/index.ts";
import type { ColumnPlan } from "./column-plan.ts";
import type { Engine } from "./engine.ts";
import {
  inferColumnType,
  isMost,
  missingCount,
  presentCount,
  readingFor,
  sum,
  type ClassCounts,
  type TextReading,
} from "./infer-column-type.ts";
import type { ColumnReading } from "./snapshot.ts";
import { wantedType, type StagedColumn, type StagedSource } from "./staged.ts";
import {
  classNumber,
  classSql,
  dayOf,
  isMissingSql,
  instantOf,
  numberOf,
  trimmed,
  truthOf,
  valueClasses,
  wholeOf,
  type ValueClass,
} from "./value-class.ts";

/** Columns in one query, which scans the source once: more would need more memory than a small engine has. */
const columnsPerQuery = 25;
const momentColumnsPerQuery = 8;
const sampleSize = 5;

interface Profiled {
  readonly column: StagedColumn;
  readonly reading: TextReading;
  readonly counts: ClassCounts;
  /** True when all values have spaces around them. */
  readonly isSpaced: boolean;
}

/** Looks at every value of the text columns, chooses their types, and tells what is missing and what does not fit. */
export async function planTextColumns(
  engine: Engine,
  staged: StagedSource,
  columns: readonly StagedColumn[],
): Promise<ColumnPlan[]> {
  const plans: ColumnPlan[] = [];
  for (let start = 0; start < columns.length; start += columnsPerQuery) {
    const batch = columns.slice(start, start + columnsPerQuery);
    const profiled = await profile(engine, staged, batch);
    plans.push(...(await describe(engine, staged, profiled)));
  }
  return plans;
}

const missingOf = (staged: StagedSource, { content }: StagedColumn): readonly string[] =>
  content === "csv" ? staged.missing : [];

// What is text in JSON is text by intention, unless a type was given.
const asNumbers = (staged: StagedSource, { content, name }: StagedColumn): boolean =>
  content === "csv" || wantedType(staged, name) !== undefined;

interface Placed {
  readonly column: StagedColumn;
  readonly at: number;
}

/** A relation with, for the column of each place: `r` its text, `t` the same without spaces around it, `k` its class. */
function classified(
  staged: StagedSource,
  columns: readonly Placed[],
  asMoments: boolean,
  withRows: boolean,
): Sql {
  const texts = columns.map(
    ({ column, at }) =>
      sql`${identifier(column.column)} AS ${identifier(`r${at}`)}, ${trimmed(column.column)} AS ${identifier(`t${at}`)}`,
  );
  const classes = columns.map(
    ({ column, at }) =>
      sql`${classSql(identifier(`t${at}`), missingOf(staged, column), asNumbers(staged, column), asMoments)} AS ${identifier(`k${at}`)}`,
  );
  const rows = withRows ? sql`row_number() OVER () AS n, ` : sql``;
  return sql`(SELECT *, ${joinSql(classes)} FROM (SELECT ${rows}${joinSql(texts)} FROM ${staged.relation}))`;
}

async function profile(
  engine: Engine,
  staged: StagedSource,
  columns: readonly StagedColumn[],
): Promise<Profiled[]> {
  const placed = columns.map((column, at) => ({ column, at }));
  const quick = await countClasses(engine, staged, placed, false);
  const momentous = placed.filter(({ column, at }) => {
    const wanted = wantedType(staged, column.name);
    const { counts } = quick.get(at)!;
    return wanted
      ? wanted === "Day" || wanted === "Instant"
      : isMost(counts.momentLike, presentCount(counts));
  });
  const exact = new Map<number, Counted>();
  for (let start = 0; start < momentous.length; start += momentColumnsPerQuery) {
    const batch = momentous.slice(start, start + momentColumnsPerQuery);
    for (const [at, counted] of await countClasses(engine, staged, batch, true)) exact.set(at, counted);
  }
  return placed.map(({ column, at }) => {
    const { counts, spaced } = exact.get(at) ?? quick.get(at)!;
    const wanted = wantedType(staged, column.name);
    const reading = wanted ? readingFor(wanted, counts) : inferColumnType(counts);
    const present = presentCount(counts);
    return { column, counts, reading, isSpaced: present > 0 && spaced === present };
  });
}

interface Counted {
  readonly counts: ClassCounts;
  /** Values with spaces around them. */
  readonly spaced: number;
}

// One histogram per column: a count per class would make the engine plan for seconds.
async function countClasses(
  engine: Engine,
  staged: StagedSource,
  columns: readonly Placed[],
  asMoments: boolean,
): Promise<Map<number, Counted>> {
  const counts = columns.map(
    ({ at }) => sql`CAST(to_json(map_entries(histogram(${identifier(`k${at}`)}
      + CASE WHEN ${identifier(`r${at}`)} <> ${identifier(`t${at}`)} THEN ${integerLiteral(spacedOffset)} ELSE 0 END))) AS VARCHAR)
      AS ${identifier(`h${at}`)}`,
  );
  const [row = {}] = await engine.rows(
    sql`SELECT ${joinSql(counts)} FROM ${classified(staged, columns, asMoments, false)}`,
  );
  return new Map(columns.map(({ at }) => [at, parseCounts(row[`h${at}`])]));
}

/** Added to the class of a value that has spaces around it. */
const spacedOffset = 100;

function parseCounts(json: unknown): Counted {
  const entries =
    typeof json === "string" ? (JSON.parse(json) as { key: string | number; value: number }[]) : [];
  const counts = Object.fromEntries(valueClasses.map((name) => [name, 0])) as Record<ValueClass, number>;
  let spaced = 0;
  for (const { key, value } of entries) {
    const number = Number(key) % spacedOffset;
    counts[valueClasses[number]!] += value;
    if (Number(key) >= spacedOffset && number > classNumber("missingText")) spaced += value;
  }
  return { counts, spaced };
}

const classLiteral = (name: ValueClass): Sql => integerLiteral(classNumber(name));

async function describe(
  engine: Engine,
  staged: StagedSource,
  profiled: readonly Profiled[],
): Promise<ColumnPlan[]> {
  const details = await readDetails(engine, staged, profiled);
  return profiled.map((one, at) => {
    const { column, reading, counts, isSpaced } = one;
    const failed = presentCount(counts) - sum(counts, reading.fits);
    const trims = isText(reading.type) && isSpaced && column.content === "csv";
    const told: ColumnReading = {
      name: column.name,
      type: reading.type,
      reason: trims ? `${reading.reason}; the spaces around every value were cut off` : reading.reason,
      read: presentCount(counts) - failed,
      missing: missingCount(counts),
      missingTexts: details[at]?.missingTexts ?? [],
      failed,
      failedSamples: details[at]?.failedSamples ?? [],
    };
    return {
      name: column.name,
      type: reading.type,
      expression: readingSql(staged, one, trims, failed === 0),
      reading: told,
      isAmbiguous: reading.isAmbiguous ?? false,
    };
  });
}

/** The typed value of a column as SQL; `isSure` when every value is known to fit, so that a plain cast does. */
function readingSql(
  staged: StagedSource,
  { column, reading }: Profiled,
  trims: boolean,
  isSure: boolean,
): Sql {
  const text = trimmed(column.column);
  const raw = identifier(column.column);
  const value = ((): Sql => {
    switch (reading.type) {
      case "Text":
        return trims ? text : raw;
      case "Boolean":
        return truthOf(text);
      case "Int":
        return isSure ? sql`TRY_CAST(${text} AS BIGINT)` : wholeOf(text);
      case "Float":
        return isSure ? sql`TRY_CAST(${text} AS DOUBLE) + 0e0` : numberOf(text);
      case "Day":
        return isSure && reading.format === "day"
          ? sql`TRY_CAST(${text} AS DATE)`
          : dayOf(text, reading.format as Parameters<typeof dayOf>[1]);
      case "Instant":
        return instantOf(text, reading.format === "yearSlashInstant");
    }
  })();
  return sql`CASE WHEN NOT ${isMissingSql(text, missingOf(staged, column))} THEN ${value} END`;
}

type Details = Pick<ColumnReading, "missingTexts" | "failedSamples">;

/** The texts that meant missing and the first values that did not fit, of the columns that have some. */
async function readDetails(
  engine: Engine,
  staged: StagedSource,
  profiled: readonly Profiled[],
): Promise<(Details | undefined)[]> {
  const details: (Details | undefined)[] = profiled.map(() => undefined);
  const wanted = profiled.flatMap((one, at): Wanted[] => {
    const hasFailed = presentCount(one.counts) > sum(one.counts, one.reading.fits);
    const hasTexts = one.counts.missingText > 0 || (one.counts.blank > 0 && one.column.content !== "csv");
    return hasFailed || hasTexts ? [{ one, at, hasFailed, hasTexts }] : [];
  });
  for (let start = 0; start < wanted.length; start += momentColumnsPerQuery) {
    const batch = wanted.slice(start, start + momentColumnsPerQuery);
    const row = await detailRow(engine, staged, batch);
    for (const { at } of batch)
      details[at] = { missingTexts: parseTexts(row[`m${at}`]), failedSamples: parseSamples(row[`f${at}`]) };
  }
  return details;
}

interface Wanted {
  readonly one: Profiled;
  readonly at: number;
  readonly hasFailed: boolean;
  readonly hasTexts: boolean;
}

async function detailRow(
  engine: Engine,
  staged: StagedSource,
  wanted: readonly Wanted[],
): Promise<Record<string, Value>> {
  const outer = wanted.flatMap(({ one, at, hasFailed, hasTexts }) => [
    ...(hasTexts ? [missingTextsSql(at)] : []),
    ...(hasFailed ? [failedSql(at, one.reading.fits)] : []),
  ]);
  const relation = classified(
    staged,
    wanted.map(({ one, at }) => ({ column: one.column, at })),
    wanted.some(({ one }) => one.reading.type === "Day" || one.reading.type === "Instant"),
    true,
  );
  const [row = {}] = await engine.rows(sql`SELECT ${joinSql(outer)} FROM ${relation}`);
  return row;
}

const missingTextsSql = (at: number): Sql =>
  sql`CAST(to_json(map_entries(histogram(${identifier(`t${at}`)}) FILTER (${identifier(`k${at}`)}
    BETWEEN ${classLiteral("blank")} AND ${classLiteral("missingText")}))) AS VARCHAR) AS ${identifier(`m${at}`)}`;

const failedSql = (at: number, fits: readonly ValueClass[]): Sql =>
  sql`CAST(to_json(arg_min({'row': n, 'text': left(${identifier(`r${at}`)}, 80)}, n, ${integerLiteral(sampleSize)})
    FILTER (${identifier(`k${at}`)} > ${classLiteral("missingText")} AND ${identifier(`k${at}`)} NOT IN (${joinSql(fits.map(classLiteral))}))) AS VARCHAR) AS ${identifier(`f${at}`)}`;

function parseTexts(json: unknown): ColumnReading["missingTexts"] {
  if (typeof json !== "string") return [];
  const entries = JSON.parse(json) as { key: string; value: number }[];
  return entries
    .map(({ key, value }) => ({ text: key, count: value }))
    .sort((left, right) => right.count - left.count || (left.text < right.text ? -1 : 1));
}

function parseSamples(json: unknown): ColumnReading["failedSamples"] {
  return typeof json === "string" ? (JSON.parse(json) as { row: number; text: string }[]) : [];
}
