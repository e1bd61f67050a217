import { existsSync, readdirSync } from "node:fs";
import { chmod, mkdir, readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { quietEffects, sha256Hex, TandemError, type ProgressEvent } from "../base/index.ts";
import { collect } from "./collect.ts";
import { openWorkbench, type Workbench } from "./collect-for-tests.ts";
import type { ColumnReading } from "./snapshot.ts";
import type { CsvOptions } from "./source.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench();
});
afterAll(() => bench.close());

const repeat = (count: number, row: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => row(at)).join("\n");

/** The reading of the column `x` of a file with these values. */
async function readingOf(values: readonly string[], options: CsvOptions = {}): Promise<ColumnReading> {
  const { snapshot } = await bench.csv(["k,x", ...values.map((value, at) => `k${at},${value}`)].join("\n"), {
    header: true,
    ...options,
  });
  return snapshot.columns[1]!;
}

const namesOf = async (content: string): Promise<string[]> =>
  (await bench.csv(content)).snapshot.schema.fields.map(({ name }) => name);

describe("collecting a CSV file", () => {
  it("reads types, missing values and text", async () => {
    const { snapshot, rows } = await bench.csv(
      'id,price,when,at,ok,name\n1,2.5,2024-02-29,2024-02-29 12:30,yes,Ann\n2,NA,,2024-03-01T00:00:00Z,no,"Bo, ""B"""\n',
    );
    expect(snapshot.schema.fields).toEqual([
      { name: "id", type: "Int", nullable: false },
      { name: "price", type: "Float", nullable: true },
      { name: "when", type: "Day", nullable: true },
      { name: "at", type: "Instant", nullable: false },
      { name: "ok", type: "Boolean", nullable: false },
      { name: "name", type: "Text", nullable: false },
    ]);
    expect(rows).toEqual([
      [1, 2.5, 19782, Date.UTC(2024, 1, 29, 12, 30), true, "Ann"],
      [2, null, null, Date.UTC(2024, 2, 1), false, 'Bo, "B"'],
    ]);
    expect(snapshot.columns[1]).toMatchObject({
      read: 1,
      missing: 1,
      missingTexts: [{ text: "NA", count: 1 }],
      failed: 0,
    });
    expect(Object.isFrozen(snapshot.columns[1])).toBe(true);
    expect(JSON.parse(JSON.stringify(snapshot))).toEqual(snapshot);
  });

  it("hashes the bytes and the options, and nothing else", async () => {
    const content = "a,b\n1,2\n";
    const first = (await bench.csv(content)).snapshot.hash;
    expect((await bench.csv(content)).snapshot.hash).toBe(first);
    expect((await bench.csv(content, { types: { a: "Text" } })).snapshot.hash).not.toBe(first);
    expect((await bench.csv("a,b\n1,3\n")).snapshot.hash).not.toBe(first);
  });

  it("writes the same bytes again, with one thread or two", async () => {
    const content = `a,b,c\n${repeat(20_000, (at) => `${at},x${at % 7},${at / 8}`)}\n`;
    await bench.write("again.csv", content);
    const digests = [];
    for (const threads of [1, 2]) {
      const other = await openWorkbench({ threads });
      const writeTo = join(other.folder, "out.parquet");
      await collect(
        { kind: "csv", path: "again.csv", options: {} },
        { folder: bench.folder, engine: other.engine, effects: quietEffects(), writeTo },
      );
      digests.push(sha256Hex(await readFile(writeTo)));
      await other.close();
    }
    expect(digests[1]).toBe(digests[0]);
  });

  it.each([
    [
      "semicolons",
      "a;b\n1,5;x\n2,5;y\n",
      [
        ["1,5", "x"],
        ["2,5", "y"],
      ],
    ],
    [
      "tabs",
      "a\tb\n1\tx y\n2\tz\n",
      [
        [1, "x y"],
        [2, "z"],
      ],
    ],
    [
      "bars",
      "a|b\n1|x\n2|y\n",
      [
        [1, "x"],
        [2, "y"],
      ],
    ],
    [
      "single quotes",
      "a,b\n1,'x, y'\n2,'it''s'\n",
      [
        [1, "x, y"],
        [2, "it's"],
      ],
    ],
    [
      "backslash escapes",
      'a,b\n1,"x \\"q\\", y"\n2,z\n',
      [
        [1, 'x "q", y'],
        [2, "z"],
      ],
    ],
    [
      "lone carriage returns",
      "a,b\r1,x\r2,y\r",
      [
        [1, "x"],
        [2, "y"],
      ],
    ],
    [
      "CRLF and trailing blank lines",
      "a,b\r\n1,x\r\n2,y\r\n\r\n\r\n",
      [
        [1, "x"],
        [2, "y"],
      ],
    ],
    [
      "mixed line ends",
      "a,b\r\n1,x\n2,y\r\n",
      [
        [1, "x"],
        [2, "y"],
      ],
    ],
    [
      "spaces before quotes",
      'a, "b"\n1, "x, y"\n2, z\n',
      [
        [1, "x, y"],
        [2, "z"],
      ],
    ],
    ["one column", "a\n1\n\n3\n\n", [[1], [null], [3]]],
    ["no line end at the end", "a,b\n1,x", [[1, "x"]]],
    [
      "blank lines within",
      "a,b\n1,x\n\n2,y\n",
      [
        [1, "x"],
        [2, "y"],
      ],
    ],
    [
      "line ends in quotes",
      'a,b\n1,"x\ny"\n2,"\r\nz"\n',
      [
        [1, "x\ny"],
        [2, "\r\nz"],
      ],
    ],
  ])("finds %s", async (_, content, expected) => {
    expect((await bench.csv(content)).rows).toEqual(expected);
  });

  it("finds encodings", async () => {
    const text = "name,city\nJosé,Málaga\nZoë,Köln\n";
    const expected = [
      ["José", "Málaga"],
      ["Zoë", "Köln"],
    ];
    const utf16 = Buffer.from(text, "utf16le");
    for (const [bytes, encoding] of [
      [Buffer.from(text), "utf-8"],
      [Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)]), "utf-8"],
      [Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]), "utf-16le"],
      [utf16, "utf-16le"],
      [Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(utf16).swap16()]), "utf-16be"],
      [Buffer.from(text, "latin1"), "windows-1252"],
      [gzipSync(text), "utf-8"],
    ] as const) {
      const { snapshot, rows } = await bench.csv(bytes);
      expect(rows).toEqual(expected);
      expect(snapshot.source.options["encoding"]).toBe(encoding);
      expect(snapshot.schema.fields[0]!.name).toBe("name");
    }
    const euro = Buffer.from([0x61, 0x2c, 0x62, 0x0a, 0x80, 0x2c, 0x31, 0x0a]);
    expect((await bench.csv(euro)).rows).toEqual([["€", 1]]);
    expect((await bench.csv(euro, { encoding: "latin-1" })).rows).toEqual([["\u0080", 1]]);
    expect((await bench.csv(euro)).snapshot.diagnostics.map(({ code }) => code)).toEqual(["T1441"]);
  });

  it("decides about the header", async () => {
    expect(await namesOf("a,b\n1,x\n2,y\n")).toEqual(["a", "b"]);
    expect(await namesOf("1,x\n2,y\n3,z\n")).toEqual(["column1", "column2"]);
    expect(await namesOf("2020-01-01,x\n2020-01-02,y\n")).toEqual(["column1", "column2"]);
    expect(await namesOf("name,city\nAnn,Rome\nBo,Oslo\n")).toEqual(["name", "city"]);
    expect(await namesOf("red,big\nred,small\nblue,big\n")).toEqual(["column1", "column2"]);
    expect(await namesOf("country,1999,2000,2001\nItaly,1,2,3\nPeru,4,5,6\n")).toEqual([
      "country",
      "1999",
      "2000",
      "2001",
    ]);
    expect(await namesOf('"x","y"\n"r1",1,2\n"r2",3,4\n')).toEqual(["column1", "x", "y"]);
    expect(await namesOf("a,b\n1,2,\n3,4,\n")).toEqual(["a", "b", "column3"]);
    expect(await namesOf("Sales of 2020\n\na,b,c\n1,2,3\n4,5,6\n")).toEqual(["a", "b", "c"]);
  });

  it("takes names and tells about missing ones", async () => {
    const { snapshot } = await bench.csv(" a ,,c\n1,2,3\n");
    expect(snapshot.schema.fields.map(({ name }) => name)).toEqual(["a", "column2", "c"]);
    expect(snapshot.diagnostics).toMatchObject([{ code: "T1445", value: "column2" }]);
    const named = await bench.csv("1,2\n3,4\n", { names: ["x", "y"], header: false });
    expect(named.snapshot.schema.fields.map(({ name }) => name)).toEqual(["x", "y"]);
    expect(named.rows).toHaveLength(2);
  });

  it("rejects rows that do not fit, and tells each of them", async () => {
    const { snapshot, rows } = await bench.csv('a,b\n1,x\n2,y,z\n"3\n3",w\n4\n5,"v\n6,u\n');
    expect(rows).toEqual([
      ["1", "x"],
      ["3\n3", "w"],
      ["6", "u"],
    ]);
    expect(snapshot.rejected).toEqual({
      count: 3,
      samples: [
        { line: 3, reason: "3 fields instead of 2", text: "2,y,z" },
        { line: 6, reason: "1 fields instead of 2", text: "4" },
        { line: 7, reason: "a quote is opened and never closed", text: '5,"v' },
      ],
    });
    expect(snapshot.diagnostics).toMatchObject([{ code: "T1440", place: "data.csv, line 3, 6, 7" }]);
  });

  it("loses no row of the ragged file that fools a sniffer", async () => {
    const { snapshot, rows } = await bench.csv("a,b,c\n1,2,3\n4,5,6\n7,8,9,10\n11,12,13\n");
    expect(snapshot.schema.fields.map(({ name }) => name)).toEqual(["a", "b", "c"]);
    expect(rows).toHaveLength(3);
    expect(snapshot.rejected.count).toBe(1);
  });

  it("reads rows with stray quotes and tells it", async () => {
    const { snapshot, rows } = await bench.csv('a,b,c\n1,""x" is",2\n3,y,4\n');
    expect(rows).toEqual([
      [1, '"x" is', 2],
      [3, "y", 4],
    ]);
    expect(snapshot.diagnostics).toMatchObject([{ code: "T1447", place: "data.csv, line 2" }]);
  });

  it("keeps a quote inside a bare field", async () => {
    expect((await bench.csv("a,b\n37°36'37.8\"N,1\n")).rows).toEqual([["37°36'37.8\"N", 1]]);
  });
});

