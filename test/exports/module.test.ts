import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createContext, runInContext } from "node:vm";
import * as fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { moduleFunctionsFile } from "../../docs/module-functions.ts";
import { TandemError } from "../../src/base/index.ts";
import { exportModule } from "../../src/export/index.ts";
import { parseProgram, typeOf, type Program } from "../../src/ir/index.ts";
import {
  packageText,
  parsePackage,
  proofRows,
  sealPackage,
  type ModelPackage,
} from "../../src/project/index.ts";
import { tableFromVectors, valueToJson, vectorFromValues, type Value } from "../../src/schema/index.ts";
import { loadPackage } from "../../src/serve/index.ts";
import { programArbitrary, rowArbitrary } from "../equivalence/arbitrary.ts";
import { boundaryRows } from "../equivalence/boundary-rows.ts";
import { fitCase } from "../equivalence/fit-models.ts";

type Row = Readonly<Record<string, Value>>;

/** What an exported module gives to those who import it. */
interface Model {
  readonly model: { readonly name: string; readonly hash: string };
  readonly schema: { readonly fields: readonly { readonly name: string }[] };
  predict(row: unknown): Row;
  predictBatch(rows: unknown): Row[];
  verify(): { rowCount: number };
}

const read = (path: string): string => readFileSync(join(import.meta.dirname, "..", path), "utf8");
const names = ["boosting-binary", "logistic-multiclass", "ridge-regression"];
const packageOf = (name: string): ModelPackage =>
  parsePackage(read(`formats/0.1.0/${name}.tandem.json`), name);

/** A package with another Program; its proof rows are the rows given. */
function packageWith(program: Program, rows: readonly Row[]): ModelPackage {
  const {
    hash: _hash,
    seal: _seal,
    stamp,
    kind: _kind,
    version: _version,
    ...content
  } = packageOf(names[0]!);
  const schema = program.input;
  return sealPackage({ ...content, schema, program, proof: proofRows({ program, schema }, rows) }, stamp);
}

const folder = mkdtempSync(join(tmpdir(), "tandem-module-"));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

async function importModule(content: ModelPackage): Promise<Model> {
  const path = join(folder, `module-${files++}.mjs`);
  writeFileSync(path, exportModule(content).javascript);
  return (await import(/* @vite-ignore */ pathToFileURL(path).href)) as Model;
}

/** Rows as they come in requests. */
const jsonRows = ({ input }: Program, rows: readonly Row[]): Row[] =>
  rows.map((row) =>
    Object.fromEntries(input.fields.map(({ name, type }) => [name, valueToJson(row[name]!, type)])),
  );

const told = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Error) || !("diagnostics" in error)) throw error;
    return [error.name, error.message, error.diagnostics];
  }
};

