/**
 * Scoring LightGBM's own trees (100 and 500 of 31 leaves on 28 numbers with 3 % missing) with a Program: one row beside
 * onnxruntime-node with the same trees and beside the same trees as if and else in C (gcc -O3), batches beside LightGBM's own prediction and that of XGBoost with trees of the same size.
 *   TANDEM_PEERS_PYTHON=python TANDEM_PEERS_ONNXRUNTIME=folder npm run bench -- forest [runs]
 * The folder is one where `npm i onnxruntime-node` was run; without it the race of one row is left out. Prints nanoseconds of processor
 * time for each row, medians of runs in turn, and the ratio (theirs / ours). Every row is another one.
 */
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { compileRow, compileTable } from "../src/compile/index.ts";
import { column, createProgram, forest, type ForestExpr, type Program } from "../src/ir/index.ts";
import { tableFromVectors, type Table } from "../src/schema/index.ts";
import { startForestInC } from "./forest-in-c.ts";
import { median } from "./measure.ts";

const inputs = 28;
const names = Array.from({ length: inputs }, (_, at) => `x${at}`);
const treeCounts = [100, 500];
const singleRows = 20_000;
const singleBar = 10;
const barBesideC = 1;
const batchBar = 2;

interface LightNode {
  readonly split_feature?: number;
  readonly threshold?: number;
  readonly default_left?: boolean;
  readonly left_child?: LightNode;
  readonly right_child?: LightNode;
  readonly leaf_value?: number;
}

/** LightGBM's trees as a forest. */
export function readForest(file: string): ForestExpr {
  const { tree_info: trees } = JSON.parse(readFileSync(file, "utf8")) as {
    readonly tree_info: readonly { readonly tree_structure: LightNode }[];
  };
  const feature: number[] = [];
  const threshold: number[] = [];
  const missingLeft: (0 | 1)[] = [];
  const left: number[] = [];
  const right: number[] = [];
  const value: number[] = [];
  const add = (node: LightNode): number => {
    const at = feature.push(node.split_feature ?? -1) - 1;
    threshold.push(node.threshold ?? 0);
    missingLeft.push(node.default_left ? 1 : 0);
    value.push(node.leaf_value ?? 0);
    left.push(0);
    right.push(0);
    if (node.left_child) left[at] = add(node.left_child);
    if (node.right_child) right[at] = add(node.right_child);
    return at;
  };
  const roots = trees.map(({ tree_structure: root }) => add(root));
  const categories = feature.map(() => null);
  const columns = names.map((name) => column(name, "Float"));
  return forest({
    inputs: columns,
    bias: 0,
    roots,
    feature,
    threshold,
    categories,
    missingLeft,
    left,
    right,
    value,
  });
}

const doubles = (file: string): Float64Array => new Float64Array(new Uint8Array(readFileSync(file)).buffer);

/** The made rows, and what LightGBM says of them. */
interface Made {
  readonly trees: ForestExpr;
  readonly program: Program;
  readonly rows: Float64Array;
  readonly answers: Float64Array;
}

const tableOf = (rows: Float64Array): Table =>
  tableFromVectors(
    names.map((name, at) => [
      name,
      {
        kind: "numbers",
        type: "Float",
        values: Float64Array.from({ length: rows.length / inputs }, (_, row) => rows[inputs * row + at]!),
      },
    ]),
  );

/** The other process, which answers a line with a line. */
class Peer {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;

  constructor(python: string, folder: string, trees: number) {
    // Threads that wait for each other must not take the processor from ours.
    const env = { ...process.env, OMP_WAIT_POLICY: "passive" };
    this.#child = spawn(python, [join(import.meta.dirname, "peers/forest.py"), folder, String(trees)], {
      env,
    });
    this.#child.stderr.pipe(process.stderr);
    this.#lines = createInterface(this.#child.stdout)[Symbol.asyncIterator]();
  }

  async ready(): Promise<void> {
    for (;;) {
      const line = await this.#lines.next();
      if (line.done) throw new Error("bench/peers/forest.py did not get ready");
      if (line.value === "ready") return;
    }
  }

  /** Seconds of one prediction of all rows. */
  async predict(
    library: string,
    threads: number,
  ): Promise<{ readonly processor: number; readonly wall: number }> {
    this.#child.stdin.write(`${library} ${threads}\n`);
    const line = await this.#lines.next();
    if (line.done) throw new Error(`bench/peers/forest.py ended at ${library}`);
    return JSON.parse(line.value) as { processor: number; wall: number };
  }

  end(): void {
    this.#child.stdin.end();
  }
}

/** Nanoseconds of processor time for each of some rows. */
async function cost(rowCount: number, work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return ((user + system) * 1000) / rowCount;
}

interface Contestant {
  readonly name: string;
  /** Nanoseconds for each row. */
  readonly run: () => Promise<number>;
  /** How many times as long as ours it must take. */
  readonly bar?: number;
}

/** Runs the contestants in turn, prints them, and says whether ours, the first, meets the bars. */
async function race(title: string, contestants: readonly Contestant[], runs: number): Promise<boolean> {
  const found = contestants.map((): number[] => []);
  for (const { run } of contestants) await run();
  for (let at = 0; at < runs; at++)
    for (const [place, { run }] of contestants.entries()) found[place]!.push(await run());
  const costs = found.map(median);
  console.log(title);
  let isMet = true;
  for (const [at, { name, bar }] of contestants.entries()) {
    const ratio = costs[at]! / costs[0]!;
    const isMissed = bar !== undefined && ratio < bar;
    if (isMissed) isMet = false;
    const told =
      at === 0 ? "" : `   ratio ${ratio.toFixed(2)}${isMissed ? `: the bar of ${bar} is missed` : ""}`;
    console.log(
      `  ${name.padEnd(34)} ${Math.round(costs[at]!).toLocaleString("en").padStart(8)} ns/row${told}`,
    );
  }
  return isMet;
}

