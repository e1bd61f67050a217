/**
 * Quality of boosting with its defaults beside LightGBM with its own, on tables that people collected: ten random partings of each
 * into four fifths to learn from and one fifth held out, each with a seed of its own for both.
 *   npm run bench -- accuracy [partings]
 * TANDEM_BENCH_DATA is the folder of the tables (see bench/README.md), TANDEM_PEERS_PYTHON the Python, TANDEM_BENCH_THREADS (2) the threads of
 * both, TANDEM_BENCH_TABLES=adult,diamonds some of the tables. Prints mean log-loss (root mean squared error for numbers) of both. The bar: ours is
 * not above theirs by more than theirs spreads over the seeds (one standard deviation). As both see the same rows, the differences of
 * single partings spread far less: they are printed too, with the standard error of their mean.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEngine } from "../src/data/index.ts";
import { mean, qualityOf } from "./training/quality.ts";
import { readTable, realTables, type RealTable } from "./training/real-tables.ts";
import { runContestant } from "./training/run-contestant.ts";

const threads = process.env["TANDEM_BENCH_THREADS"] ?? "2";

/** The standard deviation of some numbers. */
const spread = (values: readonly number[]): number => {
  const middle = mean(values);
  return Math.sqrt(
    values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / Math.max(1, values.length - 1),
  );
};

/** The losses of both, in the order of the partings. */
interface Losses {
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
}

/** Tables of more rows are written and learnt from one parting at a time: ten of them would take gigabytes. */
const manyRows = 1_000_000;

/** The losses of both on each parting of one table. */
async function race(table: RealTable, data: string, partings: number): Promise<Losses> {
  const engine = await openEngine({ memoryLimitMb: 4096 });
  const folder = mkdtempSync(join(tmpdir(), "bench-accuracy-"));
  const [ours, theirs]: [number[], number[]] = [[], []];
  try {
    const { rowCount, write } = await readTable(engine, table, data);
    const atOnce = rowCount > manyRows ? 1 : partings;
    for (let first = 1; first <= partings; first += atOnce) {
      const folders = Array.from({ length: atOnce }, (_, at) => join(folder, String(at)));
      for (const [at, one] of folders.entries()) {
        mkdirSync(one, { recursive: true });
        write(one, first + at);
      }
      for (const [name, losses] of [
        ["tandem", ours],
        ["lightgbm", theirs],
      ] as const) {
        await runContestant(name, folders.join(","), { threads, seed: first });
        losses.push(...folders.map((one) => qualityOf(one, name).loss));
      }
    }
  } finally {
    await engine.close();
    rmSync(folder, { recursive: true });
  }
  return { ours, theirs };
}

/** Prints the line of a table; whether the bar holds. */
function tell({ name, task }: RealTable, { ours, theirs }: Losses): boolean {
  const lag = (mean(ours) - mean(theirs)) / spread(theirs);
  const better = ours.filter((loss, at) => loss <= theirs[at]!).length;
  const differences = ours.map((loss, at) => (100 * (loss - theirs[at]!)) / mean(theirs));
  const error = spread(differences) / Math.sqrt(differences.length);
  const cells = [
    name,
    task === "regression" ? "RMSE" : "log-loss",
    mean(ours).toPrecision(6),
    mean(theirs).toPrecision(6),
    spread(theirs).toPrecision(2),
    `${lag.toFixed(2)}${lag > 1 ? " (bar 1, missed)" : ""}`,
    `${mean(differences).toFixed(3)}% ± ${error.toFixed(3)}`,
    `${spread(differences).toFixed(3)}%`,
    `${better} of ${ours.length}`,
  ];
  console.log(`| ${cells.join(" | ")} |`);
  return !(lag > 1);
}

/** Runs the benchmark; false where a bar is missed. */
export async function benchAccuracy(partings = 10): Promise<boolean> {
  const data = process.env["TANDEM_BENCH_DATA"];
  if (!data) throw new Error("Set TANDEM_BENCH_DATA to the folder of the tables: see bench/README.md.");
  const only = process.env["TANDEM_BENCH_TABLES"]?.split(",");
  let holds = true;
  const heads = [
    "table",
    "loss",
    "ours",
    "LightGBM",
    "its spread",
    "difference in spreads",
    "difference ± standard error",
    "spread of differences",
    "better on",
  ];
  console.log(`| ${heads.join(" | ")} |\n|${heads.map(() => "---|").join("")}`);
  for (const table of realTables.filter(({ name }) => !only || only.includes(name)))
    holds = tell(table, await race(table, data, partings)) && holds;
  return holds;
}
