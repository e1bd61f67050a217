import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { quietEffects } from "../../src/base/index.ts";
import { boosting, type BoostingParameters, type Task, type TrainingSet } from "../../src/model/index.ts";

const shared = join(import.meta.dirname, "../../../shared/data");

/** What `boosting-examples.py` wrote. */
const peers = JSON.parse(readFileSync(join(import.meta.dirname, "boosting-examples.json"), "utf8")) as {
  readonly "agaricus by XGBoost's demo": number;
  readonly "agaricus by LightGBM, leaves of one row": Readonly<Record<string, number>>;
  readonly "examples by LightGBM": Readonly<
    Record<"binary" | "regression" | "multiclass", readonly number[]>
  >;
  readonly bins: readonly number[];
  readonly trees: Readonly<Record<"binary" | "regression" | "multiclass", number>>;
};

const tasks = {
  agaricus: { kind: "binary", classes: [0, 1], type: "Int" },
  binary: { kind: "binary", classes: [0, 1], type: "Int" },
  regression: { kind: "regression" },
  multiclass: { kind: "multiclass", classes: [0, 1, 2, 3, 4], type: "Int" },
} as const satisfies Readonly<Record<string, Task>>;
type Example = keyof typeof tasks;

/** A line of numbers, the target first; that of agaricus has the numbers of the features that are 1. */
function readLine(line: string, name: Example): Float64Array {
  const cells = line.trim().split(/\s+/);
  if (name !== "agaricus") return Float64Array.from(cells, Number);
  const row = new Float64Array(127);
  row[0] = Number(cells[0]);
  for (const cell of cells.slice(1)) row[Number(cell.split(":")[0])] = 1;
  return row;
}

function readPart(name: Example, part: "train" | "test"): TrainingSet {
  const path = name === "agaricus" ? "xgboost-agaricus/agaricus.txt" : `lightgbm-examples/${name}`;
  const lines = readFileSync(join(shared, `${path}.${part}`), "utf8")
    .trim()
    .split("\n");
  const rows = lines.map((line) => readLine(line, name));
  return {
    task: tasks[name],
    rowCount: rows.length,
    features: Array.from({ length: rows[0]!.length - 1 }, (_, at) => ({
      kind: "number",
      name: `x${String(at + 1).padStart(3, "0")}`,
      values: Float64Array.from(rows, (row) => row[at + 1]!),
    })),
    target: Float64Array.from(rows, (row) => row[0]!),
  };
}

/** The loss on the test file for each of some parameters. */
async function lossesOf(name: Example, ...givens: readonly Partial<BoostingParameters>[]): Promise<number[]> {
  const [train, test] = [readPart(name, "train"), readPart(name, "test")];
  const losses: number[] = [];
  for (const given of givens) losses.push(await lossAfter(train, test, given));
  return losses;
}

/** The loss on other rows when all iterations are done. */
async function lossAfter(
  train: TrainingSet,
  test: TrainingSet,
  given: Partial<BoostingParameters>,
): Promise<number> {
  const params = boosting.normalize({ earlyStoppingRounds: 0, ...given }, "examples", []);
  const context = { seed: 1, effects: quietEffects(() => 0), threads: 1 };
  const { details } = await boosting.train(train, test, params, context);
  return (details["lossCurve"] as readonly { readonly validation: number }[]).at(-1)!.validation;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe.skipIf(!existsSync(join(shared, "xgboost-agaricus")))("boosting on the peers' own examples", () => {
  it("has the loss of XGBoost's demo on its mushrooms", async () => {
    const [ours] = await lossesOf("agaricus", {
      numIterations: 2,
      learningRate: 1,
      maxDepth: 2,
      numLeaves: 4,
      lambdaL2: 1,
      minSumHessianInLeaf: 1,
      minDataInLeaf: 1,
    });
    expect(ours! / peers["agaricus by XGBoost's demo"]).toBeLessThan(1.0001);
  });

  // With 20 rows a leaf LightGBM has leaves of 8 there: it estimates rows from hessians, while ours are counted.
  it("has LightGBM's loss on the mushrooms, where leaves may have one row", async () => {
    const theirs = peers["agaricus by LightGBM, leaves of one row"];
    const [few, many] = await lossesOf(
      "agaricus",
      { numIterations: 30, minDataInLeaf: 1 },
      { numIterations: 100, minDataInLeaf: 1 },
    );
    expect(few! / theirs[30]!).toBeLessThan(1.001);
    expect(many! / theirs[100]!).toBeLessThan(1.001);
  });

  // 500 test rows: with other bins the loss of either moves by some percent, so the mean over two numbers of bins is compared.
  for (const name of ["binary", "regression", "multiclass"] as const)
    it(`has LightGBM's loss on its example of ${name}, but for chance`, async () => {
      const numIterations = peers.trees[name];
      const ours = await lossesOf(name, ...peers.bins.map((maxBin) => ({ numIterations, maxBin })));
      expect(mean(ours) / mean(peers["examples by LightGBM"][name])).toBeLessThan(1.005);
    });
});
