import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, truncate, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { quietEffects, TandemError, type Effects } from "../base/index.ts";
import { joinSql, identifier, sql, textLiteral } from "../compile/index.ts";
import { openEngine, type Engine } from "../data/index.ts";
import {
  csvOf,
  mixedModel,
  mixedProgram,
  mixedRows,
  type MixedRow,
} from "./batch/mixed-model.test-support.ts";
import { scoreFile } from "./score-file.ts";

const model = mixedModel();
const rows = mixedRows(700, "batch");
const outputs = Object.keys(mixedProgram.outputs);

let folder: string;
let engine: Engine;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tandem-batch-"));
  engine = await openEngine({ threads: 1 });
  await writeFile(at("rows.csv"), csvOf(rows));
  await writeFile(at("rows.csv.gz"), gzipSync(csvOf(rows)));
  await writeFile(at("rows.jsonl"), rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  await writeFile(at("rows.json"), JSON.stringify(rows, null, 1));
  const types = { n: "DOUBLE", k: "BIGINT", flag: "BOOLEAN", word: "VARCHAR", day: "DATE", at: "TIMESTAMP" };
  const columns = joinSql(
    Object.entries(types).map(([name, type]) => sql`${textLiteral(name)}: ${textLiteral(type)}`),
  );
  await engine.run(
    sql`COPY (SELECT * FROM read_json(${textLiteral(at("rows.jsonl"))}, columns = {${columns}}))
      TO ${textLiteral(at("rows.parquet"))} (FORMAT parquet, ROW_GROUP_SIZE 2048)`,
  );
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true });
});

const at = (name: string): string => join(folder, name);
const quiet = quietEffects(() => 0);
const small = { partBytes: 20_000, threads: 1 } as const;

/** What the service answers to a row, or undefined where it refuses it. */
function served(row: MixedRow): Readonly<Record<string, unknown>> | undefined {
  try {
    return model.predict(row).output;
  } catch (error) {
    if (error instanceof TandemError) return undefined;
    throw error;
  }
}

/** The answers in a scored file: plain JSON, days and instants as texts. */
async function answersIn(name: string): Promise<Record<string, unknown>[]> {
  if (name.endsWith(".jsonl"))
    return (await readFile(at(name), "utf8"))
      .trimEnd()
      .split("\n")
      .map((line) => {
        const record = JSON.parse(line) as Record<string, unknown>;
        return Object.fromEntries(outputs.map((output) => [output, record[output]]));
      });
  const kinds: Readonly<Record<string, string>> = {
    forest: "DOUBLE",
    linear: "DOUBLE",
    encoded: "DOUBLE",
    month: "BIGINT",
    hour: "BIGINT",
    unless: "BOOLEAN",
    later: "VARCHAR",
    shout: "VARCHAR",
  };
  const columns = joinSql(
    outputs.map(
      (output) =>
        sql`CAST(${identifier(output)} AS ${{ kind: "sql", text: kinds[output]! }}) AS ${identifier(output)}`,
    ),
  );
  const from = name.endsWith(".csv")
    ? sql`read_csv(${textLiteral(at(name))}, all_varchar = true, header = true, delim = ',', quote = '"', escape = '"')`
    : sql`read_parquet(${textLiteral(at(name))})`;
  return engine.rows(sql`SELECT ${columns} FROM ${from}`);
}

const expected = rows.map((row) => served(row));

async function codesOf(work: Promise<unknown>): Promise<string[]> {
  try {
    await work;
  } catch (error) {
    if (error instanceof TandemError) return error.diagnostics.map(({ code }) => code);
    throw error;
  }
  return [];
}

