import { createReadStream } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { identifier, joinSql, sql, textLiteral, type Sql } from "../../../compile/index.ts";
import { stopIfAborted } from "../../text-file.ts";
import { refusedWork } from "../failure.ts";
import { tableName, type TableAddress } from "../table-address.ts";
import type { WrittenColumn, WrittenRows } from "../write-database-table.ts";
import type { PostgresConnection } from "./connection.ts";

/** Looks, before any work, whether the user may make a table there (T2995). */
export async function refuseWithoutRight(
  connection: PostgresConnection,
  { name, text }: TableAddress,
): Promise<void> {
  const schema = name.length === 2 ? textLiteral(name[0]) : sql`current_schema()`;
  const [row] = await connection.rows(sql`SELECT has_schema_privilege(${schema}, 'CREATE')`);
  if (row?.[0] !== "t")
    throw refusedWork({
      message: "The user may not make a table there",
      place: text,
      cure: "Have the right granted (CREATE on the schema), or name a schema where it is: SCHEMA.TABLE.",
    });
}

/** Writes the rows of a Parquet file as a new table of a PostgreSQL database, in one transaction. */
export async function writePostgres(
  connection: PostgresConnection,
  { name, text }: TableAddress,
  columns: readonly WrittenColumn[],
  { path, folder, engine, effects }: WrittenRows,
): Promise<void> {
  const csv = join(folder, "rows.csv");
  const values = columns.map(({ name: column, engineType }) =>
    engineType === "BLOB" ? sql`'\\x' || hex(${identifier(column)})` : identifier(column),
  );
  try {
    await engine.run(
      sql`COPY (SELECT ${joinSql(values)} FROM read_parquet(${textLiteral(path)})) TO ${textLiteral(csv)}
        (FORMAT csv, HEADER false, NULLSTR '\\N', FORCE_QUOTE *)`,
    );
    const table = tableName(name);
    const declared = columns.map((column) => sql`${identifier(column.name)} ${typeOf(column)}`);
    await connection.run(sql`BEGIN`);
    await connection.run(sql`CREATE TABLE ${table} (${joinSql(declared)})`);
    await connection.copyIn(
      sql`COPY ${table} FROM STDIN WITH (FORMAT csv, NULL '\\N')`,
      piecesOf(csv, text, { effects }),
    );
    await connection.run(sql`COMMIT`);
  } finally {
    await rm(csv, { force: true });
  }
}

async function* piecesOf(
  path: string,
  text: string,
  { effects }: Pick<WrittenRows, "effects">,
): AsyncGenerator<Uint8Array> {
  let megabytes = 0;
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) {
    stopIfAborted(effects);
    yield piece as Uint8Array;
    effects.progress({ task: "write", note: `${++megabytes} MB into ${text}` });
  }
}

const types: Readonly<Record<string, Sql>> = {
  BOOLEAN: sql`boolean`,
  TINYINT: sql`smallint`,
  UTINYINT: sql`smallint`,
  SMALLINT: sql`smallint`,
  USMALLINT: sql`integer`,
  INTEGER: sql`integer`,
  UINTEGER: sql`bigint`,
  BIGINT: sql`bigint`,
  UBIGINT: sql`numeric`,
  HUGEINT: sql`numeric`,
  FLOAT: sql`real`,
  DOUBLE: sql`double precision`,
  DATE: sql`date`,
  TIMESTAMP: sql`timestamp`,
  TIMESTAMP_MS: sql`timestamp`,
  "TIMESTAMP WITH TIME ZONE": sql`timestamptz`,
  BLOB: sql`bytea`,
};

const plainType = /^[A-Za-z][\w. ]*(\([0-9, ]+\))?[A-Za-z ]*(\[\])*$/;

/** A type in PostgreSQL's words; of a column that comes from PostgreSQL the one that it has there, as its catalogue writes it. */
function typeOf({ engineType, declared }: WrittenColumn): Sql {
  // The words of a type cannot be quoted: others than plain ones are not taken over.
  if (declared !== undefined) return plainType.test(declared) ? { kind: "sql", text: declared } : sql`text`;
  if (Object.hasOwn(types, engineType)) return types[engineType]!;
  return engineType.startsWith("DECIMAL") ? sql`numeric` : sql`text`;
}
