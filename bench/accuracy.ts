/**
 * Quality of boosting with its defaults beside LightGBM with its own, on tables that people collected: ten random partings of each
 * into four fifths to learn from and one fifth held out.
 *   npm run bench -- accuracy [partings]
 * TANDEM_BENCH_DATA is the folder of the tables (see bench/README.md), TANDEM_PEERS_PYTHON the Python. Prints mean log-loss (root mean squared
 * error for numbers) of both. The bar: ours is not above theirs by more than theirs spreads over the partings (one standard deviation).
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEngine } from "../src/data/index.ts";
import { qualityOf } from "./training/quality.ts";
import { readTable, realTables, type RealTable } from "./training/real-tables.ts";
import { runContestant } from "./training/run-contestant.ts";

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const spread = (values: readonly number[]): number => {
  const middle = mean(values);
  return Math.sqrt(
    values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / Math.max(1, values.length - 1),
  );
};

/** The losses of both on each parting of one table. */
async function race(
  table: RealTable,
  data: string,
  partings: number,
): Promise<{ readonly ours: readonly number[]; readonly theirs: readonly number[] }> {
  const engine = await openEngine({ memoryLimitMb: 4096 });
  const folder = mkdtempSync(join(tmpdir(), "bench-accuracy-"));
  const [ours, theirs]: [number[], number[]] = [[], []];
  try {
    const write = await readTable(engine, table, data);
    for (let seed = 1; seed <= partings; seed++) {
      write(folder, seed);
      for (const [name, losses] of [
        ["tandem", ours],
        ["lightgbm", theirs],
      ] as const) {
        await runContestant(name, folder, { threads: "2", seed });
        losses.push(qualityOf(folder, name).loss);
      }
    }
  } finally {
    await engine.close();
    rmSync(folder, { recursive: true });
  }
  return { ours, theirs };
}

/** Runs the benchmark; false where a bar is missed. */
export async function benchAccuracy(partings = 10): Promise<boolean> {
  const data = process.env["TANDEM_BENCH_DATA"];
  if (!data) throw new Error("Set TANDEM_BENCH_DATA to the folder of the tables: see bench/README.md.");
  const only = process.env["TANDEM_BENCH_TABLES"]?.split(",");
  let holds = true;
  console.log(
    "| table | loss | ours | LightGBM | its spread | difference in spreads | better on |\n|---|---|---|---|---|---|---|",
  );
  for (const table of realTables.filter(({ name }) => !only || only.includes(name))) {
    const { ours, theirs } = await race(table, data, partings);
    const lag = (mean(ours) - mean(theirs)) / spread(theirs);
    const better = ours.filter((loss, at) => loss <= theirs[at]!).length;
    const cells = [
      table.name,
      table.task === "regression" ? "RMSE" : "log-loss",
      mean(ours).toPrecision(6),
      mean(theirs).toPrecision(6),
      spread(theirs).toPrecision(2),
      `${lag.toFixed(2)}${lag > 1 ? " (bar 1, missed)" : ""}`,
      `${better} of ${partings}`,
    ];
    console.log(`| ${cells.join(" | ")} |`);
    holds = holds && !(lag > 1);
  }
  return holds;
}
