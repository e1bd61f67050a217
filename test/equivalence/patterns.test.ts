import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRandom, type Random } from "../../src/base/index.ts";
import { compileTable, evaluateTable } from "../../src/compile/index.ts";
import {
  call,
  canBeEmpty,
  column,
  createMatcher,
  int,
  javascriptPattern,
  parsePattern,
  readPattern,
  text,
  type Expr,
  type Program,
} from "../../src/ir/index.ts";
import { tableFromVectors, valueAt, vectorFromValues, type Table } from "../../src/schema/index.ts";
import { openDuckdb, type DuckdbTarget } from "../conformance/duckdb-target.ts";

const patternCount = Number(process.env["TANDEM_EQUIVALENCE_PATTERNS"] ?? 2000);
const batch = 100;

const characters = ["a", "b", "1", "_", " ", "\\n", "é", "👍", "\\x00", "-", "\\."];
const sets = [
  ".",
  "\\d",
  "\\w",
  "\\s",
  "\\D",
  "\\W",
  "\\S",
  "[ab]",
  "[^a]",
  "[^\\w]",
  "[a-c\\d]",
  "[é-👍]",
  "[^é\\s]",
];
const atoms = [...characters, ...sets, "^", "$", "\\b"];
const repeats = ["*", "+", "?", "{2}", "{1,2}", "{0,3}", "{2,}", "*?", "+?", "??", "{1,3}?"];

/** A pattern out of the grammar; some are refused. */
function randomPattern(random: Random, depth: number): string {
  const pick = (list: readonly string[]): string => list[random.integer(list.length)]!;
  const parts = Array.from({ length: 1 + random.integer(3) }, () => {
    const atom =
      depth > 0 && random.next() < 0.4
        ? `(${pick(["", "?:"])}${randomPattern(random, depth - 1)})`
        : pick(atoms);
    return random.next() < 0.3 ? atom + pick(repeats) : atom;
  });
  return random.next() < 0.25 ? `${parts.join("")}|${randomPattern(random, 0)}` : parts.join("");
}

const letters = [...Array.from("aaabb1_ .-"), "\n", "é", "👍", "\u0000", "\r"];
const randomText = (random: Random): string =>
  Array.from({ length: random.integer(9) }, () => letters[random.integer(letters.length)]!).join("");

/** What every operation of patterns makes of a pattern. */
function outputsOf(source: string, at: number): [string, Expr][] {
  const input = column("text", "Text");
  const pattern = parsePattern(source);
  const groups = Array.from({ length: Math.min(pattern.groupCount, 3) + 1 }, (_, group) => group);
  const all: [string, Expr][] = [
    [`${at} matches ${source}`, call("matches", input, text(source))],
    ...groups.map((group): [string, Expr] => [
      `${at} group ${group} of ${source}`,
      call("extract", input, text(source), int(group)),
    ]),
  ];
  if (canBeEmpty(pattern.node)) return all;
  const replacement = text(`<$0$${groups.at(-1)!}0\\1$$>`);
  return [
    ...all,
    [`${at} count of ${source}`, call("countMatches", input, text(source))],
    [`${at} replaced ${source}`, call("replaceMatches", input, text(source), replacement)],
  ];
}

const programOf = (sources: readonly string[]): Program => ({
  kind: "program",
  version: 1,
  input: { fields: [{ name: "text", type: "Text", nullable: true }] },
  lets: [],
  outputs: Object.fromEntries(sources.flatMap(outputsOf)),
});

let duckdb: DuckdbTarget;
beforeAll(async () => {
  duckdb = await openDuckdb();
});
afterAll(() => duckdb.close());

async function differences(program: Program, table: Table): Promise<readonly string[]> {
  const wanted = evaluateTable(program, table);
  const compiled = compileTable(program)(table);
  const rows = await duckdb.run(program, "texts");
  return [...wanted.columns].flatMap(([name, vector]) =>
    rows.flatMap((row, at) => {
      const value = valueAt(vector, at);
      const told = { javascript: valueAt(compiled.columns.get(name)!, at), duckdb: row[name] };
      return Object.entries(told).flatMap(([target, got]) =>
        got === value ? [] : [`${target}: ${name} on row ${at} is ${String(got)}, not ${String(value)}`],
      );
    }),
  );
}

describe("patterns", () => {
  it(`mean the same on every target: ${patternCount} random patterns on 40 texts`, async () => {
    const random = createRandom("patterns");
    const sources = new Set<string>();
    while (sources.size < patternCount) {
      const source = randomPattern(random, 2);
      if ("node" in readPattern(source)) sources.add(source);
    }
    const texts = ["", ...Array.from({ length: 39 }, () => randomText(random))];
    const table = tableFromVectors([["text", vectorFromValues("Text", texts)]]);
    await duckdb.load("texts", table);
    const list = [...sources];
    for (let at = 0; at < list.length; at += batch)
      expect(await differences(programOf(list.slice(at, at + batch)), table)).toStrictEqual([]);
  });

  it("give the same from the matcher of JavaScript and from ours, at every place", () => {
    const random = createRandom("matchers");
    for (let count = 0; count < 3000; count++) {
      const source = randomPattern(random, 2);
      const read = readPattern(source);
      if (!("node" in read)) continue;
      const native = new RegExp(javascriptPattern(read), "gu");
      const given = randomText(random);
      native.lastIndex = 0;
      const found = native.exec(given);
      const ours = createMatcher(read)(given).next(0);
      expect([source, given, ours && [ours[0], ours[1]]]).toStrictEqual([
        source,
        given,
        found && [found.index, found.index + found[0].length],
      ]);
    }
  });

  const long = 100_000;
  it.each<[string, string]>([
    ["(?:a+)+$", `${"a".repeat(long)}b`],
    ["(?:a|a)+$", `${"a".repeat(long)}b`],
    ["(?:a|aa)+$", `${"a".repeat(long)}b`],
    ["(?:a|ab)(?:c|bcd)*(?:d*)e", "abcdbcd".repeat(long / 7)],
    ["a*a*a*a*a*a*b", "a".repeat(long)],
    ["(?:.*a){12}x", "a".repeat(long)],
    ["(?:x+x+)+y", "x".repeat(long)],
    ["[^b]*b.*c|a", "a".repeat(long)],
    ["^(?:(?:[a-z])+.)+[A-Z](?:[a-z])+$", "a".repeat(long)],
    ["a{300}b", "a".repeat(long)],
  ])("bear %s on 100,000 characters", (source, given) => {
    const read = readPattern(source);
    expect(read).toHaveProperty("node");
    const input = { fields: [{ name: "text", type: "Text" as const, nullable: true }] };
    const outputs = {
      found: call("matches", column("text", "Text"), text(source)),
      count: call("countMatches", column("text", "Text"), text(source)),
    };
    const table = tableFromVectors([["text", vectorFromValues("Text", [given])]]);
    const before = process.cpuUsage();
    const answers = compileTable({ kind: "program", version: 1, input, lets: [], outputs })(table);
    // Processor time, in microseconds.
    expect(process.cpuUsage(before).user).toBeLessThan(1e7);
    const found = valueAt(answers.columns.get("found")!, 0);
    expect(valueAt(answers.columns.get("count")!, 0)).toBe(source.endsWith("|a") ? long : found ? 1 : 0);
  });
});
