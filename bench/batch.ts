/**
 * `tandem predict` of 5,000,000 rows of 28 numbers through 100 trees of LightGBM with 31 leaves, from a Parquet file to another, beside
 * LightGBM with the same trees and XGBoost with as many of as many leaves doing the same (read, predict, write all columns and the
 * answer); a fifth of the rows from CSV to CSV; and the prediction alone, of columns in memory. Two threads each. Files are scored twice by each contestant:
 * in a process of its own, from its start to its end, and in one that is up with its model.
 *   npm run build && TANDEM_PEERS_PYTHON=python npm run bench -- batch [rows]
 * TANDEM_BENCH_RUNS takes another number of runs than 3. Prints rows per second by wall time, medians of runs in turn, the processor time of
 * a run, and the ratios (theirs / ours) of both.
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
const script = join(import.meta.dirname, "peers/batch.py");
// Threads that wait for each other must not take the processor from others.
process.env["OMP_WAIT_POLICY"] = "passive";
process.env["OMP_NUM_THREADS"] = String(threads);

type FileKind = "parquet" | "csv";

/** What a run took. */
interface Took {
  readonly wall: number;
  readonly processor: number;
  readonly megabytes?: number;
}

/** A process that is up and answers a line with a line. */
class Helper {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;

  constructor(command: string, args: readonly string[]) {
    this.#child = spawn(command, args, { cwd: root });
    this.#child.stderr.pipe(process.stderr);
    this.#lines = createInterface(this.#child.stdout)[Symbol.asyncIterator]();
  }

  async line(): Promise<string> {
    const line = await this.#lines.next();
    if (line.done) throw new Error(`${this.#child.spawnargs.join(" ")} ended`);
    return line.value;
  }

  async ask(line: string): Promise<Took> {
    this.#child.stdin.write(`${line}\n`);
    return JSON.parse(await this.line()) as Took;
  }

  end(): void {
    this.#child.stdin.end();
  }
}

async function openHelper(command: string, args: readonly string[]): Promise<Helper> {
  const helper = new Helper(command, args);
  if ((await helper.line()) !== "ready") throw new Error(`${command} ${args.join(" ")} did not get ready`);
  return helper;
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
  readonly run: () => Promise<Took>;
}

/** Runs the contestants in turn, prints them, and says whether ours, the first, meets the bar. */
async function race(
  title: string,
  rowCount: number,
  contestants: readonly Contestant[],
  runs: number,
): Promise<boolean> {
  const found = contestants.map((): Took[] => []);
  for (let at = 0; at < runs; at++)
    for (const [place, { run }] of contestants.entries()) found[place]!.push(await run());
  const walls = found.map((took) => median(took.map(({ wall }) => wall)));
  const processors = found.map((took) => median(took.map(({ processor }) => processor)));
  console.log(title);
  let isMet = true;
  for (const [at, { name }] of contestants.entries()) {
    const ratio = walls[at]! / walls[0]!;
    const isMissed = at > 0 && ratio < bar;
    if (isMissed) isMet = false;
    const ratios = `   ratio ${ratio.toFixed(2)} (processor ${(processors[at]! / processors[0]!).toFixed(2)})`;
    const speed = Math.round(rowCount / walls[at]!).toLocaleString("en");
    const { megabytes } = found[at]!.at(-1)!;
    console.log(
      `  ${name.padEnd(16)} ${walls[at]!.toFixed(2).padStart(7)} s ${speed.padStart(12)} rows/s ${processors[at]!.toFixed(2).padStart(8)} s of processor time` +
        (megabytes === undefined
          ? ""
          : ` ${Math.round(megabytes).toLocaleString("en").padStart(6)} MB at most`) +
        (at === 0 ? "" : ratios + (isMissed ? `: the bar of ${bar} is missed` : "")),
    );
  }
  return isMet;
}

/** A command in a fresh process, from its start to its end. */
async function fresh(command: string, args: readonly string[], folder: string): Promise<Took> {
  const { seconds, megabytes, processorSeconds } = await measureCommand(command, args, folder);
  return { wall: seconds, megabytes, processor: processorSeconds };
}

