import { describe, expect, it } from "vitest";
import { createRandom, quietEffects, shuffledIndexes } from "../../base/index.ts";
import { evaluateExpr } from "../../compile/index.ts";
import { heldOutLoss, peerParts, peerTasks, type PeerTask } from "../boosting/peer-set.test-support.ts";
import { extraTrees } from "../extra-trees.ts";
import { takeTrainingRows } from "../prepare-training-set.ts";
import { randomForest } from "../random-forest.ts";
import type { Fitted, TrainingSet } from "../trainer.ts";

const context = { seed: 1, effects: quietEffects(() => 0) };
const trainers = { "random-forest": randomForest, "extra-trees": extraTrees } as const;
type Name = keyof typeof trainers;

const fit = (name: Name, set: TrainingSet, given: object = {}): Promise<Fitted> =>
  trainers[name].train(set, undefined, trainers[name].normalize(given, "models.0", []), context);

/**
 * Mean held-out losses of scikit-learn 1.9.1's RandomForest and ExtraTrees (100 trees, defaults, mean of seeds 0 to 2), the
 * category as one-hot columns; probabilities within 0.001. See peer-set for the rows.
 */
const peers: Readonly<Record<Name, readonly [number, number, number]>> = {
  "random-forest": [0.4977160868761323, 0.24754211940910031, 0.5030279388172388],
  "extra-trees": [0.5056756242945012, 0.26234833050537937, 0.5335825843155725],
};

describe("random-forest and extra-trees", () => {
  for (const name of ["random-forest", "extra-trees"] as const) {
    for (const [at, task] of Object.values(peerTasks).entries()) {
      it(`${name} reaches the held-out loss of scikit-learn for ${task.kind}`, async () => {
        const fitted = await fit(name, peerParts(task).train, { numTrees: 30 });
        expect(heldOutLoss(fitted, task, 1e-3) / peers[name][at]!).toBeLessThan(1.03);
      });
    }

    it(`${name} gives the same bits whatever the order of the rows`, async () => {
      const { train } = peerParts(peerTasks.multiclass);
      const turned = takeTrainingRows(train, shuffledIndexes(train.rowCount, createRandom("turn")));
      const given = { numTrees: 5 };
      expect(JSON.stringify(await fit(name, turned, given))).toBe(
        JSON.stringify(await fit(name, train, given)),
      );
    });
  }

  /** scikit-learn's `oob_score_` on the same rows: 0.885, 0.897 and 0.804 (means of three seeds). */
  it("tells the score on rows that a tree did not learn from", async () => {
    const score = async (task: PeerTask) =>
      (await fit("random-forest", peerParts(task).train, { numTrees: 40 })).details["outOfBag"] as Record<
        string,
        number
      >;
    expect((await score(peerTasks.regression))["rSquared"]).toBeCloseTo(0.885, 1);
    expect((await score(peerTasks.binary))["accuracy"]).toBeGreaterThan(0.885);
    expect((await score(peerTasks.multiclass))["accuracy"]).toBeGreaterThan(0.79);
  });

  it("answers with the shares of the classes in the leaves", async () => {
    const codes = Int32Array.from({ length: 400 }, (_, row) => row % 4);
    const set: TrainingSet = {
      task: peerTasks.binary,
      rowCount: 400,
      features: [{ kind: "category", name: "level", codes, levelCount: 4 }],
      target: Float64Array.from(codes, (code, row) => Number((row >> 2) % 4 < code)),
    };
    const { outputs } = await fit("extra-trees", set, { numTrees: 10 });
    expect([0, 1, 2, 3].map((level) => evaluateExpr(outputs[0]!, { level }))).toEqual([0, 0.25, 0.5, 0.75]);
  });

  it("keeps to its limits on depth and rows", async () => {
    const { train } = peerParts(peerTasks.regression);
    const shallow = await fit("random-forest", train, { numTrees: 4, maxDepth: 3 });
    expect(shallow.details["leafCount"]).toBeLessThanOrEqual(4 * 8);
    const wide = await fit("random-forest", train, { numTrees: 4, minDataInLeaf: 200 });
    expect(wide.details["leafCount"]).toBeLessThanOrEqual(4 * 10);
  });

  it("says so when no question parts the rows", async () => {
    const set = { ...peerParts(peerTasks.regression).train, features: [] };
    const { diagnostics, outputs } = await fit("random-forest", set, { numTrees: 3, bootstrap: false });
    expect(diagnostics.map(({ code }) => code)).toEqual(["T2653"]);
    expect(outputs[0]!.kind).toBe("literal");
  });
});