interface OnnxRuntime {
  readonly InferenceSession: {
    create(
      file: string,
      options: object,
    ): Promise<{ readonly inputNames: readonly string[]; run(feeds: object): Promise<unknown> }>;
  };
  readonly Tensor: new (type: "float32", data: Float32Array, shape: readonly number[]) => object;
}

/** onnxruntime-node on the same rows, one at a time; its tensors are made before. */
async function onnxContestant(folder: string, rows: Float64Array): Promise<Contestant[]> {
  const home = process.env["TANDEM_PEERS_ONNXRUNTIME"];
  const file = join(folder, "trees.onnx");
  if (!home || !existsSync(file)) {
    console.log(
      "one row beside onnxruntime-node is left out: it takes TANDEM_PEERS_ONNXRUNTIME and onnxmltools",
    );
    return [];
  }
  const { InferenceSession, Tensor } = createRequire(resolve(home, "package.json"))(
    "onnxruntime-node",
  ) as OnnxRuntime;
  const session = await InferenceSession.create(file, { intraOpNumThreads: 1, interOpNumThreads: 1 });
  const [input] = session.inputNames;
  const feeds = Array.from({ length: singleRows }, (_, row) => ({
    [input!]: new Tensor("float32", Float32Array.from(rows.subarray(inputs * row, inputs * (row + 1))), [
      1,
      inputs,
    ]),
  }));
  const run = async (): Promise<void> => {
    for (const feed of feeds) await session.run(feed);
  };
  return [{ name: "onnxruntime-node, 1 thread", run: () => cost(singleRows, run), bar: singleBar }];
}

/** The same trees in C, on the same numbers as they stand in memory. */
function contestantInC({ trees, rows }: Made, folder: string): ContestantInC {
  const inC = startForestInC(trees, folder, inputs, rows.length / inputs);
  if (!inC) {
    console.log("one row beside C is left out: it takes gcc");
    return { contestants: [], end: () => {} };
  }
  return {
    contestants: [{ name: "C, if and else, gcc -O3", run: () => inC.run(), bar: barBesideC }],
    end: () => inC.end(),
  };
}

interface ContestantInC {
  readonly contestants: readonly Contestant[];
  readonly end: () => void;
}

function raceRows({ program, rows }: Made, others: readonly Contestant[], runs: number, title: string) {
  const score = compileRow(program);
  const singles = Array.from({ length: singleRows }, (_, row) =>
    Object.fromEntries(names.map((name, at) => [name, valueAt(rows[inputs * row + at]!)])),
  );
  const work = (): void => singles.forEach((row) => score(row));
  return race(
    `${title}, one row at a time`,
    [{ name: "Tandem", run: () => cost(singleRows, work) }, ...others],
    runs,
  );
}

const valueAt = (x: number): number | null => (Number.isNaN(x) ? null : x);

function raceBatch({ program, rows }: Made, peer: Peer, runs: number, title: string) {
  const table = tableOf(rows);
  const score = compileTable(program);
  const nanoseconds = (seconds: number): number => (seconds * 1e9) / table.rowCount;
  const other = (library: string, name: string): Contestant[] => [
    {
      name: `${name}, 1 thread`,
      run: async () => nanoseconds((await peer.predict(library, 1)).processor),
      bar: batchBar,
    },
    {
      name: `${name}, 2 threads (wall time)`,
      run: async () => nanoseconds((await peer.predict(library, 2)).wall),
    },
  ];
  return race(
    `${title}, a batch of ${table.rowCount.toLocaleString("en")} rows`,
    [
      { name: "Tandem, 1 thread", run: () => cost(table.rowCount, () => score(table)) },
      ...other("lightgbm", "LightGBM"),
      ...other("xgboost", "XGBoost"),
    ],
    runs,
  );
}

/** LightGBM adds its trees in order and in float64, as we do: each answer must be the same to the bit. */
function checkAnswers({ program, rows, answers }: Made): void {
  const found = compileTable(program)(tableOf(rows)).columns.get("y");
  const differ = answers.filter((answer, row) => found?.kind !== "numbers" || found.values[row] !== answer);
  if (differ.length > 0) throw new Error(`${differ.length} answers are not LightGBM's`);
}

/** Runs the benchmark; false where a bar is missed. */
export async function benchForest(runs = 5): Promise<boolean> {
  const python = process.env["TANDEM_PEERS_PYTHON"];
  if (!python) throw new Error("Set TANDEM_PEERS_PYTHON to a Python with the peers: see bench/README.md.");
  const met: boolean[] = [];
  for (const trees of treeCounts) {
    const folder = mkdtempSync(join(tmpdir(), "bench-forest-"));
    const peer = new Peer(python, folder, trees);
    try {
      await peer.ready();
      const trained = readForest(join(folder, "trees.json"));
      const program = createProgram({
        input: { fields: names.map((name) => ({ name, type: "Float", nullable: true })) },
        outputs: { y: trained },
      });
      const made = {
        trees: trained,
        program,
        rows: doubles(join(folder, "rows.f64")),
        answers: doubles(join(folder, "answers.f64")),
      };
      checkAnswers(made);
      const title = `${trees} trees of 31 leaves, 28 inputs`;
      const inC = contestantInC(made, folder);
      const others = [...(await onnxContestant(folder, made.rows)), ...inC.contestants];
      met.push(await raceRows(made, others, runs, title));
      inC.end();
      met.push(await raceBatch(made, peer, runs, title));
    } finally {
      peer.end();
      rmSync(folder, { recursive: true });
    }
  }
  return met.every(Boolean);
}
