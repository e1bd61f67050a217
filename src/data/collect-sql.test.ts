import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { quietEffects } from "../base/index.ts";
import { textLiteral, sql } from "../compile/index.ts";
import { lockAway } from "./collect-sql.ts";
import { openWorkbench, realData, type Workbench } from "./collect-for-tests.ts";
import { openEngine } from "./duckdb-engine.ts";
import type { PlainSource, SqlSource } from "./source.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench();
  await bench.write("orders.csv", "id,customer,amount\n1,ann,10.5\n2,bob,0.1\n3,ann,0.2\n4,eve,7\n");
  await bench.write("customers.csv", "customer,town\nann,Oslo\nbob,Rome\n");
});
afterAll(() => bench.close());

const csv = (path: string): PlainSource => ({ kind: "csv", path, options: {} });
const shop = (text: string): SqlSource => ({
  kind: "sql",
  text,
  inputs: { orders: csv("orders.csv"), customers: csv("customers.csv") },
});
const join2 = "orders LEFT JOIN customers USING (customer)";
const fields = async (source: SqlSource): Promise<string[]> =>
  (await bench.collect(source)).snapshot.schema.fields.map(({ name, type }) => `${name} ${type}`);

describe("an SQL source", () => {
  it("joins its inputs", async () => {
    const { snapshot, rows } = await bench.collect(
      shop(`SELECT id, amount, town FROM ${join2} ORDER BY id -- the newest last`),
    );
    expect(rows).toEqual([
      [1, 10.5, "Oslo"],
      [2, 0.1, "Rome"],
      [3, 0.2, "Oslo"],
      [4, 7, null],
    ]);
    expect(snapshot.schema.fields).toMatchObject([
      { name: "id", type: "Int", nullable: false },
      { name: "amount", type: "Float", nullable: false },
      { name: "town", type: "Text", nullable: true },
    ]);
    expect(snapshot.diagnostics).toEqual([]);
  });

  it("writes the hash of each input into the snapshot, and another hash for another input or statement", async () => {
    const text = `SELECT count(*) AS n FROM ${join2}`;
    const first = (await bench.collect(shop(text))).snapshot;
    expect(first.source).toMatchObject({ kind: "sql", byteCount: 90, options: { text } });
    const inputs = first.source.options["inputs"] as Record<string, { hash: string; rowCount: number }>;
    const alone = (await bench.collect(csv("orders.csv"))).snapshot;
    expect(inputs["orders"]).toMatchObject({ hash: alone.hash, rowCount: 4, path: "orders.csv" });
    expect((await bench.collect(shop(text))).snapshot.hash).toBe(first.hash);
    expect((await bench.collect(shop(`${text} `))).snapshot.hash).not.toBe(first.hash);
    await bench.write("more.csv", "customer,town\nann,Oslo\nbob,Rome\neve,Bonn\n");
    const other = { ...shop(text), inputs: { ...shop(text).inputs, customers: csv("more.csv") } };
    expect((await bench.collect(other)).snapshot.hash).not.toBe(first.hash);
  });

  it("takes rows in memory, WITH, windows, PIVOT with values and a semicolon in a text", async () => {
    const memory: SqlSource = {
      kind: "sql",
      text: `WITH big AS (SELECT *, row_number() OVER (ORDER BY x DESC) AS place FROM t)
        SELECT place, x, 'a;b' AS semicolon FROM big WHERE place <= 2 ORDER BY place`,
      inputs: { t: { kind: "table", rows: [{ x: 1 }, { x: 3 }, { x: 2 }] } },
    };
    expect((await bench.collect(memory)).rows).toEqual([
      [1, 3, "a;b"],
      [2, 2, "a;b"],
    ]);
    const pivot = shop(
      "PIVOT orders ON customer IN ('ann', 'bob') USING sum(amount) GROUP BY id ORDER BY id",
    );
    expect((await bench.collect(pivot)).rows.map((row) => row.slice(1))).toEqual([
      [10.5, null],
      [null, 0.1],
      [0.2, null],
      [null, null],
    ]);
    const recursive =
      "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 3) SELECT n FROM r";
    expect((await bench.collect(shop(recursive))).rows).toEqual([[1], [2], [3]]);
  });

  it("warns of an input that is not read", async () => {
    const { snapshot } = await bench.collect(shop("SELECT * FROM orders"));
    expect(snapshot.diagnostics).toMatchObject([{ code: "T1469", place: 'input "customers"' }]);
  });

  it("tells the place of what is odd in an input", async () => {
    await bench.write("odd.csv", "customer,x\nann,1\nbob\neve,2\n");
    const { snapshot } = await bench.collect({
      kind: "sql",
      text: "SELECT * FROM odd",
      inputs: { odd: csv("odd.csv") },
    });
    expect(snapshot.rejected).toMatchObject({ count: 1, samples: [{ line: 3 }] });
    expect(snapshot.rejected.samples[0]!.reason).toMatch(/^input "odd": /);
    expect(snapshot.diagnostics).toMatchObject([{ code: "T1440", place: 'input "odd", odd.csv, line 3' }]);
  });

  it("refuses no rows, and columns of one name", async () => {
    expect(await bench.failure(shop("SELECT * FROM orders WHERE id > 9"))).toMatchObject([{ code: "T1427" }]);
    expect(await bench.failure(shop("SELECT o.*, c.* FROM orders o, customers c"))).toMatchObject([
      { code: "T1426", place: "sql" },
    ]);
  });

  it.each([0, 5, 20, 60, 300])("stops when it is told to after %i ms", async (afterMs) => {
    const control = new AbortController();
    const effects = { ...quietEffects(), signal: control.signal };
    setTimeout(() => control.abort(), afterMs);
    const endless = shop(
      "SELECT sum(a.range * b.range) AS x FROM range(1000000) a, range(1000000) b, orders",
    );
    expect(await bench.failure(endless, effects)).toMatchObject([{ code: "T1404" }]);
  });
});

