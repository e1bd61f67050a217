import { readFile } from "node:fs/promises";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as stats from "../../src/stats/public.ts";
import { fencesOf } from "./fences.test-support.ts";

const page = join(import.meta.dirname, "../../docs/statistics.md");
const expectation = /^(?<expr>[^/].*?) \/\/ (?<value>[-\d"'[{tfn].*)$/;

// The constructor of functions, as a value: an example of the page is a text.
const Example = (() => {}).constructor as new (...parts: string[]) => (...args: unknown[]) => void;

/** The example as the body of a function in which what a line says is compared with what it comes to. */
function bodyOf(code: string): string {
  const lines = code.split("\n").map((line) => {
    const found = expectation.exec(line);
    return found ? `compare(${found.groups!["expr"]}, ${found.groups!["value"]});` : line;
  });
  return stripTypeScriptTypes(lines.filter((line) => !line.startsWith("import ")).join("\n"));
}

const fences = (await fencesOf(page)).filter(({ info }) => info === "ts");

describe("docs/statistics.md", () => {
  it.each(fences.map(({ code }, at) => ({ at, code })))("says what example $at comes to", ({ code }) => {
    const pairs: [unknown, unknown][] = [];
    const compare = (actual: unknown, expected: unknown): void => void pairs.push([actual, expected]);
    new Example(...Object.keys(stats), "compare", bodyOf(code))(...Object.values(stats), compare);
    expect(pairs.length).toBeGreaterThan(0);
    for (const [actual, expected] of pairs) expect(actual).toEqual(expected);
  });

  it("shows every test", async () => {
    const regression = join(import.meta.dirname, "../../docs/statistics-regression.md");
    const text = (await Promise.all([page, regression].map((path) => readFile(path, "utf8")))).join("\n");
    const missing = Object.keys(stats).filter(
      (name) =>
        !text.includes(name) &&
        !["TandemError", "adjustHolm", "adjustBenjaminiHochberg", "splitByLabel"].includes(name),
    );
    expect(missing).toEqual([]);
  });
});
