import { mkdir, readdir, symlink } from "node:fs/promises";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../src/base/index.ts";
import { csv, json, parquet } from "../../src/index.ts";
import { csvText, goodRows, projectFolder, refusalOf, runIn } from "./project.test-support.ts";

const deep = (open: string, close: string, levels: number): string =>
  open.repeat(levels) + close.repeat(levels);

/** Files that cannot be read, with the code that says so and what the message must name. */
const unreadable: readonly (readonly [
  name: string,
  code: string,
  names: RegExp,
  content: string | Uint8Array,
])[] = [
  ["empty.csv", "T1423", /empty\.csv/, ""],
  ["header.csv", "T1427", /header\.csv/, "x,c,y\n"],
  ["binary.csv", "T1424", /not a text file/, Uint8Array.from({ length: 4096 }, (_, at) => at % 256)],
  ["twice.csv", "T1426", /stands 2 times/, "x,X,y\n1,2,0\n2,3,1\n"],
  ["deep.json", "T1431", /nested more than 500 levels/, `[{"x":${deep("[", "]", 100_000)},"y":1}]`],
  ["deep-objects.json", "T1431", /nested more than 500 levels/, '{"a":'.repeat(1_000_000)],
  ["cut.jsonl", "T1431", /JSON/, '{"x":1,"y":0}\n{"x":1,"y":\n{"x":2,"y":1}\n'],
  ["half-surrogate.jsonl", "T1431", /surrogate/, String.raw`{"x":"\ud800","y":0}`],
  ["twice.jsonl", "T1431", /duplicate key/, '{"x":1,"y":0}\n{"x":1,"x":2,"y":1}\n'],
  ["number.json", "T1431", /records/, "5"],
  ["garbage.parquet", "T1432", /damaged/, "PAR1 but no more"],
  ["text.parquet", "T1432", /not a Parquet file/, "x,y\n1,0\n"],
];

const sourceOf = (name: string) =>
  name.endsWith(".parquet") ? parquet(name) : /json/.test(name) ? json(name) : csv(name);

describe("a file that cannot be read", () => {
  it.each(unreadable)("%s is refused with %s", async (name, code, names, content) => {
    const folder = await projectFolder({ [name]: content });
    const told = await refusalOf(() => runIn(folder, { data: sourceOf(name), predict: "y" }));
    expect(told.map((one) => one.code)).toEqual([code]);
    expect(JSON.stringify(told[0])).toMatch(names);
    expect(await readdir(join(folder, ".tandem"), { recursive: true })).not.toContainEqual(
      expect.stringMatching(/\.parquet/),
    );
  });

  it("says of paths that are no file what they are", async () => {
    const folder = await projectFolder({ "data.csv": goodRows });
    await mkdir(join(folder, "folder.csv"));
    await symlink("loop.csv", join(folder, "loop.csv"));
    execFileSync("mkfifo", [join(folder, "pipe.csv")]);
    const codeOf = async (path: string) =>
      (await refusalOf(() => runIn(folder, { data: csv(path), predict: "y" })))[0];
    expect(await codeOf("dato.csv")).toMatchObject({ code: "T1420", cure: 'Did you mean "data.csv"?' });
    expect(await codeOf("folder.csv")).toMatchObject({ code: "T1421", message: '"folder.csv" is a folder' });
    expect(await codeOf("loop.csv")).toMatchObject({ code: "T1422", value: "ELOOP" });
    expect(await codeOf("pipe.csv")).toMatchObject({ code: "T1421" });
    expect(await codeOf("/dev/zero")).toMatchObject({ code: "T1421" });
    const { record } = await runIn(folder, { data: csv("data.csv"), predict: "y" });
    expect(record.snapshot.rowCount).toBe(60);
  });

  it("refuses an encoding that the bytes contradict, and reads the right one", async () => {
    const text = csvText("x,c,y", 60, (row) => `${row % 9},${"éü"[row % 2]!},${row % 2}`);
    const folder = await projectFolder({
      "latin.csv": Buffer.from(text, "latin1"),
      "wide.csv": Buffer.from(`\uFEFF${text}`, "utf16le"),
    });
    const asUtf8 = { data: csv("latin.csv", { encoding: "utf-8" }), predict: "y" };
    expect(await refusalOf(() => runIn(folder, asUtf8))).toMatchObject([{ code: "T1425", value: "utf-8" }]);
    for (const name of ["latin.csv", "wide.csv"]) {
      const { record } = await runIn(folder, { data: csv(name), predict: "y" });
      const levels = record.profile.columns
        .find((column) => column.name === "c")!
        .top.map(({ value }) => String(value));
      expect(levels.toSorted()).toEqual(["é", "ü"]);
    }
  });
});

describe("rows that cannot be read", () => {
  it("are counted: kept and rejected ones make up the file", async () => {
    const ragged = `${goodRows}1,2\n1,2,3,4\n"never closed,1,2\n`;
    const folder = await projectFolder({ "data.csv": ragged });
    const { record } = await runIn(folder, { data: csv("data.csv"), predict: "y" });
    const { rowCount, rejected } = record.snapshot;
    expect([rowCount, rejected.count]).toEqual([60, 3]);
    expect(rejected.samples.map(({ line }) => line)).toEqual([62, 63, 64]);
    expect(record.diagnostics.map(({ code }) => code)).toContain("T1440");
  });

  it("keeps what is strange but readable: zero bytes, marks, huge and tiny numbers, impossible days", async () => {
    const strange = [
      "a\0b",
      "\u202Eabc",
      "<script>alert(1)</script>",
      "'; DROP TABLE x; --",
      "__proto__",
      "🙂",
    ];
    const numbers = ["1e308", "-1e308", "-0", "1e-320", "9007199254740993", "5e-324"];
    const days = ["0000-00-00", "9999-12-31", "2020-02-30", "01/02/2020"];
    const rows = csvText("text,number,day,y", 120, (row) =>
      [strange[row % 6]!, numbers[(row * 5) % 6]!, days[row % 4]!, row % 2].join(","),
    );
    const folder = await projectFolder({ "data.csv": rows });
    const { record } = await runIn(folder, {
      data: csv("data.csv"),
      predict: "y",
      models: ["baseline", "logistic", { trainer: "boosting", params: { numIterations: 5 } }],
    });
    expect(record.snapshot.rowCount + record.snapshot.rejected.count).toBe(120);
    const text = record.profile.columns.find(({ name }) => name === "text")!;
    expect(text.top.map(({ value }) => String(value)).toSorted()).toEqual(strange.toSorted());
    // Canonical JSON refuses NaN and the infinities.
    expect(() => canonicalJson(record)).not.toThrow();
  });
});
