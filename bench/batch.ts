/**
 * `tandem predict` of 5,000,000 rows of 28 numbers through 100 trees of LightGBM with 31 leaves, from a Parquet file to another, beside
 * LightGBM with the same trees and XGBoost with as many of as many leaves doing the same (read, predict, write all columns and the
 * answer); and the prediction alone, of columns in memory. Two threads each.
 *   npm run build && TANDEM_PEERS_PYTHON=python npm run bench -- batch [runs]
 * TANDEM_BENCH_ROWS takes another number of rows. Prints rows per second by wall time, medians of runs in turn, and the ratio.
 */
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Worker } from "node:worker_threads";
import { sql, textLiteral } from "../src/compile/index.ts";
import { openEngine } from "../src/data/index.ts";
import { createProgram, type Program } from "../src/ir/index.ts";
import { packageText, proofRows, sealPackage, type ModelPackage } from "../src/project/index.ts";
import { readForest } from "./forest.ts";
import { measureCommand, median } from "./measure.ts";

const inputs = 28;
const names = Array.from({ length: inputs }, (_, at) => `x${at}`);
const threads = 2;
const bar = 1;
const root = join(import.meta.dirname, "..");

interface Told {
  readonly processor: number;
  readonly wall: number;
  readonly sum: number;
}

/** The other process, which answers a line with a line. */
class Peer {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;

  constructor(python: string, folder: string, rowCount: number) {
    // Threads that wait for each other must not take the processor from ours.
    const env = { ...process.env, OMP_WAIT_POLICY: "passive", OMP_NUM_THREADS: String(threads) };
    const script = join(import.meta.dirname, "peers/batch.py");
    this.#child = spawn(python, [script, folder, String(rowCount)], { env });
    this.#child.stderr.pipe(process.stderr);
    this.#lines = createInterface(this.#child.stdout)[Symbol.asyncIterator]();
  }

  async line(): Promise<string> {
    const line = await this.#lines.next();
    if (line.done) throw new Error("bench/peers/batch.py ended");
    return line.value;
  }

  async predict(library: string, kind: "file" | "memory"): Promise<Told> {
    this.#child.stdin.write(`${library} ${kind} ${threads}\n`);
    return JSON.parse(await this.line()) as Told;
  }

  end(): void {
    this.#child.stdin.end();
  }
}

/** A package with LightGBM's trees, for the command line. */
function writePackage(folder: string): Program {
  const forest = readForest(join(folder, "trees.json"));
  const fields = names.map((name) => ({ name, type: "Float", nullable: true }) as const);
  const program = createProgram({ input: { fields }, outputs: { prediction: forest } });
  const stored = JSON.parse(
    readFileSync(join(root, "test/formats/0.1.0/boosting-binary.tandem.json"), "utf8"),
  ) as ModelPackage;
  const { hash: _hash, seal: _seal, stamp, kind: _kind, version: _version, ...content } = stored;
  const schema = program.input;
  const row = Object.fromEntries(names.map((name, at) => [name, at / 10]));
  const proof = proofRows({ program, schema }, [row]);
  const made = {
    ...content,
    name: "trees",
    schema,
    program,
    proof,
    baseline: { ...stored.baseline, columns: [] },
  };
  writeFileSync(join(folder, "trees.tandem.json"), packageText(sealPackage(made, stamp)));
  return program;
}

interface Contestant {
  readonly name: string;
  /** Seconds, and the sum of the answers where it is told. */
  readonly run: () => Promise<{ readonly wall: number; readonly sum?: number; readonly megabytes?: number }>;
}

/** Runs the contestants in turn, prints them, and says whether ours, the first, meets the bar. */
async function race(
  title: string,
  rowCount: number,
  contestants: readonly Contestant[],
  runs: number,
): Promise<boolean> {
  const found = contestants.map((): number[] => []);
  const notes = contestants.map(() => "");
  for (let at = 0; at < runs; at++)
    for (const [place, { run }] of contestants.entries()) {
      const { wall, megabytes } = await run();
      found[place]!.push(wall);
      if (megabytes !== undefined)
        notes[place] = `   ${Math.round(megabytes).toLocaleString("en")} MB at most`;
    }
  const walls = found.map(median);
  console.log(title);
  let isMet = true;
  for (const [at, { name }] of contestants.entries()) {
    const ratio = walls[at]! / walls[0]!;
    const isMissed = at > 0 && ratio < bar;
    if (isMissed) isMet = false;
    const told =
      at === 0 ? "" : `   ratio ${ratio.toFixed(2)}${isMissed ? `: the bar of ${bar} is missed` : ""}`;
    const speed = Math.round(rowCount / walls[at]!).toLocaleString("en");
    console.log(
      `  ${name.padEnd(24)} ${walls[at]!.toFixed(2).padStart(7)} s ${speed.padStart(12)} rows/s${told}${notes[at]}`,
    );
  }
  return isMet;
}

