import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeTypes } from "../../src/project/index.ts";
import type { Schema } from "../../src/schema/index.ts";

const root = join(import.meta.dirname, "../..");
const schema: Schema = {
  fields: [
    { name: "Flight Date", type: "Day", nullable: true },
    { name: "Effect Amount of damage", type: "Text", nullable: false },
    { name: 'a "quoted"\n*/ name 🐦', type: "Int", nullable: false },
  ],
};

const config = (line: string): string => `/// <reference path="./.tandem/types.d.ts" />
import { csv, defineProject } from "tandem-ml";

export default defineProject({
  data: csv("birds/strikes.csv"),
  columns: ({ column }) => ({
    damaged: column("Effect Amount of damage").notEquals("None"),
    ${line.startsWith("month:") ? line : 'month: column("Flight Date").month(),'}
    odd: column('a "quoted"\\n*/ name 🐦').add(1),
  }),
  predict: "damaged",
  ${line.startsWith("month:") ? "" : line}
});
`;

const configs = {
  right: 'time: "Flight Date",',
  misspelt: 'month: column("Flihgt Date").month(),',
  retyped: 'month: column("Effect Amount of damage").month(),',
  role: 'knownLater: ["Cost Repiar"],',
  time: 'time: "month",',
};

const statement = 'SELECT *\nFROM strikes JOIN airports USING ("Airport")';
const sqlConfig = (column: string): string => `/// <reference path="./.tandem/sql.d.ts" />
import { csv, defineProject, sql } from "tandem-ml";

export default defineProject({
  data: sql(\`${statement}\`, { strikes: csv("strikes.csv"), airports: csv("airports.csv") }),
  columns: ({ column }) => ({ month: column("${column}").month() }),
  predict: "Effect Amount of damage",
});
`;

describe("the written column types", () => {
  const folder = mkdtempSync(join(tmpdir(), "tandem-types-"));
  let errors = "";

  beforeAll(() => {
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(root, join(folder, "node_modules/tandem-ml"));
    mkdirSync(join(folder, ".tandem"));
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    writeFileSync(join(folder, ".tandem/types.d.ts"), writeTypes({ schema, source: "birds/strikes.csv" }));
    writeFileSync(join(folder, ".tandem/sql.d.ts"), writeTypes({ schema, source: statement }));
    writeFileSync(join(folder, "joined.config.ts"), sqlConfig("Flight Date"));
    writeFileSync(join(folder, "unjoined.config.ts"), sqlConfig("Flihgt Date"));
    for (const [name, line] of Object.entries(configs))
      writeFileSync(join(folder, `${name}.config.ts`), config(line));
    errors = compile();
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  function compile(): string {
    const options = {
      extends: join(root, "tsconfig.json"),
      compilerOptions: { rootDir: "/", types: [] },
      include: ["*.config.ts"],
    };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(options));
    try {
      execFileSync(join(root, "node_modules/.bin/tsc"), ["-p", folder], { cwd: folder, encoding: "utf8" });
      return "";
    } catch (error) {
      return String((error as { readonly stdout: unknown }).stdout);
    }
  }

  const errorsOf = (name: keyof typeof configs | "joined" | "unjoined"): readonly string[] =>
    errors.split("\n").filter((line) => line.startsWith(`${name}.config.ts`));

  it("accept the columns as they are, whatever their names", () => {
    expect(errorsOf("right")).toEqual([]);
  });

  it("make a misspelt column red where it stands", () => {
    expect(errorsOf("misspelt")[0]).toMatch(/\(8,19\).*"Flihgt Date"/);
  });

  it("make an operation of another type red", () => {
    expect(errorsOf("retyped")[0]).toMatch(/\(8,46\).*'month' does not exist on type 'TextColumn'/);
  });

  it("are found by the text of the SQL too", () => {
    expect(errorsOf("joined")).toEqual([]);
    expect(errorsOf("unjoined")[0]).toMatch(/\(7,45\).*"Flihgt Date"/);
  });

  it("make a misspelt role and a time of another type red", () => {
    expect(errorsOf("role")[0]).toMatch("(12,16)");
    expect(errorsOf("time")[0]).toMatch("(12,3)");
  });
});

describe("writeTypes", () => {
  it("writes one property with a comment for each column", () => {
    expect(writeTypes({ schema: { fields: schema.fields.slice(0, 2) }, source: "birds/strikes.csv" })).toBe(`\
// Written by tandem from the data; do not edit.
import type { Nullable } from "tandem-ml";

declare module "tandem-ml" {
  interface SourceColumns {
    "birds/strikes.csv": {
      /** Day, may be missing. */
      "Flight Date": Nullable<"Day">;
      /** Text. */
      "Effect Amount of damage": "Text";
    };
  }
}
`);
  });

  it("writes why a column has its type, and lets no text of the data end the comment", () => {
    const reasons = new Map([["Flight Date", 'all 3 values are days, such as "*/ evil()\n".']]);
    expect(
      writeTypes({ schema: { fields: schema.fields.slice(0, 1) }, source: "strikes.csv", reasons }),
    ).toContain('/** Day, may be missing: all 3 values are days, such as "* / evil() ". */');
  });
});
