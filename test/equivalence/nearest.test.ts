import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRandom } from "../../src/base/index.ts";
import { evaluateProgram } from "../../src/compile/index.ts";
import { column, createProgram, float, nearest, type NearestExpr } from "../../src/ir/index.ts";
import { openDuckdb, type DuckdbTarget } from "../conformance/duckdb-target.ts";
import { duckdbDifferences, javascriptDifferences } from "./compare.ts";

let duckdb: DuckdbTarget;
beforeAll(async () => {
  duckdb = await openDuckdb();
});
afterAll(() => duckdb.close());

const columns = ["a", "b", "c"] as const;
const random = createRandom("nearest rows");
/** Coarse numbers make many distances equal; every seventh number is anything. */
const draw = (): number =>
  random.integer(7) === 0 ? (random.next() - 0.5) * 6 : (random.integer(9) - 4) / 2;
const storedCount = 300;
const rows = Array.from({ length: storedCount * columns.length }, draw);
const ones = Array.from({ length: storedCount }, () => 1);
const uneven = Array.from({ length: storedCount }, () => [0.3, 1, 1.7, 2][random.integer(4)]!);
const value = Array.from({ length: storedCount }, draw);

const search = (parts: Partial<NearestExpr>): NearestExpr =>
  nearest({
    inputs: columns.map((name) => column(name, "Float")),
    within: null,
    metric: "euclidean",
    neighbours: 5,
    weighting: "uniform",
    answer: "mean",
    rows,
    weight: ones,
    value,
    ...parts,
  });

/** Every way to search, each as an output. */
const outputs = Object.fromEntries(
  (["euclidean", "manhattan"] as const).flatMap((metric) =>
    (["uniform", "distance"] as const).flatMap((weighting) =>
      (["mean", "sum", "least", "reach"] as const).flatMap((answer) =>
        [
          { neighbours: 5 },
          { neighbours: 7, weight: uneven },
          { neighbours: 1, within: float(0.75) },
          { neighbours: null, within: column("far", "Float"), weight: uneven },
          { neighbours: 1000 },
        ].map((parts, at) => [
          `${metric} ${weighting} ${answer} ${at}`,
          search({ metric, weighting, answer, ...parts }),
        ]),
      ),
    ),
  ),
);
const program = createProgram({
  input: {
    fields: [...columns, "far"].map((name) => ({ name, type: "Float", nullable: true }) as const),
  },
  lets: [],
  outputs,
});
const queries = [
  ...Array.from({ length: 15 }, (_, at) => ({ a: draw(), b: draw(), c: draw(), far: at / 5 })),
  { a: rows[0]!, b: rows[1]!, c: rows[2]!, far: 0 },
  { a: 1e200, b: 0, c: 0, far: 1e300 },
  { a: 1.7e308, b: -1.7e308, c: 0, far: 1.7e308 },
  { a: 1e-170, b: 0, c: 1e-320, far: -1 },
  { a: null, b: 0, c: 0, far: 1 },
  { a: 0, b: 0, c: 0, far: null },
];

describe("nearest", () => {
  it("has the same bits in all targets, for every way to search", async () => {
    expect(javascriptDifferences(program, queries)).toEqual([]);
    expect(await duckdbDifferences(program, queries, duckdb)).toEqual([]);
  });

  it("answers with a number wherever a row counts", () => {
    const answers = queries.slice(0, 16).map((row) => evaluateProgram(program, row));
    const share = (name: string): number =>
      answers.filter((answer) => answer[name] !== null).length / answers.length;
    expect(share("euclidean uniform mean 0")).toBe(1);
    expect(share("manhattan distance reach 4")).toBe(1);
    expect(share("euclidean distance least 2")).toBeGreaterThan(0.5);
    expect(new Set(answers.map((answer) => answer["manhattan distance mean 1"])).size).toBeGreaterThan(10);
  });
});