describe("an engine that is locked away", () => {
  it("reaches no file, no network and no setting, even with SQL that nobody has judged", async () => {
    await bench.write("secret.csv", "a\n1\n");
    await bench.write("given.csv", "a\n2\n");
    const secret = textLiteral(join(bench.folder, "secret.csv"));
    const given = join(bench.folder, "given.csv");
    const target = textLiteral(join(bench.folder, "out.csv"));
    const engine = await openEngine({ threads: 1, temporaryFolder: join(bench.folder, "spill") });
    await lockAway(engine, [given]);
    expect(await engine.rows(sql`SELECT a FROM read_csv(${textLiteral(given)})`)).toEqual([{ a: 2 }]);
    for (const statement of [
      sql`SELECT * FROM read_csv(${secret})`,
      sql`SELECT * FROM read_text('/etc/passwd')`,
      sql`SELECT * FROM read_blob(${secret})`,
      sql`SELECT * FROM glob('/etc/*')`,
      sql`SELECT * FROM ${secret}`,
      sql`COPY (SELECT 1 AS a) TO ${target}`,
      sql`ATTACH ${target}`,
      sql`EXPORT DATABASE ${target}`,
      sql`INSTALL httpfs`,
      sql`LOAD httpfs`,
      sql`SET threads = 2`,
      sql`SET enable_external_access = true`,
      sql`SET allowed_paths = [${secret}]`,
      sql`RESET lock_configuration`,
    ])
      await expect(engine.run(statement), statement.text).rejects.toThrow();
    await engine.close();
  });
});

