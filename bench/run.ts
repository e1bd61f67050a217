/** `npm run bench` lists the benchmarks, `npm run bench -- NAME [runs]` runs one; exit 1 when a bar is missed. */
import { benchAccuracy } from "./accuracy.ts";
import { benchBatch } from "./batch.ts";
import { benchBatchKills } from "./batch-kills.ts";
import { benchEvents } from "./events.ts";
import { benchExpressions } from "./expressions.ts";
import { benchFaults } from "./faults.ts";
import { benchFlights } from "./flights.ts";
import { benchForest } from "./forest.ts";
import { benchFuzz } from "./fuzz.ts";
import { benchKills } from "./kills.ts";
import { benchLeastSquares } from "./least-squares.ts";
import { benchLinear } from "./linear.ts";
import { benchLosses } from "./losses.ts";
import { benchNist } from "./nist.ts";
import { benchOverload } from "./overload.ts";
import { benchReloads } from "./reloads.ts";
import { benchRestarts } from "./restarts.ts";
import { benchScoring } from "./scoring.ts";
import { benchServing } from "./serving.ts";
import { benchStatistics } from "./statistics.ts";
import { benchSwaps } from "./swaps.ts";
import { benchTraining } from "./training.ts";

interface Benchmark {
  readonly title: string;
  readonly run: (runs: number | undefined) => Promise<boolean>;
}

const benchmarks: Readonly<Record<string, Benchmark>> = {
  expressions: {
    title: "expressions in JavaScript beside a loop by hand and DuckDB SQL; compile time",
    run: benchExpressions,
  },
  faults: {
    title: "kills at random moments: prediction log and labels; nothing lost, doubled or half there",
    run: benchFaults,
  },
  flights: {
    title: "profile and logistic run of 3,000,000 flights beside pandas and scikit-learn",
    run: benchFlights,
  },
  events: {
    title: "event features as of each row's time beside DuckDB SQL and pandas",
    run: benchEvents,
  },
  accuracy: { title: "quality of boosting beside LightGBM on collected tables", run: benchAccuracy },
  training: {
    title: "boosting beside LightGBM, XGBoost and scikit-learn: time, memory, quality",
    run: benchTraining,
  },
  losses: {
    title: "losses of boosting beside LightGBM, XGBoost and scikit-learn on many draws of its tables",
    run: benchLosses,
  },
  forest: {
    title: "boosted trees beside onnxruntime-node (one row), LightGBM and XGBoost (batches)",
    run: benchForest,
  },
  nist: {
    title: "correct digits on NIST's certified sets beside NumPy, SciPy, statsmodels, scikit-learn, R",
    run: benchNist,
  },
  "least-squares": {
    title: "least squares with standard errors, 1,000,000 x 50, beside statsmodels and R",
    run: benchLeastSquares,
  },
  linear: { title: "linear models beside scikit-learn, matrix products beside numpy", run: benchLinear },
  statistics: {
    title: "resamples beside SciPy; linear and logistic regression with inference beside statsmodels and R",
    run: benchStatistics,
  },
  restarts: { title: "swaps and SIGTERMs under requests: failed and wrong answers", run: benchRestarts },
  kills: { title: "changes of what is served, killed at random points", run: benchKills },
  reloads: { title: "memory of a service after hundreds of hot swaps", run: benchReloads },
  overload: {
    title: "five times the greatest load: goodput, times of what is accepted, what is refused",
    run: benchOverload,
  },
  serving: {
    title: "requests per second beside bare node:http, FastAPI and MLflow; answers in time at half load",
    run: benchServing,
  },
  fuzz: { title: "made requests to every route: crashes, hangs, errors that must not be", run: benchFuzz },
  swaps: { title: "hot swaps under requests: longest stall, wrong answers, memory", run: benchSwaps },
  batch: {
    title: "tandem predict beside LightGBM and XGBoost: a Parquet file to another, and from memory",
    run: benchBatch,
  },
  "batch-kills": {
    title:
      "scorings of files and tables, killed at random moments: outputs that are not whole or not the same",
    run: benchBatchKills,
  },
  scoring: { title: "rows per second of a Program in JavaScript beside DuckDB SQL", run: benchScoring },
};

const [name, runs] = process.argv.slice(2);
const benchmark = name === undefined ? undefined : benchmarks[name];
if (!benchmark) {
  for (const [known, { title }] of Object.entries(benchmarks)) console.log(`${known.padEnd(13)} ${title}`);
  if (name !== undefined) process.exitCode = 2;
} else if (!(await benchmark.run(runs === undefined ? undefined : Number(runs)))) process.exitCode = 1;
