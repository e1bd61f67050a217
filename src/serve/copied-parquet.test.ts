import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { quietEffects, type Effects } from "../base/index.ts";
import { sql, textLiteral, type Sql } from "../compile/index.ts";
import { openEngine, type Engine } from "../data/index.ts";
import { mixedModel, mixedRows } from "./batch/mixed-model.test-support.ts";
import { scoreFile } from "./score-file.ts";

const model = mixedModel();
const quiet = quietEffects(() => 0);
const repeats = 60;
const rowCount = 700 * repeats;
const groupRows = 20_480;

let folder: string;
let engine: Engine;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tandem-copied-"));
  engine = await openEngine({ threads: 1 });
  const lines = mixedRows(700, "copied").map((row, id) => JSON.stringify({ ...row, id }));
  await writeFile(at("rows.jsonl"), lines.join("\n"));
  await write("rows.parquet", sql`SELECT * FROM ${source()}`);
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true });
});

const at = (name: string): string => join(folder, name);
const parquet = (name: string): Sql => sql`read_parquet(${textLiteral(at(name))})`;

/** Rows of all types, with columns that the model does not read: a list, a decimal, and the place of the row. */
const source = (): Sql => {
  const types = sql`{n: 'DOUBLE', k: 'BIGINT', flag: 'BOOLEAN', word: 'VARCHAR', day: 'DATE', "at": 'TIMESTAMP', id: 'INTEGER'}`;
  return sql`(SELECT n, k, flag, word, day, "at", [id, NULL, turn] AS list, CAST(id AS DECIMAL(9, 2)) AS price, turn * 700 + id AS place
    FROM read_json(${textLiteral(at("rows.jsonl"))}, columns = ${types}), range(${repeats}::BIGINT) AS repeated(turn) ORDER BY place)`;
};

const write = (name: string, query: Sql): Promise<void> =>
  engine.run(
    sql`COPY (${query}) TO ${textLiteral(at(name))} (FORMAT parquet, ROW_GROUP_SIZE ${groupRows}::BIGINT)`,
  );

/** The columns of the first file and the answers, row by row, are those of a scoring to CSV and back. */
async function expectRows(name: string, from: string): Promise<void> {
  await scoreFile(model, at(from), at("slow.jsonl"), quiet, {}, { threads: 1 });
  const types = sql`{forest: 'DOUBLE', linear: 'DOUBLE', encoded: 'DOUBLE', shout: 'VARCHAR', month: 'BIGINT', hour: 'BIGINT', unless: 'BOOLEAN', later: 'DATE', place: 'BIGINT'}`;
  const answers = sql`SELECT forest, linear, encoded, shout, month, hour, unless, later, place`;
  const [row] = await engine.rows(sql`WITH own AS (${answers} FROM ${parquet(name)}),
      slow AS (${answers} FROM read_json(${textLiteral(at("slow.jsonl"))}, columns = ${types})),
      given AS (SELECT list, price, word, "at", place FROM ${parquet(from)}),
      kept AS (SELECT list, price, word, "at", place FROM ${parquet(name)})
    SELECT (SELECT count(*) FROM (SELECT * FROM own EXCEPT ALL SELECT * FROM slow)) AS apart,
      (SELECT count(*) FROM own) - (SELECT count(*) FROM slow) AS more,
      (SELECT count(*) FROM (SELECT * FROM kept EXCEPT ALL SELECT * FROM given)) AS changed,
      (SELECT count(*) FROM (SELECT place, lag(place) OVER () AS before FROM own) WHERE place <= before) AS disordered`);
  expect(row).toEqual({ apart: 0, more: 0, changed: 0, disordered: 0 });
}

/** How many row groups a file has, and the bytes that its columns take. */
const groupsOf = (name: string): Promise<Record<string, unknown>[]> =>
  engine.rows(
    sql`SELECT row_group_id AS number, path_in_schema AS name, any_value(row_group_num_rows) AS rows, any_value(total_compressed_size) AS bytes
      FROM parquet_metadata(${textLiteral(at(name))}) GROUP BY ALL ORDER BY ALL`,
  );

