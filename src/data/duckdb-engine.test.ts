import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TandemError } from "../base/index.ts";
import { identifier, sql, textLiteral, type Sql } from "../compile/index.ts";
import { tableFromVectors, valueAt, vectorFromValues, type Value } from "../schema/index.ts";
import { openEngine } from "./duckdb-engine.ts";
import type { Engine } from "./engine.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine();
});
afterAll(() => engine.close());

const query = (text: string): Sql => ({ kind: "sql", text });
const one = async (expression: string): Promise<Value> =>
  (await engine.rows(query(`SELECT ${expression} AS x`)))[0]!["x"]!;

describe("openEngine", () => {
  it("reads every scalar type of the engine", async () => {
    expect(await one("true")).toBe(true);
    expect(await one("(-7)::TINYINT")).toBe(-7);
    expect(await one("200::UTINYINT")).toBe(200);
    expect(await one("(-30000)::SMALLINT")).toBe(-30000);
    expect(await one("60000::USMALLINT")).toBe(60000);
    expect(await one("(-2000000000)::INTEGER")).toBe(-2000000000);
    expect(await one("4000000000::UINTEGER")).toBe(4000000000);
    expect(await one("(-9007199254740991)::BIGINT")).toBe(-9007199254740991);
    expect(await one("9007199254740991::UBIGINT")).toBe(9007199254740991);
    expect(await one("(-123456789012)::HUGEINT")).toBe(-123456789012);
    expect(await one("123456789012::UHUGEINT")).toBe(123456789012);
    expect(await one("0.1::FLOAT")).toBe(Math.fround(0.1));
    expect(await one("0.1::DOUBLE")).toBe(0.1);
    expect(await one("'-0'::DOUBLE")).toBe(0);
    expect(await one("DATE '1969-12-31'")).toBe(-1);
    expect(await one("TIMESTAMP '1969-12-31 23:59:59.9995'")).toBe(-1);
    expect(await one("TIMESTAMP_S '2020-01-01 00:00:01'")).toBe(Date.UTC(2020, 0, 1, 0, 0, 1));
    expect(await one("TIMESTAMP_MS '2020-01-01 00:00:01.5'")).toBe(Date.UTC(2020, 0, 1, 0, 0, 1, 500));
    expect(await one("TIMESTAMP_NS '2020-01-01 00:00:01.0019'")).toBe(Date.UTC(2020, 0, 1, 0, 0, 1, 1));
    expect(await one("TIMESTAMPTZ '2020-01-01 00:00:00+02'")).toBe(Date.UTC(2019, 11, 31, 22));
    expect(await one("'a'::ENUM('b', 'a')")).toBe("a");
    expect(await one("NULL::VARCHAR")).toBe(null);
    expect(await one("'exactly 12 ch'")).toBe("exactly 12 ch");
  });

  it("reads decimals as the nearest float64", async () => {
    expect(await one("0.07::DECIMAL(3, 2)")).toBe(0.07);
    expect(await one("(-12345.678)::DECIMAL(9, 3)")).toBe(-12345.678);
    expect(await one("123456789012345.678::DECIMAL(18, 3)")).toBe(Number("123456789012345.678"));
    expect(await one("12345678901234567890.123456::DECIMAL(38, 6)")).toBe(
      Number("12345678901234567890.123456"),
    );
    expect(await one("42::DECIMAL(20, 0)")).toBe(42);
  });

  it("counts the values that a vector cannot hold", async () => {
    const { table, lost } = await engine.tableWithLosses(
      query(`SELECT * FROM (VALUES
        (9007199254740992::BIGINT, 'nan'::DOUBLE, DATE 'infinity'), (1, '-inf', NULL), (NULL, 2.5, DATE '2000-01-01')
      ) t(a, b, c)`),
    );
    expect([...lost]).toEqual([
      ["a", 1],
      ["b", 2],
      ["c", 1],
    ]);
    expect([0, 1, 2].map((row) => valueAt(table.columns.get("b")!, row))).toEqual([null, null, 2.5]);
  });

  it("gives a result in tables of so many rows, each with its own losses", async () => {
    const rows = query(
      "SELECT i, CASE WHEN i = 5000 THEN 'nan'::DOUBLE ELSE i END AS x FROM range(9000) t(i)",
    );
    const counts: unknown[] = [];
    await engine.tables(rows, 4096, ({ table, lost }) =>
      counts.push([table.rowCount, valueAt(table.columns.get("i")!, 0), lost.get("x") ?? 0]),
    );
    expect(counts).toEqual([
      [4096, 0, 0],
      [4096, 4096, 1],
      [808, 8192, 0],
    ]);
    const none: number[] = [];
    await engine.tables(query("SELECT 1 AS one WHERE FALSE"), 4096, ({ table }) => none.push(table.rowCount));
    expect(none).toEqual([0]);
  });

  it("gives text codes in the order of first appearance, whatever the threads", async () => {
    const text = `SELECT CASE WHEN i % 3 = 0 THEN 'v' || (i % 5) WHEN i % 3 = 1 THEN repeat('long text ', 3) || (i % 7)
      END AS t FROM range(50000) r(i)`;
    const single = await openEngine({ threads: 1 });
    const first = (await engine.table(query(text))).columns.get("t")!;
    const second = (await single.table(query(text))).columns.get("t")!;
    await single.close();
    expect(second).toEqual(first);
    if (first.kind !== "texts") throw new Error("expected texts");
    expect(first.dictionary).toHaveLength(12);
    expect([...first.codes.subarray(0, 7)]).toEqual([0, 1, -1, 2, 3, -1, 4]);
    expect(valueAt(first, 49_999)).toBe("long text long text long text " + (49_999 % 7));
  });

  it("keeps many distinct texts, short and long, apart", async () => {
    const table = await engine.table(
      query(
        "SELECT CASE WHEN i % 2 = 0 THEN 'k' || i ELSE 'a rather long key ' || i END AS t FROM range(20000) r(i)",
      ),
    );
    const vector = table.columns.get("t")!;
    for (let row = 0; row < 20_000; row++)
      if (valueAt(vector, row) !== (row % 2 === 0 ? `k${row}` : `a rather long key ${row}`))
        throw new Error(`row ${row} is ${String(valueAt(vector, row))}`);
  });

  it("writes a table and reads the very same back", async () => {
    const rows = 5000;
    const table = tableFromVectors([
      ["flag", vectorFromValues("Boolean", cycle([true, null, false], rows))],
      ["whole", vectorFromValues("Int", cycle([1, -9007199254740991, null, 9007199254740991], rows))],
      ["float", vectorFromValues("Float", cycle([0.1, null, -1e300], rows))],
      [
        "text",
        vectorFromValues("Text", cycle(["ä\0b", "", null, "a longer text than twelve bytes 👍"], rows)),
      ],
      ["day", vectorFromValues("Day", cycle([-719162, 2932896, null, 0], rows))],
      ["moment", vectorFromValues("Instant", cycle([-62135596800000, 253402300799999, null, -1], rows))],
    ]);
    await engine.register("round trip", table);
    expect(await engine.table(sql`SELECT * FROM ${identifier("round trip")}`)).toEqual(table);
    const [counts] = await engine.rows(
      sql`SELECT count(*) AS n, count(flag) AS flags, count(text) AS texts FROM ${identifier("round trip")}`,
    );
    expect(counts).toEqual({ n: rows, flags: 3333, texts: 3750 });
  });

  it("registers a table without rows", async () => {
    const table = tableFromVectors([["x", vectorFromValues("Text", [])]]);
    await engine.register("nothing", table);
    expect((await engine.table(sql`SELECT * FROM ${identifier("nothing")}`)).rowCount).toBe(0);
  });

  it("runs statements that were given at once one after the other", async () => {
    await engine.run(query("CREATE TABLE steps (n INTEGER)"));
    await Promise.all(
      Array.from({ length: 20 }, (_, n) => engine.run(query(`INSERT INTO steps VALUES (${n})`))),
    );
    const [total, all] = await Promise.all([
      engine.rows(query("SELECT sum(n) AS s FROM steps")),
      engine.table(query("SELECT n FROM steps")),
    ]);
    expect(total).toEqual([{ s: 190 }]);
    expect(all.rowCount).toBe(20);
  });

  it("turns errors of the engine into diagnostics with a cure", async () => {
    await expect(engine.rows(query("SELECT nothing FROM nowhere"))).rejects.toMatchObject({
      name: "TandemError",
      diagnostics: [{ code: "T1401", cure: expect.any(String) }],
    });
    await expect(engine.rows(query("SELECT [1, 2] AS list"))).rejects.toMatchObject({
      diagnostics: [{ code: "T1405", place: 'column "list"' }],
    });
    await expect(engine.run(query("LOAD excel"))).rejects.toBeInstanceOf(TandemError);
  });

  it("keeps working after an error", async () => {
    await expect(engine.rows(query("SELECT 1 +"))).rejects.toBeInstanceOf(TandemError);
    expect(await one("1")).toBe(1);
  });

  it("reports too little memory with a cure", async () => {
    const small = await openEngine({ memoryLimitMb: 20 });
    await expect(
      small.rows(query("SELECT length(string_agg(repeat('x', 1000), '')) AS n FROM range(100000)")),
    ).rejects.toMatchObject({
      diagnostics: [{ code: "T1402", cure: expect.stringContaining("memoryLimitMb") }],
    });
    await small.close();
  });

  it("stops a statement when told to", async () => {
    const other = await openEngine();
    const long = other.rows(
      query(
        "SELECT count(*) AS n FROM range(1000000) a, range(1000000) b WHERE a.range = b.range * 2 + 1 AND sqrt(a.range) > 3",
      ),
    );
    // One that comes before the statement has begun stops nothing.
    const again = setInterval(() => other.interrupt(), 30);
    await expect(long).rejects.toMatchObject({ diagnostics: [{ code: "T1404" }] });
    clearInterval(again);
    await other.close();
  });

  it("refuses work after it was closed and may be closed twice", async () => {
    const other = await openEngine();
    await other.close();
    await other.close();
    await expect(other.rows(query("SELECT 1"))).rejects.toMatchObject({ diagnostics: [{ code: "T1407" }] });
  });

  it("reports options that the engine cannot take", async () => {
    await expect(openEngine({ threads: -3 })).rejects.toMatchObject({ diagnostics: [{ code: "T1406" }] });
  });

  it("shows UTC, whatever the machine's zone", async () => {
    expect(
      await one(
        `CAST(TIMESTAMPTZ '2020-07-01 00:00:00+00' AS VARCHAR) = ${textLiteral("2020-07-01 00:00:00+00").text}`,
      ),
    ).toBe(true);
  });
});

const cycle = <T>(values: readonly T[], count: number): T[] =>
  Array.from({ length: count }, (_, at) => values[at % values.length]!);
