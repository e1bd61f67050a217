/**
 * Scoring the bird strikes with a Program: generated JavaScript beside the SQL that the same Program compiles to, run by
 * DuckDB on the same rows in memory. A batch of 1,000,000 rows (the 10,000 again and again), and one row at a time.
 *   npm run bench -- scoring [runs]
 * Prints rows per second, medians of runs in turn, and the ratio (JavaScript / DuckDB).
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { csv } from "tandem-ml";
import birdstrikes from "../examples/birdstrikes/tandem.config.ts";
import { quietEffects } from "../src/base/index.ts";
import { compileDuckdb, compileRow, compileTable, identifier, sql } from "../src/compile/index.ts";
import { openEngine, type Engine } from "../src/data/index.ts";
import type { Program } from "../src/ir/index.ts";
import { runProject, withFile } from "../src/project/index.ts";
import { takeTableRows, valueAt, type Table, type Value } from "../src/schema/index.ts";
import { median } from "./measure.ts";

const file = join(import.meta.dirname, "../node_modules/vega-datasets/data/birdstrikes.csv");
const batchRows = 1_000_000;
const memoryLimitMb = 4096;
const singleRows = 10_000;
const singleQueries = 50;
const effects = quietEffects(Date.now);

/** Trains one model on the bird strikes and gives its Program. */
async function trainProgram(trainer: string): Promise<Program> {
  const folder = mkdtempSync(join(tmpdir(), "bench-scoring-"));
  try {
    const spec = { ...birdstrikes, data: csv(file) };
    const setting = { folder, place: "bench", effects, versions: {}, user: "bench", trainers: [trainer] };
    return (await runProject(spec, setting)).content.program;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const secondsOf = async (work: () => unknown): Promise<number> => {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) / 1000;
};

interface Contestant {
  readonly name: string;
  readonly rows: number;
  readonly work: () => unknown;
}

/** Runs the contestants in turn and prints rows per second, the first as a ratio to each of the others. */
async function race(title: string, contestants: readonly Contestant[], runs: number): Promise<boolean> {
  const rates = contestants.map((): number[] => []);
  for (const { work } of contestants) await work();
  for (let run = 0; run < runs; run++)
    for (const [at, { work, rows }] of contestants.entries()) rates[at]!.push(rows / (await secondsOf(work)));
  const ours = median(rates[0]!);
  console.log(title);
  for (const [at, { name }] of contestants.entries()) {
    const rate = median(rates[at]!);
    const ratio = at === 0 ? "" : `   ratio ${(ours / rate).toFixed(2)}`;
    console.log(`  ${name.padEnd(20)} ${Math.round(rate).toLocaleString("en").padStart(12)} rows/s${ratio}`);
  }
  // The bar is the first of the others: one thread against one.
  return ours >= median(rates[1]!);
}

const namesOf = (program: Program): string[] => program.input.fields.map(({ name }) => name);

const rowsOf = (table: Table, names: readonly string[], count: number): Record<string, Value>[] =>
  Array.from({ length: count }, (_, row) =>
    Object.fromEntries(names.map((name) => [name, valueAt(table.columns.get(name)!, row)])),
  );

async function raceProgram(program: Program, source: Table, runs: number): Promise<boolean> {
  const table = takeTableRows(
    source,
    Uint32Array.from({ length: batchRows }, (_, row) => row % source.rowCount),
  );
  const engines: Engine[] = [];
  try {
    for (const threads of [1, 2]) {
      const engine = await openEngine({ threads, memoryLimitMb });
      await engine.register("birds", table);
      engines.push(engine);
    }
    const query = compileDuckdb(program, { relation: identifier("birds") });
    const score = compileTable(program);
    const isBatchFaster = await race(
      `logistic model, a batch of ${batchRows.toLocaleString("en")} rows`,
      [
        { name: "JavaScript", rows: batchRows, work: () => score(table) },
        ...engines.map((engine, at) => ({
          name: `DuckDB, ${at + 1} thread${at === 0 ? "" : "s"}`,
          rows: batchRows,
          work: () => engine.run(sql`CREATE OR REPLACE TEMP TABLE scored AS ${query}`),
        })),
      ],
      runs,
    );
    const scoreRow = compileRow(program);
    const singles = rowsOf(source, namesOf(program), singleRows);
    const [engine] = engines;
    await engine!.register("bird", takeTableRows(source, Uint32Array.of(0)));
    const one = compileDuckdb(program, { relation: identifier("bird") });
    const isRowFaster = await race(
      "logistic model, one row at a time",
      [
        { name: "JavaScript", rows: singleRows, work: () => singles.forEach((row) => scoreRow(row)) },
        {
          name: "DuckDB, 1 thread",
          rows: singleQueries,
          work: async () => {
            for (let at = 0; at < singleQueries; at++) await engine!.rows(one);
          },
        },
      ],
      runs,
    );
    return isBatchFaster && isRowFaster;
  } finally {
    for (const engine of engines) await engine.close();
  }
}

/** Runs the benchmark; false where JavaScript is slower. */
export async function benchScoring(runs = 3): Promise<boolean> {
  const source = await withFile(file, effects, (reader) =>
    reader.load(reader.schema.fields.map(({ name }) => name)),
  );
  return raceProgram(await trainProgram("logistic"), source, runs);
}