describe("scoring Parquet to Parquet", () => {
  it("copies the row groups as they are and puts the answers behind them", async () => {
    const scored = await scoreFile(model, at("rows.parquet"), at("out.parquet"), quiet, {}, { threads: 1 });
    expect(scored).toMatchObject({ rowCount, rejected: { count: 0 }, warnings: [] });
    await expectRows("out.parquet", "rows.parquet");
    const names = new Set((await groupsOf("rows.parquet")).map(({ name }) => name));
    const kept = (await groupsOf("out.parquet")).filter(({ name }) => names.has(name));
    expect(kept).toEqual(await groupsOf("rows.parquet"));
    const bytes = await readFile(at("rows.parquet"));
    const output = await readFile(at("out.parquet"));
    // The columns of the first row group stand one behind the other.
    expect(output.subarray(4, 50_000).equals(bytes.subarray(4, 50_000))).toBe(true);
  });

  it("writes the same bytes whatever the threads, and when it was stopped in between", async () => {
    const whole = await readFile(at("out.parquet"));
    await scoreFile(model, at("rows.parquet"), at("threads.parquet"), quiet, {}, { threads: 2 });
    expect((await readFile(at("threads.parquet"))).equals(whole)).toBe(true);
    const controller = new AbortController();
    const stopping: Effects = {
      now: () => 0,
      progress: ({ task }) => task === "score" && controller.abort(),
      signal: controller.signal,
    };
    const output = at("stopped.parquet");
    await expect(scoreFile(model, at("rows.parquet"), output, stopping, {}, { threads: 1 })).rejects.toThrow(
      "T2945",
    );
    expect(existsSync(output)).toBe(false);
    const resumed = await scoreFile(model, at("rows.parquet"), output, quiet, {}, { threads: 1 });
    expect(resumed.resumedRows).toBe(groupRows);
    expect((await readFile(output)).equals(whole)).toBe(true);
  });

  it("writes a row group anew of which a row is rejected, and copies the others", async () => {
    await write(
      "gaps.parquet",
      sql`SELECT * REPLACE (CASE WHEN place IN (${groupRows}::BIGINT, ${groupRows + 17}::BIGINT) THEN NULL ELSE k END AS k) FROM ${parquet("rows.parquet")}`,
    );
    const scored = await scoreFile(
      model,
      at("gaps.parquet"),
      at("gaps-out.parquet"),
      quiet,
      {},
      { threads: 1 },
    );
    expect(scored).toMatchObject({ rowCount: rowCount - 2, rejected: { count: 2 } });
    expect(scored.rejected.samples.map(({ line, column }) => [line, column])).toEqual([
      [groupRows + 1, "k"],
      [groupRows + 18, "k"],
    ]);
    await expectRows("gaps-out.parquet", "gaps.parquet");
    const sizes = async (name: string) =>
      (await groupsOf(name)).filter((group) => group["name"] === "n").map(({ rows }) => rows);
    expect(await sizes("gaps-out.parquet")).toEqual([groupRows, groupRows - 2, rowCount - 2 * groupRows]);
  });

  it("copies those of several files, and refuses files whose columns have different types", async () => {
    const paths = [at("rows.parquet"), at("rows.parquet")];
    await scoreFile(model, paths, at("twice.parquet"), quiet, {}, { threads: 1 });
    const [twice] = await engine.rows(
      sql`SELECT count(*) AS n, count(DISTINCT place) AS places FROM ${parquet("twice.parquet")}`,
    );
    expect(twice).toEqual({ n: 2 * rowCount, places: rowCount });
    const wider = sql`CAST(price AS DECIMAL(12, 2)) AS price`;
    await write("wider.parquet", sql`SELECT * REPLACE (${wider}) FROM ${parquet("rows.parquet")} LIMIT 100`);
    const mixed = [at("rows.parquet"), at("wider.parquet")];
    await expect(scoreFile(model, mixed, at("mixed.parquet"), quiet, {}, { threads: 1 })).rejects.toThrow(
      "T2981",
    );
    expect(existsSync(at("mixed.parquet"))).toBe(false);
    expect((await scoreFile(model, mixed, at("mixed.csv"), quiet, {}, { threads: 1 })).rowCount).toBe(
      rowCount + 100,
    );
  });
});
