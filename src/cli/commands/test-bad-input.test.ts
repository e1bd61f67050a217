import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { quietEffects } from "../../base/index.ts";
import type { CliContext } from "../context.ts";
import { testCommand, type TestFlags } from "./test.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tandem-test-input-"));
});
afterAll(() => rm(folder, { recursive: true }));

interface Told {
  readonly exitCode: number | string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What the command says and its exit code, for a question of a file of these lines. */
async function tell(
  lines: readonly string[],
  words: readonly string[],
  flags: Partial<TestFlags> = {},
): Promise<Told> {
  const path = join(folder, "data.csv");
  await writeFile(path, lines.join("\n"));
  const said = { stdout: "", stderr: "" };
  const streamOf = (name: "stdout" | "stderr"): { write: (text: string) => boolean } => ({
    write: (text) => {
      said[name] += text;
      return true;
    },
  });
  const process = { stdout: streamOf("stdout"), stderr: streamOf("stderr"), exitCode: null };
  const context = {
    process,
    folder,
    effects: quietEffects(),
    version: "0",
    resolveLibrary: () => undefined,
  };
  await testCommand.call(context as unknown as CliContext, { json: false, ...flags }, ...words, "data.csv");
  return { exitCode: process.exitCode, ...said };
}

/** A refusal has a code and a cure on standard error, nothing on standard output, and no trace of the code that found it. */
function expectRefusal({ exitCode, stdout, stderr }: Told, code: RegExp): void {
  expect(stderr).toMatch(code);
  expect(stderr).not.toMatch(/\n\s+at |node:internal|\.ts:\d/);
  expect(exitCode).toBe(2);
  expect(stdout).toBe("");
}

/** An answer has a sentence and no NaN. */
function expectAnswer({ exitCode, stdout, stderr }: Told): void {
  expect(stderr).toBe("");
  expect(exitCode).toBe(0);
  expect(stdout).not.toMatch(/NaN|undefined|null/);
  expect(stdout).toMatch(/p [=<>] ?[\d.]/);
}

const rows = (count: number, row: (at: number) => string): readonly string[] =>
  Array.from({ length: count }, (_, at) => row(at));

/** Each with its lines, a question, and the code of the refusal or null for an answer. */
const cases: Readonly<
  Record<string, readonly [lines: readonly string[], question: string, code: string | null]>
> = {
  "one row": [["a,g", "1,x"], "a by g", "T2854"],
  "one row of numbers": [["a,b", "1,2"], "a vs b", "T28"],
  "only a header": [["a,g"], "a by g", "T"],
  "an empty file": [[""], "a by g", "T"],
  "a constant column": [["a,g", ...rows(9, (at) => `5,${at % 2 ? "x" : "y"}`)], "a by g", "T2834"],
  "a constant number in a relation": [["a,b", ...rows(9, (at) => `5,${at}`)], "a vs b", "T2834"],
  "one group": [["a,g", ...rows(9, (at) => `${at},x`)], "a by g", "T2854"],
  "all missing": [["a,g", ...rows(9, (at) => `,${at % 2 ? "x" : "y"}`)], "a by g", "T"],
  "mixed types": [
    ["a,g", ...rows(9, (at) => `${at === 4 ? "n/a!" : at},${at % 2 ? "x" : "y"}`)],
    "a by g",
    null,
  ],
  "mixed types against a number": [
    ["a,g", ...rows(9, (at) => `${at === 4 ? "n/a!" : at},1`)],
    "a against 3",
    "T2852",
  ],
  "a column that is not there": [["age,g", "1,x", "2,y"], "agee by g", "T1409"],
  "a column beside itself": [["a,g", "1,x", "2,y"], "a by a", "T2853"],
  "a group of one": [["a,g", "1,x", ...rows(9, (at) => `${at / 2},y`)], "a by g", null],
  "two groups of one": [["a,g", "1,x", "2,y"], "a by g", null],
  "10,000 groups": [["a,g", ...rows(20_000, (at) => `${at},g${at % 10_000}`)], "a by g", "T2854"],
  "groups that part the values": [
    ["a,g", ...rows(20, (at) => `${at},${at < 10 ? "x" : "y"}`)],
    "a by g",
    null,
  ],
  "numbers at the end of float64": [
    ["a,g", ...rows(9, (at) => `${at % 3 ? "1.7e308" : "-1.7e308"},${at % 2}`)],
    "a by g",
    "T28",
  ],
  "numbers below normal ones": [
    ["a,g", ...rows(9, (at) => `${at}e-323,${at % 2 ? "x" : "y"}`)],
    "a by g",
    "T28",
  ],
  "infinite numbers": [
    ["a,g", ...rows(9, (at) => `${at === 3 ? "Infinity" : at},${at % 2 ? "x" : "y"}`)],
    "a by g",
    null,
  ],
  "a comma in a name": [['"a, b",g', ...rows(9, (at) => `${at},${at % 2 ? "x" : "y"}`)], '"a, b" by g', null],
  "a quote in a name": [
    ['"a ""b""",g', ...rows(9, (at) => `${at},${at % 2 ? "x" : "y"}`)],
    `'a "b"' by g`,
    null,
  ],
  "a word of the question in a name": [
    ["gone by bus,g", ...rows(9, (at) => `${at},${at % 2 ? "x" : "y"}`)],
    '"gone by bus" by g',
    null,
  ],
  "duplicate names": [["a,a,g", ...rows(9, (at) => `${at},1,${at % 2 ? "x" : "y"}`)], "a by g", "T"],
  "an empty question": [["a,g", "1,x"], "", "T"],
  "no question": [["a,g", "1,x"], "what is it", "T"],
  days: [["d,g", ...rows(9, (at) => `2024-01-0${at + 1},${at % 2 ? "x" : "y"}`)], "d by g", "T2851"],
  "pairs without a partner": [
    ["a,g,p", ...rows(9, (at) => `${at},${at % 2 ? "x" : "y"},${at}`)],
    "a by g paired by p",
    "T",
  ],
};

describe("tandem test with data that are not what it takes", () => {
  it.each(Object.entries(cases))(
    "answers, or refuses with code and cure: %s",
    async (_, [lines, question, code]) => {
      const told = await tell(lines, [question]);
      if (code === null) expectAnswer(told);
      else expectRefusal(told, new RegExp(`error ${code}`));
      const document = await tell(lines, [question], { json: true });
      const parsed = JSON.parse(document.stdout) as {
        readonly error?: { readonly diagnostics: readonly unknown[] };
      };
      expect(parsed.error === undefined).toBe(code === null);
      expect(document.exitCode).toBe(code === null ? 0 : 2);
    },
  );

  it("refuses a file that is not there, one that is no table, and a test that does not fit", async () => {
    expectRefusal(await tell(["\u0000\u0001\u0002"], ["a by g"]), /error T/);
    expectRefusal(
      await tell(["a,g", "1,x", "2,y"], ["a by g"], { test: "pearsonCorrelation" }),
      /error T2878/,
    );
  });
});
