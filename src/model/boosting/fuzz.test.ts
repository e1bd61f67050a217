import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom, quietEffects, TandemError } from "../../base/index.ts";
import { evaluateExpr } from "../../compile/index.ts";
import { boosting } from "../boosting.ts";
import { extraTrees } from "../extra-trees.ts";
import { isolationForest } from "../isolation-forest.ts";
import { randomForest } from "../random-forest.ts";
import type { Task } from "../task.ts";
import type { Feature, Trainer, TrainingSet } from "../trainer.ts";
import { peerTasks } from "./peer-set.test-support.ts";

/** Columns of the awkward kinds that tables have. */
const columnKinds = {
  numbers: (random) => random.next() * 10 - 5,
  few: (random) => random.integer(3),
  constant: () => 7,
  missing: () => Number.NaN,
  gaps: (random) => (random.next() < 0.5 ? Number.NaN : random.next()),
  huge: (random) => (random.next() - 0.5) * 1e308,
  tiny: (random) => random.next() * 5e-324,
  "one apart": (random) => (random.next() < 0.05 ? 1e300 : 1),
} satisfies Record<string, (random: ReturnType<typeof createRandom>) => number>;

const levelCounts = { "one level": 1, "few levels": 5, "many levels": 100_000 } as const;

type Column = keyof typeof columnKinds | keyof typeof levelCounts;

const columnNames = [...Object.keys(columnKinds), ...Object.keys(levelCounts)] as Column[];

function featureOf(kind: Column, name: string, rowCount: number, seed: number): Feature {
  const random = createRandom(`${seed}/${name}`);
  if (kind in columnKinds) {
    const value = columnKinds[kind as keyof typeof columnKinds];
    return { kind: "number", name, values: Float64Array.from({ length: rowCount }, () => value(random)) };
  }
  const levelCount = levelCounts[kind as keyof typeof levelCounts];
  const codes = Int32Array.from({ length: rowCount }, () => random.integer(levelCount + 1) - 1);
  return { kind: "category", name, codes, levelCount };
}

const targets = {
  noise: (random: ReturnType<typeof createRandom>) => random.next(),
  constant: () => 3,
  huge: (random: ReturnType<typeof createRandom>) => (random.next() - 0.5) * 1e150,
  rare: (random: ReturnType<typeof createRandom>) => Number(random.next() < 0.02),
} as const;

const setArbitrary = fc
  .record({
    kind: fc.constantFrom(...Object.values(peerTasks), { kind: "outliers" } as const),
    rowCount: fc.constantFrom(1, 2, 3, 7, 40, 150),
    columns: fc.array(fc.constantFrom(...columnNames), { maxLength: 4 }),
    target: fc.constantFrom(...(Object.keys(targets) as (keyof typeof targets)[])),
    weights: fc.constantFrom("none", "tiny", "mixed"),
    seed: fc.nat(1000),
  })
  .map(({ kind, rowCount, columns, target, weights, seed }): TrainingSet => {
    const task: Task = kind;
    const random = createRandom(`target/${seed}`);
    const draw = (): number => {
      const value = targets[target](random);
      if (task.kind === "regression") return value;
      return task.kind === "binary" ? Number(value > 0.5) : Math.abs(Math.floor(value * 3)) % 3;
    };
    const weight = Float64Array.from({ length: rowCount }, () =>
      weights === "tiny" ? 1e-300 * (1 + random.next()) : random.next() + 1e-9,
    );
    return {
      task,
      rowCount,
      features: columns.map((column, at) => featureOf(column, `c${at}`, rowCount, seed)),
      target: task.kind === "outliers" ? new Float64Array(0) : Float64Array.from({ length: rowCount }, draw),
      ...(weights === "none" ? {} : { weight }),
    };
  });

