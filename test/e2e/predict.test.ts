import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { leftovers } from "./store.test-support.ts";
import { fewStrikes, smallProject, startTandem, tandem, tandemJson } from "./tandem.test-support.ts";

interface Scored {
  readonly rowCount: number;
  readonly output: string;
  readonly rejected: { readonly count: number; readonly file: string | null };
  readonly resumedRows: number;
}

// No field of these rows is quoted, so lines may be cut at commas.
const [header = "", ...lines] = fewStrikes().trimEnd().split("\n");
const names = header.split(",");

let folder: string;
beforeAll(async () => {
  folder = smallProject();
  await tandemJson(folder, "run");
});

describe("tandem predict", () => {
  it("writes every row with its answer to predictions.csv", async () => {
    const { code, stdout } = await tandem(folder, "predict", "strikes.csv");
    expect(code).toBe(0);
    expect(stdout).toContain(`${lines.length.toLocaleString("en")} rows scored by strikes version 1`);
    const [answered, ...rows] = readFileSync(join(folder, "predictions.csv"), "utf8").trimEnd().split("\n");
    expect(answered).toBe(`${header},prediction,probability`);
    expect(rows).toHaveLength(lines.length);
    for (const row of rows) {
      const [prediction, probability] = row.split(",").slice(-2);
      expect(["true", "false"]).toContain(prediction);
      expect(Number(probability)).toBeGreaterThan(0);
      expect(Number(probability)).toBeLessThan(1);
    }
  });

  it("needs only the columns that the model learnt from, in any order", async () => {
    await tandem(folder, "predict", "strikes.csv", "--output", "all.jsonl");
    const unused = ["Effect Amount of damage", "Cost Other", "Cost Repair", "Cost Total $"];
    const places = names.map((_, at) => names.length - 1 - at).filter((at) => !unused.includes(names[at]!));
    write(
      "turned.csv",
      [header, ...lines].map((line) => places.map((at) => line.split(",")[at]).join(",")),
    );
    const scored = await tandemJson<Scored>(folder, "predict", "turned.csv", "--output", "turned.jsonl");
    expect(scored.rowCount).toBe(lines.length);
    expect(probabilities("turned.jsonl")).toEqual(probabilities("all.jsonl"));
  });

  it("names every missing column and writes nothing", async () => {
    const places = names
      .map((_, at) => at)
      .filter((at) => !["Phase of flight", "Flight Date"].includes(names[at]!));
    write(
      "short.csv",
      [header, ...lines].map((line) => places.map((at) => line.split(",")[at]).join(",")),
    );
    const { code, stderr } = await tandem(folder, "predict", "short.csv", "--output", "short-scored.csv");
    expect(code).toBe(2);
    expect(stderr).toContain('T2221 The file has no column "Phase of flight"');
    expect(stderr).toContain('T2221 The file has no column "Flight Date"');
    expect(existsSync(join(folder, "short-scored.csv"))).toBe(false);
    expect(leftovers(folder)).toEqual([]);
  });

  it("counts and shows a row that cannot be read, and scores the others", async () => {
    write("ragged.csv", [header, ...lines.slice(0, 9), "one,two,three", ...lines.slice(9, 20)]);
    const { code, stdout } = await tandem(folder, "predict", "ragged.csv", "--output", "ragged-scored.csv");
    expect(code).toBe(0);
    expect(stdout).toContain("20 rows scored");
    expect(stdout).toMatch(/1 rows could not be read or scored .*ragged-scored\.rejects\.csv/);
    expect(stdout).toMatch(/line 11: 3 fields instead of/);
  });

  it("lists a row with a value that is no number, as the service refuses it, and scores the others", async () => {
    const at = names.indexOf("Speed IAS in knots");
    const first = lines[0]!.split(",").with(at, "quite fast").join(",");
    write("odd.csv", [header, first, ...lines.slice(1, 20)]);
    const { rowCount, rejected } = await tandemJson<Scored>(folder, "predict", "odd.csv");
    expect([rowCount, rejected.count]).toEqual([19, 1]);
    expect(readFileSync(join(folder, "predictions.rejects.csv"), "utf8")).toMatch(
      /\nodd\.csv,2,Speed IAS in knots,quite fast,/,
    );
  });

  it("scores many rows on several threads, is stopped with Ctrl-C, and goes on to the same bytes", async () => {
    write("many.csv", [header, ...Array.from({ length: 120 }, () => lines).flat()]);
    const whole = await tandemJson<Scored>(folder, "predict", "many.csv", "--output", "whole.csv");
    expect([whole.rowCount, whole.resumedRows]).toEqual([lines.length * 120, 0]);
    const parts = join(folder, "stopped.csv.parts/journal.jsonl");
    const stopped = ["predict", "many.csv", "--output", "stopped.csv", "--threads", "2"];
    const { child, finished } = startTandem(folder, ...stopped);
    const partsDone = (): number =>
      existsSync(parts) ? readFileSync(parts, "utf8").trim().split("\n").length - 1 : 0;
    while (partsDone() < 1 && child.exitCode === null) await setTimeout(2);
    child.kill("SIGINT");
    const { code, stderr } = await finished;
    expect([code, existsSync(join(folder, "stopped.csv"))]).toEqual([130, false]);
    expect(stderr).toMatch(/^Stopped\. [\d,]+ rows are done and kept/);
    const again = await tandemJson<Scored>(folder, "predict", "many.csv", "--output", "stopped.csv");
    expect(again.resumedRows).toBeGreaterThan(0);
    expect(readFileSync(join(folder, "stopped.csv")).equals(readFileSync(join(folder, "whole.csv")))).toBe(
      true,
    );
  });

  it("answers a category that it has never seen", async () => {
    const at = names.indexOf("Phase of flight");
    write("unseen.csv", [
      header,
      ...lines.slice(0, 20).map((line) => line.split(",").with(at, "Parachute").join(",")),
    ]);
    await tandemJson<Scored>(folder, "predict", "unseen.csv", "--output", "unseen.jsonl");
    expect(probabilities("unseen.jsonl").every((value) => typeof value === "number")).toBe(true);
  });

  it.each([
    ["an empty file", "", 2],
    ["a header without rows", `${header}\n`, 2],
  ])("refuses %s with a code", async (_, content, expected) => {
    writeFileSync(join(folder, "bad.csv"), content);
    const { code, stderr } = await tandem(folder, "predict", "bad.csv");
    expect([code, /^error T[0-9]{4} /.test(stderr)]).toEqual([expected, true]);
  });

  it("refuses an ending that it cannot write", async () => {
    const { code, stderr } = await tandem(folder, "predict", "strikes.csv", "--output", "scored.xlsx");
    expect([code, stderr.split(" ")[1]]).toEqual([2, "T1450"]);
  });
});

const write = (name: string, rows: readonly string[]): void =>
  writeFileSync(join(folder, name), `${rows.join("\n")}\n`);

const probabilities = (name: string): unknown[] =>
  readFileSync(join(folder, name), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => (JSON.parse(line) as { probability: unknown }).probability);
