/**
 * Boosting beside LightGBM, LightGBM with quantised gradients, XGBoost and scikit-learn: bins and 100 trees on three made tables, in
 * turn, each in a fresh process.
 *   npm run bench -- training [runs]
 * The Python is `TANDEM_PEERS_PYTHON`; TANDEM_BENCH_SCALE=0.1 takes a tenth of the rows, TANDEM_BENCH_THREADS (2) the threads of
 * all, TANDEM_BENCH_TABLES=higgs,wide some of the tables. Prints medians with their spread, the ratio (theirs / ours) beside its
 * bar, the peak of memory over the loaded data, and AUC and log-loss on held-out rows in the mean of the runs,
 * each of which has other draws of the table. False where a bar is missed.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median } from "./measure.ts";
import { madeTables } from "./training/make-tables.ts";
import { lagBehind, lossMargin, mean, qualityOf, type Quality } from "./training/quality.ts";
import { peersPython, runContestant } from "./training/run-contestant.ts";
import type { Result } from "./training/table.ts";

const scale = Number(process.env["TANDEM_BENCH_SCALE"] ?? 1);
const threads = process.env["TANDEM_BENCH_THREADS"] ?? "2";
const only = process.env["TANDEM_BENCH_TABLES"]?.split(",");

/** The peers, and how many times as long as ours each has to take. */
const bars: Readonly<Record<string, number>> = {
  lightgbm: 1.4,
  "lightgbm-quantized": 1.1,
  xgboost: 1.4,
  "scikit-learn": 2.3,
};
interface Contestant {
  readonly name: string;
  readonly results: Result[];
  readonly qualities: Quality[];
}

const secondsOf = ({ results }: Contestant): number => median(results.map(({ seconds }) => seconds));
const lossesOf = ({ qualities }: Contestant): readonly number[] => qualities.map(({ loss }) => loss);
const lossOf = (contestant: Contestant): number => mean(lossesOf(contestant));
const memoryOf = ({ results }: Contestant): number => median(results.map(({ megabytes }) => megabytes));

/** One line of the answer; true where every bar holds. */
function tell(contestant: Contestant, ours: Contestant): boolean {
  const { name, results, qualities } = contestant;
  const seconds = results.map((one) => one.seconds);
  const ratio = secondsOf(contestant) / secondsOf(ours);
  const bar = bars[name];
  const cells = [
    name,
    secondsOf(contestant).toFixed(2),
    `${Math.min(...seconds).toFixed(2)} to ${Math.max(...seconds).toFixed(2)}`,
    bar === undefined ? "" : `${ratio.toFixed(2)} (bar ${bar}${ratio < bar ? ", missed" : ""})`,
    memoryOf(contestant).toFixed(0),
    mean(qualities.map(({ auc }) => auc)).toFixed(5),
    lossOf(contestant).toFixed(5),
  ];
  console.log(`| ${cells.join(" | ")} |`);
  return bar === undefined || ratio >= bar;
}

/** Runs the benchmark; false where a bar is missed. */
export async function benchTraining(runs = 5): Promise<boolean> {
  peersPython();
  let holds = true;
  for (const table of madeTables.filter(({ name }) => !only || only.includes(name))) {
    const folder = mkdtempSync(join(tmpdir(), "bench-training-"));
    try {
      const contestants = ["tandem", ...Object.keys(bars)].map((name): Contestant => ({
        name,
        results: [],
        qualities: [],
      }));
      for (let round = 1; round <= runs; round++) {
        table.write(folder, scale, round);
        for (const contestant of contestants) {
          contestant.results.push(await runContestant(contestant.name, folder, { threads }));
          contestant.qualities.push(qualityOf(folder, contestant.name));
        }
      }
      console.log(
        `\n${table.name}: ${table.title}${scale === 1 ? "" : `, times ${scale}`}; ${runs} runs, ${threads} threads\n`,
      );
      console.log(
        "| | seconds | from, to | theirs / ours | MB over the data | AUC | log-loss |\n|---|---|---|---|---|---|---|",
      );
      const ours = contestants[0]!;
      for (const contestant of contestants) holds = tell(contestant, ours) && holds;
      const best = contestants.slice(1).reduce((one, other) => (lossOf(other) < lossOf(one) ? other : one));
      const { lag, error } = lagBehind(lossesOf(best), lossesOf(ours));
      const lightgbm = contestants.find(({ name }) => name === "lightgbm")!;
      const bar = `${100 * lossMargin}% and two standard errors of ${(100 * error).toFixed(3)}%`;
      console.log(`\nlog-loss beside the best peer, ${best.name}: ${(100 * lag).toFixed(3)}% (bar ${bar})`);
      console.log(`memory beside LightGBM: ${(memoryOf(ours) / memoryOf(lightgbm)).toFixed(2)} (bar 1)`);
      holds = holds && lag <= lossMargin + 2 * error && memoryOf(ours) <= memoryOf(lightgbm);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
  return holds;
}
