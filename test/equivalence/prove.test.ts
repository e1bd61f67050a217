import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openEngine, type Engine } from "../../src/data/index.ts";
import { opNames } from "../../src/ir/index.ts";
import type { Table } from "../../src/schema/index.ts";
import { proveOps } from "./proof/prove-ops.ts";

const size = { rows: 1000, batchRows: 1000, oracleStride: 1, seed: "suite" };

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine({ threads: 1 });
});
afterAll(() => engine.close());

/** The table with one number of its last column moved to the next float64. */
function nudged(table: Table): Table {
  const [name, vector] = [...table.columns].at(-1)!;
  if (vector.kind !== "numbers") return table;
  const values = vector.values.map((value, row) =>
    row === 700 ? (Number.isNaN(value) ? 0 : value * 1.0000000000000002) : value,
  );
  return { ...table, columns: new Map([...table.columns, [name, { ...vector, values }]]) };
}

describe("the proof of the operations", () => {
  it("finds no differing bit in some rows of every operation", async () => {
    const proofs = await proveOps(opNames, engine, size, () => {});
    const differing = [...proofs].filter(([, proof]) => proof.differing > 0);
    expect(differing).toEqual([]);
    expect([...proofs.keys()]).toEqual(opNames);
    for (const proof of proofs.values()) expect(proof.oracleRows).toBe(1000);
  });

  it("finds a single number that is one float64 off, with the row and the output", async () => {
    const broken: Engine = { ...engine, table: async (query) => nudged(await engine.table(query)) };
    const proof = (await proveOps(["sin"], broken, size, () => {})).get("sin")!;
    expect(proof.differing).toBe(1);
    expect(Object.keys(proof.examples[0]!.program.outputs)).toEqual(["1 Int 0"]);
    expect(proof.examples[0]!.rows).toHaveLength(1);
  });
});
