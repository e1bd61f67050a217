/**
 * The product on public tables as a newcomer uses it: `init` and `run` with nothing but the target, beside LightGBM,
 * scikit-learn's histogram boosting and its linear models, all with their defaults and on the same test rows.
 *   TANDEM_PEERS_PYTHON=python3 node --conditions=tandem-development bench/datasets.ts DATA_FOLDER [name …]
 * DATA_FOLDER holds the folders named below; the Python needs pandas, lightgbm and scikit-learn. Prints one line per table.
 */
import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { quietEffects } from "../src/base/index.ts";
import { guessTarget, profileFile, proposeProject, runProject, withProject } from "../src/project/index.ts";
import { learningData, neededColumns } from "../src/project/learning-data.ts";
import { splitRows } from "../src/project/steps/split-step.ts";

const tables: Readonly<Record<string, readonly [path: string, target: string]>> = {
  "adult-train": ["adult-income/adult-train.csv", "column15"],
  "adult-test": ["adult-income/adult-test.csv", "column15"],
  titanic: ["titanic/train.csv", "Survived"],
  "california-housing": ["california-housing/housing.csv", "median_house_value"],
  diamonds: ["diamonds/diamonds.csv", "price"],
  penguins: ["penguins/penguins.csv", "species"],
  "ai-jobs": ["ai-jobs-salaries/salaries_2025-01-19.csv", "salary_in_usd"],
  "online-shoppers": ["online-shoppers/online_shoppers_intention.csv", "Revenue"],
  "telco-churn": ["telco-churn/churn.csv", "Churn"],
  "german-credit": ["german-credit/german.csv", "column21"],
  "hotel-rates": ["hotel-rates/hotel_rates.csv", "avg_price_per_room"],
  "auto-mpg": ["auto-mpg/mpg.csv", "mpg"],
  "wine-red": ["wine-quality/winequality-red.csv", "column12"],
  "wine-white": ["wine-quality/winequality-white.csv", "column12"],
  mushroom: ["mushroom/mushrooms.csv", "class"],
  "beijing-pm25": ["beijing-pm25/pollution.csv", "pm2.5"],
  loans: ["loans-full-schema/loans_full_schema.csv", "interest_rate"],
  "forest-fires": ["forest-fires/forest.csv", "area"],
  "email-spam": ["email-spam/email.csv", "spam"],
};

const [dataFolder, ...wanted] = process.argv.slice(2);
if (!dataFolder) throw new Error("Give the folder of the data sets.");
const python = process.env["TANDEM_PEERS_PYTHON"] ?? "python3";
const effects = quietEffects();

interface Peers {
  readonly lightgbm: number;
  readonly histogram: number;
  readonly linear: number;
}

/** What `init` would write, as an object. */
async function propose(name: string, path: string, target: string, folder: string) {
  let predict = { name: "", reason: "" };
  const data = await profileFile(path, effects, (profile) => (predict = guessTarget(profile, target)).name);
  const proposal = proposeProject(data, { name, source: relative(folder, path), predict });
  return {
    spec: {
      name,
      data: { kind: "csv", path: proposal.source, options: {} },
      predict: proposal.predict,
      ...(proposal.time ? { time: proposal.time } : {}),
      ...(proposal.id.length > 0 ? { id: proposal.id } : {}),
    },
    proposal,
    header: data.snapshot.source.options["header"] === true,
    names: data.snapshot.schema.fields.map((field) => field.name),
  };
}

/** The test rows of a project: their numbers in the file, from 0. */
const testRows = (spec: unknown, folder: string): Promise<number[]> =>
  withProject(spec, { folder, place: "bench", effects }, async (project) => {
    const table = await project.reader.load(neededColumns(project));
    return [...splitRows(project.definition, learningData(project, table)).split.test];
  });

function askPeers(job: unknown): Peers {
  const { stdout, stderr, status } = spawnSync(python, [join(import.meta.dirname, "peers", "datasets.py")], {
    input: `${JSON.stringify(job)}\n`,
    encoding: "utf8",
    maxBuffer: 1e8,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Peers;
}

const show = (value: number | undefined): string =>
  value === undefined ? "" : String(Number(value.toPrecision(4)));
const columns = [20, 10, 7, 9, 8, 30, 9, 9, 9, 9, 9, 9, 7];
const line = (cells: readonly string[]): string =>
  cells.map((cell, at) => cell.padEnd(columns[at]!)).join(" ");

async function measure(name: string, folder: string): Promise<void> {
  const [file, target] = tables[name]!;
  const path = resolve(dataFolder!, file);
  const started = performance.now();
  const { spec, proposal, header, names } = await propose(name, path, target, folder);
  const { record } = await runProject(spec, { folder, effects });
  const seconds = (performance.now() - started) / 1000;
  const scoreOf = (model: string) =>
    record.models
      .find((one) => one.trainer === model)
      ?.test.metrics.find((one) => one.metric === record.metric.name)?.value;
  const best = scoreOf(record.winner.model);
  const peers = askPeers({
    path,
    header,
    names,
    target,
    task: record.target.task.kind,
    positive: record.target.positive,
    drop: proposal.id,
    time: proposal.time,
    test: await testRows(spec, folder),
  });
  console.log(
    line([
      name,
      record.target.task.kind,
      String(record.snapshot.rowCount),
      record.winner.model,
      record.metric.name,
      best ? `${show(best.estimate)} (${show(best.low)} to ${show(best.high)})` : "not defined",
      show(scoreOf("baseline")?.estimate),
      show((scoreOf("ridge") ?? scoreOf("logistic"))?.estimate),
      show(scoreOf("boosting")?.estimate),
      show(peers.linear),
      show(peers.histogram),
      show(peers.lightgbm),
      seconds.toFixed(1),
    ]),
  );
}

console.log(
  line([
    "table",
    "task",
    "rows",
    "winner",
    "metric",
    "on the test rows (95 %)",
    "baseline",
    "linear",
    "boosting",
    "sk linear",
    "sk hist",
    "lightgbm",
    "seconds",
  ]),
);
for (const name of wanted.length > 0 ? wanted : Object.keys(tables)) {
  const folder = await mkdtemp(join(tmpdir(), "tandem-bench-"));
  try {
    await measure(name, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
