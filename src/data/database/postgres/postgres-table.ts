import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import { failInput, TandemError } from "../../../base/index.ts";
import { identifier, integerLiteral, joinSql, sql, textLiteral, type Sql } from "../../../compile/index.ts";
import type { Engine } from "../../engine.ts";
import { failShared, failWithoutTable, orderBy, orderColumns, sharedOrder } from "../open-table.ts";
import { stagedFormat, type StagedTable, type TableRequest } from "../staged-table.ts";
import { tableName, type TableAddress } from "../table-address.ts";
import type { PostgresAddress } from "./address.ts";
import { columnReading, orderKey, type ColumnReading, type PostgresColumn } from "./column-types.ts";
import { connectPostgres, readTransaction, type PostgresConnection } from "./connection.ts";
import { QuotedRows } from "./quoted-rows.ts";

/** Connects for some work. Errors: T2991, T2992. */
export async function withPostgres<Result>(
  address: PostgresAddress,
  signal: AbortSignal,
  work: (connection: PostgresConnection) => Promise<Result>,
): Promise<Result> {
  const connection = await connectPostgres(address, signal);
  try {
    return await work(connection);
  } finally {
    connection.close();
  }
}

/** The columns of a table or view; none where there is no such table. */
export async function columnNamesOf(
  connection: PostgresConnection,
  name: TableAddress["name"],
): Promise<readonly string[]> {
  const number = await findPostgresTable(connection, name);
  return number === undefined ? [] : (await columnsOf(connection, number)).map((column) => column.name);
}

/** A table's number in the catalogue; undefined where there is none. */
async function findPostgresTable(
  connection: PostgresConnection,
  name: TableAddress["name"],
): Promise<string | undefined> {
  const [row] = await connection.rows(sql`SELECT to_regclass(${textLiteral(tableName(name).text)})::oid`);
  return row?.[0] ?? undefined;
}

/**
 * Reads a table of a PostgreSQL database into Parquet: 1. one transaction that sees one moment, 2. its rows as CSV in a file (the server's
 * COPY, a row at a time in memory), 3. their values in types. Errors: T2991-T2995, T2998.
 */
export const stagePostgres = (
  address: PostgresAddress,
  { name, text }: TableAddress,
  request: TableRequest,
): Promise<StagedTable & { readonly declared: ReadonlyMap<string, string> }> =>
  withPostgres(address, request.effects.signal, async (connection) => {
    await connection.run(readTransaction);
    const number = await findPostgresTable(connection, name);
    if (number === undefined) return failWithoutTable(name.join("."), await tablesOf(connection), text);
    const columns = await columnsOf(connection, number);
    if (columns.length === 0) return failWithoutTable(name.join("."), await tablesOf(connection), text);
    const readings = columns.map((column) =>
      columnReading(column, request.wanted.get(column.name), request.keepsDigits),
    );
    request.check(
      columns.map((column, at) => ({
        name: column.name,
        engineType: readings[at]!.second ?? readings[at]!.engineType,
      })),
    );
    const key = await keyOf(connection, number);
    const order = orderColumns({ columns, key }, request.order, text);
    const keys = order.map((one) => orderKey(columns.find((column) => column.name === one)!));
    const table = tableName(name);
    if (order !== key && keys.length > 0) {
      const [shared] = await connection.rows(sharedOrder(table, keys));
      failShared(Number(shared?.[0]), order, text);
    }
    const select = joinSql(readings.map((reading) => reading.select));
    const query = sql`SELECT ${select} FROM ${table} ${orderBy(keys)}`;
    const rows = await download(connection, query, join(request.folder, "rows.csv"), text, request);
    const names = columns.map((column) => column.name);
    const { path, rowCount, renamed } = await typeRows(
      request.engine,
      rows,
      names,
      readings,
      text,
      request.folder,
    );
    const declared = new Map(columns.map((column) => [column.name, column.declared]));
    return { kind: "parquet", path, rowCount, names, renamed, declared };
  });

async function columnsOf(connection: PostgresConnection, table: string): Promise<PostgresColumn[]> {
  const rows = await connection.rows(
    sql`SELECT a.attname, coalesce(b.typname, t.typname), CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END,
        format_type(a.atttypid, a.atttypmod)
      FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_type b ON b.oid = t.typbasetype
      WHERE a.attrelid = ${textLiteral(table)}::oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`,
  );
  return rows.map(([name, type, modifier, declared]) => ({
    name: name ?? "",
    type: type ?? "",
    modifier: Number(modifier),
    declared: declared ?? "",
  }));
}

