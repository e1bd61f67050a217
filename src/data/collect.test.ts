import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { quietEffects } from "../base/index.ts";
import { sql } from "../compile/index.ts";
import { collect } from "./collect.ts";
import { openWorkbench, type Workbench } from "./collect-for-tests.ts";
import { openDataset, tableReader } from "./open-dataset.ts";
import type { Source } from "./source.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench();
});
afterAll(() => bench.close());

const json = (path: string): Source => ({ kind: "json", path, options: {} });

describe("collecting JSON", () => {
  const records = [
    { a: 1, b: "2020-01-01", c: { x: 1, y: [1, 2] }, d: "12", e: true },
    { a: 2.5, b: "2020-01-02", c: { x: null }, d: "x", e: null },
  ];

  it("reads arrays and lines alike, and flattens one level", async () => {
    await bench.write("array.json", JSON.stringify(records, null, 1));
    await bench.write("lines.jsonl", records.map((record) => JSON.stringify(record)).join("\n"));
    for (const path of ["array.json", "lines.jsonl"]) {
      const { snapshot, rows } = await bench.collect(json(path));
      expect(snapshot.schema.fields.map(({ name, type }) => `${name} ${type}`)).toEqual([
        "a Float",
        "b Day",
        "c.x Int",
        "c.y Text",
        "d Text",
        "e Boolean",
      ]);
      expect(rows).toEqual([
        [1, 18262, 1, "[1,2]", "12", true],
        [2.5, 18263, null, null, "x", null],
      ]);
      expect(snapshot.diagnostics).toMatchObject([{ code: "T1442", place: 'column "c.y"' }]);
    }
  });

  it("keeps what is text in JSON as text, and numbers too large as text", async () => {
    await bench.write(
      "text.json",
      '[{"zip":"12345","id":12345678901234567890,"na":"NA"},{"zip":"1","id":1,"na":""}]',
    );
    const { snapshot, rows } = await bench.collect(json("text.json"));
    expect(rows).toEqual([
      ["12345", "12345678901234567890", "NA"],
      ["1", "1", null],
    ]);
    expect(snapshot.columns[2]).toMatchObject({ missing: 1, missingTexts: [{ text: "", count: 1 }] });
    const typed = await bench.collect({
      kind: "json",
      path: "text.json",
      options: { types: { zip: "Int" } },
    });
    expect(typed.rows.map((row) => row[0])).toEqual([12345, 1]);
  });

  it("finds a type that only the last of many records shows", async () => {
    const lines = Array.from({ length: 30_000 }, (_, at) => JSON.stringify({ v: at < 29_999 ? at : "end" }));
    await bench.write("late.jsonl", lines.join("\n"));
    const { snapshot, rows } = await bench.collect(json("late.jsonl"));
    expect(snapshot.schema.fields[0]!.type).toBe("Text");
    expect(rows[29_999]).toEqual(["end"]);
  });

  it("refuses what holds no records, with the place", async () => {
    await bench.write("broken.jsonl", '{"a":1}\n{"a":x}\n{"a":2}\n');
    expect(await bench.failure(json("broken.jsonl"))).toMatchObject([
      { code: "T1431", place: "broken.jsonl, line 2" },
    ]);
    for (const [name, content, code] of [
      ["numbers.json", "[1,2]", "T1431"],
      ["none.json", "[]", "T1431"],
      ["words.json", "hello", "T1431"],
      ["empty.json", "", "T1423"],
    ] as const) {
      await bench.write(name, content);
      expect(await bench.failure(json(name))).toMatchObject([{ code, cure: expect.any(String) }]);
    }
    expect(await bench.failure(json("missing.json"))).toMatchObject([{ code: "T1420" }]);
  });
});

const parquet = (path: string): Source => ({ kind: "parquet", path });

