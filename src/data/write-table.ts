import { randomBytes } from "node:crypto";
import { rename, rm } from "node:fs/promises";
import { extname } from "node:path";
import { failInput } from "../base/index.ts";
import { identifier, sql, textLiteral, type Sql } from "../compile/index.ts";
import type { Table } from "../schema/index.ts";
import type { Engine } from "./engine.ts";

/** The kinds of files that tables are written as. */
export type TableFormat = "csv" | "parquet" | "jsonl";

const endings: Readonly<Record<string, TableFormat>> = {
  ".csv": "csv",
  ".parquet": "parquet",
  ".jsonl": "jsonl",
};

/** How the engine writes a format; text files with or without a header. */
export function copyFormat(format: TableFormat, hasHeader: boolean): Sql {
  switch (format) {
    case "csv":
      return sql`(FORMAT csv, HEADER ${hasHeader})`;
    case "parquet":
      return sql`(FORMAT parquet)`;
    case "jsonl":
      return sql`(FORMAT json)`;
  }
}

/** The format that the ending of a path says. Fails with T1450 for an ending that is not known. */
export function formatOfPath(path: string): TableFormat {
  const format = endings[extname(path).toLowerCase()];
  if (!format)
    return failInput("T1450", `A table cannot be written as "${extname(path)}"`, {
      place: path,
      cure: `Give a file that ends with ${Object.keys(endings).join(", ")}.`,
    });
  return format;
}

/**
 * Writes a table as CSV, Parquet or JSON lines, by the ending of the path. The file is wholly there or not at all.
 * Errors: T1450 for an ending that is not known.
 */
export async function writeTable(engine: Engine, table: Table, path: string): Promise<void> {
  // Before the table is copied.
  formatOfPath(path);
  const name = `written_${randomBytes(6).toString("hex")}`;
  await engine.register(name, table);
  await writeQuery(engine, sql`SELECT * FROM ${identifier(name)}`, path);
}

/** As `writeTable`, with the rows of a query, of which none comes to memory. Returns how many there were. */
export async function writeQuery(engine: Engine, query: Sql, path: string): Promise<number> {
  const format = copyFormat(formatOfPath(path), true);
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
