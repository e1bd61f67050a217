import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TandemError, type Diagnostic } from "../base/index.ts";
import { checkSql } from "./check-sql.ts";
import { openEngine } from "./duckdb-engine.ts";
import type { Engine } from "./engine.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine({ threads: 1 });
});
afterAll(() => engine.close());

const inputs = new Map([
  ["orders", ["id", "customer", "amount"]],
  ["customers", ["customer", "town"]],
]);

async function refusal(text: string): Promise<readonly Diagnostic[]> {
  try {
    await checkSql(engine, text, inputs);
  } catch (error) {
    if (error instanceof TandemError) return error.diagnostics;
    throw error;
  }
  throw new Error("it was taken, though it should have been refused");
}

describe("checkSql", () => {
  it.each([
    ["selec 1", "T1461", "sql, line 1"],
    ["SELECT 'é',\n 1 FROM orders\n WHERE ORDER", "T1461", "sql, line 3"],
    ["-- nothing", "T1461", "sql"],
    ["SELECT 1) AS a, (SELECT 2", "T1461", "sql, line 1"],
    ["SELECT 1 /* open", "T1461", "sql, line 1"],
    ["SELECT 1; SELECT 2", "T1462", "sql"],
    ["SELECT 1 AS a;", "T1462", "sql"],
    ["SELECT 1 AS a; -- end", "T1462", "sql"],
    ["COPY orders TO 'x.csv'", "T1462", "sql"],
    ["ATTACH 'x.db'", "T1462", "sql"],
    ["SET threads = 4", "T1462", "sql"],
    ["INSTALL httpfs", "T1462", "sql"],
    ["CREATE TABLE x AS SELECT 1", "T1462", "sql"],
    ["PRAGMA database_list", "T1462", "sql"],
    ["SELECT * FROM orders LIMIT ?", "T1462", "sql"],
    ["DESCRIBE orders", "T1462", "sql"],
    ["SELECT * FROM (SUMMARIZE orders)", "T1462", "sql"],
    ["SELECT * FROM ordrs", "T1463", "sql, line 1"],
    ["SELECT * FROM\n '/etc/passwd'", "T1463", "sql, line 2"],
    ["SELECT * FROM read_csv('/etc/passwd')", "T1463", "sql, line 1"],
    ["SELECT * FROM read_text('/etc/passwd')", "T1463", "sql, line 1"],
    ["SELECT * FROM glob('/etc/*')", "T1463", "sql, line 1"],
    ["SELECT * FROM query('SELECT 1')", "T1463", "sql, line 1"],
    ["SELECT (SELECT sql FROM duckdb_views() LIMIT 1) AS x FROM orders", "T1463", "sql, line 1"],
    ["SELECT * FROM information_schema.tables", "T1463", "sql, line 1"],
    ["WITH duckdb_views AS (SELECT * FROM duckdb_views) FROM duckdb_views", "T1463", "sql, line 1"],
    [
      "SELECT 1 AS x WHERE EXISTS (WITH pg_class AS (SELECT 1) FROM pg_class) UNION ALL FROM pg_class",
      "T1463",
      "sql, line 1",
    ],
  ])("refuses %s with %s at %s", async (text, code, place) => {
    expect(await refusal(text)).toMatchObject([{ code, place }]);
  });

  it.each([
    "random()",
    "main.random()",
    "uuid()",
    "gen_random_uuid()",
    "now()",
    "today()",
    "current_date",
    "current_timestamp",
    "localtime",
    "age(TIMESTAMP '2020-01-01')",
    "ago(INTERVAL 1 DAY)",
    "current_setting('threads')",
    "version()",
    "user",
    "reservoir_quantile(amount, 0.5)",
    "list_aggregate([amount], 'reservoir_quantile', 0.5)",
    "pg_get_viewdef(1)",
    "txid_current()",
  ])("refuses %s, which gives another answer each time, with a cure", async (call) => {
    const [told, ...more] = await refusal(`SELECT id,\n ${call} AS x FROM orders`);
    expect(more).toEqual([]);
    expect(told).toMatchObject({ code: "T1464", place: "sql, line 2" });
    expect(told!.cure).toMatch(/constant|row/);
  });

  it("refuses samples, and tells several mistakes at once", async () => {
    const told = await refusal(
      "SELECT random() AS r, now() AS n FROM orders TABLESAMPLE 10%, nothing, read_text('/etc/passwd')",
    );
    expect(told.map(({ code }) => code).toSorted()).toEqual(["T1463", "T1463", "T1464", "T1464", "T1464"]);
  });

  it("takes a column that has the name of a moment", async () => {
    expect(await checkSql(engine, "SELECT user FROM t", new Map([["t", ["user"]]]))).toEqual([]);
  });

  it("takes a semicolon and a comment within the statement", async () => {
    const text = "SELECT ';' AS a /* ; */ FROM orders -- ;";
    expect(await checkSql(engine, text, new Map([["orders", ["id"]]]))).toEqual([]);
  });
});