describe("collecting Parquet", () => {
  it("maps the engine's types, and tells what it cannot hold", async () => {
    await bench.engine.run({
      kind: "sql",
      text: `COPY (SELECT * FROM (VALUES
        (1::TINYINT, 9007199254740993::BIGINT, 5::BIGINT, 'nan'::DOUBLE, 1.25::DECIMAL(9,2), DATE '2020-01-01', TIMESTAMP '2020-01-01 00:00:00.0009', 'x', [1, 2], 'ab'::BLOB, TIME '10:00'),
        (NULL, 1, 6, 2.5, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
      ) t(i, big, b, f, d, day, "at", s, list, bytes, clock)) TO '${bench.folder}/types.parquet'`,
    });
    const { snapshot, rows } = await bench.collect(parquet("types.parquet"));
    expect(snapshot.schema.fields.map(({ name, type }) => `${name} ${type}`)).toEqual([
      "i Int",
      "big Text",
      "b Int",
      "f Float",
      "d Float",
      "day Day",
      "at Instant",
      "s Text",
      "list Text",
      "clock Text",
    ]);
    expect(rows).toEqual([
      [1, "9007199254740993", 5, null, 1.25, 18262, Date.UTC(2020, 0, 1), "x", "[1,2]", "10:00:00"],
      [null, "1", 6, 2.5, null, null, null, null, null, null],
    ]);
    expect(snapshot.columns[3]).toMatchObject({ name: "f", failed: 1, read: 1 });
    expect(snapshot.diagnostics.map(({ code, place }) => `${code} ${place}`)).toEqual([
      'T1442 column "list"',
      'T1449 column "bytes"',
      'T1443 column "f"',
    ]);
  });

  it("refuses a file that is none, or damaged", async () => {
    await bench.write("csv.parquet", "a,b\n1,2\n");
    await bench.write("cut.parquet", "PAR1 and then nothing");
    expect(await bench.failure(parquet("csv.parquet"))).toMatchObject([{ code: "T1432" }]);
    expect(await bench.failure(parquet("cut.parquet"))).toMatchObject([
      { code: "T1432", cure: expect.any(String) },
    ]);
  });

  const flights = resolve(import.meta.dirname, "../../node_modules/vega-datasets/data/flights-3m.parquet");
  it.skipIf(!existsSync(flights))("reads three million flights in little memory", async () => {
    const { snapshot, rows } = await (async () => {
      const writeTo = `${bench.folder}/flights.parquet`;
      const snapshot = await collect(parquet(flights), {
        folder: "/",
        engine: bench.engine,
        effects: quietEffects(),
        writeTo,
      });
      return { snapshot, rows: await openDataset(bench.engine, snapshot, writeTo).load(["delay", "origin"]) };
    })();
    expect(snapshot.rowCount).toBe(3_000_000);
    expect(rows.rowCount).toBe(3_000_000);
    expect(process.memoryUsage.rss()).toBeLessThan(1.5e9);
  });
});

const table = (rows: unknown): Source => ({ kind: "table", rows: rows as Record<string, unknown>[] });

const hash = async (rows: unknown): Promise<string> => (await bench.collect(table(rows))).snapshot.hash;

describe("collecting rows in memory", () => {
  it("takes the types of the values", async () => {
    const { snapshot, rows } = await bench.collect(
      table([
        { i: 1, f: 0.5, b: true, t: "x", d: "2020-01-01", at: new Date(5), big: 10n, mixed: 1, list: [1] },
        {
          i: 2,
          f: Number.NaN,
          b: null,
          t: undefined,
          d: "2020-01-02",
          at: null,
          big: 2n,
          mixed: "a",
          list: null,
          late: 1,
        },
      ]),
    );
    expect(
      snapshot.schema.fields.map(({ name, type, nullable }) => `${name} ${type}${nullable ? "?" : ""}`),
    ).toEqual([
      "i Int",
      "f Float?",
      "b Boolean?",
      "t Text?",
      "d Day",
      "at Instant?",
      "big Int",
      "mixed Text",
      "list Text?",
      "late Int?",
    ]);
    expect(rows).toEqual([
      [1, 0.5, true, "x", 18262, 5, 10, "1", "[1]", null],
      [2, null, null, null, 18263, null, 2, "a", null, 1],
    ]);
    expect(snapshot.source).toMatchObject({ kind: "table", options: {} });
    expect(snapshot.source).not.toHaveProperty("path");
  });

  it("hashes the values, not the order of the fields in a row", async () => {
    expect(
      await hash([
        { a: 1, b: 2 },
        { b: 4, a: 3 },
      ]),
    ).toBe(
      await hash([
        { a: 1, b: 2 },
        { a: 3, b: 4 },
      ]),
    );
    expect(await hash([{ a: 1 }])).not.toBe(await hash([{ a: "1" }]));
  });

  it("refuses rows that are none, and leaves nothing in the engine", async () => {
    expect(await bench.failure(table([]))).toMatchObject([{ code: "T1427" }]);
    expect(await bench.failure(table([{ a: 1 }, 5, null]))).toMatchObject([
      { code: "T1434", place: "row 2, 3" },
    ]);
    expect(await bench.failure(table([{ a: 1, A: 2 }]))).toMatchObject([{ code: "T1426" }]);
    expect(await bench.engine.rows(sql`SELECT count(*) AS n FROM duckdb_tables()`)).toEqual([{ n: 0 }]);
  });
});

describe("a reader of columns", () => {
  it("gives the same from a file and from memory", async () => {
    const { snapshot } = await bench.csv("a,b,c\n1,x,\n2,y,0.5\n");
    const path = `${bench.folder}/reader.parquet`;
    await collect(
      { kind: "csv", path: "data.csv", options: {} },
      { folder: bench.folder, engine: bench.engine, effects: quietEffects(), writeTo: path },
    );
    const file = openDataset(bench.engine, snapshot, path);
    const memory = tableReader(await file.load(["a", "b", "c"]));
    expect(memory.schema).toEqual(file.schema);
    expect(await memory.load(["c", "a"])).toEqual(await file.load(["c", "a"]));
    expect(await memory.column("b")).toEqual(await file.column("b"));
    expect(await file.load([])).toEqual(await memory.load([]));
    for (const reader of [file, memory])
      await expect(reader.load(["a", "d"])).rejects.toMatchObject({
        diagnostics: [{ code: "T1409", place: 'column "d"' }],
      });
  });
});