function predictFile(folder: string, kind: FileKind): Promise<Took> {
  const main = join(root, "dist/cli/main.js");
  const args = [main, "predict", `rows.${kind}`, "--package", "trees.tandem.json"];
  return fresh(process.execPath, [...args, "--output", `ours.${kind}`, "--threads", String(threads)], folder);
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
  const predict = async (): Promise<Took> => {
    const [before, begin] = [process.cpuUsage(), performance.now()];
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
    const { user, system } = process.cpuUsage(before);
    return { wall: (performance.now() - begin) / 1000, processor: (user + system) / 1e6 };
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

/** Both ways of scoring a file. */
async function raceFiles(
  title: string,
  rowCount: number,
  kind: FileKind,
  { python, folder, ours, peer, runs }: Race,
): Promise<boolean> {
  const peers = [
    ["LightGBM", "lightgbm"],
    ["XGBoost", "xgboost"],
  ] as const;
  const started = await race(
    `${title}, each in a process of its own from its start to its end`,
    rowCount,
    [
      { name: "tandem predict", run: () => predictFile(folder, kind) },
      ...peers.map(([name, library]) => ({
        name,
        run: () => fresh(python, [script, "file", folder, library, kind, String(threads)], folder),
      })),
    ],
    runs,
  );
  const up = await race(
    `${title}, in processes that are up`,
    rowCount,
    [
      { name: "scoreFile", run: () => ours.ask(`${kind} ${threads}`) },
      ...peers.map(([name, library]) => ({ name, run: () => peer.ask(`${library} ${kind} ${threads}`) })),
    ],
    runs,
  );
  return started && up;
}

interface Race {
  readonly python: string;
  readonly folder: string;
  readonly ours: Helper;
  readonly peer: Helper;
  readonly runs: number;
}

export async function benchBatch(rowCount = 5_000_000): Promise<boolean> {
  const python = process.env["TANDEM_PEERS_PYTHON"];
  if (!python) throw new Error("Set TANDEM_PEERS_PYTHON to a Python with bench/peers/requirements.txt");
  const runs = Number(process.env["TANDEM_BENCH_RUNS"] ?? 3);
  const csvRows = Math.ceil(rowCount / 5);
  const folder = mkdtempSync(join(tmpdir(), "tandem-batch-"));
  const helpers: Helper[] = [];
  try {
    await measureCommand(python, [script, "prepare", folder, String(rowCount), String(csvRows)], folder);
    const program = writePackage(folder);
    const contestant = join(import.meta.dirname, "batch-contestant.ts");
    const ours = await openHelper(process.execPath, [contestant, folder]);
    const peer = await openHelper(python, [script, "serve", folder]);
    helpers.push(ours, peer);
    const setting = { python, folder, ours, peer, runs };
    const sizeOf = (rows: number): string =>
      `${rows.toLocaleString("en")} rows of ${inputs}, 100 trees of 31 leaves, ${threads} threads`;
    const parquet = await raceFiles(
      `${sizeOf(rowCount)}: Parquet in, Parquet out`,
      rowCount,
      "parquet",
      setting,
    );
    await checkFile(folder, rowCount);
    const csv = await raceFiles(`${sizeOf(csvRows)}: CSV in, CSV out`, csvRows, "csv", setting);
    const memory = await openMemory(folder, program, rowCount);
    const theirs = (["lightgbm", "xgboost"] as const).map((library) => ({
      name: library === "lightgbm" ? "LightGBM" : "XGBoost",
      run: () => peer.ask(`${library} memory ${threads}`),
    }));
    const fromMemory = await race(
      `${sizeOf(rowCount)}: columns in memory to a column`,
      rowCount,
      [{ name: "Tandem", run: memory.predict }, ...theirs],
      runs,
    );
    await memory.close();
    return parquet && csv && fromMemory;
  } finally {
    for (const helper of helpers) helper.end();
    rmSync(folder, { recursive: true });
  }
}
