import { randomBytes } from "node:crypto";
import { rename, rm } from "node:fs/promises";
import { extname } from "node:path";
import { failInput } from "../base/index.ts";
import { identifier, sql, textLiteral, type Sql } from "../compile/index.ts";
import type { Table } from "../schema/index.ts";
import type { Engine } from "./engine.ts";

const formats: Readonly<Record<string, Sql>> = {
  ".csv": sql`(FORMAT csv, HEADER true)`,
  ".parquet": sql`(FORMAT parquet)`,
  ".jsonl": sql`(FORMAT json)`,
};

/** Endings of the files that `writeTable` can write. */
const tableFileEndings: readonly string[] = Object.keys(formats);

/**
 * Writes a table as CSV, Parquet or JSON lines, by the ending of the path. The file is wholly there or not at all.
 * Errors: T1450 for an ending that is not known.
 */
export async function writeTable(engine: Engine, table: Table, path: string): Promise<void> {
  formatOf(path);
  const name = `written_${randomBytes(6).toString("hex")}`;
  await engine.register(name, table);
  await writeQuery(engine, sql`SELECT * FROM ${identifier(name)}`, path);
}

/** As `writeTable`, with the rows of a query, of which none comes to memory. Returns how many there were. */
export async function writeQuery(engine: Engine, query: Sql, path: string): Promise<number> {
  const format = formatOf(path);
  const temporary = `${path}.${randomBytes(6).toString("hex")}.partial`;
  try {
    const [written] = await engine.rows(sql`COPY (${query}) TO ${textLiteral(temporary)} ${format}`);
    await rename(temporary, path);
    return Number(written?.["Count"]);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

function formatOf(path: string): Sql {
  const format = formats[extname(path).toLowerCase()];
  if (format) return format;
  return failInput("T1450", `A table cannot be written as "${extname(path)}"`, {
    place: path,
    cure: `Give a file that ends with ${tableFileEndings.join(", ")}.`,
  });
}
