/** A thread of `bench/batch.ts`: scores ranges of rows of columns in shared memory. */
import { parentPort, workerData } from "node:worker_threads";
import { compileTable } from "../src/compile/index.ts";
import type { Program } from "../src/ir/index.ts";
import { tableFromVectors } from "../src/schema/index.ts";

interface Shared {
  readonly program: Program;
  readonly names: readonly string[];
  readonly columns: readonly Float64Array[];
  readonly answers: Float64Array;
}

const { program, names, columns, answers } = workerData as Shared;
const score = compileTable(program);
/** Rows at a time, so that the answers of a part are still in the cache when they are copied. */
const atOnce = 65_536;

const port = parentPort;
port?.on("message", ([first, end]: readonly [number, number]) => {
  for (let from = first; from < end; from += atOnce) {
    const to = Math.min(end, from + atOnce);
    const table = tableFromVectors(
      names.map((name, at) => [
        name,
        { kind: "numbers", type: "Float", values: columns[at]!.subarray(from, to) },
      ]),
    );
    const found = score(table).columns.get("prediction");
    if (found?.kind === "numbers") answers.set(found.values, from);
  }
  port.postMessage("done");
});
