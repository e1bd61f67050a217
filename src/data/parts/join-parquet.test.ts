import { mkdtemp, open, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sql, textLiteral, type Sql } from "../../compile/index.ts";
import { openEngine, type Engine } from "../index.ts";
import { readThrift, writeThrift } from "./compact-thrift.ts";
import { joinParquet } from "./join-parquet.ts";

let folder: string;
let engine: Engine;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tandem-parquet-"));
  engine = await openEngine({ threads: 1 });
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true });
});

const place = (name: string): Sql => textLiteral(join(folder, name));
const rows = (from: number, to: number): Sql =>
  sql`SELECT range AS id, range * 0.1 AS x, CASE WHEN range % 3 = 0 THEN NULL ELSE 'text ' || (range % 50) END AS t,
    [range, range + 1] AS list, DATE '2024-01-01' + CAST(range % 100 AS INTEGER) AS day FROM range(${from}::BIGINT, ${to}::BIGINT)`;

async function joined(name: string, parts: readonly string[]): Promise<void> {
  const file = await open(join(folder, name), "w");
  await joinParquet(
    parts.map((part) => ({ path: join(folder, part) })),
    file,
  );
  await file.close();
}

describe("joining Parquet files", () => {
  it("gives the rows of all of them in order, dictionaries and Bloom filters included", async () => {
    const bounds = [0, 5000, 5001, 12_000];
    for (let at = 0; at < 3; at++)
      await engine.run(
        sql`COPY (${rows(bounds[at]!, bounds[at + 1]!)}) TO ${place(`part-${at}.parquet`)} (FORMAT parquet, ROW_GROUP_SIZE 2048)`,
      );
    await joined("all.parquet", ["part-0.parquet", "part-1.parquet", "part-2.parquet"]);
    const all = sql`(SELECT *, row_number() OVER () AS place FROM read_parquet(${place("all.parquet")}))`;
    const expected = sql`(SELECT *, row_number() OVER () AS place FROM (${rows(0, 12_000)}))`;
    expect(
      await engine.rows(
        sql`SELECT count(*) AS n FROM (SELECT * FROM ${all} EXCEPT SELECT * FROM ${expected})`,
      ),
    ).toEqual([{ n: 0 }]);
    expect(await engine.rows(sql`SELECT count(*) AS n, max(place) AS last FROM ${all}`)).toEqual([
      { n: 12_000, last: 12_000 },
    ]);
    // One that the Bloom filters and the bounds of row groups decide about.
    expect(
      await engine.rows(
        sql`SELECT count(*) AS n FROM read_parquet(${place("all.parquet")}) WHERE t = 'text 7' AND id > 11000`,
      ),
    ).toEqual(
      await engine.rows(
        sql`SELECT count(*) AS n FROM (${rows(0, 12_000)}) WHERE t = 'text 7' AND id > 11000`,
      ),
    );
  });

  it("reads and writes footers to the byte", async () => {
    await engine.run(sql`COPY (${rows(0, 3000)}) TO ${place("one.parquet")} (FORMAT parquet)`);
    const bytes = await readFile(join(folder, "one.parquet"));
    const length = bytes.readUInt32LE(bytes.length - 8);
    const footer = bytes.subarray(bytes.length - 8 - length, bytes.length - 8);
    expect(Buffer.from(writeThrift(readThrift(footer))).equals(footer)).toBe(true);
  });

  it("refuses a file that is cut off, and one of other columns", async () => {
    await engine.run(sql`COPY (${rows(0, 10)}) TO ${place("a.parquet")} (FORMAT parquet)`);
    await engine.run(sql`COPY (SELECT 1 AS other) TO ${place("b.parquet")} (FORMAT parquet)`);
    await expect(joined("ab.parquet", ["a.parquet", "b.parquet"])).rejects.toThrow("T2981");
    const bytes = await readFile(join(folder, "a.parquet"));
    await writeFile(join(folder, "cut.parquet"), bytes.subarray(0, bytes.length - 5));
    await expect(joined("c.parquet", ["cut.parquet"])).rejects.toThrow("T2947");
  });
});
