import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  compileDuckdb,
  compileRow,
  compileTable,
  evaluateProgram,
  identifier,
  resolveProgram,
} from "../../src/compile/index.ts";
import { openEngine, type Engine } from "../../src/data/index.ts";
import { hasSharedData, readSharedCsv, readVegaCsv } from "../../src/explore/csv-table.test-support.ts";
import type { Program } from "../../src/ir/index.ts";
import {
  takeTableRows,
  valueAt,
  vectorFromValues,
  tableFromVectors,
  type Table,
  type Value,
} from "../../src/schema/index.ts";
import { createRandom } from "../../src/base/index.ts";
import { boundaryRows } from "./boundary-rows.ts";
import { tableOf } from "./compare.ts";
import type { RecipeStep } from "../../src/transform/index.ts";
import { columnCases } from "./column-steps.ts";
import { fitCase, type ModelCase } from "./fit-models.ts";

type Row = Readonly<Record<string, Value>>;

/** The oracle is slow, so it looks at so many rows of the data, beside all boundary rows. */
const oracleRows = Number(process.env["TANDEM_EQUIVALENCE_ORACLE_ROWS"] ?? 300);

/** Every how many rows of a large table is taken. */
const stride = Number(process.env["TANDEM_EQUIVALENCE_STRIDE"] ?? 6);
const sampled = (table: Table): Table =>
  takeTableRows(
    table,
    Uint32Array.from({ length: Math.floor(table.rowCount / stride) }, (_, at) => at * stride),
  );

const birdstrikes = (): Table => sampled(readVegaCsv("birdstrikes.csv"));
const diamonds = (): Table => {
  const table = readSharedCsv("diamonds/diamonds.csv");
  return sampled(
    takeTableRows(
      table,
      Uint32Array.from({ length: 10_000 }, (_, at) => at * 5),
    ),
  );
};
const costs = ["Cost Other", "Cost Repair", "Cost Total $"];
const bigTrees = { numIterations: 40, numLeaves: 63, minDataInLeaf: 5, catSmooth: 1, minDataPerGroup: 5 };

/** Numbers with long tails and gaps, texts, days: what no real table has all at once. */
function randomTable(): Table {
  const random = createRandom("random table");
  const rowCount = 1500;
  const numbers = (write: () => number): (number | null)[] =>
    Array.from({ length: rowCount }, () => (random.next() < 0.15 ? null : write()));
  const wide = numbers(() => (random.next() - 0.5) * 10 ** (random.integer(40) - 20));
  const whole = numbers(() => random.integer(2 ** 31) - 2 ** 30);
  const day = numbers(() => random.integer(40_000) - 20_000);
  const level = Array.from({ length: rowCount }, () =>
    random.next() < 0.1 ? null : `level "${random.integer(60)}" it's é\u{1f44d}`,
  );
  const y = wide.map((value, at) => Math.tanh(value ?? 0) + (level[at]?.length ?? 9) / 7 + random.next());
  return tableFromVectors([
    ["wide", vectorFromValues("Float", wide)],
    ["whole", vectorFromValues("Int", whole)],
    ["the day", vectorFromValues("Day", day)],
    ["level", vectorFromValues("Text", level)],
    ["y", vectorFromValues("Float", y)],
    [
      "big",
      vectorFromValues(
        "Boolean",
        y.map((value) => value > 3),
      ),
    ],
    [
      "kind",
      vectorFromValues(
        "Text",
        y.map((value) => (value > 4 ? "a" : value > 3 ? "b'" : 'c"')),
      ),
    ],
  ]);
}

/** Enough for trainers that hold rows or weigh them in layers: the oracle walks over all of them for every row. */
const fewRandomRows = (): Table =>
  takeTableRows(
    randomTable(),
    Uint32Array.from({ length: 250 }, (_, row) => row),
  );