describe("scoring a file", () => {
  const kinds = ["csv", "csv.gz", "jsonl", "json", "parquet"];
  it.each(kinds.flatMap((from) => ["csv", "jsonl", "parquet"].map((to) => [from, to] as const)))(
    "gives the rows of %s the bits of the service, in order, as %s",
    async (from, to) => {
      const scored = await scoreFile(model, at(`rows.${from}`), at(`out.${to}`), quiet, {}, small);
      expect(scored).toMatchObject({
        rowCount: rows.length,
        rejected: { count: 0, file: null },
        warnings: [],
      });
      expect(await answersIn(`out.${to}`)).toEqual(expected);
      expect(existsSync(`${at(`out.${to}`)}.parts`)).toBe(false);
    },
  );

  it("writes the same bytes whatever the threads, and as text whatever the parts", async () => {
    const bytesOf = async (to: string, threads: number, partBytes: number): Promise<Buffer> => {
      await scoreFile(model, at("rows.csv"), at(`threads.${to}`), quiet, {}, { threads, partBytes });
      return readFile(at(`threads.${to}`));
    };
    const parquet = await bytesOf("parquet", 1, 20_000);
    expect((await bytesOf("parquet", 2, 20_000)).equals(parquet)).toBe(true);
    expect((await bytesOf("csv", 1, 1 << 20)).equals(await bytesOf("csv", 1, 20_000))).toBe(true);
  });

  it("passes the columns of the file on as they stand there", async () => {
    const text =
      'id,"n",k,flag,word,day,at,note\n007,1.50,3,yes,red,1/31/2024,2024-01-31 12:30,"a, b"\n008,,-4,N,,,,\n';
    await writeFile(at("plain.csv"), text);
    await scoreFile(model, at("plain.csv"), at("plain-out.csv"), quiet);
    const [, first, second] = (await readFile(at("plain-out.csv"), "utf8")).split("\n");
    expect(first!.startsWith('007,1.50,3,yes,red,1/31/2024,2024-01-31 12:30,"a, b",')).toBe(true);
    expect(second!.startsWith("008,,-4,N,,,,,")).toBe(true);
    await scoreFile(model, at("plain.csv"), at("plain-out.parquet"), quiet);
    expect(
      await engine.rows(
        sql`SELECT id, n, k, flag, CAST(day AS VARCHAR) AS day, note FROM read_parquet(${textLiteral(at("plain-out.parquet"))})`,
      ),
    ).toEqual([
      { id: "007", n: 1.5, k: 3, flag: true, day: "2024-01-31", note: "a, b" },
      { id: "008", n: null, k: -4, flag: false, day: null, note: null },
    ]);
  });

  it("leaves a record of JSON as it is but for the answers behind it", async () => {
    await writeFile(
      at("exact.jsonl"),
      '{"big": 12345678901234567890, "k": 1, "in": {"a": [1, 2.50]}}\n{"k":2,"n":1e-7}\n',
    );
    await scoreFile(model, at("exact.jsonl"), at("exact-out.jsonl"), quiet).catch(() => {});
    await writeFile(at("exact.jsonl"), exactRecords);
    await scoreFile(model, at("exact.jsonl"), at("exact-out.jsonl"), quiet);
    const lines = (await readFile(at("exact-out.jsonl"), "utf8")).split("\n");
    expect(lines[0]!.startsWith(exactRecords.split("\n")[0]!.slice(0, -1))).toBe(true);
    expect(JSON.parse(lines[0]!)).toMatchObject({ in: { a: [1, 2.5] }, hour: null });
  });

  it("scores several files into one, and refuses files of other columns", async () => {
    await writeFile(at("first.csv"), csvOf(rows.slice(0, 300)));
    await writeFile(at("second.csv"), csvOf(rows.slice(300)));
    await scoreFile(model, [at("first.csv"), at("second.csv")], at("both.csv"), quiet, {}, small);
    expect(await answersIn("both.csv")).toEqual(expected);
    await writeFile(at("other.csv"), csvOf(rows.slice(300).map((row) => ({ ...row, more: 1 }))));
    expect(
      await codesOf(scoreFile(model, [at("first.csv"), at("other.csv")], at("no.csv"), quiet, {}, small)),
    ).toEqual(["T2940"]);
    expect(await codesOf(scoreFile(model, [], at("no.csv"), quiet, {}, small))).toEqual(["T2941"]);
  });

  it("names every column that is lacking or of another type before it writes anything", async () => {
    await writeFile(at("lacking.csv"), "n,K\n1,2\n");
    expect(await codesOf(scoreFile(model, at("lacking.csv"), at("no.csv"), quiet, {}, small))).toEqual(
      Array(5).fill("T2221"),
    );
    await engine.run(
      sql`COPY (SELECT 1.5 AS n, 'x' AS k, TRUE AS flag, 'w' AS word, DATE '2024-01-01' AS day, 3 AS at) TO ${textLiteral(at("types.parquet"))} (FORMAT parquet)`,
    );
    expect(await codesOf(scoreFile(model, at("types.parquet"), at("no.csv"), quiet, {}, small))).toEqual([
      "T2222",
      "T2222",
    ]);
    expect((await readdir(folder)).filter((name) => name.startsWith("no."))).toEqual([]);
  });

  it("refuses days that do not show which number is the month", async () => {
    await writeFile(at("days.csv"), csvOf(rows.slice(0, 5).map((row) => ({ ...row, day: "3/4/2024" }))));
    expect(await codesOf(scoreFile(model, at("days.csv"), at("no.csv"), quiet, {}, small))).toEqual([
      "T2948",
    ]);
  });
});

const exactRecords = `${[
  '{"big": 12345678901234567890, "k": 1, "n": 2.50, "flag": null, "word": null, "day": null, "at": null, "in": {"a": [1, 2.50]}}',
  '{"k":2,"n":1e-7}',
].join("\n")}\n`;

