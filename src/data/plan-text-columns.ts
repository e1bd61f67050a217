import { identifier, integerLiteral, joinSql, sql, type Sql } from "../compile/index.ts";
import { isText } from "../schema/index.ts";
import type { ColumnPlan } from "./column-plan.ts";
import type { Engine } from "./engine.ts";
import {
  inferColumnType,
  missingCount,
  presentCount,
  readingFor,
  sum,
  type ClassCounts,
  type TextReading,
} from "./infer-column-type.ts";
import type { ColumnReading } from "./snapshot.ts";
import type { StagedColumn, StagedSource } from "./staged.ts";
import {
  classNumber,
  classSql,
  dayOf,
  instantOf,
  numberOf,
  trimmed,
  truthOf,
  valueClasses,
  wholeOf,
  type ValueClass,
} from "./value-class.ts";

/** Columns in one query: a scan of the source per so many columns. */
const columnsPerQuery = 60;
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

const classOf = (staged: StagedSource, { column, content }: StagedColumn): Sql =>
  classSql(column, content === "csv" ? staged.missing : [], content === "csv");

async function profile(
  engine: Engine,
  staged: StagedSource,
  columns: readonly StagedColumn[],
): Promise<Profiled[]> {
  const classes = columns.map(
    (column, at) =>
      sql`${classOf(staged, column)} AS ${identifier(`k${at}`)}, ${identifier(column.column)} <> ${trimmed(column.column)} AS ${identifier(`s${at}`)}`,
  );
  const counts = columns.flatMap((_, at) => [
    ...valueClasses.map(
      (name) =>
        sql`count(*) FILTER (${identifier(`k${at}`)} = ${classLiteral(name)}) AS ${identifier(`${at} ${name}`)}`,
    ),
    sql`count(*) FILTER (${identifier(`s${at}`)} AND ${identifier(`k${at}`)} > ${classLiteral("missingText")}) AS ${identifier(`${at} spaced`)}`,
  ]);
  const [row = {}] = await engine.rows(
    sql`SELECT ${joinSql(counts)} FROM (SELECT ${joinSql(classes)} FROM ${staged.relation})`,
  );
  return columns.map((column, at) => {
    const number = (name: string): number => Number(row[`${at} ${name}`] ?? 0);
    const counts = Object.fromEntries(valueClasses.map((name) => [name, number(name)])) as ClassCounts;
    const wanted = staged.types[column.name];
    const reading = wanted ? readingFor(wanted, counts) : inferColumnType(counts);
    const present = presentCount(counts);
    return { column, counts, reading, isSpaced: present > 0 && number("spaced") === present };
  });
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
      expression: readingSql(staged, one, trims),
      reading: told,
      isAmbiguous: reading.isAmbiguous ?? false,
    };
  });
}

/** The typed value of a column as SQL. */
function readingSql(staged: StagedSource, { column, reading }: Profiled, trims: boolean): Sql {
  const text = trimmed(column.column);
  const raw = identifier(column.column);
  const value = ((): Sql => {
    switch (reading.type) {
      case "Text":
        return trims ? text : raw;
      case "Boolean":
        return truthOf(text);
      case "Int":
        return wholeOf(text);
      case "Float":
        return numberOf(text);
      case "Day":
        return dayOf(text, reading.format as Parameters<typeof dayOf>[1]);
      case "Instant":
        return instantOf(text, reading.format === "yearSlashInstant");
    }
  })();
  return sql`CASE WHEN ${classOf(staged, column)} > ${classLiteral("missingText")} THEN ${value} END`;
}

type Details = Pick<ColumnReading, "missingTexts" | "failedSamples">;

/** The texts that meant missing and the first values that did not fit, of the columns that have some. */
async function readDetails(
  engine: Engine,
  staged: StagedSource,
  profiled: readonly Profiled[],
): Promise<(Details | undefined)[]> {
  const wanted = profiled.flatMap((one, at) => {
    const failing = valueClasses.filter(
      (name) =>
        classNumber(name) > classNumber("missingText") &&
        !one.reading.fits.includes(name) &&
        one.counts[name] > 0,
    );
    const hasTexts = one.counts.missingText > 0 || (one.counts.blank > 0 && one.column.content !== "csv");
    return failing.length > 0 || hasTexts ? [{ one, at, failing, hasTexts }] : [];
  });
  const details: (Details | undefined)[] = profiled.map(() => undefined);
  if (wanted.length === 0) return details;
  const inner = wanted.map(
    ({ one, at }) =>
      sql`${identifier(one.column.column)} AS ${identifier(`t${at}`)}, ${classOf(staged, one.column)} AS ${identifier(`k${at}`)}`,
  );
  const outer = wanted.flatMap(({ at, failing, hasTexts }) => [
    ...(hasTexts ? [missingTextsSql(at)] : []),
    ...(failing.length > 0 ? [failedSql(at, failing)] : []),
  ]);
  const [row = {}] = await engine.rows(
    sql`SELECT ${joinSql(outer)} FROM (SELECT row_number() OVER () AS n, ${joinSql(inner)} FROM ${staged.relation})`,
  );
  for (const { at } of wanted)
    details[at] = { missingTexts: parseTexts(row[`m${at}`]), failedSamples: parseSamples(row[`f${at}`]) };
  return details;
}

const missingTextsSql = (at: number): Sql =>
  sql`CAST(to_json(map_entries(histogram(trim(${identifier(`t${at}`)})) FILTER (${identifier(`k${at}`)}
    BETWEEN ${classLiteral("blank")} AND ${classLiteral("missingText")}))) AS VARCHAR) AS ${identifier(`m${at}`)}`;

const failedSql = (at: number, failing: readonly ValueClass[]): Sql =>
  sql`CAST(to_json(arg_min({'row': n, 'text': left(${identifier(`t${at}`)}, 80)}, n, ${integerLiteral(sampleSize)})
    FILTER (${identifier(`k${at}`)} IN (${joinSql(failing.map(classLiteral))}))) AS VARCHAR) AS ${identifier(`f${at}`)}`;

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
