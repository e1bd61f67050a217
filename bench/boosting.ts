/**
 * Boosting beside LightGBM on real data and one made set, at equal parameters, one thread each.
 *   node --conditions=tandem-development bench/boosting.ts DATA_FOLDER PYTHON [runs]
 * DATA_FOLDER holds `california-housing/housing.csv`, `diamonds/diamonds.csv` and `adult-income/adult-*.csv`; PYTHON is an
 * interpreter with lightgbm. Prints the held-out loss and the training time of both, and their ratios (ours / theirs).
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRandom, quietEffects } from "../src/base/index.ts";
import { evaluateExpr } from "../src/compile/index.ts";
import { float, type Expr } from "../src/ir/index.ts";
import { boosting, type Feature, type Task, type TrainingSet } from "../src/model/index.ts";

interface DataSet {
  readonly name: string;
  readonly task: Task;
  readonly features: readonly Feature[];
  readonly target: Float64Array;
  /** Every fourth row is held out. */
  readonly isTest: (row: number) => boolean;
}

const [dataFolder, python, runs = "1"] = process.argv.slice(2);
if (!dataFolder || !python) throw new Error("Give the folder of the data sets and a Python with lightgbm.");

const binary: Task = { kind: "binary", classes: [false, true], type: "Boolean" };

function readRows(path: string): string[][] {
  const lines = readFileSync(join(dataFolder!, path), "utf8").trim().split(/\r?\n/);
  return lines.map((line) => line.split(",").map((cell) => cell.trim().replaceAll('"', "")));
}

function featureOf(name: string, cells: readonly string[], isCategory: boolean): Feature {
  if (!isCategory)
    return {
      kind: "number",
      name,
      values: Float64Array.from(cells, (cell) => (cell === "" ? Number.NaN : Number(cell))),
    };
  const levels = [...new Set(cells)].filter((cell) => cell !== "" && cell !== "?").sort();
  const codes = Int32Array.from(cells, (cell) => levels.indexOf(cell));
  return { kind: "category", name, codes, levelCount: levels.length };
}

function table(rows: readonly string[][], names: readonly string[], target: string): readonly Feature[] {
  return names.flatMap((name, at) => {
    const cells = rows.map((row) => row[at]!);
    if (name === target) return [];
    return [
      featureOf(
        name,
        cells,
        cells.some((cell) => cell !== "" && Number.isNaN(Number(cell))),
      ),
    ];
  });
}

function csvRegression(name: string, path: string, target: string): DataSet {
  const [header, ...rows] = readRows(path);
  const at = header!.indexOf(target);
  return {
    name,
    task: { kind: "regression" },
    features: table(rows, header!, target),
    target: Float64Array.from(rows, (row) => Number(row[at])),
    isTest: (row) => row % 4 === 3,
  };
}

function adult(): DataSet {
  const rows = [...readRows("adult-income/adult-train.csv"), ...readRows("adult-income/adult-test.csv")];
  const names = Array.from({ length: 15 }, (_, at) => `c${at}`);
  return {
    name: "adult-income",
    task: binary,
    features: table(rows, names, "c14"),
    target: Float64Array.from(rows, (row) => (row[14]!.startsWith(">50K") ? 1 : 0)),
    isTest: (row) => row % 4 === 3,
  };
}

function made(rowCount: number, width: number): DataSet {
  const random = createRandom("bench");
  const columns = Array.from({ length: width }, () =>
    Float64Array.from({ length: rowCount }, () => random.next() * 2 - 1),
  );
  const target = Float64Array.from({ length: rowCount }, (_, row) => {
    const x = (at: number): number => columns[at]![row]!;
    const score = x(0) * x(1) * 3 + Math.sin(x(2) * 3) * 2 + x(3) + x(4) ** 2;
    return random.next() < 1 / (1 + Math.exp(-score)) ? 1 : 0;
  });
  const features = columns.map((values, at): Feature => ({ kind: "number", name: `f${at}`, values }));
  return {
    name: `made ${rowCount} x ${width}`,
    task: binary,
    features,
    target,
    isTest: (row) => row % 4 === 3,
  };
}

function takeRows({ task, features, target, isTest }: DataSet, test: boolean): TrainingSet {
  const rows = [...target.keys()].filter((row) => isTest(row) === test);
  return {
    task,
    rowCount: rows.length,
    features: features.map((feature) =>
      feature.kind === "number"
        ? { ...feature, values: Float64Array.from(rows, (row) => feature.values[row]!) }
        : { ...feature, codes: Int32Array.from(rows, (row) => feature.codes[row]!) },
    ),
    target: Float64Array.from(rows, (row) => target[row]!),
  };
}

