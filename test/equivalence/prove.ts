import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { sha256Hex } from "../../src/base/index.ts";
import { openEngine } from "../../src/data/index.ts";
import { opNames, type OpName } from "../../src/ir/index.ts";
import { openDuckdb, type DuckdbTarget } from "../conformance/duckdb-target.ts";
import { duckdbDifferences, javascriptDifferences } from "./compare.ts";
import { minimize, type Counterexample } from "./minimize.ts";
import { proveOps, type Proof } from "./proof/prove-ops.ts";

/**
 * Draws rows for every operation of the op table, boundary values and random ones, and compares the bits of all targets. Ends with
 * exit code 1 when one differs; the counterexample is made small and stored, and every later run replays it first.
 *
 *     node --conditions=tandem-development test/equivalence/prove.ts --rows 1000000 --ops sin,cos --seed 1
 */
const { values: options } = parseArgs({
  options: {
    rows: { type: "string", default: "1000000" },
    batch: { type: "string", default: "50000" },
    "oracle-stride": { type: "string", default: "20" },
    ops: { type: "string" },
    seed: { type: "string", default: "1" },
  },
});
const wanted = options.ops?.split(",");
const unknown = wanted?.filter((name) => !opNames.some((op) => op === name)) ?? [];
if (unknown.length > 0) throw new Error(`There is no operation ${unknown.join(", ")}`);
const ops: readonly OpName[] = opNames.filter((op) => !wanted || wanted.includes(op));
const size = {
  rows: Number(options.rows),
  batchRows: Number(options.batch),
  oracleStride: Number(options["oracle-stride"]),
  seed: options.seed,
};
const folder = join(import.meta.dirname, "counterexamples");
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const count = (value: number): string => value.toLocaleString("en-US");

const allDifferences = async ({ program, rows }: Counterexample, duckdb: DuckdbTarget): Promise<string[]> => {
  try {
    return [...javascriptDifferences(program, rows), ...(await duckdbDifferences(program, rows, duckdb))];
  } catch (error) {
    return [String(error)];
  }
};

/** Replays the stored counterexamples; returns how many still differ. */
async function replay(duckdb: DuckdbTarget): Promise<number> {
  let failing = 0;
  const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
  for (const file of files) {
    const stored = JSON.parse(readFileSync(join(folder, file), "utf8")) as Counterexample;
    const differences = await allDifferences(stored, duckdb);
    if (differences.length === 0) continue;
    failing++;
    print(`counterexamples/${file} differs again: ${differences[0]}`);
  }
  print(`${count(files.length)} stored counterexamples replayed, ${count(failing)} differ`);
  return failing;
}

/** Makes a counterexample small, stores it and tells what differs. */
async function store(example: Counterexample, duckdb: DuckdbTarget): Promise<void> {
  const small = await minimize(example, async (one) => (await allDifferences(one, duckdb)).length > 0);
  const text = JSON.stringify(small, null, 1);
  const file = `${sha256Hex(text).slice(0, 12)}.json`;
  writeFileSync(join(folder, file), `${text}\n`);
  const [first = "only in a large table"] = await allDifferences(small, duckdb);
  print(`  counterexamples/${file}: ${first}`);
}

const duckdb = await openDuckdb();
const engine = await openEngine({ threads: 2 });
const begun = performance.now();
let differing = await replay(duckdb);
const proofs = await proveOps(ops, engine, size, (rows, op) => {
  if (process.stderr.isTTY)
    process.stderr.write(`\r${count(rows)} of ${count(size.rows)} rows: ${op}\u001b[K`);
});
if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
for (const [op, proof] of proofs) {
  differing += proof.differing;
  const without = proof.unsupported === undefined ? "" : `  without DuckDB: ${proof.unsupported}`;
  print(
    `${op.padEnd(20)} ${count(proof.rows).padStart(11)} rows ${count(proof.values).padStart(12)} values ` +
      `${count(proof.differing).padStart(7)} differing  ${proof.seconds.toFixed(1).padStart(6)} s${without}`,
  );
  for (const example of proof.examples) await store(example, duckdb);
}
await engine.close();
duckdb.close();
const sum = (of: (proof: Proof) => number): string =>
  count([...proofs.values()].reduce((total, proof) => total + of(proof), 0));
print(
  `${count(ops.length)} operations, ${sum(({ rows }) => rows)} rows, ${sum((proof) => proof.values)} values on JavaScript by row, by table ` +
    `and DuckDB, ${sum(({ oracleRows }) => oracleRows)} rows on the oracle too, ${((performance.now() - begun) / 1000).toFixed(0)} s`,
);
print(`differing bits: ${count(differing)}`);
process.exitCode = differing === 0 ? 0 : 1;
