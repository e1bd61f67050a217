import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  compileDuckdb,
  compileRow,
  compileTable,
  evaluateProgram,
  identifier,
} from "../../src/compile/index.ts";
import { openEngine, type Engine } from "../../src/data/index.ts";
import { tableFromVectors, takeTableRows, valueAt, vectorFromValues } from "../../src/schema/index.ts";
import { tableOf } from "./compare.ts";
import { largePrograms } from "./large-programs.ts";

const rowCount = Number(process.env["TANDEM_EQUIVALENCE_LARGE_ROWS"] ?? 500);
const oracleRows = 10;

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine({ threads: 2 });
});
afterAll(() => engine.close());

describe("large Programs", () => {
  it.each(Object.entries(largePrograms))(
    "compile, run, keep the order of the rows and answer alike: %s",
    async (name, make) => {
      const { program, row } = make();
      const rows = Array.from({ length: rowCount }, (_, at) => row(at));
      const table = tableOf(program, rows);
      const score = compileRow(program);
      const inTable = compileTable(program)(table);
      const keep = ["tandem row"];
      await engine.register(
        name,
        tableFromVectors([...table.columns, [keep[0]!, vectorFromValues("Int", [...rows.keys()])]]),
      );
      const inDuckdb = await engine.table(compileDuckdb(program, { relation: identifier(name), keep }));
      const differences: string[] = [];
      for (const [at, given] of rows.entries()) {
        const byRow = score(given);
        const wanted = at < oracleRows ? evaluateProgram(program, given) : byRow;
        if (valueAt(inDuckdb.columns.get(keep[0]!)!, at) !== at) differences.push(`row ${at} moved`);
        for (const output of Object.keys(wanted)) {
          const got = [
            byRow[output]!,
            ...[inTable, inDuckdb].map(({ columns }) => valueAt(columns.get(output)!, at)),
          ];
          if (!got.every((value) => Object.is(value, wanted[output])))
            differences.push(`row ${at}, ${output}: wanted ${String(wanted[output])}, got ${got.join(", ")}`);
        }
      }
      expect(differences.slice(0, 5)).toStrictEqual([]);
    },
  );
});

/** More than one group of rows for each of several threads; a group has 122,880 rows. */
const manyRows = 400_000;

it.each([
  "isIn of 1000 constants",
  "lookup of 50000 texts, one with a zero character",
  "forest of 50 trees, 60 deep",
])("keeps the order of many rows on several threads: %s", async (name) => {
  const { program, row } = largePrograms[name]!();
  const some = tableOf(
    program,
    Array.from({ length: 2000 }, (_, at) => row(at)),
  );
  const table = takeTableRows(
    some,
    Uint32Array.from({ length: manyRows }, (_, at) => at % 2000),
  );
  const parallel = await openEngine({ threads: 4 });
  try {
    const order = vectorFromValues("Int", [...Array(manyRows).keys()]);
    await parallel.register("many", tableFromVectors([...table.columns, ["tandem row", order]]));
    const compiled = compileDuckdb(program, { relation: identifier("many"), keep: ["tandem row"] });
    const places = (await parallel.table(compiled)).columns.get("tandem row")!;
    const moved = Array.from({ length: manyRows }, (_, at) => at).filter((at) => valueAt(places, at) !== at);
    expect(moved).toHaveLength(0);
  } finally {
    await parallel.close();
  }
});
