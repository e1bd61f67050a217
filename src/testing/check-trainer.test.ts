import { describe, expect, it } from "vitest";
import { float } from "../ir/index.ts";
import {
  baseline,
  boosting,
  dbscan,
  kMeans,
  logistic,
  mlp,
  naiveBayes,
  nearestNeighbours,
  extraTrees,
  isolationForest,
  randomForest,
  ridge,
  trainerNames,
  trainers,
  type Trainer,
} from "../model/index.ts";
import {
  checkTrainer,
  type TrainerCheck,
  type TrainerExpectations,
  type TrainerTolerance,
} from "./check-trainer.ts";

import { smallTrainers } from "./small-trainers.test-support.ts";

const problems = (checks: readonly TrainerCheck[]): readonly TrainerCheck[] =>
  checks.filter(({ problem }) => problem !== null);

const exact: TrainerTolerance = { rowOrder: 0, repeatedRows: 0, featureOrder: 0 };
const nearly: TrainerTolerance = { rowOrder: 1e-9, repeatedRows: 1e-9, featureOrder: 1e-9 };
/** Shallow trees on rows counted by weight only: limits on rows would count a repeated row more than a weighted one. */
const small = {
  numIterations: 25,
  numLeaves: 6,
  minDataInLeaf: 1,
  minDataPerGroup: 1,
  catSmooth: 0,
  minSumHessianInLeaf: 1,
};

const contracts: Readonly<Record<keyof typeof trainers, () => Promise<readonly TrainerCheck[]>>> = {
  baseline: () => checkTrainer(baseline, { tolerance: { ...exact, repeatedRows: 1e-15 }, learns: false }),
  ridge: () => checkTrainer(ridge, { tolerance: nearly, learns: true }),
  lasso: () => checkTrainer(trainers.lasso, { tolerance: nearly, learns: true }),
  "elastic-net": () => checkTrainer(trainers["elastic-net"], { tolerance: nearly, learns: true }),
  glm: () => checkTrainer(trainers.glm, { tolerance: nearly, learns: true }),
  "linear-svm": async () => [
    ...(await checkTrainer(trainers["linear-svm"], {
      params: { folds: 3 },
      tolerance: nearly,
      learns: true,
    })),
    ...(await checkTrainer(trainers["linear-svm"], {
      params: { loss: "hinge", folds: 2 },
      tolerance: nearly,
      learns: true,
    })),
  ],
  logistic: async () => [
    ...(await checkTrainer(logistic, { tolerance: nearly, learns: true })),
    ...(await checkTrainer(logistic, { params: { l1Ratio: 0.5 }, tolerance: nearly, learns: true })),
  ],
  "naive-bayes": () =>
    checkTrainer(naiveBayes, { tolerance: { ...exact, featureOrder: 1e-12 }, learns: true }),
  "nearest-neighbours": () => checkTrainer(nearestNeighbours, { tolerance: exact, learns: true }),
  mlp: () =>
    checkTrainer(mlp, {
      params: { hidden: [6], epochs: 12, batchSize: 16, learningRate: 0.02 },
      tolerance: exact,
      learns: true,
    }),
  "k-means": () =>
    checkTrainer(kMeans, { params: { mostClusters: 4, starts: 3 }, tolerance: exact, learns: true }),
  dbscan: () => checkTrainer(dbscan, { tolerance: exact, learns: true }),
  // A drawn row counts once more by each of its copies' own draws: so all rows are learnt from here.
  "random-forest": () =>
    checkTrainer(randomForest, {
      params: { numTrees: 10, maxDepth: 4, bootstrap: false },
      tolerance: { ...exact, repeatedRows: 1e-9 },
      learns: true,
    }),
  "extra-trees": () =>
    checkTrainer(extraTrees, {
      params: { numTrees: 10, maxDepth: 6 },
      tolerance: { ...exact, repeatedRows: 1e-9 },
      learns: true,
    }),
  // Each tree sees a draw of the rows, and repeated rows are drawn otherwise.
  "isolation-forest": () =>
    checkTrainer(isolationForest, { tolerance: { ...exact, repeatedRows: 0.1 }, learns: true }),
  boosting: async () => {
    const expected = { tolerance: { ...exact, repeatedRows: 1e-6 }, learns: true };
    return [
      ...(await checkTrainer(boosting, { params: small, ...expected })),
      ...(await checkTrainer(boosting, { params: { ...small, linearTree: true }, ...expected })),
    ];
  },
};