/** Stops the work once a first part is done. */
function stopping(): Effects {
  const controller = new AbortController();
  return {
    now: () => 0,
    progress: ({ task }) => task === "score" && controller.abort(),
    signal: controller.signal,
  };
}

describe("a scoring that is stopped", () => {
  it.each(["csv", "parquet"])("goes on where it was, to the same bytes (%s)", async (kind) => {
    const options = { threads: 1, partBytes: kind === "csv" ? 12_000 : 1 };
    const source = kind === "csv" ? at("rows.csv") : at("long.parquet");
    if (kind === "parquet")
      await engine.run(
        sql`COPY (SELECT * FROM read_parquet(${textLiteral(at("rows.parquet"))}), range(20)) TO ${textLiteral(source)} (FORMAT parquet)`,
      );
    const output = at(`stopped.${kind}`);
    await scoreFile(model, source, at(`whole.${kind}`), quiet, {}, options);
    expect(await codesOf(scoreFile(model, source, output, stopping(), {}, options))).toEqual(["T2945"]);
    expect(existsSync(output)).toBe(false);
    const resumed = await scoreFile(model, source, output, quiet, {}, options);
    expect(resumed.resumedRows).toBeGreaterThan(0);
    expect(resumed.resumedRows).toBeLessThan(resumed.rowCount);
    expect(resumed.warnings).toEqual([]);
    expect((await readFile(output)).equals(await readFile(at(`whole.${kind}`)))).toBe(true);
    expect(existsSync(`${output}.parts`)).toBe(false);
  });

  it("says how many rows are kept, wherever the stop meets it", async () => {
    const stopped = new AbortController();
    const effects = { ...quiet, signal: stopped.signal };
    const output = at("at-once.csv");
    const scoring = scoreFile(
      model,
      at("rows.csv"),
      output,
      { ...effects, progress: ({ task }) => task === "score" && stopped.abort() },
      {},
      { threads: 2, partBytes: 12_000 },
    );
    await expect(scoring).rejects.toThrow(/T2945 [\d,]+ rows are done and kept/);
  });

  it("does a part again whose file was changed, and passes over a line that was cut off", async () => {
    const [source, output] = [at("rows.csv"), at("damaged.csv")];
    await codesOf(scoreFile(model, source, output, stopping(), {}, { threads: 1, partBytes: 12_000 }));
    const parts = `${output}.parts`;
    const first = (await readdir(parts)).find((name) => name.endsWith(".csv"));
    await truncate(join(parts, first!), 10);
    await writeFile(join(parts, "journal.jsonl"), '{"file":0,"part":', { flag: "a" });
    await scoreFile(model, source, output, quiet, {}, { threads: 1, partBytes: 12_000 });
    expect(await answersIn("damaged.csv")).toEqual(expected);
  });

  it("starts anew for another package or other rows, and says so", async () => {
    const [source, output] = [at("changing.csv"), at("changed.csv")];
    const options = { threads: 1, partBytes: 12_000 };
    await writeFile(source, csvOf(rows));
    await codesOf(scoreFile(model, source, output, stopping(), {}, options));
    await codesOf(scoreFile(mixedModel("another"), source, output, stopping(), {}, options));
    await writeFile(source, csvOf(rows.toReversed()));
    const scored = await scoreFile(mixedModel("another"), source, output, quiet, {}, options);
    expect(scored.resumedRows).toBe(0);
    expect(scored.warnings).toEqual([
      "an earlier scoring that was not finished was dropped, since the rows to be scored changed in between",
    ]);
    expect(await answersIn("changed.csv")).toEqual(expected.toReversed());
  });

  it("takes a Parquet file that was written anew for another one", async () => {
    const [source, output] = [at("touched.parquet"), at("touched.csv")];
    await writeFile(source, await readFile(at("long.parquet")));
    await codesOf(scoreFile(model, source, output, stopping(), {}, { threads: 1, partBytes: 1 }));
    await utimes(source, 1, 1);
    expect((await scoreFile(model, source, output, quiet)).resumedRows).toBe(0);
  });

  it("refuses a second one on the same output while the first works, and takes over from one that is gone", async () => {
    const [source, output] = [at("rows.csv"), at("locked.csv")];
    const both = await Promise.all([
      codesOf(scoreFile(model, source, output, quiet, {}, small)),
      codesOf(scoreFile(model, source, output, quiet, {}, small)),
    ]);
    expect(both.flat()).toEqual(["T2944"]);
    await codesOf(scoreFile(model, source, output, stopping(), {}, small));
    // A number that no process has: they end at 2^22.
    await writeFile(join(`${output}.parts`, "lock"), "4194305");
    expect((await scoreFile(model, source, output, quiet, {}, small)).rowCount).toBe(rows.length);
  });
});