/** The command line in a fresh process, from its start to its end. */
async function predictFile(folder: string): Promise<{ wall: number; megabytes: number }> {
  const main = join(root, "dist/cli/main.js");
  const args = [main, "predict", "rows.parquet", "--package", "trees.tandem.json"];
  const flags = ["--output", "ours.parquet", "--threads", String(threads)];
  const { seconds, megabytes } = await measureCommand(process.execPath, [...args, ...flags], folder);
  return { wall: seconds, megabytes };
}

/** Threads that score columns in memory that they share, each its own range of rows. */
async function openMemory(folder: string, program: Program, rowCount: number) {
  const engine = await openEngine({ memoryLimitMb: 4096 });
  const table = await engine.table(
    sql`SELECT * FROM read_parquet(${textLiteral(join(folder, "rows.parquet"))})`,
    rowCount,
  );
  await engine.close();
  const shared = (values?: Float64Array): Float64Array => {
    const copy = new Float64Array(new SharedArrayBuffer(8 * rowCount));
    if (values) copy.set(values);
    return copy;
  };
  const columns = names.map((name) => {
    const vector = table.columns.get(name);
    return shared(vector?.kind === "numbers" ? vector.values : undefined);
  });
  const answers = shared();
  const workers = Array.from(
    { length: threads },
    () =>
      new Worker(new URL("batch-worker.ts", import.meta.url), {
        workerData: { program, names, columns, answers },
      }),
  );
  const predict = async (): Promise<{ wall: number; sum: number }> => {
    const begin = performance.now();
    await Promise.all(
      workers.map(
        (worker, at) =>
          new Promise((resolve, reject) => {
            worker.once("message", resolve);
            worker.once("error", reject);
            const share = (part: number): number => Math.floor((rowCount * part) / threads);
            worker.postMessage([share(at), share(at + 1)], []);
          }),
      ),
    );
    const wall = (performance.now() - begin) / 1000;
    return { wall, sum: answers.reduce((sum, one) => sum + one, 0) };
  };
  return { predict, close: () => Promise.all(workers.map((worker) => worker.terminate())) };
}

/** Our file must hold all rows and columns in order, with LightGBM's own answers to the bit. */
async function checkFile(folder: string, rowCount: number): Promise<void> {
  const engine = await openEngine();
  const read = (name: string) => sql`read_parquet(${textLiteral(join(folder, name))})`;
  const [row] = await engine.rows(
    sql`SELECT count(*) AS n, count(*) FILTER (o.prediction <> l.prediction OR o.x0 IS DISTINCT FROM l.x0 OR o.x27 IS DISTINCT FROM l.x27) AS apart
      FROM ${read("ours.parquet")} o POSITIONAL JOIN ${read("lightgbm.parquet")} l`,
  );
  await engine.close();
  if (row!["n"] !== rowCount || row!["apart"] !== 0)
    throw new Error(`${String(row!["apart"])} of ${String(row!["n"])} rows are not LightGBM's`);
}

export async function benchBatch(runs = 3): Promise<boolean> {
  const python = process.env["TANDEM_PEERS_PYTHON"];
  if (!python) throw new Error("Set TANDEM_PEERS_PYTHON to a Python with bench/peers/requirements.txt");
  const rowCount = Number(process.env["TANDEM_BENCH_ROWS"] ?? 5_000_000);
  const folder = mkdtempSync(join(tmpdir(), "tandem-batch-"));
  const peer = new Peer(python, folder, rowCount);
  try {
    if ((await peer.line()) !== "ready") throw new Error("bench/peers/batch.py did not get ready");
    const program = writePackage(folder);
    const size = `${rowCount.toLocaleString("en")} rows of ${inputs}, 100 trees of 31 leaves, ${threads} threads`;
    const theirs = (kind: "file" | "memory"): Contestant[] => [
      { name: "LightGBM", run: () => peer.predict("lightgbm", kind) },
      { name: "XGBoost", run: () => peer.predict("xgboost", kind) },
    ];
    const fromFile = await race(
      `${size}: Parquet in, Parquet out`,
      rowCount,
      [{ name: "tandem predict", run: () => predictFile(folder) }, ...theirs("file")],
      runs,
    );
    await checkFile(folder, rowCount);
    const memory = await openMemory(folder, program, rowCount);
    const fromMemory = await race(
      `${size}: columns in memory to a column`,
      rowCount,
      [{ name: "Tandem", run: memory.predict }, ...theirs("memory")],
      runs,
    );
    await memory.close();
    return fromFile && fromMemory;
  } finally {
    peer.end();
    rmSync(folder, { recursive: true });
  }
}