const own: readonly ModelCase[] = [
  {
    title: "birdstrikes",
    table: birdstrikes,
    target: "Effect Amount of damage",
    task: "multiclass",
    trainer: "boosting",
    params: { ...bigTrees, numIterations: 8 },
    without: costs,
  },
  {
    title: "birdstrikes",
    table: birdstrikes,
    target: "Effect Amount of damage",
    task: "multiclass",
    trainer: "logistic",
    without: costs,
  },
  {
    title: "birdstrikes",
    table: birdstrikes,
    target: "Speed IAS in knots",
    task: "regression",
    trainer: "boosting",
    params: bigTrees,
  },
  {
    title: "birdstrikes",
    table: birdstrikes,
    target: "Speed IAS in knots",
    task: "regression",
    trainer: "ridge",
  },
  {
    title: "random numbers",
    table: randomTable,
    target: "y",
    task: "regression",
    trainer: "ridge",
    without: ["big", "kind"],
  },
  {
    title: "random numbers",
    table: randomTable,
    target: "y",
    task: "regression",
    trainer: "boosting",
    params: bigTrees,
    without: ["big", "kind"],
  },
  {
    title: "random numbers",
    table: randomTable,
    target: "big",
    task: "binary",
    trainer: "logistic",
    without: ["y", "kind"],
  },
  {
    title: "random numbers",
    table: randomTable,
    target: "big",
    task: "binary",
    trainer: "boosting",
    params: bigTrees,
    without: ["y", "kind"],
  },
  ...(
    [
      ["y", "regression", 30],
      ["big", "binary", 30],
      ["kind", "multiclass", 8],
    ] as const
  ).map(([target, task, numIterations]): ModelCase => ({
    title: "random numbers, linear leaves",
    table: randomTable,
    target,
    task,
    trainer: "boosting",
    params: { ...bigTrees, numLeaves: 15, numIterations, linearTree: true, linearLambda: 1 },
    without: ["y", "big", "kind"].filter((name) => name !== target),
  })),
  {
    title: "random numbers",
    table: randomTable,
    target: "kind",
    task: "multiclass",
    trainer: "boosting",
    params: { ...bigTrees, numIterations: 15 },
    without: ["y", "big"],
  },
  {
    title: "random numbers",
    table: randomTable,
    target: "kind",
    task: "multiclass",
    trainer: "logistic",
    without: ["y", "big"],
  },
  ...(["probit", "cloglog", "log"] as const).map((link): ModelCase => ({
    title: `random numbers, ${link}`,
    table: randomTable,
    target: "big",
    task: "binary",
    trainer: "glm",
    params: { link, lambda: 1 },
    without: ["y", "kind"],
  })),
  {
    title: "random numbers",
    table: randomTable,
    target: "kind",
    task: "multiclass",
    trainer: "linear-svm",
    without: ["y", "big"],
  },
  ...(
    [
      ["y", "regression", "nearest-neighbours", { weighting: "distance" }],
      ["y", "regression", "mlp", { hidden: [12, 6], activation: "tanh", epochs: 5 }],
      ["big", "binary", "naive-bayes", {}],
      ["big", "binary", "nearest-neighbours", { metric: "manhattan", neighbours: 9 }],
      ["big", "binary", "mlp", { epochs: 5 }],
      ["kind", "multiclass", "naive-bayes", {}],
      ["kind", "multiclass", "nearest-neighbours", {}],
      ["kind", "multiclass", "mlp", { hidden: [8, 8, 8], epochs: 5 }],
    ] as const
  ).map(([target, task, trainer, params]) => ({
    title: "random numbers",
    table: fewRandomRows,
    target,
    task,
    trainer,
    params,
    without: ["y", "big", "kind"].filter((name) => name !== target),
  })),
];
/** Joint steps on what no real table has all at once. */
const jointSteps: readonly RecipeStep[] = [
  { transform: "interactions", columns: ["level", "kind"], params: {} },
  { transform: "one-hot", columns: ["kind"], params: {} },
  { transform: "frequency", columns: ["level × kind"], params: {} },
  { transform: "frequency", columns: ["level"], params: {} },
  { transform: "date-parts", columns: ["the day"], params: { parts: ["year", "weekday"] } },
  {
    transform: "impute-iterative",
    columns: ["wide", "whole", "the day year", "the day weekday"],
    params: {},
  },
  { transform: "pca", columns: ["wide", "whole"], params: { variance: 1 }, keep: true },
  { transform: "scale", columns: ["component 1"], params: {} },
  { transform: "interactions", columns: ["component 1", "the day weekday"], params: { degree: 3 } },
  { transform: "select-features", columns: [], params: { by: "mutual-information", threshold: null } },
];
const jointCases: readonly ModelCase[] = (
  [
    ["y", "regression", "ridge", {}],
    ["big", "binary", "logistic", {}],
    ["big", "binary", "boosting", bigTrees],
  ] as const
).map(([target, task, trainer, params]) => ({
  title: "random numbers, joint steps",
  table: randomTable,
  target,
  task,
  trainer,
  params,
  without: target === "y" ? ["big"] : ["y"],
  steps: jointSteps,
}));
const titanic = {
  title: "titanic",
  table: () => readSharedCsv("titanic/train.csv"),
  target: "Survived",
  task: "binary",
  without: ["PassengerId", "Name"],
} as const;
const penguins = {
  title: "penguins",
  table: () => readSharedCsv("penguins/penguins.csv"),
  target: "species",
  task: "multiclass",
} as const;
/** Reviews of food: text of up to several hundred words, with a product that is nearly an identifier. */
const foods = {
  title: "fine foods",
  table: () =>
    takeTableRows(
      readSharedCsv("fine-foods-text/training_data.csv"),
      Uint32Array.from({ length: 200 }, (_, at) => at * 20),
    ),
  target: "score",
  task: "binary",
  without: ["rownames", "product"],
} as const;
const mpg = {
  title: "auto-mpg",
  table: () => readSharedCsv("auto-mpg/mpg.csv"),
  target: "mpg",
  task: "regression",
} as const;
const shared: readonly ModelCase[] = [
  { ...titanic, trainer: "logistic" },
  { ...titanic, trainer: "boosting", params: bigTrees },
  { ...penguins, trainer: "logistic" },
  { ...penguins, trainer: "boosting", params: { ...bigTrees, numIterations: 15 } },
  { ...foods, trainer: "logistic" },
  { ...mpg, trainer: "ridge" },
  { ...mpg, trainer: "lasso" },
  { ...mpg, trainer: "glm", params: { family: "gamma", link: "log" } },
  { ...mpg, trainer: "glm", params: { family: "inverse-gaussian", lambda: 1 } },
  { ...mpg, trainer: "boosting", params: bigTrees },
  {
    ...mpg,
    title: "auto-mpg, joint steps",
    trainer: "ridge",
    without: ["name"],
    steps: [
      { transform: "one-hot", columns: ["origin"], params: {} },
      { transform: "group-statistics", columns: ["cylinders", "horsepower", "weight"], params: {} },
      {
        transform: "impute-nearest",
        columns: ["horsepower", "weight", "acceleration"],
        params: { donors: 20 },
      },
      { transform: "impute-iterative", columns: [], params: {} },
      { transform: "pca", columns: ["displacement", "horsepower", "weight"], params: { components: 2 } },
      { transform: "interactions", columns: ["component 1", "component 2", "acceleration"], params: {} },
      { transform: "select-features", columns: [], params: { most: 9 } },
    ],
  },
  { title: "diamonds", table: diamonds, target: "price", task: "regression", trainer: "ridge" },
  {
    title: "diamonds",
    table: diamonds,
    target: "cut",
    task: "multiclass",
    trainer: "boosting",
    params: { ...bigTrees, numIterations: 10 },
  },
];

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine({ threads: 2 });
});
afterAll(() => engine.close());