describe("the type of a CSV column", () => {
  it("keeps codes with leading zeros and numbers beyond 2^53 as text, with the reason", async () => {
    expect(await readingOf(["08123", "90210"])).toMatchObject({
      type: "Text",
      reason: "1 of 2 values are numbers with leading zeros, as in codes; they stay text",
    });
    expect(await readingOf(["12345678901234567890", "1"])).toMatchObject({
      type: "Text",
      reason: "1 of 2 values are whole numbers beyond 2^53, which a number cannot hold exactly",
    });
  });

  it("keeps 0 and 1 as whole numbers", async () => {
    expect((await readingOf(["0", "1", "0"])).type).toBe("Int");
  });

  it("takes a type from 95 % of at least 20 values, and tells the others", async () => {
    const values = Array.from({ length: 100 }, (_, at) => (at === 41 ? "n.a." : String(at)));
    expect(await readingOf(values)).toMatchObject({
      type: "Int",
      reason: "99 of 100 values are whole numbers",
      read: 99,
      failed: 1,
      failedSamples: [{ row: 42, text: "n.a." }],
    });
    expect((await readingOf(values.slice(30, 49))).type).toBe("Text");
    expect((await readingOf(values.map((value, at) => (at % 15 === 0 ? "x" : value)))).type).toBe("Text");
  });

  it("takes Boolean only when every value says so", async () => {
    expect((await readingOf(["yes", "No", "Y"])).type).toBe("Boolean");
    expect((await readingOf([...Array.from({ length: 99 }, () => "f"), "a"])).type).toBe("Text");
  });

  it("reads other ways of writing days when they are not ambiguous", async () => {
    expect(await readingOf(["1/31/2020", "2/1/2020"])).toMatchObject({
      type: "Day",
      reason: "all 2 values are days (M/D/YYYY)",
    });
    expect(await readingOf(["31/1/2020", "2/1/2020"])).toMatchObject({
      type: "Day",
      reason: "all 2 values are days (D/M/YYYY)",
    });
    expect(await readingOf(["1/2/2020", "2/1/2020"])).toMatchObject({
      type: "Text",
      reason: "all 2 values are days, but none shows which number is the month; they stay text",
    });
    expect((await readingOf(["1.2.2020", "31.12.2020"])).type).toBe("Day");
    const { snapshot } = await bench.csv("k,x\na,1/2/2020\nb,31/12/2020\nc,12/31/2020\n");
    expect(snapshot.diagnostics).toMatchObject([{ code: "T1444", place: 'column "x"' }]);
  });

  it("counts the texts that stand for missing, and leaves None alone", async () => {
    expect(await readingOf(["1", "NA", "?", "", "NA", "3"])).toMatchObject({
      type: "Int",
      read: 2,
      missing: 4,
      missingTexts: [
        { text: "NA", count: 2 },
        { text: "?", count: 1 },
      ],
    });
    expect(await readingOf(["None", "Minor"])).toMatchObject({ type: "Text", missing: 0 });
    expect(await readingOf(["-999", "5"], { missing: ["-999"] })).toMatchObject({
      type: "Int",
      missing: 1,
      read: 1,
    });
    expect((await readingOf(["NA", "NA"], { missing: [] })).missing).toBe(0);
  });

  it("cuts the spaces around values only when all of them have some", async () => {
    const all = await bench.csv("k,x\n1, Private\n2, ?\n3, Local\n");
    expect(all.rows.map((row) => row[1])).toEqual(["Private", null, "Local"]);
    expect(all.snapshot.columns[1]!.reason).toContain("spaces");
    const some = await bench.csv("k,x\n1, a\n2,b\n");
    expect(some.rows.map((row) => row[1])).toEqual([" a", "b"]);
    expect((await readingOf([" 1", "2 "])).type).toBe("Int");
  });

  it("takes the types that are given", async () => {
    expect(await readingOf(["1", "2"], { types: { x: "Text" } })).toMatchObject({
      type: "Text",
      reason: "the type was given",
    });
    expect(await readingOf(["1", "x"], { types: { x: "Float" } })).toMatchObject({
      type: "Float",
      read: 1,
      failed: 1,
    });
    expect((await readingOf(["007", "8"], { types: { x: "Int" } })).read).toBe(2);
  });

  it("reads every type for columns without values as Text", async () => {
    expect(await readingOf(["", "NA"])).toMatchObject({
      type: "Text",
      reason: "no value is there",
      missing: 2,
    });
  });

  it("reads a table of many columns", async () => {
    const names = Array.from({ length: 150 }, (_, at) => `c${at}`);
    const { snapshot, rows } = await bench.csv(
      `${names.join(",")}\n${names.map((_, at) => at).join(",")}\n${names.map((_, at) => (at % 2 ? "x" : at)).join(",")}\n`,
    );
    expect(snapshot.schema.fields.map(({ type }) => type)).toEqual(
      names.map((_, at) => (at % 2 ? "Text" : "Int")),
    );
    expect(rows[1]!.slice(0, 3)).toEqual([0, "x", 2]);
  });
});

