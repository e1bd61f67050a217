import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { quietEffects, type Effects } from "../base/index.ts";
import { identifier, sql, textLiteral } from "../compile/index.ts";
import { openEngine, type Engine } from "../data/index.ts";
import {
  hasPostgres,
  startPostgres,
  type TestServer,
} from "../data/database/postgres/server.test-support.ts";
import { mixedModel, mixedRows, type MixedRow } from "./batch/mixed-model.test-support.ts";
import { scoreFile } from "./score-file.ts";

const model = mixedModel("tables");
const effects = quietEffects();
const answers = ["forest", "linear", "encoded", "shout", "month", "hour", "unless", "later"];
const rowCount = 2000;
// Texts without spaces around them, which a CSV file loses.
const rows = mixedRows(rowCount, "tables").map((row, id): MixedRow & { readonly id: number } => ({
  id,
  ...row,
  word: typeof row["word"] === "string" ? row["word"].trim() : (row["word"] ?? null),
  amount: `${id + 1}12345678901234.5600`,
  note: id % 3 === 0 ? null : id % 3 === 1 ? "" : "NA",
}));
const scrambled = rows.toSorted(
  (one, other) => ((one.id * 7919) % rowCount) - ((other.id * 7919) % rowCount),
);

let folder: string;
let engine: Engine;
let server: TestServer | undefined;
let environment: Record<string, string> = {};
const file = (name: string): string => join(folder, name);
const sqlite = (table: string): string => `sqlite:${file("shop.sqlite")}#${table}`;
const duckdb = (table: string): string => `duckdb:${file("shop.duckdb")}#${table}`;
const postgres = (table: string): string => `postgres://ana@127.0.0.1:${server?.port}/postgres#${table}`;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "tandem-score-table-"));
  engine = await openEngine({ threads: 1, temporaryFolder: folder });
  if (hasPostgres) server = await startPostgres();
  environment = server ? { PGPASSWORD: server.password } : {};
  const quote = (value: string | number | boolean | null): string =>
    value === null ? "" : `"${String(value).replaceAll('"', '""')}"`;
  const names = Object.keys(rows[0]!);
  const line = (row: MixedRow): string => names.map((name) => quote(row[name] ?? null)).join(",");
  writeFileSync(file("rows.csv"), `${[names.join(","), ...rows.map(line)].join("\n")}\n`);
  writeFileSync(file("scrambled.jsonl"), scrambled.map((row) => JSON.stringify(row)).join("\n"));
  fillSqlite();
  await fillDuckdb();
  if (server) fillPostgres(server);
});
afterAll(async () => {
  await engine.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function fillSqlite(): void {
  const database = new DatabaseSync(file("shop.sqlite"));
  database.exec(`CREATE TABLE orders (id INTEGER PRIMARY KEY, n REAL, k INTEGER, flag BOOLEAN, word TEXT, day DATE, at DATETIME, amount TEXT, note TEXT);
    CREATE VIEW some AS SELECT * FROM orders WHERE id < 10; CREATE TABLE empty (id INTEGER PRIMARY KEY, k INTEGER); BEGIN`);
  const insert = database.prepare("INSERT INTO orders VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
  const names = ["id", "n", "k", "flag", "word", "day", "at", "amount", "note"];
  for (const row of scrambled)
    insert.run(
      ...names.map((name) => {
        const value = row[name] ?? null;
        return typeof value === "boolean" ? Number(value) : value;
      }),
    );
  database.exec("COMMIT");
  database.close();
}

const typed = "id INTEGER PRIMARY KEY, n DOUBLE PRECISION, k INTEGER, flag BOOLEAN, word TEXT, day DATE";

async function fillDuckdb(): Promise<void> {
  await engine.run(sql`ATTACH ${textLiteral(file("shop.duckdb"))} AS shop`);
  await engine.run({
    kind: "sql",
    text: `CREATE TABLE shop.orders (${typed}, "at" TIMESTAMP, amount VARCHAR, note VARCHAR)`,
  });
  await engine.run(sql`INSERT INTO shop.orders SELECT id, n, k, flag, word, day, CAST("at" AS TIMESTAMP), amount, note
    FROM read_json(${textLiteral(file("scrambled.jsonl"))})`);
  await engine.run(sql`DETACH shop`);
}

function fillPostgres({ sql: run }: TestServer): void {
  const json = JSON.stringify(scrambled).replaceAll("'", "''");
  run(`SET TimeZone = 'America/New_York';
    CREATE TABLE orders (${typed}, "at" TIMESTAMPTZ, amount NUMERIC, note VARCHAR(10));
    INSERT INTO orders SELECT * FROM json_populate_recordset(NULL::orders, '${json}');
    CREATE SCHEMA sales; CREATE TABLE sales."odd.Name" (id INTEGER PRIMARY KEY, k INTEGER, secret TEXT);
    CREATE TABLE private (LIKE orders INCLUDING ALL);
    GRANT USAGE ON SCHEMA sales TO ana; GRANT SELECT ON orders, sales."odd.Name" TO ana`);
}

const read = (name: string): Record<string, unknown>[] =>
  readFileSync(file(name), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

const answersOf = (some: readonly Readonly<Record<string, unknown>>[]): unknown[][] =>
  some.map((row) => answers.map((name) => row[name]));

/** SQLite has numbers for truths. */
const asNumbers = (some: readonly (readonly unknown[])[]): unknown[] =>
  some.map((one) => one.map((value) => (typeof value === "boolean" ? Number(value) : value)));

const score = (from: string, to: string, options = {}) =>
  scoreFile(
    model,
    from,
    to.includes(":") ? to : file(to),
    effects,
    {},
    { threads: 1, environment, folder, ...options },
  );

const kinds = [
  ["SQLite", sqlite],
  ["DuckDB", duckdb],
  ["PostgreSQL", postgres],
] as const;

describe.each(kinds)("the rows of a table of %s", (kind, address) => {
  it.skipIf(kind === "PostgreSQL" && !hasPostgres)(
    "have the answers of a CSV file of the same rows, to the bit, in the order of the key",
    async () => {
      await score(file("rows.csv"), "csv.jsonl");
      const scored = await score(address("orders"), `${kind}.jsonl`);
      expect([scored.rowCount, scored.rejected.count]).toEqual([rowCount, 0]);
      const found = read(`${kind}.jsonl`);
      expect(found.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
      expect(answersOf(found)).toEqual(answersOf(read("csv.jsonl")));
      // What is not computed with keeps all its digits, and the empty text is told from a gap.
      expect(found.map((row) => [row["amount"], row["note"]])).toEqual(
        rows.map((row) => [row["amount"], row["note"]]),
      );
    },
  );

  it.skipIf(kind === "PostgreSQL" && !hasPostgres)(
    "become a new table with their answers, which is there once and whole",
    async () => {
      const scored = await score(address("orders"), address("scored"));
      expect([scored.rowCount, scored.output]).toEqual([rowCount, address("scored")]);
      await score(address("scored"), `${kind}-again.jsonl`, { order: ["id"] });
      const again = read(`${kind}-again.jsonl`);
      // The model reads its own output: the columns kept their types, and the answers their bits.
      expect(asNumbers(answersOf(again))).toEqual(asNumbers(answersOf(read(`${kind}.jsonl`))));
      const first = new Map(read(`${kind}.jsonl`).map((row) => [row["id"], row]));
      for (const row of again) {
        expect(row["amount"]).toBe(first.get(row["id"])?.["amount"]);
        const predicted = answers.map((name) => row[`${name} (predicted)`]);
        expect(asNumbers([predicted])).toEqual(asNumbers(answersOf([row])));
      }
      await expect(score(address("orders"), address("scored"))).rejects.toThrow(/T2996/);
      expect(existsSync(`${file("shop")}.${kind.toLowerCase()}.scored.parquet`)).toBe(false);
    },
  );

  it.skipIf(kind === "PostgreSQL" && !hasPostgres)(
    "are not scored without an order, a table, a column",
    async () => {
      await expect(score(address("nothing"), "x.csv")).rejects.toThrow(/T2993 .*"nothing"/);
      await expect(score(address("ordres"), "x.csv")).rejects.toThrow(/T2993 .*Did you mean "orders"/);
      await expect(score(address("orders"), "x.csv", { order: ["idd"] })).rejects.toThrow(
        /T2994 .*Did you mean "id"/,
      );
      await expect(score(address("orders"), "x.csv", { order: ["k"] })).rejects.toThrow(
        /T2994 .*values of k stand in several rows/,
      );
    },
  );
});

describe("the rows of a table of SQLite", () => {
  it("are rejected with their place and value, where a value is none of its column", async () => {
    const database = new DatabaseSync(file("odd.sqlite"));
    database.exec(`CREATE TABLE t (k INTEGER, n REAL, word, day, big); INSERT INTO t VALUES
      (1, 'quick', 'a', '2024-01-31', 9007199254740993), (2, 1.5, 7, '2024-02-30', 1), (NULL, 1, 'b', NULL, 2), (4, 2, 'c', '2024-02-01', 3)`);
    database.exec("ALTER TABLE t ADD flag; ALTER TABLE t ADD at");
    database.close();
    const address = `sqlite:${file("odd.sqlite")}#t`;
    await expect(score(address, "odd.jsonl")).rejects.toThrow(/T2994 .*--order "rowid"/);
    const scored = await score(address, "odd.jsonl", { order: ["rowid"] });
    expect([scored.rowCount, scored.rejected.count]).toEqual([1, 3]);
    expect(scored.rejected.samples.map(({ line, column, value }) => [line, column, value])).toEqual([
      [1, "n", '"quick"'],
      [2, "day", '"2024-02-30"'],
      [3, "k", null],
    ]);
    const listed = readFileSync(file("odd.rejects.csv"), "utf8");
    expect(listed).toContain("9007199254740993");
    expect(listed).toContain("#t,1,n,");
  });

  it("are refused where a column that is computed with holds bytes, and passed on as digits elsewhere", async () => {
    const database = new DatabaseSync(file("bytes.sqlite"));
    database.exec(`CREATE TABLE t (id INTEGER PRIMARY KEY, k, n, flag, word, day, at, photo); INSERT INTO t (k, photo) VALUES (1, x'00ff');
      CREATE TABLE u (id INTEGER PRIMARY KEY, k, n, flag, word, day, at); INSERT INTO u (k, word) VALUES (1, x'00ff')`);
    database.close();
    await score(`sqlite:${file("bytes.sqlite")}#t`, "bytes.jsonl");
    expect(read("bytes.jsonl")[0]?.["photo"]).toBe("00ff");
    await expect(score(`sqlite:${file("bytes.sqlite")}#u`, "bytes.jsonl")).rejects.toThrow(/T2997 .*"word"/);
  });

  it("come from a view with a stated order, and from no table without rows", async () => {
    expect((await score(sqlite("some"), "some.csv", { order: ["id"] })).rowCount).toBe(10);
    await expect(score(sqlite("some"), "some.csv")).rejects.toThrow(/T2994/);
    await expect(score(sqlite("empty"), "some.csv")).rejects.toThrow(/T2221/);
  });

  it("cannot come from a file that is not there, or is no database", async () => {
    await expect(score(`sqlite:${file("none.sqlite")}#t`, "x.csv")).rejects.toThrow(/T2992/);
    await expect(score(`sqlite:${file("rows.csv")}#t`, "x.csv")).rejects.toThrow(/T2992/);
    await expect(score(`duckdb:${file("none.duckdb")}#t`, "x.csv")).rejects.toThrow(/T2992/);
    await expect(score(`duckdb:${file("rows.csv")}#t`, "x.csv")).rejects.toThrow(/T2992/);
    await expect(score(sqlite("empty"), `sqlite:${file("none.sqlite")}#t`)).rejects.toThrow(/T2221/);
    expect(existsSync(file("none.sqlite")) || existsSync(file("none.duckdb"))).toBe(false);
  });
});

/** Effects that stop the work when its first part is done. */
function stoppedSoon(): Effects {
  const stop = new AbortController();
  return {
    ...effects,
    progress: ({ task, done = 0 }) => {
      if (task === "score" && done > 0) stop.abort();
    },
    signal: stop.signal,
  };
}

describe("a scoring of a table that was stopped", () => {
  it("goes on with the parts that are missing, and the table has all rows at once", async () => {
    const stopping = stoppedSoon();
    const options = { threads: 1, partBytes: 65_536 };
    await expect(
      scoreFile(model, sqlite("orders"), sqlite("resumed"), stopping, {}, options),
    ).rejects.toThrow(/T2945/);
    const database = new DatabaseSync(file("shop.sqlite"));
    expect(database.prepare("SELECT count(*) AS n FROM sqlite_schema WHERE name = 'resumed'").get()).toEqual({
      n: 0,
    });
    const scored = await scoreFile(model, sqlite("orders"), sqlite("resumed"), effects, {}, options);
    expect(scored.rowCount).toBe(rowCount);
    expect(scored.resumedRows).toBeGreaterThan(0);
    const differing = `SELECT count(*) AS n FROM (SELECT * FROM scored EXCEPT SELECT * FROM resumed)`;
    expect(database.prepare(differing).get()).toEqual({ n: 0 });
    database.close();
  });

  it("begins anew when a row has changed meanwhile, and says so", async () => {
    const options = { threads: 1, partBytes: 65_536 };
    const begin = scoreFile(model, sqlite("orders"), file("anew.csv"), stoppedSoon(), {}, options);
    await expect(begin).rejects.toThrow(/T2945/);
    const database = new DatabaseSync(file("shop.sqlite"));
    database.exec("UPDATE orders SET note = 'changed' WHERE id = 7");
    database.close();
    const scored = await scoreFile(model, sqlite("orders"), file("anew.csv"), effects, {}, options);
    expect([scored.rowCount, scored.resumedRows]).toEqual([rowCount, 0]);
    expect(scored.warnings).toEqual([expect.stringContaining("the rows to be scored changed")]);
  });
});

describe.each(kinds)(
  "a table of %s that was made by a process that was killed before it could say so",
  (kind, address) => {
    const query = async (text: string): Promise<void> => {
      if (kind === "PostgreSQL") server!.sql(text);
      else if (kind === "SQLite") {
        const database = new DatabaseSync(file("shop.sqlite"));
        database.exec(text);
        database.close();
      } else {
        await engine.run(sql`ATTACH ${textLiteral(file("shop.duckdb"))} AS shop`);
        await engine.run(sql`USE shop`);
        await engine.run({ kind: "sql", text });
        await engine.run(sql`USE memory`);
        await engine.run(sql`DETACH shop`);
      }
    };

    it.skipIf(kind === "PostgreSQL" && !hasPostgres)(
      "is taken as it is where it has the columns and rows of the answers, and refused where not",
      async () => {
        const options = { threads: 1, partBytes: 65_536, environment, folder };
        const name = kind === "PostgreSQL" ? "postgres" : `shop.${kind.toLowerCase()}`;
        const journal = file(`${name}.made.parquet.parts/journal.jsonl`);
        await score(address("orders"), address("twin"));
        const begun = scoreFile(model, address("orders"), address("made"), stoppedSoon(), {}, options);
        await expect(begun).rejects.toThrow(/T2945/);
        // What is there when a process is killed behind the end of its transaction.
        writeFileSync(journal, `${readFileSync(journal, "utf8")}{"kind":"delivery"}\n`);
        const owner = kind === "PostgreSQL" ? "; ALTER TABLE made OWNER TO ana" : "";
        const again = () => scoreFile(model, address("orders"), address("made"), effects, {}, options);
        for (const other of [
          "DELETE FROM made WHERE id = 3",
          "ALTER TABLE made RENAME COLUMN word TO other",
        ]) {
          await query(`CREATE TABLE made AS SELECT * FROM twin; ${other}${owner}`);
          await expect(again()).rejects.toThrow(/T2996/);
          await query("DROP TABLE made");
        }
        await query(`CREATE TABLE made AS SELECT * FROM twin${owner}`);
        expect(await again()).toMatchObject({ rowCount, resumedRows: rowCount });
        expect(existsSync(journal)).toBe(false);
        await expect(again()).rejects.toThrow(/T2996/);
      },
    );
  },
);

describe.skipIf(!hasPostgres)("a table of PostgreSQL", () => {
  it("is refused without the right to it, and its password stands in no error", async () => {
    const failures = await Promise.all(
      [
        score(postgres("private"), "x.csv"),
        score(postgres('sales."odd.Name"'), "x.csv"),
        score(postgres("orders"), "x.csv", { environment: { PGPASSWORD: "wrong-secret" } }),
        score(postgres("orders"), "x.csv", { environment: {} }),
        score(`postgres://ana@127.0.0.1:${server!.port}/nowhere#orders`, "x.csv"),
        score("postgres://ana@127.0.0.1:1/shop#orders", "x.csv"),
        score("env:SHOP#orders", "x.csv", {
          environment: { SHOP: `postgres://ana:wrong-secret@127.0.0.1:${server!.port}/postgres` },
        }),
        score(postgres("orders"), postgres("sales.scored")),
        score(postgres("orders"), postgres("nowhere.scored")),
      ].map((work) =>
        work.then(
          () => new Error("none"),
          (error: Error) => error,
        ),
      ),
    );
    expect(failures.map(({ message }) => message.split(" ")[0])).toEqual([
      "T2995",
      "T2221",
      "T2992",
      "T2991",
      "T2992",
      "T2992",
      "T2992",
      "T2995",
      "T2995",
    ]);
    for (const { message, stack } of failures) expect(`${message}${stack}`).not.toMatch(/wrong-secret|p@ss/);
  });

  it("reads values at the edges of their types as far as they can be held, and rejects the others", async () => {
    server!
      .sql(`CREATE TABLE edges (id INT PRIMARY KEY, n NUMERIC, k BIGINT, flag BOOL, word CHAR(3), day DATE, at TIMESTAMPTZ, tags TEXT[], doc JSONB);
      GRANT SELECT ON edges TO ana;
      INSERT INTO edges VALUES (1, 0.1, 1, 't', 'a', '2024-01-31', '2024-01-31 12:30:00.123+02', '{a,"b c"}', '{"x": 1}'),
      (2, 123456789012345678901234567890.5, 2, NULL, E'\\\\N', 'infinity', NULL, NULL, NULL),
      (3, 'NaN', 9007199254740993, 'f', NULL, '0044-03-15 BC', '-infinity', '{}', 'null'),
      (4, 1e-20, 4, 'f', E'"\\n,', '0001-01-01', '9999-12-31 23:59:59.9999+00', NULL, NULL)`);
    const scored = await score(postgres("edges"), "edges.jsonl");
    expect(scored.rejected.samples.map(({ line, column, others }) => [line, column, others])).toEqual([
      [2, "day", []],
      [3, "k", ["day", "at"]],
    ]);
    const found = read("edges.jsonl");
    expect(found.map(({ id, n, word, tags, doc }) => [id, n, word, tags, doc])).toEqual([
      [1, "0.1", "a  ", '{a,"b c"}', '{"x": 1}'],
      [4, "0.00000000000000000001", '"\n,', null, null],
    ]);
    expect(found[0]?.["hour"]).toBe(10);
  });
});

it("passes whole numbers on with all their digits, and rejects those that it would have to round", async () => {
  const [big, huge] = ["9007199254740993", "170141183460469231731687303715884105727"];
  const database = new DatabaseSync(file("digits.sqlite"));
  database.exec(`CREATE TABLE t (id INTEGER PRIMARY KEY, k, n, flag, word, day, at, big INTEGER);
    INSERT INTO t (k, big) VALUES (1, ${big}), (${big}, 1)`);
  database.close();
  const address = `sqlite:${file("digits.sqlite")}`;
  expect((await score(`${address}#t`, `${address}#o`)).rejected.samples).toMatchObject([
    { line: 2, column: "k" },
  ]);
  await score(`${address}#o`, "digits.jsonl", { order: ["id"] });
  expect(read("digits.jsonl").map((row) => row["big"])).toEqual([big]);

  await engine.run(sql`ATTACH ${textLiteral(file("digits.duckdb"))} AS digits`);
  const text = `CREATE TABLE digits.t AS SELECT unnest([1, 2]) AS id, unnest([1, ${huge}])::HUGEINT AS k, 1.5::DOUBLE AS n, true AS flag,
    'red' AS word, DATE '2024-01-01' AS day, TIMESTAMP '2024-01-01' AS "at", ${huge}::HUGEINT AS big`;
  await engine.run({ kind: "sql", text });
  await engine.run(sql`DETACH digits`);
  const other = `duckdb:${file("digits.duckdb")}`;
  const scored = await score(`${other}#t`, `${other}#o`, { order: ["id"] });
  expect(scored.rejected.samples).toMatchObject([{ line: 2, column: "k" }]);
  await score(`${other}#o`, "digits.jsonl", { order: ["id"] });
  expect(read("digits.jsonl").map((row) => row["big"])).toEqual([huge]);
});

it("refuses an order of files, which have one, and a key of SQLite that several rows lack", async () => {
  await expect(score(file("rows.csv"), "x.csv", { order: ["id"] })).rejects.toThrow(
    /T2994 An order is stated/,
  );
  const database = new DatabaseSync(file("keys.sqlite"));
  database.exec(
    "CREATE TABLE t (id TEXT PRIMARY KEY, k, n, flag, word, day, at); INSERT INTO t (id, k) VALUES (NULL, 1), (NULL, 2)",
  );
  database.close();
  await expect(score(`sqlite:${file("keys.sqlite")}#t`, "x.csv")).rejects.toThrow(/T2994 .*1 values of id/);
});

it("keeps a name of a table from being read as SQL", async () => {
  const odd = `x"; DROP TABLE orders; --`;
  const database = new DatabaseSync(file("names.sqlite"));
  database.exec(
    `CREATE TABLE "${odd.replaceAll('"', '""')}" ("id" INTEGER PRIMARY KEY, k, n, flag, word, day, at, "a""b.c'" TEXT); CREATE TABLE orders (id)`,
  );
  database.exec(`INSERT INTO "${odd.replaceAll('"', '""')}" (k, "a""b.c'") VALUES (1, 'it')`);
  database.close();
  const name = identifier(odd).text;
  await score(
    `sqlite:${file("names.sqlite")}#${name}`,
    `sqlite:${file("names.sqlite")}#${identifier(`${odd} 2`).text}`,
  );
  await score(`sqlite:${file("names.sqlite")}#${name}`, "names.jsonl");
  expect(read("names.jsonl")[0]?.["a\"b.c'"]).toBe("it");
});