describe("an exported module", () => {
  it.each(names)("gives the bits of the package %s, at its edges and on its proof rows", async (name) => {
    const content = packageOf(name);
    const [module, package_] = [await importModule(content), loadPackage(packageText(content))];
    const base = Object.fromEntries(content.schema.fields.map((field) => [field.name, null]));
    const rows = [
      ...jsonRows(content.program, boundaryRows(content.program, base)),
      ...content.proof.map(({ input }) => input),
    ];
    const answers = rows.map((row) => told(() => module.predict(row)));
    expect(answers).toStrictEqual(rows.map((row) => told(() => package_.predict(row).output)));
    expect(answers.filter(Array.isArray).length).toBeLessThan(rows.length);
    expect(module.predictBatch(content.proof.map(({ input }) => input))).toStrictEqual(
      content.proof.map(({ output }) => output),
    );
    expect(module.verify()).toEqual({ rowCount: content.proof.length });
    expect(module.model).toMatchObject({ name, hash: content.hash });
    expect(module.schema).toEqual(content.schema);
  });

  it("gives the bits of the oracle's proof rows for random Programs with all operations", async () => {
    const rows = fc.sample(rowArbitrary, { numRuns: 25, seed: 8 });
    const programs = fc.sample(programArbitrary(3), { numRuns: 40, seed: 8 });
    for (const program of programs)
      expect((await importModule(packageWith(program, rows))).verify()).toEqual({ rowCount: rows.length });
  });

  it("gives the bits of a package with linear leaves", async () => {
    const rows = Array.from({ length: 400 }, (_, at) => ({
      x: at % 17 === 3 ? null : (at * 37) % 101,
      z: at % 23 === 5 ? null : (at * 53) % 29,
      y: ((at * 37) % 101 > 50 ? -2 : 1) * ((at * 53) % 29) + ((at * 37) % 101) / 10,
    }));
    const columns = (["x", "z", "y"] as const).map(
      (name) =>
        [
          name,
          vectorFromValues(
            "Float",
            rows.map((row) => row[name]),
          ),
        ] as const,
    );
    const table = tableFromVectors(columns);
    const program = await fitCase(
      {
        title: "linear leaves",
        table: () => table,
        target: "y",
        task: "regression",
        trainer: "boosting",
        params: { linearTree: true, numIterations: 20, numLeaves: 6 },
      },
      table,
    );
    const content = packageWith(program, [...boundaryRows(program, rows[0]!), ...rows]);
    const [module, stored] = [await importModule(content), loadPackage(packageText(content))];
    expect(module.verify()).toEqual({ rowCount: content.proof.length });
    for (const { input, output } of content.proof) {
      expect(module.predict(input)).toStrictEqual(output);
      expect(stored.predict(input).output).toStrictEqual(output);
    }
    expect(JSON.stringify(program)).toContain('"linear"');
  });

  it("answers with days, instants and texts as JSON has them", async () => {
    const program = parseProgram(read("golden/sql-text-and-dates/program.txt"));
    const base = { "Order Note": "it's", Ordered: 19_000, Delivered: 1_642_000_000_123, "Unit Price": "1e2" };
    const content = packageWith(program, boundaryRows(program, base));
    expect((await importModule(content)).verify().rowCount).toBe(content.proof.length);
  });

  it("gives the bits of a Program that is too long for one function, whatever its columns are called", async () => {
    const names = [
      "part",
      "part 1",
      "part values",
      "row",
      "t",
      "v0",
      "c0",
      "floatIn",
      "score",
      "Math",
      "größe",
      "exp recipe",
      "1",
    ];
    const inputs = names.map((name) => `input ${JSON.stringify(name)}: Float?`);
    const lets = Array.from({ length: 400 }, (_, at) => {
      const [left, right] = [names[at % names.length], names[(at * 7 + 1) % names.length]];
      return `let "shared part ${at + 1}" = divide(add(@${JSON.stringify(left)}:Float, ${at}.5), @${JSON.stringify(right)}:Float)`;
    });
    const outputs = lets.map(
      (_, at) =>
        `output o${at} = greater(exp(@"shared part ${at + 1}":Float), @"shared part ${400 - at}":Float)`,
    );
    const program = parseProgram(`program 1\n${[...inputs, ...lets, ...outputs].join("\n")}\n`);
    const rows = [1, 2, null].map((value, at) =>
      Object.fromEntries(names.map((name, place) => [name, value && value + ((place * 5 + at) % 7)])),
    );
    const module = await importModule(packageWith(program, rows));
    expect(module.verify()).toEqual({ rowCount: 3 });
  });

  it("says no when an answer is another than the model's", async () => {
    const content = packageOf("boosting-binary");
    const [first, ...rest] = content.proof;
    const changed = [{ ...first!, output: { ...first!.output, probability: 0.5 } }, ...rest];
    const module = await importModule({ ...content, proof: changed });
    expect(() => module.verify()).toThrow(/T2592 Proof row 1 is not reproduced: probability is 0\.3267/);
  });

  it("tells every mistake in the words of the library", async () => {
    const content = packageOf("boosting-binary");
    const module = await importModule(content);
    const rows = [{ day: "2020-02-30", size: 3, sped: 1 }, { day: "2020-01-01", size: "small" }, null];
    const diagnostics = (error: unknown): unknown => (error as TandemError).diagnostics;
    const wanted = [
      'T1102 There is no column "sped" (at rows[0], value 1). Did you mean "speed"?',
      'T1108 Column "day" is no day (at rows[0], value "2020-02-30"). Send a day as "2024-01-31".',
      'T1104 Column "size" is Text but got a number (at rows[0], value 3). Send text.',
      'T1101 A row must be an object (at rows[2], value null). Send it as {"column": value, …}.',
    ];
    expect(() => module.predictBatch(rows)).toThrow(wanted.join("\n"));
    try {
      module.predict(rows[0]);
    } catch (error) {
      expect(diagnostics(error)).toHaveLength(3);
    }
    expect(() => module.predictBatch({})).toThrow(/T2591/);
  });

  it("runs where there is nothing but the language, and where no source may be run", () => {
    const { javascript } = exportModule(packageOf("logistic-multiclass"));
    expect(javascript).not.toMatch(/\b(?:import|require|process|globalThis|eval|Function|Buffer)\b\s*[(.]/);
    const context = createContext(Object.create(null), { codeGeneration: { strings: false, wasm: false } });
    const script = javascript.replaceAll(/^export /gm, "");
    expect(runInContext(`"use strict";\n${script}\nverify().rowCount`, context)).toBe(47);
    expect(() => runInContext("eval('1')", context)).toThrow(/Code generation/);
  });

  it("lets no text of a model leave its place", async () => {
    const evil = '*/\n`${x}`"; throw 1; //\u2028</script>';
    const program = parseProgram(
      `program 1\ninput ${JSON.stringify(evil)}: Text\noutput ${JSON.stringify(`o ${evil}`)} = concat(@${JSON.stringify(evil)}:Text, ${JSON.stringify(evil)})\n`,
    );
    const content = { ...packageWith(program, [{ [evil]: evil }]), name: evil };
    expect((await importModule(content)).predict({ [evil]: "a" })).toEqual({ [`o ${evil}`]: `a${evil}` });
  });

  it("has names of columns and features for its variables", () => {
    expect(exportModule(packageOf("logistic-multiclass")).javascript).toContain(
      'const speedIsMissing = v4;\n  const sky = textIn(row["sky"]);',
    );
  });

  it("types an answer that can be missing as null, and no other", () => {
    expect(exportModule(packageOf("boosting-binary")).declarations).toContain(
      "export interface Answer {\n  readonly prediction: boolean;\n  readonly probability: number;\n}",
    );
    expect(exportModule(packageOf("logistic-multiclass")).declarations).toContain(
      'readonly prediction: "large" | "medium" | "small" | null;',
    );
    const rows = fc.sample(rowArbitrary, { numRuns: 40, seed: 9 });
    for (const program of fc.sample(programArbitrary(2), { numRuns: 40, seed: 9 })) {
      const { declarations } = exportModule(packageWith(program, rows));
      const { proof } = packageWith(program, rows);
      for (const [name, expr] of Object.entries(program.outputs)) {
        const line = declarations
          .split("export interface Answer")[1]!
          .split("\n")
          .find((one) => one.includes(name));
        if (proof.some(({ output }) => output[name] === null))
          expect([line, typeOf(expr)].join()).toContain("| null");
      }
    }
  });
});

describe("src/export/module-functions.ts", () => {
  it("is up to date (write it anew with `npm run docs`)", async () => {
    expect(read("../src/export/module-functions.ts")).toBe(await moduleFunctionsFile());
  });
});