describe("what goes wrong in SQL", () => {
  it.each([
    ["SELECT id,\n amuont FROM orders", 'There is no column "amuont"', 'Did you mean "amount"?', 2],
    ["SELECT c.town FROM orders", '"c" is no input and no alias of this statement', "FROM or JOIN", 1],
    [
      "SELECT customer\nFROM orders JOIN customers ON true",
      'Several inputs have a column "customer"',
      'input."customer"',
      1,
    ],
    ["SELECT customer, sum(amount) AS s FROM orders", "not in GROUP BY", "min(", 1],
    ["SELECT id,\n\n lowr(customer) AS l FROM orders", "There is no function lowr()", "lower()", 3],
    ["SELECT abs(customer) AS a FROM orders", "does not exist for these types", "CAST", 1],
    ["SELECT id,\n CAST(customer AS INTEGER) AS c FROM orders", "cannot be changed", "TRY_CAST", 2],
  ])("tells the mistake of %s in plain words with its line", async (text, message, cure, line) => {
    const [told, ...more] = await bench.failure(shop(text));
    expect(more).toEqual([]);
    expect(told).toMatchObject({ code: "T1465", place: `sql, line ${line}` });
    expect(told!.message).toContain(message);
    expect(told!.cure).toContain(cure);
  });

  it("tells a number that leaves its range", async () => {
    expect(
      await bench.failure(shop("SELECT CAST(id AS TINYINT) * CAST(100 AS TINYINT) AS x FROM orders")),
    ).toMatchObject([{ code: "T1465", place: "sql" }]);
  });
});

describe("the types of an SQL source", () => {
  it("turns the engine's numbers, days and moments into ours", async () => {
    const text = `SELECT sum(id) AS total, avg(amount) AS mean, count(*) AS n, 1.5 AS tenths, DATE '2024-02-29' AS day,
      TIMESTAMP '2024-02-29 12:30:00' AS moment, TIMESTAMPTZ '2024-02-29 12:30:00+02' AS there, true AS yes,
      CAST(2 AS HUGEINT) AS huge, CAST('a' AS ENUM('a', 'b')) AS word, NULL AS nothing FROM ${join2}`;
    expect(await fields(shop(text))).toEqual([
      "total Int",
      "mean Float",
      "n Int",
      "tenths Float",
      "day Day",
      "moment Instant",
      "there Instant",
      "yes Boolean",
      "huge Int",
      "word Text",
      "nothing Int",
    ]);
    const { rows } = await bench.collect(shop(text));
    expect(rows[0]!.slice(3, 7)).toEqual([
      1.5,
      19782,
      Date.UTC(2024, 1, 29, 12, 30),
      Date.UTC(2024, 1, 29, 10, 30),
    ]);
  });

  it("makes NaN and infinity missing, and counts them", async () => {
    const { snapshot, rows } = await bench.collect(
      shop(
        "SELECT CASE id WHEN 1 THEN 'nan'::DOUBLE WHEN 2 THEN 1e308 * 10 ELSE amount / (id - 3) END AS x FROM orders ORDER BY id",
      ),
    );
    expect(rows).toEqual([[null], [null], [null], [7]]);
    expect(snapshot.columns[0]).toMatchObject({ read: 1, missing: 0, failed: 3 });
    expect(snapshot.diagnostics).toMatchObject([{ code: "T1469" }, { code: "T1443" }]);
  });

  it("refuses what no column can hold, all at once and with the way round", async () => {
    const told = await bench.failure(
      shop(`SELECT TIMESTAMP '2024-01-02' - TIMESTAMP '2024-01-01' AS apart, [1, 2] AS two, {'a': 1} AS pair,
        MAP {'k': 1} AS dictionary, 'x'::BLOB AS bytes, '101'::BIT AS bits FROM orders`),
    );
    expect(told.map(({ code, place }) => `${code} ${place}`)).toEqual([
      'T1466 column "apart"',
      'T1466 column "two"',
      'T1466 column "pair"',
      'T1466 column "dictionary"',
      'T1466 column "bytes"',
      'T1466 column "bits"',
    ]);
    expect(told[0]!.cure).toContain("date_diff");
    expect(told[1]!.cure).toContain("unnest");
  });

  it("warns of what becomes text or loses digits", async () => {
    const { snapshot } = await bench.collect(
      shop(`SELECT TIME '12:30:00' AS clock, 9007199254740993 AS wide, 1234567890.12345678901 AS digits,
        CAST(0.1 AS DECIMAL(38, 10)) AS short FROM ${join2}`),
    );
    expect(snapshot.schema.fields.map(({ type }) => type)).toEqual(["Text", "Text", "Float", "Float"]);
    expect(snapshot.diagnostics.map(({ code, place }) => `${code} ${place}`)).toEqual([
      'T1467 column "clock"',
      'T1468 column "wide"',
      'T1468 column "digits"',
    ]);
  });
});