const failure = (path: string, options: CsvOptions = {}) => bench.failure({ kind: "csv", path, options });

const failureOf = async (content: string | Uint8Array, options: CsvOptions = {}) => {
  await bench.write("bad.csv", content);
  return failure("bad.csv", options);
};

describe("a CSV file that cannot be read", () => {
  it("is missing: similar names are shown", async () => {
    await bench.write("penguins.csv", "a,b\n1,2\n");
    expect(await failure("pengiuns.csv")).toMatchObject([
      { code: "T1420", place: "pengiuns.csv", cure: 'Did you mean "penguins.csv"?' },
    ]);
    expect(await failure("nowhere/x.csv")).toMatchObject([{ code: "T1420", cure: expect.any(String) }]);
  });

  it("is a folder, a dead link, empty or unreadable", async () => {
    await mkdir(join(bench.folder, "folder"), { recursive: true });
    expect(await failure("folder")).toMatchObject([{ code: "T1421", place: "folder" }]);
    await symlink(join(bench.folder, "gone"), join(bench.folder, "link.csv"));
    expect(await failure("link.csv")).toMatchObject([{ code: "T1420" }]);
    expect(await failureOf("")).toMatchObject([{ code: "T1423", place: "bad.csv" }]);
    expect(await failureOf(gzipSync(""))).toMatchObject([{ code: "T1423" }]);
    expect(await failureOf("\n\n\n")).toMatchObject([{ code: "T1427" }]);
    // Root may read every file; a file of the system that refuses even root shows the same.
    const isRoot = process.getuid?.() === 0;
    await bench.write("secret.csv", "a,b\n1,2\n");
    await chmod(join(bench.folder, "secret.csv"), 0);
    const secret = isRoot ? "/proc/self/mem" : "secret.csv";
    if (!isRoot || existsSync(secret))
      expect(await failure(secret)).toMatchObject([
        { code: expect.stringMatching(/T142[23]/), place: secret },
      ]);
  });

  it("is binary", async () => {
    const bytes = Uint8Array.from({ length: 1000 }, (_, at) => (at * 37) % 256);
    expect(await failureOf(bytes)).toMatchObject([{ code: "T1424", cure: expect.any(String) }]);
    expect(await failureOf("PAR1 and more")).toMatchObject([
      { code: "T1424", cure: expect.stringContaining("parquet") },
    ]);
    expect(await failureOf(gzipSync("a,b\n1,2\n").subarray(0, 20))).toMatchObject([{ code: "T1429" }]);
  });

  it("is in another encoding than was asked for", async () => {
    const latin = Buffer.from("a,b\nJosé,1\n", "latin1");
    expect(await failureOf(latin, { encoding: "utf-8" })).toMatchObject([
      { code: "T1425", place: "bad.csv", value: "utf-8", cure: expect.stringContaining("windows-1252") },
    ]);
    const marked = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from("a,b\n1,2\n", "utf16le")]);
    expect(await failureOf(marked, { encoding: "utf-16be" })).toMatchObject([{ code: "T1425" }]);
  });

  it("has a header only", async () => {
    expect(await failureOf("name,city\n")).toMatchObject([
      { code: "T1427", value: "name, city", cure: expect.stringContaining("header") },
    ]);
  });

  it("has duplicate names, wrong names and types for columns that are not there: all are told", async () => {
    expect(await failureOf("a,b,A,b\n1,2,3,4\n", { types: { c: "Int" }, header: true })).toMatchObject([
      { code: "T1426", value: "columns 1, 3", cure: expect.stringContaining("names") },
      { code: "T1426", value: "columns 2, 4" },
      { code: "T1430", value: "c" },
    ]);
    expect(await failureOf("1,2\n", { names: ["x"], header: false })).toMatchObject([{ code: "T1428" }]);
    expect((await bench.csv("a,a\n1,2\n", { names: ["x", "y"] })).rows).toEqual([[1, 2]]);
  });

  it("has no row that fits", async () => {
    expect(await failureOf('a,b\n"1,2\n', { header: true })).toMatchObject([
      { code: "T1436", place: "bad.csv, line 2" },
    ]);
  });

  it("cannot be written", async () => {
    await bench.write("good.csv", "a,b\n1,2\n");
    const attempt = collect(
      { kind: "csv", path: "good.csv", options: {} },
      {
        folder: bench.folder,
        engine: bench.engine,
        effects: quietEffects(),
        writeTo: join(bench.folder, "no", "folder.parquet"),
      },
    );
    await expect(attempt).rejects.toMatchObject({
      diagnostics: [{ code: "T1408", place: expect.stringContaining("folder.parquet") }],
    });
  });

  it.skipIf(!existsSync("/dev/full"))("finds the disk full: nothing half-done stays", async () => {
    await bench.write("good.csv", "a,b\n1,2\n");
    const writeTo = join(bench.folder, "full.parquet");
    await symlink("/dev/full", `${writeTo}.${process.pid}.part`);
    const attempt = collect(
      { kind: "csv", path: "good.csv", options: {} },
      { folder: bench.folder, engine: bench.engine, effects: quietEffects(), writeTo },
    );
    await expect(attempt).rejects.toBeInstanceOf(TandemError);
    await expect(attempt).rejects.toMatchObject({
      diagnostics: [{ code: "T1403", cure: expect.stringContaining("space") }],
    });
    expect(readdirSync(bench.folder).filter((name) => name.startsWith("full"))).toEqual([]);
  });
});

