import { randomBytes } from "node:crypto";
import { rename, rm } from "node:fs/promises";
import { failWork } from "../../base/index.ts";
import { identifier, integerLiteral, joinSql, sql, textLiteral, type Sql } from "../../compile/index.ts";
import { takeTableRows, tableFromVectors, valueAt, type Table, type Vector } from "../../schema/index.ts";
import type { Engine, TableWithLosses } from "../engine.ts";
import { isNested, typeRule } from "../plan-typed-columns.ts";
import { copyFormat, type TableFormat } from "../write-table.ts";
import type { ParquetPlan, PartRange, RejectedPart, WantedColumn } from "./part-plan.ts";
import { absentValue, wrongValue } from "./read-value.ts";
import { rejectedFor, type Mistake } from "./rejected-row.ts";

type RowRange = Extract<PartRange, { kind: "rows" }>;

/** A piece of the rows of a Parquet file: their wanted columns, which of them fit, and what does not. */
export interface ParquetRows {
  /** The wanted columns of the rows that fit. */
  readonly table: Table;
  /** For each row of the piece, whether it fits. */
  readonly keeps: Uint8Array;
  /** The numbers of the rows that fit, from 1. */
  readonly lines: () => readonly number[];
  readonly rejected: readonly RejectedPart[];
  /** NaN and infinities that count as missing, by column. */
  readonly notFinite: ReadonlyMap<string, number>;
}

/** The rows of a part as a relation, in the order of the file. */
const rowsOf = ({ fullPath }: ParquetPlan, { firstRow, rowCount }: RowRange): Sql =>
  sql`(SELECT * FROM read_parquet(${textLiteral(fullPath)}, file_row_number = true)
    WHERE file_row_number >= ${integerLiteral(firstRow)} AND file_row_number < ${integerLiteral(firstRow + rowCount)})`;

/** Rows that are read at once: few enough that they stay in the cache until they are scored. */
const rowsAtOnce = 16_384;
const valuesAtOnce = 1 << 20;
const vectorRows = 2048;

/**
 * Reads the wanted columns of some rows of a Parquet file, piece by piece; each row fits, or is rejected with its number and its
 * reason.
 */
export async function readParquetPart(
  engine: Engine,
  plan: ParquetPlan,
  range: RowRange,
  take: (rows: ParquetRows) => void,
): Promise<void> {
  const { wanted, columns: names, engineTypes, origin } = plan;
  const isFloat = engineTypes.map((type) => /^(FLOAT|DOUBLE)$/i.test(type));
  const values = wanted.map(({ type }, at) =>
    isFloat[at] && type === "Float" ? identifier(names[at]!) : valueSql(names[at]!, type, engineTypes[at]!),
  );
  // What is there but cannot be held; for plain types there is no such value.
  const risky = wanted.flatMap(({ type }, at) =>
    isRisky(engineTypes[at]!, type) ? [{ at, lost: lostSql(identifier(names[at]!), values[at]!, type) }] : [],
  );
  const columns = joinSql([
    ...values.map((value, at) => sql`${value} AS ${identifier(`w${at}`)}`),
    ...risky.map(({ at, lost }) => sql`${lost} AS ${identifier(`l${at}`)}`),
    ...(origin ? [sql`${identifier(origin.line)} AS line, ${identifier(origin.file)} AS file`] : []),
  ]);
  const vectorsAtOnce = Math.floor(valuesAtOnce / wanted.length / vectorRows);
  const atOnce = Math.max(1, Math.min(rowsAtOnce / vectorRows, vectorsAtOnce)) * vectorRows;
  let firstRow = range.firstRow;
  await engine.tables(sql`SELECT ${columns} FROM ${rowsOf(plan, range)}`, atOnce, (read) => {
    const { rowCount } = read.table;
    if (rowCount > 0)
      take(
        judgePiece(
          plan,
          firstRow,
          read,
          isFloat,
          risky.map(({ at }) => at),
        ),
      );
    firstRow += rowCount;
  });
  if (firstRow !== range.firstRow + range.rowCount)
    failWork("T2980", `"${plan.path}" has other rows than when it was opened`, {
      place: plan.path,
      value: `${firstRow - range.firstRow} rows instead of ${range.rowCount}`,
      cure: "Score it again when nothing writes it.",
    });
}

