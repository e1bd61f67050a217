import { describe, expect, it } from "vitest";
import { createRandom, quietEffects, shuffledIndexes, type Diagnostic } from "../../base/index.ts";
import { walk, type Expr, type ForestExpr } from "../../ir/index.ts";
import { boosting, type BoostingParameters } from "../boosting.ts";
import { takeTrainingRows } from "../prepare-training-set.ts";
import { fitPeer, heldOutLoss, peerParts, peerTasks } from "./peer-set.test-support.ts";

const { regression, binary, multiclass } = peerTasks;

/**
 * Mean held-out losses of LightGBM 4.7.0 (regression, binary, multiclass) with the same parameters; see peer-set. Draws differ,
 * so the level is compared.
 */
const peers: Readonly<
  Record<
    string,
    { readonly given: Partial<BoostingParameters>; readonly losses: readonly [number, number, number] }
  >
> = {
  bagging: {
    given: { baggingFraction: 0.5 },
    losses: [0.4389479845869027, 0.21345348945519746, 0.46802294132009986],
  },
  goss: {
    given: { dataSampleStrategy: "goss" },
    losses: [0.45715771393685406, 0.21816751843898732, 0.4725739371540439],
  },
  // Mean of drop_seed 0 to 5. Without XGBoost's mode LightGBM drops the starting score with the first tree, which we keep.
  dart: {
    given: { boosting: "dart", xgboostDartMode: true },
    losses: [0.47713593537764837, 0.2199913128814531, 0.4803838735928739],
  },
  rf: {
    given: { boosting: "rf", baggingFraction: 0.6, featureFraction: 0.8 },
    losses: [0.7315001131879498, 0.33666380680772406, 0.6095576928283689],
  },
};

const forestsOf = (outputs: readonly Expr[]): readonly ForestExpr[] => {
  const found: ForestExpr[] = [];
  for (const output of outputs)
    walk(output, (part) => {
      if (part.kind === "forest") found.push(part);
    });
  return found;
};

describe("draws of rows and ways to add trees up", () => {
  for (const [name, { given, losses }] of Object.entries(peers)) {
    it(`reaches LightGBM's held-out loss with ${name}`, async () => {
      for (const [at, task] of [regression, binary, multiclass].entries()) {
        const loss = heldOutLoss(await fitPeer(task, given), task);
        expect(loss / losses[at]!, task.kind).toBeLessThan(1.08);
      }
    });

    it(`does not look at the order of the rows with ${name}`, async () => {
      const { train } = peerParts(binary);
      const turned = takeTrainingRows(train, shuffledIndexes(train.rowCount, createRandom("turn")));
      const params = boosting.normalize({ numIterations: 15, learningRate: 0.2, ...given }, "models.0", []);
      const context = { seed: 3, effects: quietEffects(() => 0) };
      const [first, second] = [
        await boosting.train(train, undefined, params, context),
        await boosting.train(turned, undefined, params, context),
      ];
      expect(JSON.stringify(second)).toBe(JSON.stringify(first));
    });
  }

  it("draws the same rows for as many iterations as baggingFreq says", async () => {
    const given = { baggingFraction: 0.3, numLeaves: 2, learningRate: 1, numIterations: 2 };
    const root = async (baggingFreq: number): Promise<number> =>
      forestsOf((await fitPeer(regression, { ...given, baggingFreq })).outputs)[0]!.value.at(-1)!;
    expect(await root(2)).not.toBe(await root(1));
    expect(await root(2)).toBe(await root(7));
  });

  it("draws from each of two classes by its own share", async () => {
    const given = { negBaggingFraction: 0.2, minSumHessianInLeaf: 0, numIterations: 1, numLeaves: 2 };
    // Many negatives left out: the leaves of the first step are far above those of all rows.
    const highest = async (params: Partial<BoostingParameters>): Promise<number> =>
      Math.max(...forestsOf((await fitPeer(binary, { ...given, ...params })).outputs)[0]!.value);
    expect(await highest({})).toBeGreaterThan((await highest({ negBaggingFraction: 1 })) * 1.02);
    await expect(fitPeer(regression, given)).rejects.toThrow("T2655");
  });

  it("makes dropped trees smaller, and with no dropouts is plain boosting", async () => {
    const plain = await fitPeer(regression, {});
    const never = await fitPeer(regression, { boosting: "dart", dropRate: 0 });
    expect(JSON.stringify(never.outputs)).toBe(JSON.stringify(plain.outputs));
    const always = await fitPeer(regression, { boosting: "dart", dropRate: 1, skipDrop: 0 });
    const size = ({ outputs }: typeof plain): number =>
      forestsOf(outputs)[0]!.value.reduce((sum, value) => sum + Math.abs(value), 0);
    expect(size(always)).toBeLessThan(size(plain) / 2);
    const asXgboost = await fitPeer(regression, {
      boosting: "dart",
      xgboostDartMode: true,
      uniformDrop: true,
    });
    expect(heldOutLoss(asXgboost, regression)).toBeLessThan(0.55);
  });

  it("tells parameters that do not go together", () => {
    const told = (given: object): readonly string[] => {
      const diagnostics: Diagnostic[] = [];
      boosting.normalize(given, "models.0", diagnostics);
      return diagnostics.map(({ code, place }) => `${code} ${place}`);
    };
    expect(told({ boosting: "rf" })).toEqual(["T2654 models.0.boosting"]);
    expect(told({ boosting: "rf", baggingFraction: 0.5 })).toEqual([]);
    expect(told({ dataSampleStrategy: "goss", baggingFraction: 0.5, topRate: 0.95 })).toEqual([
      "T2654 models.0.baggingFraction",
      "T2654 models.0.topRate",
    ]);
  });
});
