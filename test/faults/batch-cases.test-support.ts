import { existsSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { sql, textLiteral } from "../../src/compile/index.ts";
import { openEngine } from "../../src/data/index.ts";
import type { TestServer } from "../../src/data/database/postgres/server.test-support.ts";
import { packageText } from "../../src/project/index.ts";
import {
  csvOf,
  mixedModel,
  mixedRows,
  type MixedRow,
} from "../../src/serve/batch/mixed-model.test-support.ts";

/** A scoring that is killed: where the rows come from and where the answers go. */
export interface BatchCase {
  readonly name: string;
  readonly from: string;
  /** The address of the output of this name. */
  readonly to: (name: string) => string;
  /** The file under whose name nothing may stand that is not whole; absent for a table. */
  readonly file?: (name: string) => string;
  /** The file of the database that the output makes, where it is a new one. */
  readonly database?: (name: string) => string;
  /** What the output holds as one text, or undefined where there is none. */
  readonly content: (name: string) => Promise<string | undefined>;
  /** Where the rejected rows are listed. */
  readonly rejects: (name: string) => string;
  /** The journal of its parts. */
  readonly journal: (name: string) => string;
  /** Absent for the usual parts. */
  readonly partBytes?: number | undefined;
  readonly order?: readonly string[];
}

const smallPart = 20_000;
const order = ["number"];

/** Rows of which some have a gap where the model takes none. */
function dirtyRows(count: number): readonly MixedRow[] {
  return mixedRows(count, "killed").map((row, at) => (at % 97 === 5 ? { ...row, k: null } : row));
}

/** Lines that cannot be read stand between the others. */
const withRaggedLines = (csv: string): string =>
  csv.replaceAll(/\n([^\n"]*77[^\n"]*\n)(?=[^\n]*2)/g, "\nragged\n$1");

/** Writes the package of the model that scores, and gives its path. */
export async function writeModel(folder: string): Promise<string> {
  const path = join(folder, "mixed.tandem.json");
  await writeFile(path, packageText(mixedModel().content));
  return path;
}

/** Files of rows, and cases that read and write each kind of them. */
export async function fileCases(folder: string, rowCount: number): Promise<readonly BatchCase[]> {
  const rows = dirtyRows(rowCount);
  await writeFile(join(folder, "rows.csv"), withRaggedLines(csvOf(rows)));
  await writeFile(join(folder, "rows.jsonl"), rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  const engine = await openEngine({ threads: 1 });
  // Row groups large enough to be copied; rows of one of them are rejected.
  await engine.run(
    sql`COPY (SELECT range * 0.37 AS n, CASE WHEN range % 50000 = 7 THEN NULL ELSE CAST(range % 20 AS INTEGER) END AS k,
        range % 3 = 0 AS flag, 'word ' || (range % 9) AS word, DATE '2024-01-01' + CAST(range % 1000 AS INTEGER) AS day,
        TIMESTAMP '2024-01-01 00:00:00' + to_seconds(range) AS at, 'passed on ' || range AS note
      FROM range(82000::BIGINT)) TO ${textLiteral(join(folder, "groups.parquet"))} (FORMAT parquet, ROW_GROUP_SIZE 20480)`,
  );
  await engine.run(
    sql`COPY (SELECT * FROM read_csv(${textLiteral(join(folder, "rows.csv"))}, all_varchar = false, ignore_errors = true, header = true, quote = '"', escape = '"'))
      TO ${textLiteral(join(folder, "rows.parquet"))} (FORMAT parquet)`,
  );
  await engine.close();
  const ofFile = (from: string, ending: string, more: Partial<BatchCase> = {}): BatchCase => {
    const file = (name: string): string => join(folder, `${name}-${from.replace(".", "-")}.${ending}`);
    return {
      name: `${from} to ${ending}`,
      from: join(folder, from),
      to: file,
      file,
      content: async (name) => (existsSync(file(name)) ? readFileSync(file(name), "latin1") : undefined),
      rejects: (name) => file(name).replace(`.${ending}`, ".rejects.csv"),
      journal: (name) => `${file(name)}.parts/journal.jsonl`,
      partBytes: smallPart,
      ...more,
    };
  };
  return [
    ofFile("rows.csv", "csv"),
    ofFile("groups.parquet", "parquet", {
      name: "Parquet whose row groups are copied",
      partBytes: undefined,
    }),
    ofFile("rows.parquet", "parquet"),
    ofFile("rows.jsonl", "jsonl"),
    ofFile("rows.csv", "parquet"),
    ofFile("rows.parquet", "csv"),
  ];
}

/** Tables of an SQLite and a DuckDB file, and of a server where there is one, filled with such rows; and cases over them. */
export async function tableCases(
  folder: string,
  rowCount: number,
  server: TestServer | undefined,
): Promise<readonly BatchCase[]> {
  const rows = dirtyRows(rowCount);
  const sqlite = join(folder, "shop.sqlite");
  const duckdb = join(folder, "shop.duckdb");
  fillSqlite(sqlite, rows);
  await fillDuckdb(duckdb, rows);
  if (server) fillPostgres(server, rows);
  const address = `postgres://ana@127.0.0.1:${server?.port}/postgres`;
  const common = { partBytes: smallPart, order };
  const table = (name: string): string => `scored ${name}`;
  const beside = (before: string): Pick<BatchCase, "rejects" | "journal"> => {
    const path = (name: string): string => `${before}.${table(name).replaceAll(/[^\w.-]/g, "_")}`;
    return {
      rejects: (name) => `${path(name)}.rejects.csv`,
      journal: (name) => `${path(name)}.parquet.parts/journal.jsonl`,
    };
  };
  const ofSqlite = (path: string): Output => ({
    to: (name) => `sqlite:${path}#${table(name)}`,
    content: async (name) => readSqlite(path, table(name)),
    ...beside(path),
  });
  const ofDuckdb = (path: string): Output => ({
    to: (name) => `duckdb:${path}#${table(name)}`,
    content: (name) => readDuckdb(path, table(name)),
    ...beside(path),
  });
  return [
    { name: "SQLite to SQLite", from: `sqlite:${sqlite}#rows`, ...ofSqlite(sqlite), ...common },
    { name: "DuckDB to DuckDB", from: `duckdb:${duckdb}#rows`, ...ofDuckdb(duckdb), ...common },
    {
      name: "DuckDB to a new SQLite file",
      from: `duckdb:${duckdb}#rows`,
      ...common,
      ...newFile((name) => join(folder, `${name}.sqlite`), ofSqlite),
    },
    {
      name: "SQLite to a new DuckDB file",
      from: `sqlite:${sqlite}#rows`,
      ...common,
      ...newFile((name) => join(folder, `${name}.duckdb`), ofDuckdb),
    },
    ...(server
      ? [
          {
            name: "PostgreSQL to PostgreSQL",
            from: `${address}#rows`,
            to: (name: string) => `${address}#${table(name)}`,
            content: async (name: string) => readPostgres(server, table(name)),
            ...beside(join(folder, "postgres")),
            ...common,
          },
        ]
      : []),
  ];
}

type Output = Pick<BatchCase, "to" | "content" | "rejects" | "journal">;

/** Each output in a database of its own, which is not there before. */
const newFile = (
  database: (name: string) => string,
  of: (path: string) => Output,
): Output & Pick<BatchCase, "database"> => ({
  database,
  to: (name) => of(database(name)).to(name),
  content: (name) => of(database(name)).content(name),
  rejects: (name) => of(database(name)).rejects(name),
  journal: (name) => of(database(name)).journal(name),
});

const columns = ["n", "k", "flag", "word", "day", "at"] as const;

function fillSqlite(path: string, rows: readonly MixedRow[]): void {
  const database = new DatabaseSync(path);
  database.exec(
    "CREATE TABLE rows (number INTEGER PRIMARY KEY, n REAL, k INTEGER, flag BOOLEAN, word TEXT, day TEXT, at TEXT); BEGIN",
  );
  const insert = database.prepare("INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?, ?)");
  const stored = (value: MixedRow[string]): string | number | null =>
    typeof value === "boolean" ? Number(value) : value;
  for (const [at, row] of rows.entries()) insert.run(at, ...columns.map((name) => stored(row[name] ?? null)));
  database.exec("COMMIT");
  database.close();
}

const literal = (value: MixedRow[string] | undefined): string => {
  if (value === null || value === undefined) return "NULL";
  return typeof value === "string" ? `'${value.replaceAll("'", "''").replace(/Z$/, "")}'` : String(value);
};

const valuesOf = (rows: readonly MixedRow[]): string =>
  rows.map((row, at) => `(${at}, ${columns.map((name) => literal(row[name])).join(", ")})`).join(",\n");

async function fillDuckdb(path: string, rows: readonly MixedRow[]): Promise<void> {
  const engine = await openEngine({ threads: 1 });
  await engine.run(sql`ATTACH ${textLiteral(path)} AS filled`);
  await engine.run(
    sql`CREATE TABLE filled.rows (number INTEGER PRIMARY KEY, n DOUBLE, k INTEGER, flag BOOLEAN, word VARCHAR, day DATE, "at" TIMESTAMP)`,
  );
  await engine.run({ kind: "sql", text: `INSERT INTO filled.rows VALUES ${valuesOf(rows)}` });
  await engine.run(sql`DETACH filled`);
  await engine.close();
}

function fillPostgres(server: TestServer, rows: readonly MixedRow[]): void {
  server.sql(`CREATE TABLE rows (number INT PRIMARY KEY, n double precision, k INT, flag BOOLEAN, word TEXT, day DATE, at TIMESTAMP);
    INSERT INTO rows VALUES ${valuesOf(rows)}; GRANT SELECT ON rows TO ana`);
}

function readSqlite(path: string, table: string): string | undefined {
  if (!existsSync(path)) return undefined;
  const database = new DatabaseSync(path);
  try {
    if (!database.prepare("SELECT 1 FROM sqlite_schema WHERE name = ?").get(table)) return undefined;
    return JSON.stringify(database.prepare(`SELECT * FROM "${table}" ORDER BY rowid`).all());
  } finally {
    database.close();
  }
}

async function readDuckdb(path: string, table: string): Promise<string | undefined> {
  if (!existsSync(path)) return undefined;
  const engine = await openEngine({ threads: 1 });
  try {
    await engine.run(sql`ATTACH ${textLiteral(path)} AS looked`);
    const there = await engine.rows(
      sql`SELECT 1 AS one FROM duckdb_tables() WHERE database_name = 'looked' AND table_name = ${textLiteral(table)}`,
    );
    if (there.length === 0) return undefined;
    return JSON.stringify(
      await engine.rows({
        kind: "sql",
        text: `SELECT COLUMNS(*)::VARCHAR FROM looked."${table}" ORDER BY rowid`,
      }),
    );
  } finally {
    await engine.close();
  }
}

function readPostgres(server: TestServer, table: string): string | undefined {
  const isThere = server.sql(`SELECT to_regclass('"${table}"') IS NOT NULL`) === "t";
  return isThere ? server.sql(`SELECT * FROM "${table}" ORDER BY ctid`) : undefined;
}
