import { identifier, integerLiteral, joinSql, sql, textLiteral, type Sql } from "../../compile/index.ts";
import type { Value } from "../../schema/index.ts";
import { stopIfAborted } from "../text-file.ts";
import { openSqlite, sqliteFailure } from "./sqlite-table.ts";
import { tableName, type TableAddress } from "./table-address.ts";
import type { WrittenColumn, WrittenRows } from "./write-database-table.ts";

const rowsPerPiece = 20_480;

/** Writes the rows of a Parquet file as a new table of an SQLite file, in one transaction. */
export async function writeSqlite(
  path: string,
  { name, text }: TableAddress,
  columns: readonly WrittenColumn[],
  { path: file, engine, effects }: WrittenRows,
): Promise<void> {
  const database = await openSqlite(path, true);
  try {
    database.exec("BEGIN IMMEDIATE");
    const table = tableName(name);
    const declared = columns.map((column) => sql`${identifier(column.name)} ${typeOf(column)}`);
    database.exec(sql`CREATE TABLE ${table} (${joinSql(declared)})`.text);
    const marks = joinSql(columns.map(() => sql`?`));
    const insert = database.prepare(sql`INSERT INTO ${table} VALUES (${marks})`.text);
    const values = joinSql(
      columns.map(
        ({ name: column, engineType }) => sql`${valueOf(column, engineType)} AS ${identifier(column)}`,
      ),
    );
    for (let first = 0; ; first += rowsPerPiece) {
      stopIfAborted(effects);
      const rows = await engine.rows(
        sql`SELECT ${values} FROM read_parquet(${textLiteral(file)}, file_row_number = true)
          WHERE file_row_number >= ${integerLiteral(first)} AND file_row_number < ${integerLiteral(first + rowsPerPiece)}`,
      );
      for (const row of rows)
        insert.run(...columns.map((column) => storedValue(row[column.name] ?? null, column)));
      if (rows.length < rowsPerPiece) break;
      effects.progress({
        task: "write",
        note: `${(first + rows.length).toLocaleString("en")} rows into ${text}`,
      });
    }
    database.exec("COMMIT");
  } catch (error) {
    // Closing undoes what was not committed.
    throw sqliteFailure(error, text);
  } finally {
    database.close();
  }
}

const wholeTypes = /^U?(TINY|SMALL|BIG)?INT(EGER)?$/;

/** A type in SQLite's words; of a column that comes from SQLite the words that stand there. */
function typeOf({ engineType, declared }: WrittenColumn): Sql {
  // The words of a type cannot be quoted: others than plain ones are left out.
  if (declared !== undefined)
    return /^[A-Za-z][A-Za-z0-9_ ]*(\([0-9, ]+\))?$/.test(declared) ? { kind: "sql", text: declared } : sql``;
  if (engineType === "BOOLEAN") return sql`BOOLEAN`;
  if (wholeTypes.test(engineType)) return sql`INTEGER`;
  return engineType === "DOUBLE" || engineType === "FLOAT" ? sql`REAL` : sql`TEXT`;
}

/** Whole numbers go as texts, so that they keep all digits; what SQLite has no type for too. */
function valueOf(name: string, engineType: string): Sql {
  const column = identifier(name);
  if (["BOOLEAN", "DOUBLE", "FLOAT"].includes(engineType)) return column;
  if (engineType === "BLOB") return sql`hex(${column})`;
  return sql`CAST(${column} AS VARCHAR)`;
}

function storedValue(value: Value, { engineType }: WrittenColumn): string | number | bigint | null {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "string" && wholeTypes.test(engineType)) return BigInt(value);
  return value;
}