const longText = (at: number): string =>
  `${"a long text that fills the memory ".repeat(10)}${(at * 31) % 1000}`;

describe("collecting as work", () => {
  it("tells how far it is", async () => {
    await bench.write("p.csv", `a,b\n${repeat(1000, (at) => `${at},x`)}\n`);
    const events: ProgressEvent[] = [];
    await bench.collect(
      { kind: "csv", path: "p.csv", options: {} },
      { ...quietEffects(), progress: (event) => events.push(event) },
    );
    const read = events.filter(({ task }) => task === "read");
    expect(read.at(-1)).toMatchObject({ done: read.at(-1)!.total });
    expect(new Set(events.map(({ task }) => task))).toEqual(
      new Set(["read", "look at the columns", "write the snapshot"]),
    );
  });

  it("stops when told to, and leaves nothing", async () => {
    await bench.write("stop.csv", `a,b\n${repeat(1000, (at) => `${at},x`)}\n`);
    const controller = new AbortController();
    const effects = {
      ...quietEffects(),
      signal: controller.signal,
      progress: ({ task }: ProgressEvent) => {
        if (task === "look at the columns") controller.abort();
      },
    };
    const before = readdirSync(bench.folder).length;
    expect(await bench.failure({ kind: "csv", path: "stop.csv", options: {} }, effects)).toMatchObject([
      { code: "T1404" },
    ]);
    expect(readdirSync(bench.folder)).toHaveLength(before);
    controller.abort();
    expect(await bench.failure({ kind: "csv", path: "stop.csv", options: {} }, effects)).toMatchObject([
      { code: "T1404" },
    ]);
  });

  it("reads more than its memory and loses no row", async () => {
    const small = await openWorkbench({ memoryLimitMb: 64, threads: 1 });
    const rowCount = 250_000;
    const lines = repeat(rowCount, (at) => `${at},${(at * 7919) % 1000},${longText(at)}`);
    const { snapshot, rows } = await small.csv(`id,k,t\n${lines}\n`);
    expect(snapshot.source.byteCount).toBeGreaterThan(64 << 20);
    expect(snapshot.rowCount).toBe(rowCount);
    expect(rows[rowCount - 1]).toEqual([
      rowCount - 1,
      ((rowCount - 1) * 7919) % 1000,
      longText(rowCount - 1),
    ]);
    const [sums] = await small.engine.rows({
      kind: "sql",
      text: `SELECT sum(id) AS ids FROM read_parquet('${join(small.folder, "snapshot-1.parquet")}')`,
    });
    expect(sums).toEqual({ ids: (rowCount * (rowCount - 1)) / 2 });
    await small.close();
  });
});