/** Judges the rows of a piece, of which the first has the number `firstRow` (from 0). */
function judgePiece(
  { wanted, origin }: ParquetPlan,
  firstRow: number,
  { table, lost }: TableWithLosses,
  isFloat: readonly boolean[],
  risky: readonly number[],
): ParquetRows {
  const { rowCount } = table;
  const vectors = wanted.map(({ type }, at) => asType(table.columns.get(`w${at}`)!, type));
  const lostRows = new Map(risky.map((at) => [at, table.columns.get(`l${at}`)!]));
  const placeOf = (row: number): Pick<RejectedPart, "line" | "file"> => {
    if (!origin) return { line: firstRow + row + 1 };
    const [line, file] = ["line", "file"].map((name) => Number(valueAt(table.columns.get(name)!, row)));
    return { line: line!, file: origin.paths[file!]! };
  };
  const { keeps, rejected } = judgeRows(wanted, vectors, lostRows, rowCount, placeOf);
  const whole = {
    ...tableFromVectors(wanted.map(({ name }, at) => [name, vectors[at]!])),
    rowCount,
  };
  const kept = rejected.length === 0 ? whole : takeTableRows(whole, placesOf(keeps));
  const notFinite = new Map(
    wanted.flatMap(({ name }, at) => {
      const count = isFloat[at] ? (lost.get(`w${at}`) ?? 0) : 0;
      return count > 0 ? [[name, count] as const] : [];
    }),
  );
  const lines = (): number[] => Array.from(placesOf(keeps), (row) => firstRow + row + 1);
  return { table: kept, keeps, lines, rejected, notFinite };
}

function valueSql(name: string, type: WantedColumn["type"], engineType: string): Sql {
  const column = identifier(name);
  const rule = typeRule(engineType)!;
  if (type === "Text" && !isNested(engineType)) return sql`CAST(${column} AS VARCHAR)`;
  if (type === "Float" && rule.type === "Int") return sql`CAST(${column} AS DOUBLE)`;
  return rule.value(column);
}

/** Whole numbers and moments of a type that holds more than ours does. */
export const isRisky = (engineType: string, type: WantedColumn["type"]): boolean =>
  (type === "Int" && /^(BIGINT|UBIGINT|HUGEINT|UHUGEINT|BIGNUM)/i.test(engineType)) ||
  ((type === "Day" || type === "Instant") && /^(DATE$|TIMESTAMP)/i.test(engineType));

const lostSql = (column: Sql, value: Sql, type: WantedColumn["type"]): Sql =>
  type === "Int"
    ? sql`(${column} IS NOT NULL AND NOT coalesce(${value} BETWEEN ${integerLiteral(Number.MIN_SAFE_INTEGER)} AND ${integerLiteral(Number.MAX_SAFE_INTEGER)}, FALSE))`
    : sql`(${column} IS NOT NULL AND ${value} IS NULL)`;

/** A whole number is a Float too. */
const asType = (vector: Vector, type: WantedColumn["type"]): Vector =>
  vector.kind === "numbers" && type === "Float" ? { ...vector, type } : vector;

function judgeRows(
  wanted: readonly WantedColumn[],
  vectors: readonly Vector[],
  lostRows: ReadonlyMap<number, Vector>,
  rowCount: number,
  placeOf: (row: number) => Pick<RejectedPart, "line" | "file">,
): { keeps: Uint8Array; rejected: RejectedPart[] } {
  const keeps = new Uint8Array(rowCount).fill(1);
  wanted.forEach(({ nullable }, at) => {
    const lost = lostRows.get(at);
    if (lost?.kind === "numbers") lost.values.forEach((isLost, row) => isLost === 1 && (keeps[row] = 0));
    if (!nullable) dropMissing(vectors[at]!, keeps);
  });
  const rejected: RejectedPart[] = [];
  keeps.forEach((isKept, row) => {
    if (isKept) return;
    const wrong = wanted.flatMap((column, at): Mistake[] => {
      const lost = lostRows.get(at);
      if (lost?.kind === "numbers" && lost.values[row] === 1)
        return [{ column, value: null, reason: wrongValue(column) }];
      const value = valueAt(vectors[at]!, row);
      return value === null && !column.nullable ? [{ column, value: null, reason: absentValue(column) }] : [];
    });
    const place = placeOf(row);
    rejected.push({ ...rejectedFor(place.line, wrong, null), ...place });
  });
  return { keeps, rejected };
}

