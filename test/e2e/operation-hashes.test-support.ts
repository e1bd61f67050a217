import { createRandom, sha256Hex } from "../../src/base/index.ts";
import { compileRow, compileTable } from "../../src/compile/index.ts";
import { opNames } from "../../src/ir/index.ts";
import { valueAt } from "../../src/schema/index.ts";
import { drawTable, opProgram, type Examples } from "../equivalence/proof/op-program.ts";

/** A hash of what each operation gives for so many rows, by table and by row. Runs in Node and in a browser. */
export function operationHashes(
  rowCount: number,
  examples: Examples,
): Readonly<Record<string, readonly [string, string]>> {
  return Object.fromEntries(
    opNames.map((op) => {
      const random = createRandom(`operation ${op}`);
      const program = opProgram(op, random, examples);
      const table = drawTable([program], rowCount, random, { edges: true, texts: examples.texts });
      const score = compileRow(program);
      const { columns } = compileTable(program)(table);
      const rows = Array.from({ length: rowCount }, (_, at) => at);
      const inputs = [...table.columns];
      const byTable = [...columns.values()].map((vector) => rows.map((row) => valueAt(vector, row)));
      const byRow = rows.map((row) =>
        score(Object.fromEntries(inputs.map(([name, vector]) => [name, valueAt(vector, row)]))),
      );
      // A number in JSON reads back to the same bits, and neither -0 nor NaN stands in a result.
      return [op, [sha256Hex(JSON.stringify(byTable)), sha256Hex(JSON.stringify(byRow))]];
    }),
  );
}
