import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compileDuckdb, compileReadableDuckdb, identifier, sql, type Sql } from "../../src/compile/index.ts";
import { openEngine, type Engine } from "../../src/data/index.ts";
import { readVegaCsv } from "../../src/explore/csv-table.test-support.ts";
import { exportSql } from "../../src/export/index.ts";
import { parseProgram, type Program } from "../../src/ir/index.ts";
import { parsePackage } from "../../src/project/index.ts";
import {
  tableFromVectors,
  takeTableRows,
  valueAt,
  valueFromJson,
  vectorFromValues,
  type Value,
} from "../../src/schema/index.ts";
import { programArbitrary, rowArbitrary } from "../equivalence/arbitrary.ts";
import { boundaryRows } from "../equivalence/boundary-rows.ts";
import { tableOf } from "../equivalence/compare.ts";
import { fitCase } from "../equivalence/fit-models.ts";

type Row = Readonly<Record<string, Value>>;

const read = (path: string): string => readFileSync(join(import.meta.dirname, "..", path), "utf8");
const packageOf = (name: string) => parsePackage(read(`formats/0.1.0/${name}.tandem.json`), name);

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine({ threads: 1 });
});
afterAll(() => engine.close());

let tables = 0;

/** What differs between a statement and `compileDuckdb`, to the bit, over rows with a column of their places. */
async function differences(program: Program, rows: readonly Row[], statement: (name: string) => Sql) {
  const name = `rows ${tables++}`;
  const places = vectorFromValues("Int", [...rows.keys()]);
  await engine.register(name, tableFromVectors([...tableOf(program, rows).columns, ["place", places]]));
  const plain = await engine.table(compileDuckdb(program, { relation: identifier(name), keep: ["place"] }));
  // EXPLAIN binds every name and type to the table of the declared schema, without running it.
  await engine.rows(sql`EXPLAIN ${statement(name)}`);
  const readable = await engine.table(statement(name));
  expect([...readable.columns.keys()]).toEqual([...plain.columns.keys()]);
  expect(readable.rowCount).toBe(rows.length);
  return [...plain.columns].flatMap(([column, vector]) =>
    rows.flatMap((_, at) => {
      const [wanted, got] = [valueAt(vector, at), valueAt(readable.columns.get(column)!, at)];
      return Object.is(wanted, got)
        ? []
        : [`${column}, row ${at}: wanted ${String(wanted)}, got ${String(got)}`];
    }),
  );
}

const readableOf =
  (program: Program) =>
  (name: string): Sql =>
    compileReadableDuckdb(program, { relation: identifier(name), keep: ["place"] });