const flights = realData("nyc-flights13");
const tables = realData("nyc-flights13-tables");

describe.skipIf(!flights || !tables)("SQL over the flights from New York", () => {
  const inputs: SqlSource["inputs"] = {
    flights: csv(join(flights ?? "", "flights_january.csv")),
    planes: csv(join(tables ?? "", "planes.csv")),
    weather: csv(join(tables ?? "", "weather.csv")),
    airlines: csv(join(tables ?? "", "airlines.csv")),
  };
  const text = `
    SELECT f.*, a.name, p.seats, w.temp, w.wind_speed
    FROM flights f
    JOIN airlines a USING (carrier)
    LEFT JOIN planes p ON f.tailnum = p.tailnum
    LEFT JOIN weather w ON f.origin = w.origin AND f.year = w.year AND f.month = w.month AND f.day = w.day AND f.hour = w.hour`;

  it("joins as pandas 3.1.1 does", async () => {
    const { snapshot, rows } = await bench.collect({ kind: "sql", text, inputs });
    const at = (name: string): number => snapshot.schema.fields.findIndex((field) => field.name === name);
    const values = (name: string): number[] =>
      rows.flatMap((row) => (row[at(name)] === null ? [] : [Number(row[at(name)])]));
    const sum = (name: string): number => values(name).reduce((total, value) => total + value, 0);
    expect(rows).toHaveLength(27_004);
    expect([values("seats").length, sum("seats")]).toEqual([22_525, 3_075_040]);
    expect(values("temp")).toHaveLength(26_443);
    expect(sum("temp")).toBeCloseTo(963_512.42, 6);
    expect(sum("wind_speed")).toBeCloseTo(302_627.52128, 6);
    expect(rows.filter((row) => row[at("name")] === "Envoy Air")).toHaveLength(2271);
  });

  it("gives the same rows in the same order on 1 thread or 2, with little memory or much", async () => {
    const sums =
      `SELECT dest, carrier, sum(temp * wind_speed / 3) AS heat, avg(arr_delay) AS late, first(tailnum) AS plane,
      sum(1 / (minute + 0.1)) OVER_ALL FROM (${text}) GROUP BY dest, carrier`.replace("OVER_ALL", "AS parts");
    const answers = [];
    for (const options of [{ threads: 1, memoryLimitMb: 256 }, { threads: 2 }]) {
      const other = await openWorkbench(options);
      answers.push(JSON.stringify(await other.collect({ kind: "sql", text: sums, inputs })));
      await other.close();
    }
    expect(answers[1] === answers[0]).toBe(true);
  });
});

const retail = realData("retail-transactions-fr");

describe.skipIf(!retail)("SQL over a shop's lines", () => {
  it("sums them by customer as pandas 3.1.1 does", async () => {
    const { rows } = await bench.collect({
      kind: "sql",
      text: `SELECT CustomerID, count(*) AS lines, count(DISTINCT InvoiceNo) AS invoices, sum(Quantity * UnitPrice) AS amount
        FROM lines WHERE CustomerID IS NOT NULL GROUP BY CustomerID ORDER BY amount DESC`,
      // Returns begin with a C.
      inputs: {
        lines: {
          kind: "csv",
          path: join(retail ?? "", "france.csv"),
          options: { types: { InvoiceNo: "Text" } },
        },
      },
    });
    expect(rows).toHaveLength(87);
    expect(rows.slice(0, 3).map((row) => row.map((value) => Number(Number(value).toFixed(2))))).toEqual([
      [12731, 277, 14, 18793.41],
      [12678, 167, 13, 17588.26],
      [12681, 646, 27, 13677.59],
    ]);
  });
});