/** The answers, and the sums behind them as outputs of their own. */
function withInsides(program: Program, everyFeature: boolean): Program {
  const { uses, letNames } = resolveProgram(program);
  const insides = [...uses.keys()].filter(
    (expr) => expr.kind === "forest" || expr.kind === "linear" || (everyFeature && letNames.has(expr)),
  );
  return {
    ...program,
    outputs: {
      ...program.outputs,
      ...Object.fromEntries(insides.map((expr, at) => [`inside ${at}`, expr])),
    },
  };
}

interface Comparison {
  readonly rows: number;
  readonly values: number;
  readonly differences: readonly string[];
}

/** Each comparison has a table of its own. */
let relationCount = 0;

async function compareTargets(program: Program, table: Table): Promise<Comparison> {
  const dataRows = rowsOf(program, table);
  const edges = boundaryRows(program, dataRows[0]!);
  const rows = [...edges, ...dataRows];
  const all = tableOf(program, rows);
  const relation = `model rows ${relationCount++}`;
  const inTable = compileTable(program)(all);
  const score = compileRow(program);
  await engine.register(
    relation,
    tableFromVectors([...all.columns, ["tandem row", vectorFromValues("Int", [...rows.keys()])]]),
  );
  const inDuckdb = await engine.table(
    compileDuckdb(program, { relation: identifier(relation), keep: ["tandem row"] }),
  );
  const names = Object.keys(program.outputs);
  const differences: string[] = [];
  let values = 0;
  for (const [at, row] of rows.entries()) {
    const byRow = score(row);
    const wanted = at < edges.length + oracleRows ? evaluateProgram(program, row) : byRow;
    const place = valueAt(inDuckdb.columns.get("tandem row")!, at);
    if (place !== at) differences.push(`duckdb gave row ${String(place)} at place ${at}`);
    for (const name of names) {
      values++;
      const js = valueAt(inTable.columns.get(name)!, at);
      const duck = valueAt(inDuckdb.columns.get(name)!, at);
      const tell = (target: string, got: Value): void => {
        differences.push(`${target}, row ${at}, ${name}: wanted ${String(wanted[name])}, got ${String(got)}`);
      };
      if (!Object.is(wanted[name], byRow[name])) tell("js row", byRow[name]!);
      if (!Object.is(wanted[name], js)) tell("js table", js);
      if (!Object.is(wanted[name], duck)) tell("duckdb", duck);
    }
  }
  return { rows: rows.length, values, differences };
}

const rowsOf = (program: Program, table: Table): Row[] =>
  Array.from({ length: table.rowCount }, (_, row) =>
    Object.fromEntries(
      program.input.fields.map(({ name }) => [name, valueAt(table.columns.get(name)!, row)]),
    ),
  );

describe("fitted models", () => {
  const totals = { models: 0, rows: 0, values: 0, differing: 0 };
  afterAll(() => {
    process.stdout.write(
      `fitted models: ${totals.models} models, ${totals.rows} rows, ${totals.values} values on 3 targets, ${totals.differing} differ\n`,
    );
  });
  const check = async (given: ModelCase): Promise<void> => {
    const table = given.table();
    const program = withInsides(await fitCase(given, table), given.everyFeature ?? false);
    const found = await compareTargets(program, table);
    totals.models++;
    totals.rows += found.rows;
    totals.values += found.values;
    totals.differing += found.differences.length;
    expect(found.differences.slice(0, 10)).toStrictEqual([]);
  };

  it.each([...own, ...jointCases, ...columnCases])(
    "answers alike everywhere: $title, $target by $trainer",
    check,
  );

  it.runIf(hasSharedData).each(shared)("answers alike everywhere: $title, $target by $trainer", check);
});