interface Result {
  readonly loss: number;
  readonly seconds: number;
}

async function runOurs(data: DataSet): Promise<Result> {
  const train = takeRows(data, false);
  const test = takeRows(data, true);
  const params = boosting.normalize({ numIterations: 100 }, "bench", []);
  let seconds = Infinity;
  let output: Expr = float(0);
  for (let run = 0; run < Number(runs); run++) {
    const begin = performance.now();
    const fitted = await boosting.train(train, undefined, params, { seed: 1, effects: quietEffects() });
    seconds = Math.min(seconds, (performance.now() - begin) / 1000);
    output = fitted.outputs[0]!;
  }
  let sum = 0;
  for (let row = 0; row < test.rowCount; row++) {
    const values = test.features.map(({ name, ...feature }) => {
      const value = feature.kind === "number" ? feature.values[row]! : feature.codes[row]!;
      return [
        name,
        Number.isNaN(value) || (feature.kind === "category" && value < 0) ? null : value,
      ] as const;
    });
    const predicted = Number(evaluateExpr(output, Object.fromEntries(values)));
    const truth = test.target[row]!;
    sum +=
      data.task.kind === "regression"
        ? (predicted - truth) ** 2
        : -Math.log(truth === 1 ? predicted : 1 - predicted);
  }
  const mean = sum / test.rowCount;
  return { loss: data.task.kind === "regression" ? Math.sqrt(mean) : mean, seconds };
}

const script = `
import sys, json, time, numpy as np, lightgbm as lgb
spec = json.load(open(sys.argv[1]))
X = np.fromfile(sys.argv[2]).reshape(spec["width"], -1).T.copy()
y = np.fromfile(sys.argv[3])
t = np.arange(len(y)) % 4 == 3
best = 1e9
for _ in range(spec["runs"]):
    start = time.perf_counter()
    data = lgb.Dataset(X[~t], y[~t], categorical_feature=spec["categories"], params=dict(verbose=-1))
    params = dict(objective=spec["objective"], num_threads=1, verbose=-1, deterministic=True, force_col_wise=True)
    model = lgb.train(params, data, 100)
    best = min(best, time.perf_counter() - start)
p = model.predict(X[t])
if spec["objective"] == "binary":
    loss = float(-np.mean(np.log(np.where(y[t] == 1, p, 1 - p))))
else:
    loss = float(np.sqrt(np.mean((p - y[t]) ** 2)))
print(json.dumps(dict(loss=loss, seconds=best, version=lgb.__version__)))
`;

function runTheirs(data: DataSet): Result & { readonly version: string } {
  const folder = mkdtempSync(join(tmpdir(), "bench-boosting-"));
  try {
    const file = (name: string): string => join(folder, name);
    const values = data.features.map((feature) =>
      feature.kind === "number"
        ? feature.values
        : Float64Array.from(feature.codes, (code) => (code < 0 ? Number.NaN : code)),
    );
    const spec = {
      width: values.length,
      runs: Number(runs),
      categories: data.features.flatMap(({ kind }, at) => (kind === "category" ? [at] : [])),
      objective: data.task.kind === "binary" ? "binary" : "regression",
    };
    writeFileSync(file("spec.json"), JSON.stringify(spec));
    writeFileSync(file("x"), Buffer.concat(values.map((column) => Buffer.from(column.buffer))));
    writeFileSync(file("y"), Buffer.from(data.target.buffer));
    writeFileSync(file("run.py"), script);
    const text = execFileSync(python!, [file("run.py"), file("spec.json"), file("x"), file("y")], {
      encoding: "utf8",
    });
    return JSON.parse(text) as Result & { version: string };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const sets = [
  () => csvRegression("california-housing", "california-housing/housing.csv", "median_house_value"),
  () => csvRegression("diamonds", "diamonds/diamonds.csv", "price"),
  adult,
  () => made(10_000, 20),
  () => made(100_000, 20),
];
for (const open of sets) {
  const data = open();
  const ours = await runOurs(data);
  const theirs = runTheirs(data);
  console.log(
    `${data.name.padEnd(20)} loss ${ours.loss.toPrecision(6)} / ${theirs.loss.toPrecision(6)} = ${(ours.loss / theirs.loss).toFixed(4)}` +
      `   seconds ${ours.seconds.toFixed(2)} / ${theirs.seconds.toFixed(2)} = ${(ours.seconds / theirs.seconds).toFixed(2)}   LightGBM ${theirs.version}`,
  );
}