async function keyOf(connection: PostgresConnection, table: string): Promise<readonly string[]> {
  const rows = await connection.rows(
    sql`SELECT a.attname FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(number, place)
      JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number
      WHERE i.indrelid = ${textLiteral(table)}::oid AND i.indisprimary ORDER BY k.place`,
  );
  return rows.map(([name]) => name ?? "");
}

async function tablesOf(connection: PostgresConnection): Promise<string[]> {
  const rows = await connection.rows(
    sql`SELECT CASE WHEN table_schema = 'public' THEN table_name ELSE table_schema || '.' || table_name END
      FROM information_schema.tables WHERE table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1 LIMIT 1000`,
  );
  return rows.map(([name]) => name ?? "");
}

/** Every value in quotes and a mark for the missing ones, so that the empty text is told from them. */
const copied = sql`(FORMAT csv, NULL '\\N', FORCE_QUOTE *)`;

const pieceBytes = 1 << 20;

/** Rows as CSV in a file. */
interface DownloadedRows {
  readonly path: string;
  /** The bytes of the longest row. */
  readonly longest: number;
}

async function download(
  connection: PostgresConnection,
  query: Sql,
  path: string,
  place: string,
  { effects }: TableRequest,
): Promise<DownloadedRows> {
  const file = await open(path, "w");
  const rows = new QuotedRows();
  let waiting: Buffer[] = [];
  let length = 0;
  const write = async (): Promise<void> => {
    await file.write(Buffer.concat(waiting));
    waiting = [];
    length = 0;
    effects.progress({ task: "read", note: `${rows.count.toLocaleString("en")} rows of ${place}` });
  };
  try {
    await connection.copyOut(sql`COPY (${query}) TO STDOUT WITH ${copied}`, (piece) => {
      rows.add(piece);
      waiting.push(piece);
      length += piece.length;
      return length < pieceBytes ? undefined : write();
    });
    await write();
  } finally {
    await file.close();
  }
  return { path, longest: rows.longest };
}

interface TypedRows {
  readonly path: string;
  readonly rowCount: number;
  readonly renamed: ReadonlyMap<string, string>;
}

/** The engine sets aside 16 times as much. */
const usualRow = 2 << 20;

async function typeRows(
  engine: Engine,
  rows: DownloadedRows,
  names: readonly string[],
  readings: readonly ColumnReading[],
  place: string,
  folder: string,
): Promise<TypedRows> {
  const texts = names.map((_, at) => identifier(`c${at}`));
  const types = joinSql(names.map((_, at) => sql`${textLiteral(`c${at}`)}: 'VARCHAR'`));
  const second = readings.flatMap((reading, at) =>
    reading.second ? [{ at, name: freeName(`number ${at}`, names) }] : [],
  );
  const columns = joinSql([
    ...readings.map((reading, at) => sql`${reading.value(texts[at]!)} AS ${identifier(names[at]!)}`),
    ...second.map(({ at, name }) => sql`CAST(${texts[at]!} AS DOUBLE) AS ${identifier(name)}`),
  ]);
  const path = join(folder, "rows.parquet");
  const [written] = await engine
    .rows(
      sql`COPY (SELECT ${columns} FROM read_csv(${textLiteral(rows.path)}, columns = {${types}}, auto_detect = false, header = false,
        delim = ',', quote = '"', escape = '"', nullstr = '\\N', allow_quoted_nulls = false, parallel = false,
        max_line_size = ${integerLiteral(Math.max(usualRow, rows.longest + 1))})) TO ${textLiteral(path)} ${stagedFormat}`,
    )
    .catch((error: unknown) => {
      if (!(error instanceof TandemError) || error.diagnostics[0]?.code !== "T1401") throw error;
      return failInput(
        "T2998",
        "A value of the table cannot be held",
        {
          place,
          value: error.diagnostics[0].value ?? "",
          cure: "Name a view that leaves it out or changes it.",
        },
        { cause: error },
      );
    });
  await rm(rows.path);
  return {
    path,
    rowCount: Number(written?.["Count"]),
    renamed: new Map(second.map(({ at, name }) => [names[at]!, name])),
  };
}

const freeName = (name: string, taken: readonly string[]): string =>
  taken.includes(name) ? freeName(`${name} again`, taken) : name;