describe("a statement for people", () => {
  it.each(["boosting-binary", "logistic-multiclass", "ridge-regression"])(
    "gives the bits of the plain statement for the package %s, at its edges and on its proof rows",
    async (name) => {
      const content = packageOf(name);
      const proof = content.proof.map(({ input }) =>
        Object.fromEntries(
          content.schema.fields.map((field) => [
            field.name,
            valueFromJson(input[field.name]!, field.type) ?? null,
          ]),
        ),
      );
      const rows = [...boundaryRows(content.program, proof[0]!), ...proof];
      const statement = (relation: string): Sql => ({
        kind: "sql",
        text: exportSql(content, { relation, keep: ["place"] }).replace(/;\n$/, ""),
      });
      expect(await differences(content.program, rows, statement)).toEqual([]);
    },
  );

  it("gives the bits of the plain statement for texts and days", async () => {
    const program = parseProgram(read("golden/sql-text-and-dates/program.txt"));
    const base = {
      "Order Note": " it's URGENT",
      Ordered: 19_000,
      Delivered: 1_642_000_000_123,
      "Unit Price": "1e2",
    };
    const words = ["", " ", "urgent", "it's", "it''s -- ;", "\0", "é👍", "nan", "1_0", ".5", "-0"];
    const rows = words.flatMap((word) => [
      { ...base, "Order Note": word },
      { ...base, "Unit Price": word },
    ]);
    expect(
      await differences(program, [...boundaryRows(program, base), ...rows], readableOf(program)),
    ).toEqual([]);
  });

  it.each([
    [
      "boosting",
      "regression",
      "Speed IAS in knots",
      { numIterations: 12, numLeaves: 31, minDataInLeaf: 5, catSmooth: 1, minDataPerGroup: 5 },
    ],
    [
      "boosting",
      "regression",
      "Speed IAS in knots",
      { numIterations: 8, numLeaves: 15, minDataInLeaf: 10, linearTree: true },
    ],
    ["logistic", "multiclass", "Effect Amount of damage", {}],
  ] as const)(
    "gives the bits of the plain statement for bird strikes by %s (%s, %s, %o)",
    async (trainer, task, target, params) => {
      const all = readVegaCsv("birdstrikes.csv");
      const table = takeTableRows(
        all,
        Uint32Array.from({ length: 1000 }, (_, at) => at * 10),
      );
      const program = await fitCase(
        {
          title: "birdstrikes",
          table: () => table,
          target,
          task,
          trainer,
          params,
          without: ["Cost Other", "Cost Repair", "Cost Total $"],
        },
        table,
      );
      const rows = Array.from({ length: 2000 }, (_, at) =>
        Object.fromEntries(
          program.input.fields.map(({ name }) => [name, valueAt(table.columns.get(name)!, at * 5)]),
        ),
      );
      expect(
        await differences(program, [...boundaryRows(program, rows[0]!), ...rows], readableOf(program)),
      ).toEqual([]);
    },
  );

  it("gives the bits of the plain statement for 30 random Programs", async () => {
    const rows = fc.sample(rowArbitrary, { numRuns: 30, seed: 5 });
    for (const program of fc.sample(programArbitrary(3), { numRuns: 30, seed: 5 }))
      expect(await differences(program, rows, readableOf(program))).toEqual([]);
  });

  it("reads whole numbers where decimals are declared, as the plain statement does", async () => {
    const program = parseProgram("program 1\ninput x: Float?\noutput y = divide(@x:Float, 3.0)\n");
    await engine.register("whole", tableFromVectors([["x", vectorFromValues("Int", [7, null])]]));
    const written = compileReadableDuckdb(program, { relation: identifier("whole") });
    expect(await engine.rows(written)).toEqual([{ y: 7 / 3 }, { y: null }]);
  });
});

describe("exportSql", () => {
  it("keeps every name and text what it is, and lets none end its comment or its quotes", async () => {
    const name = `x"; DROP TABLE t; --\n'`;
    const program = parseProgram(
      `program 1\ninput ${JSON.stringify(name)}: Text?\noutput "o\\"; --" = concat(@${JSON.stringify(name)}:Text, "'; SELECT 1; --\\n")`,
    );
    const content = { ...packageOf("boosting-binary"), name: "evil\n; DROP TABLE t", program };
    const text = exportSql(content, { relation: `r"\n--` });
    expect(text.split("\n").filter((line) => line.startsWith("--"))[0]).toBe(
      `-- evil ; DROP TABLE t: Is "hit" true?`,
    );
    await engine.register(`r"\n--`, tableFromVectors([[name, vectorFromValues("Text", ["a"])]]));
    expect(await engine.rows({ kind: "sql", text: text.replace(/;\n$/, "") })).toEqual([
      { 'o"; --': "a'; SELECT 1; --\n" },
    ]);
  });

  it("refuses another dialect by its name and says why", () => {
    const content = packageOf("boosting-binary");
    expect(() => exportSql(content, { dialect: "postgres" })).toThrow(/T2581.*"postgres".*division by zero/);
    expect(() => exportSql(content, { dialect: "toString" })).toThrow(
      /T2581.*"toString".*nothing has proven/,
    );
  });

  it("refuses to hand a column through under the name of an answer, or twice", () => {
    const content = packageOf("boosting-binary");
    expect(() => exportSql(content, { keep: ["Probability"] })).toThrow(/T2582.*"Probability"/);
    expect(() => exportSql(content, { keep: ["id", "ID"] })).toThrow(/T2582.*"ID"/);
  });
});
