import { existsSync } from "node:fs";
import { link, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRandom, quietEffects, TandemError } from "../base/index.ts";
import { sql, textLiteral } from "../compile/index.ts";
import { openEngine, type Engine } from "../data/index.ts";
import { csvOf, mixedModel, mixedRows } from "./batch/mixed-model.test-support.ts";
import { scoreFile } from "./score-file.ts";

const model = mixedModel();
const quiet = quietEffects(() => 0);
const options = { threads: 1, partBytes: 20_000 } as const;

let folder: string;
let engine: Engine;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tandem-rejects-"));
  engine = await openEngine({ threads: 1 });
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true });
});
const at = (name: string): string => join(folder, name);

/** The list of rejected rows, read by the engine. */
const rejectsIn = (name: string) =>
  engine.rows(
    sql`SELECT * FROM read_csv(${textLiteral(at(name))}, all_varchar = true, header = true, delim = ',', quote = '"', escape = '"')`,
  );

const linesIn = async (name: string): Promise<string[]> =>
  (await readFile(at(name), "utf8")).split("\n").filter((line) => line !== "");

describe("rows that cannot be read or scored", () => {
  it("are listed with file, line, column, value and reason, and all others are scored", async () => {
    const lines = [
      "n,k,flag,word,day,at",
      "1,2,true,red,2024-01-31,2024-01-31 12:30",
      "1,2,true",
      "quick,3,maybe,red,2024-01-31,",
      "2,,true,red,2024-02-01,",
      '3,4,true,"two',
      'lines",2024-02-01,',
      "4,5.5,true,red,2024-02-30,",
      "1e400,5,true,red,,",
      "",
      "5,9007199254740993,,,,",
      "6,7,,,,2024-01-31T12:30:00Z",
      '7,8,,"never closed,,',
    ];
    await writeFile(at("dirty.csv"), `${lines.join("\n")}\n`);
    const scored = await scoreFile(model, at("dirty.csv"), at("dirty-out.csv"), quiet, {}, options);
    expect(scored).toMatchObject({ rowCount: 3, rejected: { count: 7, file: at("dirty-out.rejects.csv") } });
    const rejects = await rejectsIn("dirty-out.rejects.csv");
    expect(
      rejects.map(({ file, line, column, value, others }) => [file, line, column, value, others]),
    ).toEqual([
      ["dirty.csv", "3", null, null, null],
      ["dirty.csv", "4", "n", "quick", "flag"],
      ["dirty.csv", "5", "k", null, null],
      ["dirty.csv", "8", "k", "5.5", "day"],
      ["dirty.csv", "9", "n", "1e400", null],
      ["dirty.csv", "11", "k", "9007199254740993", null],
      ["dirty.csv", "13", null, null, null],
    ]);
    expect(rejects.map(({ reason }) => reason)).toEqual([
      "3 fields instead of 6",
      '"n" is no number',
      '"k" is missing, and the model has learnt from no missing values of it',
      '"k" is no whole number within ±(2^53-1)',
      '"n" is no number',
      '"k" is no whole number within ±(2^53-1)',
      "a quote is opened and never closed",
    ]);
    expect(rejects[1]!["text"]).toBe(lines[3]);
    expect(scored.rejected.samples[1]).toMatchObject({
      line: 4,
      column: "n",
      value: "quick",
      others: ["flag"],
    });
  });

  it("do not stop the records of a JSON file, broken ones and ones of other types", async () => {
    const records = [
      '{"n": 1, "k": 2}',
      '{"n": 1, "k": 2',
      "[1, 2]",
      "null",
      '{"n": "1.5", "k": 3, "word": 7}',
      '{"n": {}, "k": true, "flag": 1}',
      '{"k": 4, "word": "\\ud800"}',
      '{"k": 5, "day": "2024-02-30", "at": "noon"}',
      '{"k": 6, "forest": 1}',
      `{"k": 7, "deep": ${"[".repeat(5000)}${"]".repeat(5000)}}`,
      '{"k": 8}',
    ];
    const beginning =
      '{"n": 1, "k": 1, "flag": true, "word": "a", "day": "2024-01-01", "at": "2024-01-01T00:00:00Z", "filler": "FILLER"}\n'.replace(
        "FILLER",
        "x".repeat(16_000),
      );
    // The answers' names are chosen by the first part, so the record that is called like one stands behind it.
    const before = beginning.repeat(300);
    await writeFile(at("dirty.jsonl"), `${before}${records.join("\n")}`);
    const scored = await scoreFile(
      model,
      at("dirty.jsonl"),
      at("dirty-out.jsonl"),
      quiet,
      {},
      { threads: 1, partBytes: 1 << 20 },
    );
    const rejects = await rejectsIn("dirty-out.rejects.csv");
    expect(rejects.map(({ line, column }) => [Number(line) - 300, column])).toEqual([
      [2, null],
      [3, null],
      [4, null],
      [6, "n"],
      [7, "word"],
      [8, "day"],
      [9, null],
    ]);
    expect(rejects[6]!["reason"]).toMatch(/"forest", which is the name of an answer/);
    expect(scored.rowCount).toBe(304);
    expect(await linesIn("dirty-out.jsonl")).toHaveLength(304);
    expect(scored.warnings).toEqual([
      'the field "deep" stands in 1 records and in none of the first ones, so it is not in the output',
    ]);
  });

  it("of Parquet are those with values that cannot be held and gaps where there were none; NaN counts as missing", async () => {
    await engine.run(
      sql`COPY (SELECT * FROM (VALUES
          ('NaN'::DOUBLE, 1::BIGINT, DATE '2024-01-01'), (1.5, NULL, DATE '2024-01-01'), (2.5, 9007199254740992::BIGINT, NULL),
          ('inf'::DOUBLE, 4, 'infinity'::DATE), (NULL, 5, NULL)) AS given(n, k, day),
          (SELECT TRUE AS flag, 'w' AS word, NULL::TIMESTAMP AS at))
        TO ${textLiteral(at("dirty.parquet"))} (FORMAT parquet)`,
    );
    const scored = await scoreFile(model, at("dirty.parquet"), at("dirty-out.parquet"), quiet, {}, options);
    expect(scored).toMatchObject({ rowCount: 2, rejected: { count: 3 } });
    expect((await rejectsIn("dirty-out.rejects.csv")).map(({ line, column }) => [line, column])).toEqual([
      ["2", "k"],
      ["3", "k"],
      ["4", "day"],
    ]);
    expect(scored.warnings).toEqual(['2 values of "n" are NaN or infinite and count as missing']);
    expect(
      await engine.rows(
        sql`SELECT CAST(k AS BIGINT) AS k FROM read_parquet(${textLiteral(at("dirty-out.parquet"))})`,
      ),
    ).toEqual([{ k: 1 }, { k: 5 }]);
  });

  it("are all there, whatever is broken: rows in are rows out and rejected rows", async () => {
    const random = createRandom("dirty");
    const junk = ['"', ",", "\n", "\r\n", "x", "1e999", "", '""', "{", "é", "\\", "NaN", "\u2028"];
    for (let round = 0; round < 5; round++) {
      const clean = csvOf(mixedRows(60, `dirty ${round}`));
      const lines = clean.trimEnd().split("\n");
      let broken = "";
      for (const [number, line] of lines.entries()) {
        let text = line;
        if (number > 20 && random.next() < 0.3) {
          const place = Math.floor(random.next() * line.length);
          text = line.slice(0, place) + junk[Math.floor(random.next() * junk.length)]! + line.slice(place);
        }
        broken += `${text}\n`;
      }
      await writeFile(at("fuzz.csv"), broken);
      const scored = await scoreFile(
        model,
        at("fuzz.csv"),
        at("fuzz-out.jsonl"),
        quiet,
        {},
        { threads: 1, partBytes: 2500 },
      );
      const whole = await scoreFile(model, at("fuzz.csv"), at("fuzz-whole.jsonl"), quiet, {}, { threads: 1 });
      const listed = scored.rejected.file ? (await rejectsIn("fuzz-out.rejects.csv")).length : 0;
      expect(await linesIn("fuzz-out.jsonl")).toHaveLength(scored.rowCount);
      expect(listed).toBe(scored.rejected.count);
      // Both ways of cutting see the same rows.
      expect([scored.rowCount, listed]).toEqual([whole.rowCount, whole.rejected.count]);
    }
  });

  it("leave no output where there is no other, and no list of an earlier scoring where there are none", async () => {
    await writeFile(at("none.csv"), "n,k,flag,word,day,at\nx,1,,,,\n,,,,,\n");
    await expect(scoreFile(model, at("none.csv"), at("none-out.csv"), quiet, {}, options)).rejects.toThrow(
      "T2943",
    );
    expect([existsSync(at("none-out.csv")), (await rejectsIn("none-out.rejects.csv")).length]).toEqual([
      false,
      2,
    ]);
    await writeFile(at("none.csv"), csvOf(mixedRows(3, "few")));
    await scoreFile(model, at("none.csv"), at("none-out.csv"), quiet, {}, options);
    expect(existsSync(at("none-out.rejects.csv"))).toBe(false);
    await writeFile(at("none.csv"), "n,k,flag,word,day,at\n");
    await expect(scoreFile(model, at("none.csv"), at("none-out.csv"), quiet, {}, options)).rejects.toThrow(
      TandemError,
    );
  });

  it("are those of JSON that is nested too deeply to be written again, too", async () => {
    const [good] = mixedRows(1, "deep");
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    const record = JSON.stringify({ ...good, extra: 1 });
    const lines = [record, `{"n":${deep}}`, record.replace(/1}$/, `${deep}}`), record];
    await writeFile(at("deep.jsonl"), `${lines.join("\n")}\n`);
    const scored = await scoreFile(model, at("deep.jsonl"), at("deep-out.csv"), quiet, {}, options);
    expect(scored).toMatchObject({ rowCount: 2, rejected: { count: 2 } });
    const rejects = await rejectsIn("deep-out.rejects.csv");
    expect(rejects.map(({ line, reason }) => [line, reason])).toEqual([
      ["2", 'the field "n" is nested more than 500 levels deep'],
      ["3", 'the field "extra" is nested more than 500 levels deep'],
    ]);
  });
});

describe("a place where answers cannot stand", () => {
  it("is refused before anything is read", async () => {
    await mkdir(at("there.csv"), { recursive: true });
    await writeFile(at("own.csv"), "n\n1\n");
    await link(at("own.csv"), at("same.csv"));
    for (const output of ["there.csv", "own.csv", "same.csv"]) {
      const scored = scoreFile(model, at("own.csv"), at(output), quiet, {}, options);
      await expect(scored).rejects.toThrow("T2949");
      expect(existsSync(at(`${output}.parts`))).toBe(false);
    }
    expect(await readFile(at("own.csv"), "utf8")).toBe("n\n1\n");
  });
});