describe("checkTrainer", () => {
  for (const name of trainerNames) {
    it(`finds that ${name} keeps the contract`, async () => {
      const checks = await contracts[name]();
      expect(problems(checks)).toEqual([]);
      expect(checks.length).toBeGreaterThan(4 + 20 * trainers[name].tasks.length);
    });
  }

  it.each([
    ["regression", "regression_l1"],
    ["regression", "huber"],
    ["multiclass", "multiclassova"],
    ["ranking", "rank_xendcg"],
  ] as const)("finds that boosting keeps it for %s with the objective %s", async (task, objective) => {
    const checks = await checkTrainer(
      { ...boosting, tasks: [task] },
      {
        params: { ...small, minSumHessianInLeaf: 1e-3, objective },
        tolerance: { ...exact, repeatedRows: 1e-6 },
        learns: true,
      },
    );
    expect(problems(checks)).toEqual([]);
  });

  const expectations: TrainerExpectations = { tolerance: nearly, learns: true };
  const broken = async (
    change: Partial<Trainer<Parameters<typeof ridge.train>[2]>>,
  ): Promise<readonly string[]> =>
    problems(await checkTrainer({ ...ridge, ...change }, expectations)).map(({ law }) => law);

  it("knows what rankings, clusters and outliers keep to", async () => {
    for (const one of smallTrainers)
      expect([one.name, problems(await checkTrainer(one, expectations))]).toEqual([one.name, []]);
  });

  it("finds that a trainer without a target learns nothing, or answers with what is no cluster", async () => {
    const [, clusters, outliers] = smallTrainers;
    const answering = async (trainer: Trainer<unknown>, answer: number): Promise<readonly string[]> => {
      const train: typeof trainer.train = async (...given) => ({
        ...(await trainer.train(...given)),
        outputs: [float(answer)],
      });
      return problems(await checkTrainer({ ...trainer, train }, expectations)).map(({ law }) => law);
    };
    expect(await answering(clusters, 0.5)).toContain(
      "answers with numbers, and with probabilities that sum to 1",
    );
    expect(await answering(clusters, 0)).toEqual(["learns what can be learnt"]);
    expect(await answering(outliers, 2)).toContain(
      "answers with numbers, and with probabilities that sum to 1",
    );
    expect(await answering(outliers, 0.5)).toEqual(["learns what can be learnt"]);
  });

  it("finds a trainer that looks at the order of the rows", async () => {
    const laws = await broken({
      train: (set, validation, params, context) =>
        ridge.train(
          { ...set, target: set.target.map((value, row) => value + row / 100) },
          validation,
          params,
          context,
        ),
    });
    expect(laws).toContain("does not depend on the order of the rows");
  });

  it("finds a trainer that forgets the weights", async () => {
    const laws = await broken({
      train: ({ weight: _weight, ...set }, validation, params, context) =>
        ridge.train(set, validation, params, context),
    });
    expect(new Set(laws)).toEqual(
      new Set(["takes a weight as that many rows", "takes a row of weight 0 as absent"]),
    );
  });

  it("finds a trainer that learns nothing, or spoils its rows", async () => {
    const laws = await broken({
      train: (set, validation, _params, context) => {
        set.target.fill(1);
        return baseline.train(set, validation, { center: "mean" }, context);
      },
    });
    expect(laws).toContain("learns what can be learnt");
    expect(laws).toContain("leaves the rows it was given alone");
    expect(laws).toContain("refuses missing values that it does not handle");
  });
});