// Plain loops, since there are many rows and hardly ever one to drop.
function dropMissing(vector: Vector, keeps: Uint8Array): void {
  if (vector.kind === "texts") {
    for (let row = 0; row < keeps.length; row++) if (vector.codes[row]! < 0) keeps[row] = 0;
    return;
  }
  const { values } = vector;
  for (let row = 0; row < keeps.length; row++) if (values[row] !== values[row]) keeps[row] = 0;
}

const placesOf = (keeps: Uint8Array): Uint32Array =>
  Uint32Array.from([...keeps.keys()].filter((row) => keeps[row] === 1));

/** What is written of a part. */
interface WrittenPart {
  /** For each row of the part, whether it fits. */
  readonly keeps: Uint8Array;
  /** The answers for the rows that fit. */
  readonly answers: Table;
  readonly path: string;
  readonly format: TableFormat;
}

/**
 * Writes the rows of a part that fit with their answers behind them. The columns of the file go from one Parquet file to the
 * next inside the engine, with the types that they have there.
 */
export async function writeParquetPart(
  engine: Engine,
  plan: ParquetPlan,
  range: RowRange,
  { keeps, answers, path, format }: WrittenPart,
): Promise<void> {
  const name = `answers_${randomBytes(6).toString("hex")}`;
  const isWhole = answers.rowCount === range.rowCount && answers.columns.size > 0;
  await engine.register(name, isWhole ? answers : spread(answers, keeps));
  const temporary = `${path}.partial`;
  const passed = plan.passes.map((column) => sql`r.${identifier(column)}`);
  const own = [...answers.columns.keys()].map((column) => sql`a.${identifier(column)}`);
  const where = isWhole ? sql`` : sql`WHERE a.${identifier(keptName)}`;
  try {
    await engine.run(
      sql`COPY (SELECT ${joinSql([...passed, ...own])} FROM ${rowsOf(plan, range)} AS r POSITIONAL JOIN ${identifier(name)} AS a ${where})
        TO ${textLiteral(temporary)} ${copyFormat(format, false)}`,
    );
    await rename(temporary, path);
  } finally {
    await engine.run(sql`DROP TABLE IF EXISTS ${identifier(name)}`);
    await rm(temporary, { force: true });
  }
}

/** Writes answers alone, in one row group: what stands before them is copied when the parts are put together. */
export async function writeAnswers(engine: Engine, answers: Table, path: string): Promise<void> {
  const name = `answers_${randomBytes(6).toString("hex")}`;
  await engine.register(name, answers);
  const temporary = `${path}.partial`;
  try {
    await engine.run(
      sql`COPY ${identifier(name)} TO ${textLiteral(temporary)} (FORMAT parquet, ROW_GROUP_SIZE ${integerLiteral(wholeVectors(answers.rowCount))})`,
    );
    await rename(temporary, path);
  } finally {
    await engine.run(sql`DROP TABLE IF EXISTS ${identifier(name)}`);
    await rm(temporary, { force: true });
  }
}

const wholeVectors = (rowCount: number): number => Math.ceil(rowCount / vectorRows) * vectorRows;

const keptName = "tandem keeps this row";

/** The answers at the places of their rows, with nothing at the rows that were rejected. */
function spread(answers: Table, keeps: Uint8Array): Table {
  let next = 0;
  const places = Int32Array.from(keeps, (isKept) => (isKept ? next++ : -1));
  const columns = [...answers.columns].map(([name, vector]): [string, Vector] => [
    name,
    spreadVector(vector, places),
  ]);
  const kept: Vector = { kind: "numbers", type: "Boolean", values: Float64Array.from(keeps) };
  return tableFromVectors([...columns, [keptName, kept]]);
}

function spreadVector(vector: Vector, places: Int32Array): Vector {
  if (vector.kind === "texts")
    return { ...vector, codes: places.map((place) => (place < 0 ? -1 : vector.codes[place]!)) };
  const values = Float64Array.from(places, (place) => (place < 0 ? Number.NaN : vector.values[place]!));
  return { ...vector, values };
}
