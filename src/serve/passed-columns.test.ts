import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { quietEffects } from "../base/index.ts";
import { sql, textLiteral } from "../compile/index.ts";
import { openEngine, type Engine } from "../data/index.ts";
import { csvOf, mixedModel, mixedRows } from "./batch/mixed-model.test-support.ts";
import { scoreFile } from "./score-file.ts";

const model = mixedModel();
const quiet = quietEffects(() => 0);
const rows = mixedRows(60, "passed");
const outputs = Object.keys(model.content.program.outputs);

let folder: string;
let engine: Engine;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tandem-passed-"));
  engine = await openEngine({ threads: 1 });
  await writeFile(at("rows.csv"), csvOf(rows));
  await writeFile(at("rows.jsonl"), rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  await scoreFile(model, at("rows.csv"), at("rows.parquet"), quiet, {}, { columns: Object.keys(rows[0]!) });
  await engine.run(
    sql`COPY (SELECT * EXCLUDE (forest, linear, encoded, shout, month, hour, unless, later) FROM read_parquet(${textLiteral(at("rows.parquet"))}))
      TO ${textLiteral(at("only.parquet"))} (FORMAT parquet)`,
  );
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true });
});
const at = (name: string): string => join(folder, name);

/** The rows of a file, all values as texts. */
const textsIn = (name: string): Promise<Record<string, unknown>[]> => {
  const place = textLiteral(at(name));
  const from = name.endsWith(".csv")
    ? sql`read_csv(${place}, header = true, nullstr = '')`
    : name.endsWith(".jsonl")
      ? sql`read_json(${place}, format = 'newline_delimited')`
      : sql`read_parquet(${place})`;
  return engine.rows(sql`SELECT CAST(COLUMNS(*) AS VARCHAR) FROM ${from}`);
};

describe("the columns that are passed on", () => {
  const ways = ["rows.csv", "rows.jsonl", "only.parquet"].flatMap((from) =>
    ["csv", "jsonl", "parquet"].map((to) => [from, to] as const),
  );
  it.each(ways)("are those that are named, from %s to %s", async (from, to) => {
    const [some, none, all] = [`some.${to}`, `none.${to}`, `all.${to}`];
    await scoreFile(model, at(from), at(some), quiet, {}, { threads: 1, columns: ["word", "k", "word"] });
    await scoreFile(model, at(from), at(none), quiet, {}, { threads: 1, columns: [] });
    await scoreFile(model, at(from), at(all), quiet, {}, { threads: 1 });
    const whole = await textsIn(all);
    const pick = (names: readonly string[]) =>
      whole.map((row) => Object.fromEntries(names.map((name) => [name, row[name]])));
    expect(await textsIn(some)).toEqual(pick(["word", "k", ...outputs]));
    expect(await textsIn(none)).toEqual(pick(outputs));
    expect(Object.keys((await textsIn(some))[0]!)).toEqual(["word", "k", ...outputs]);
  });

  it("keep their digits in JSON", async () => {
    const record =
      '{"big": 12345678901234567890, "k": 1, "n": 2.50, "flag": null, "word": null, "day": null, "at": null, "in": {"a": [1, 2.50]}}';
    await writeFile(at("exact.jsonl"), `${record}\n`);
    await scoreFile(model, at("exact.jsonl"), at("exact-out.jsonl"), quiet, {}, { columns: ["in.a", "big"] });
    const text = await readFile(at("exact-out.jsonl"), "utf8");
    expect(text.startsWith('{"in.a":[1,2.50],"big":12345678901234567890,"encoded":')).toBe(true);
  });

  it("must be there", async () => {
    const scoring = scoreFile(model, at("rows.csv"), at("no.csv"), quiet, {}, { columns: ["wrd", "k"] });
    await expect(scoring).rejects.toThrow(/T2982 The file has no column "wrd" to pass on.*Similar: word/s);
    expect(existsSync(at("no.csv"))).toBe(false);
  });

  it("leave an answer its name where the column that has it is not passed on", async () => {
    await writeFile(at("named.csv"), csvOf(rows.map((row) => ({ ...row, forest: 1 }))));
    await scoreFile(model, at("named.csv"), at("named-out.csv"), quiet, {}, { columns: ["k"] });
    const [header] = (await readFile(at("named-out.csv"), "utf8")).split("\n");
    expect(header).toBe(["k", ...outputs].join(","));
  });
});
