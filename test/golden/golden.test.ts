import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compileReadableDuckdb, identifier } from "../../src/compile/index.ts";
import { exportClient, exportModule, exportSql, type SqlExportOptions } from "../../src/export/index.ts";
import { parseProgram } from "../../src/ir/index.ts";
import { parsePackage, type ModelPackage } from "../../src/project/index.ts";

/** What a folder asks for: a package (or a Program as text) and what is made of it. */
interface GoldenCase {
  readonly package?: string;
  readonly program?: string;
  readonly export: keyof typeof exporters;
  readonly options?: SqlExportOptions;
}

type Files = Readonly<Record<string, string>>;

const packageIn = (folder: string, { package: path = "" }: GoldenCase): ModelPackage =>
  parsePackage(readFileSync(join(folder, path), "utf8"), path);

/** The files that an export writes, by the endings they have behind `expected`. */
const exporters = {
  sql: (folder: string, given: GoldenCase): Files => {
    const { package: path, program, options = {} } = given;
    const text =
      path === undefined
        ? `${compileReadableDuckdb(parseProgram(readFileSync(join(folder, program!), "utf8")), { relation: identifier(options.relation ?? "rows") }).text}\n`
        : exportSql(packageIn(folder, given), options);
    return { ".sql": text };
  },
  js: (folder: string, given: GoldenCase): Files => {
    const { javascript, declarations } = exportModule(packageIn(folder, given));
    // The functions of the library behind the model are tested where they stand.
    const [own] = javascript.split("// The functions that it needs");
    return { ".js": own!, ".d.ts": declarations };
  },
  client: (folder: string, given: GoldenCase): Files => ({ ".ts": exportClient(packageIn(folder, given)) }),
};

const folders = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

describe("golden folders", () => {
  it("are few enough to be read", () => {
    expect(folders.length).toBeLessThanOrEqual(30);
  });

  it.each(folders)("%s: its output is what stands there", (name) => {
    const folder = join(import.meta.dirname, name);
    const given = JSON.parse(readFileSync(join(folder, "case.json"), "utf8")) as GoldenCase;
    const files = exporters[given.export](folder, given);
    for (const [ending, text] of Object.entries(files)) {
      const path = join(folder, `expected${ending}`);
      if (!existsSync(path) && process.env["CI"] === undefined) writeFileSync(path, text);
      expect(text).toBe(readFileSync(path, "utf8"));
    }
    const known = ["case.json", given.program, ...Object.keys(files).map((ending) => `expected${ending}`)];
    expect(readdirSync(folder).filter((file) => !known.includes(file))).toEqual([]);
  });
});
