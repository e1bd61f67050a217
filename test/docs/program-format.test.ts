import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../src/base/index.ts";
import { normalizeProgram, opNames, opTable, parseProgram, printProgram } from "../../src/ir/index.ts";

const read = (path: string): string => readFileSync(join(import.meta.dirname, "../../docs", path), "utf8");
const block = (page: string, language: string): string =>
  page.split(`\`\`\`${language}\n`)[1]!.split("```")[0]!;

describe("docs/formats/program.md", () => {
  const page = read("formats/program.md");

  it("shows a Program that can be read", () => {
    const diagnostics: Diagnostic[] = [];
    normalizeProgram(JSON.parse(block(page, "json")), "page", diagnostics);
    expect(diagnostics).toEqual([]);
  });

  it("shows the text form just as it is printed", () => {
    const source = block(page, "text");
    const program = parseProgram(source);
    expect(parseProgram(printProgram(program))).toEqual(program);
    expect(printProgram(program).split(/\s+/).join("")).toBe(source.split(/\s+/).join(""));
  });
});

describe("docs/semantics.md", () => {
  it("names exactly the operations with a rule of their own for missing values", () => {
    const section = read("semantics.md").split("## Missing values")[1]!.split("`not` of missing")[0]!;
    const named = [...section.matchAll(/^- (.*?):/gm)].flatMap(([, names]) =>
      [...names!.matchAll(/`(\w+)/g)].map(([, name]) => name),
    );
    expect(new Set(named)).toEqual(new Set(opNames.filter((name) => opTable[name].nulls === "own")));
  });

  it("decides every difference of the engines by operations that are there", () => {
    const table = read("semantics.md").split("## Engine differences and what we do")[1]!.split("\n## ")[0]!;
    const rows = table.split("\n").filter((line) => /^\| \d/.test(line));
    const cells = rows.map((row) => row.split(" | ").map((cell) => cell.replace(/^\| | \|$/g, "")));
    expect(cells.map(([number]) => Number(number))).toEqual(rows.map((_, at) => at + 1));
    expect(rows.length).toBeGreaterThan(30);
    for (const row of cells) {
      expect(row).toHaveLength(5);
      const named = [...row[4]!.matchAll(/`(\w+)`/g)].map(([, name]) => name!);
      const known: readonly string[] = opNames;
      expect(named.filter((name) => !known.includes(name))).toEqual([]);
      expect(named.length > 0 || /\(T\d{4}\)/.test(row[4]!)).toBe(true);
    }
  });
});
