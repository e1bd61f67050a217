import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sha256Hex } from "../../src/base/index.ts";
import type { Program } from "../../src/ir/index.ts";
import type { Value } from "../../src/schema/index.ts";
import { openDuckdb, type DuckdbTarget } from "../conformance/duckdb-target.ts";
import { programArbitrary, rowArbitrary } from "./arbitrary.ts";
import { duckdbDifferences, javascriptDifferences } from "./compare.ts";
import { minimize } from "./minimize.ts";

type Rows = readonly Readonly<Record<string, Value>>[];

/** More programs, and others, on demand: TANDEM_EQUIVALENCE_PROGRAMS=100000 TANDEM_EQUIVALENCE_SEED=7. */
const programCount = Number(process.env["TANDEM_EQUIVALENCE_PROGRAMS"] ?? 120);
const seed = Number(process.env["TANDEM_EQUIVALENCE_SEED"] ?? 1);
const rowCount = 40;
const folder = join(import.meta.dirname, "counterexamples");

let duckdb: DuckdbTarget;
beforeAll(async () => {
  duckdb = await openDuckdb();
});
afterAll(() => duckdb.close());

const allDifferences = async (program: Program, rows: Rows): Promise<string[]> => [
  ...javascriptDifferences(program, rows),
  ...(await duckdbDifferences(program, rows, duckdb)),
];

/** Checks random Programs; a counterexample is made small and stored, so that it is replayed from then on. */
async function checkPrograms(programs: fc.Arbitrary<Program>): Promise<void> {
  const table = fc.array(rowArbitrary, { minLength: rowCount, maxLength: rowCount });
  const rows = fc.constantFrom(...fc.sample(table, { numRuns: Math.ceil(programCount / 30), seed }));
  const told = async (program: Program, rows: Rows): Promise<string[]> => {
    try {
      return await allDifferences(program, rows);
    } catch (error) {
      return [String(error)];
    }
  };
  const property = fc.asyncProperty(programs, rows, async (...found) => (await told(...found)).length === 0);
  const result = await fc.check(property, { numRuns: programCount, seed, endOnFailure: true });
  if (!result.failed) return;
  const [program, failingRows] = result.counterexample!;
  const small = await minimize(
    { program, rows: failingRows },
    async (one) => (await told(one.program, one.rows)).length > 0,
  );
  const text = JSON.stringify(small, null, 1);
  const file = `${sha256Hex(text).slice(0, 12)}.json`;
  writeFileSync(join(folder, file), `${text}\n`);
  const told5 = (await told(small.program, small.rows)).slice(0, 5).join("\n");
  expect.fail(
    `${told5}\nThe counterexample is in counterexamples/${file}:\n${JSON.stringify(small.program.outputs)}`,
  );
}

describe("equivalence of the targets", () => {
  const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
  it.each(files)("gives what the oracle gives for the counterexample %s", async (file) => {
    const { program, rows } = JSON.parse(readFileSync(join(folder, file), "utf8")) as {
      program: Program;
      rows: Rows;
    };
    expect(await allDifferences(program, rows)).toStrictEqual([]);
  });

  it(
    `gives what the oracle gives for ${programCount} random Programs`,
    { timeout: programCount * 500 + 20_000 },
    () => checkPrograms(programArbitrary(3)),
  );
});
