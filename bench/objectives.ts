/**
 * Objectives of boosting beside LightGBM on LightGBM's own example data, with the parameters of its examples (but without
 * drawing rows and features), and on the mushrooms of XGBoost's demo: a metric on the test files.
 *   TANDEM_PEERS_PYTHON=python3 node --conditions=tandem-development bench/objectives.ts DATA_FOLDER
 * DATA_FOLDER holds `lightgbm-examples` and `xgboost-agaricus`. Prints one line each; the figures of docs/objectives.md.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { quietEffects } from "../src/base/index.ts";
import { boosting, type Task, type TrainingSet } from "../src/model/index.ts";

interface Job {
  readonly data: "binary" | "regression" | "multiclass" | "agaricus";
  readonly params: Readonly<Record<string, unknown>>;
  readonly iterations: number;
  readonly metric: string;
  readonly weighted: boolean;
}

const leaves = { binary: 63, regression: 31, multiclass: 31, agaricus: 31 } as const;
const steps = { binary: 0.1, regression: 0.05, multiclass: 0.05, agaricus: 0.1 } as const;
const rowsOfLeaf = { binary: 50, regression: 100, multiclass: 20, agaricus: 20 } as const;

const job = (
  data: Job["data"],
  objective: string,
  metric: string,
  more: Readonly<Record<string, unknown>> = {},
  weighted = false,
): Job => ({
  data,
  metric,
  weighted,
  iterations: data === "agaricus" ? 30 : 100,
  params: {
    objective,
    learning_rate: steps[data],
    num_leaves: leaves[data],
    min_data_in_leaf: rowsOfLeaf[data],
    ...(data === "multiclass" ? { num_class: 5 } : {}),
    ...more,
  },
});

const hessian = { min_sum_hessian_in_leaf: 5 };
const jobs: readonly Job[] = [
  job("binary", "binary", "binary_logloss", hessian),
  job("binary", "binary", "auc", hessian),
  job("binary", "binary", "average_precision", hessian),
  job("binary", "binary", "binary_logloss", hessian, true),
  job("binary", "binary", "auc", { scale_pos_weight: 2 }),
  job("regression", "regression", "l2", hessian),
  job("regression", "regression_l1", "l1"),
  job("regression", "huber", "huber", { alpha: 0.3 }),
  job("regression", "fair", "fair"),
  job("regression", "quantile", "quantile", { alpha: 0.3 }),
  job("regression", "cross_entropy", "cross_entropy"),
  job("regression", "poisson", "poisson"),
  job("regression", "tweedie", "tweedie"),
  job("multiclass", "multiclass", "multi_logloss"),
  job("multiclass", "multiclass", "multi_error"),
  job("multiclass", "multiclassova", "multi_error"),
  job("agaricus", "binary", "binary_logloss"),
  job("agaricus", "binary", "auc"),
];

const [folder] = process.argv.slice(2);
if (!folder) throw new Error("Give the folder of the data sets.");

const peer = spawnSync(
  process.env["TANDEM_PEERS_PYTHON"] ?? "python3",
  [join(import.meta.dirname, "peers/objectives.py")],
  { input: JSON.stringify({ folder, jobs }), maxBuffer: 2 ** 26 },
);
if (peer.status !== 0) throw new Error(peer.stderr.toString());
const theirs = JSON.parse(peer.stdout.toString()) as readonly number[];

const tasks: Readonly<Record<Job["data"], Task>> = {
  binary: { kind: "binary", classes: [0, 1], type: "Int" },
  agaricus: { kind: "binary", classes: [0, 1], type: "Int" },
  regression: { kind: "regression" },
  multiclass: { kind: "multiclass", classes: [0, 1, 2, 3, 4], type: "Int" },
};

/** A file as rows of numbers, the target first. */
function readRows(data: Job["data"], part: string): readonly Float64Array[] {
  const path = data === "agaricus" ? "xgboost-agaricus/agaricus.txt" : `lightgbm-examples/${data}`;
  const lines = readFileSync(join(folder!, `${path}.${part}`), "utf8")
    .trim()
    .split("\n");
  if (data !== "agaricus") return lines.map((line) => Float64Array.from(line.split("\t"), Number));
  return lines.map((line) => {
    const [target, ...parts] = line.trim().split(" ");
    const row = new Float64Array(127);
    row[0] = Number(target);
    for (const one of parts) row[Number(one.split(":")[0])] = Number(one.split(":")[1]);
    return row;
  });
}

function setOf(data: Job["data"], part: string, weighted: boolean): TrainingSet {
  const rows = readRows(data, part);
  const column = (at: number): Float64Array => Float64Array.from(rows, (row) => row[at]!);
  const weights = join(folder!, `lightgbm-examples/${data}.${part}.weight`);
  return {
    task: tasks[data],
    rowCount: rows.length,
    features: Array.from({ length: rows[0]!.length - 1 }, (_, at) => ({
      kind: "number" as const,
      name: `x${String(at).padStart(3, "0")}`,
      values: column(at + 1),
    })),
    target: column(0),
    ...(weighted
      ? { weight: Float64Array.from(readFileSync(weights, "utf8").trim().split("\n"), Number) }
      : {}),
  };
}

/** `min_data_in_leaf` as `minDataInLeaf`. */
const inOneWord = (name: string): string =>
  name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

for (const [at, { data, params, iterations, metric, weighted }] of jobs.entries()) {
  const { num_class: _, ...given } = params as Record<string, unknown>;
  const names = Object.entries(given).map(([name, value]) => [inOneWord(name), value] as const);
  const full = boosting.normalize(
    { ...Object.fromEntries(names), metric, numIterations: iterations, earlyStoppingRounds: 0 },
    "bench",
    [],
  );
  const effects = quietEffects();
  const { details } = await boosting.train(setOf(data, "train", weighted), setOf(data, "test", false), full, {
    seed: 1,
    effects,
  });
  const curve = details["lossCurve"] as readonly { readonly validation: number }[];
  const ours = curve.at(-1)!.validation;
  const name = `${data}${weighted ? ", weighted" : ""}, ${String(params["objective"])}`;
  console.log(`| ${name} | ${metric} | ${ours.toPrecision(5)} | ${theirs[at]!.toPrecision(5)} |`);
}
