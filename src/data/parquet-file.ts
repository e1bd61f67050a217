import { randomBytes } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { joinSql, sql, textLiteral, type Sql } from "../compile/index.ts";
import { engineError } from "./engine-error.ts";
import type { Engine } from "./engine.ts";

/** What was written. */
export interface ParquetFile {
  readonly rowCount: number;
  readonly byteCount: number;
}

/** The rows of Parquet files together; a column that a file has not is missing there. There must be at least one. */
export const parquetFiles = (paths: readonly string[]): Sql =>
  sql`read_parquet([${joinSql(paths.map(textLiteral))}], union_by_name = true)`;

/** Writes the rows of a query as Parquet: wholly there and flushed to the disk, or not there at all. */
export async function writeParquetFile(engine: Engine, query: Sql, path: string): Promise<ParquetFile> {
  const temporary = `${path}.${randomBytes(6).toString("hex")}.part`;
  try {
    await engine.run(sql`COPY (${query}) TO ${textLiteral(temporary)} (FORMAT parquet, COMPRESSION zstd)`);
    const [row] = await engine.rows(sql`SELECT count(*) AS n FROM read_parquet(${textLiteral(temporary)})`);
    const file = await open(temporary, "r+");
    try {
      await file.sync();
      const { size } = await file.stat();
      await rename(temporary, path);
      return { rowCount: Number(row?.["n"]), byteCount: size };
    } finally {
      await file.close();
    }
  } catch (error) {
    throw engineError(error, path);
  } finally {
    await rm(temporary, { force: true });
  }
}
