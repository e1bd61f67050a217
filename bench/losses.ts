/**
 * The losses of boosting beside those of LightGBM, XGBoost and scikit-learn on more draws of the made tables than `training` takes: no times,
 * so other work beside it does no harm.
 *   TANDEM_BENCH_TABLES=mixed npm run bench -- losses [draws]
 * The Python is `TANDEM_PEERS_PYTHON`; TANDEM_BENCH_SCALE, TANDEM_BENCH_THREADS and TANDEM_BENCH_TABLES as for `training`. Prints each
 * draw, and how far our log-loss on held-out rows lies above each peer's in the mean of the draws, with its standard error. False where it is above
 * one by more than the bar.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { madeTables, type MadeTable } from "./training/make-tables.ts";
import { lagBehind, lossMargin, qualityOf } from "./training/quality.ts";
import { peersPython, runContestant } from "./training/run-contestant.ts";

const scale = Number(process.env["TANDEM_BENCH_SCALE"] ?? 1);
const threads = process.env["TANDEM_BENCH_THREADS"] ?? "2";
const only = process.env["TANDEM_BENCH_TABLES"]?.split(",");

const ours = "tandem";
const peers = ["lightgbm", "xgboost", "scikit-learn"];

const percent = (value: number): string => `${(100 * value).toFixed(3)}%`;

/** The losses of all on one draw of a table, ours first. */
async function lossesOf(table: MadeTable, draw: number): Promise<readonly number[]> {
  const folder = mkdtempSync(join(tmpdir(), "bench-losses-"));
  try {
    table.write(folder, scale, draw);
    const losses: number[] = [];
    for (const name of [ours, ...peers]) {
      await runContestant(name, folder, { threads });
      losses.push(qualityOf(folder, name).loss);
    }
    return losses;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Runs the benchmark; false where our loss is above a peer's by more than the bar. */
export async function benchLosses(draws = 25): Promise<boolean> {
  peersPython();
  let holds = true;
  for (const table of madeTables.filter(({ name }) => !only || only.includes(name))) {
    console.log(`\n${table.name}: ${table.title}${scale === 1 ? "" : `, times ${scale}`}; ${draws} draws\n`);
    console.log(`| draw | ${[ours, ...peers].join(" | ")} |\n|---|---|${"---|".repeat(peers.length)}`);
    const found: (readonly number[])[] = [];
    for (let draw = 1; draw <= draws; draw++) {
      const losses = await lossesOf(table, draw);
      found.push(losses);
      console.log(`| ${draw} | ${losses.map((loss) => loss.toFixed(5)).join(" | ")} |`);
    }
    console.log("");
    for (const [at, peer] of peers.entries()) {
      const { lag, error } = lagBehind(
        found.map((losses) => losses[at + 1]!),
        found.map(([loss]) => loss!),
      );
      const isMissed = lag > lossMargin;
      console.log(
        `log-loss above ${peer}'s: ${percent(lag)} with a standard error of ${percent(error)} (bar ${percent(lossMargin)}${isMissed ? ", missed" : ""})`,
      );
      if (isMissed) holds = false;
    }
  }
  return holds;
}
