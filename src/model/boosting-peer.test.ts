import { describe, expect, it } from "vitest";
import { quietEffects } from "../base/index.ts";
import { evaluateExpr } from "../compile/index.ts";
import { boosting } from "./boosting.ts";
import { boost, type Boosted } from "./boosting/boost.ts";
import { peerSet, rowOf } from "./boosting/peer-set.test-support.ts";
import { toForest } from "./boosting/to-forest.ts";
import { lossOf } from "./boosting/loss.ts";
import { takeTrainingRows } from "./prepare-training-set.ts";
import type { Task, TargetTaskKind } from "./task.ts";
import type { TrainingSet } from "./trainer.ts";

/**
 * Mean loss on every third row after 30 iterations of LightGBM 4.7.0 with its defaults and categorical_feature=[4]
 * (num_threads=1, deterministic=True), learnt on the other rows.
 */
const peers: Readonly<
  Record<Exclude<TargetTaskKind, "ranking">, { readonly task: Task; readonly loss: number }>
> = {
  regression: { task: { kind: "regression" }, loss: 0.4344133334510346 },
  binary: {
    task: { kind: "binary", classes: [false, true], type: "Boolean" },
    loss: 0.20833942714851275,
  },
  multiclass: {
    task: { kind: "multiclass", classes: [0, 1, 2], type: "Int" },
    loss: 0.46262882924348236,
  },
};

describe("boosting beside LightGBM", () => {
  for (const { task, loss: peerLoss } of Object.values(peers)) {
    it(`reaches the held-out loss of LightGBM for ${task.kind}`, async () => {
      const all = peerSet(task);
      const rows = [...all.target.keys()];
      const train = takeTrainingRows(all, Uint32Array.from(rows.filter((row) => row % 3 !== 2)));
      const test = takeTrainingRows(all, Uint32Array.from(rows.filter((row) => row % 3 === 2)));
      const params = boosting.normalize({ numIterations: 30 }, "peer", []);
      const boosted = await boost(train, undefined, params, {
        seed: 1,
        effects: quietEffects(() => 0),
      });
      expect(boosted.iterations.length).toBe(30);
      const loss = heldOutLoss(test, boosted);
      expect(loss / peerLoss).toBeLessThan(1.02);
      expect(loss / peerLoss).toBeGreaterThan(0.97);
    });
  }
});

/** The mean loss of the forests on raw values, by the oracle. */
function heldOutLoss(test: TrainingSet, { bins, start, iterations }: Boosted): number {
  const scores = start.map((bias, output) => {
    const trees = iterations.map((one) => one[output]!);
    const forest = toForest(trees, bins, bias);
    return Float64Array.from({ length: test.rowCount }, (_, row) =>
      Number(evaluateExpr(forest, rowOf(test, row))),
    );
  });
  const losses = new Float64Array(test.rowCount);
  lossOf(test.task).rowLosses(test, scores, losses);
  return losses.reduce((sum, loss) => sum + loss, 0) / test.rowCount;
}