const boostingArbitrary = fc.record(
  {
    numLeaves: fc.constantFrom(2, 3, 31, 1000),
    maxDepth: fc.constantFrom(-1, 1, 4),
    growPolicy: fc.constantFrom("lossguide", "depthwise"),
    minDataInLeaf: fc.constantFrom(1, 2, 20),
    minSumHessianInLeaf: fc.constantFrom(0, 1e-3, 10),
    learningRate: fc.constantFrom(0.01, 0.1, 1, 10),
    lambdaL1: fc.constantFrom(0, 1, 1e9),
    lambdaL2: fc.constantFrom(0, 1, 1e9),
    maxDeltaStep: fc.constantFrom(0, 0.5),
    pathSmooth: fc.constantFrom(0, 5, 1e9),
    minGainToSplit: fc.constantFrom(0, 1),
    featureFraction: fc.constantFrom(0.3, 1),
    featureFractionBynode: fc.constantFrom(0.3, 1),
    extraTrees: fc.boolean(),
    baggingFraction: fc.constantFrom(0.1, 0.9),
    baggingFreq: fc.constantFrom(0, 1, 3),
    boosting: fc.constantFrom("gbdt", "dart"),
    dropRate: fc.constantFrom(0, 0.5, 1),
    skipDrop: fc.constantFrom(0, 0.5),
    maxBin: fc.constantFrom(2, 16, 255),
    maxCatToOnehot: fc.constantFrom(1, 4, 255),
    catSmooth: fc.constantFrom(0, 10),
    catL2: fc.constantFrom(0, 10),
    minDataPerGroup: fc.constantFrom(1, 100),
    linearTree: fc.boolean(),
    linearLambda: fc.constantFrom(0, 1e-300, 1, 1e300),
  },
  { requiredKeys: [] },
);

const forestArbitrary = fc.record(
  {
    maxDepth: fc.constantFrom(-1, 1, 4),
    minDataInLeaf: fc.constantFrom(1, 5),
    minDataToSplit: fc.constantFrom(2, 10),
    featureFractionBynode: fc.constantFrom("auto", 0.3, 1),
    bootstrap: fc.boolean(),
    maxBin: fc.constantFrom(2, 255),
  },
  { requiredKeys: [] },
);

/** Fails where a trainer crashes, or answers with something else than a number of the task. */
async function mustBeSound<Params>(trainer: Trainer<Params>, set: TrainingSet, given: object): Promise<void> {
  const params = trainer.normalize(given, "fuzz", []);
  const context = { seed: 2, effects: quietEffects(() => 0) };
  try {
    const { outputs, importance } = await trainer.train(set, undefined, params, context);
    for (let row = 0; row < Math.min(set.rowCount, 5); row++) {
      const values = set.features.map((one) => {
        const value = one.kind === "number" ? one.values[row]! : one.codes[row]!;
        return [one.name, Number.isNaN(value) || (one.kind === "category" && value < 0) ? null : value];
      });
      for (const output of outputs) {
        const answer = evaluateExpr(output, Object.fromEntries(values));
        expect(typeof answer).toBe("number");
        expect(Number.isFinite(answer)).toBe(true);
        if (set.task.kind === "regression") continue;
        expect(answer).toBeGreaterThanOrEqual(0);
        expect(answer).toBeLessThanOrEqual(1);
      }
    }
    for (const share of Object.values(importance)) expect(share).toBeGreaterThanOrEqual(0);
  } catch (error) {
    if (!(error instanceof TandemError)) throw error;
    for (const { code, cure } of error.diagnostics) expect(code.length > 0 && cure).toBeTruthy();
  }
}

describe("trainers of trees on awkward tables", () => {
  it("boosting neither fails nor answers with something else than a number", async () => {
    const sets = setArbitrary.filter(({ task }) => task.kind !== "outliers");
    await fc.assert(
      fc.asyncProperty(sets, boostingArbitrary, (set, given) =>
        mustBeSound(boosting, set, { numIterations: 4, ...given }),
      ),
      { numRuns: 250, seed: 1 },
    );
  });

  it("forests neither fail nor answer with something else than a number", async () => {
    await fc.assert(
      fc.asyncProperty(setArbitrary, forestArbitrary, async (set, given) => {
        if (set.task.kind === "outliers") await mustBeSound(isolationForest, set, { numTrees: 3 });
        else
          for (const trainer of [randomForest, extraTrees])
            await mustBeSound(trainer, set, { numTrees: 3, ...given });
      }),
      { numRuns: 150, seed: 2 },
    );
  });
});
