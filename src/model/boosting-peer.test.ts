import { describe, expect, it } from "vitest";
import { quietEffects } from "../base/index.ts";
import { evaluateExpr } from "../compile/index.ts";
import { boosting } from "./boosting.ts";
import { boost, type Boosted } from "./boosting/boost.ts";
import { peerSet, rowOf } from "./boosting/peer-set.test-support.ts";
import { toForest } from "./boosting/to-forest.ts";
import { partPeerRows, peerRows, type peerTargets } from "./boosting/fixtures/peer-rows.test-support.ts";
import { findJudgeMetric } from "./boosting/judging/judge-metric.ts";
import { linkScores } from "./boosting/objectives/links.ts";
import type { Task } from "./task.ts";
import type { TrainingSet } from "./trainer.ts";

/**
 * Mean loss on every third row after 30 iterations of LightGBM 4.7.0 with its defaults and categorical_feature=[4]
 * (num_threads=1, deterministic=True), learnt on the other rows.
 */
const peers: Readonly<
  Record<
    "regression" | "binary" | "multiclass",
    { readonly task: Task; readonly target: keyof typeof peerTargets; readonly loss: number }
  >
> = {
  regression: { task: { kind: "regression" }, target: "number", loss: 0.4344133334510346 },
  binary: {
    task: { kind: "binary", classes: [false, true], type: "Boolean" },
    target: "binary",
    loss: 0.20833942714851275,
  },
  multiclass: {
    task: { kind: "multiclass", classes: [0, 1, 2], type: "Int" },
    target: "classes",
    loss: 0.46262882924348236,
  },
};

describe("boosting beside LightGBM", () => {
  for (const { task, target, loss: peerLoss } of Object.values(peers)) {
    it(`reaches the held-out loss of LightGBM for ${task.kind}`, async () => {
      const { train, test } = partPeerRows(peerRows(task, target, false));
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
function heldOutLoss(test: TrainingSet, { bins, link, metrics, start, iterations }: Boosted): number {
  const scores = start.map((bias, output) => {
    const trees = iterations.map((one) => one[output]!);
    const forest = toForest(trees, bins, bias);
    return Float64Array.from({ length: test.rowCount }, (_, row) =>
      Number(evaluateExpr(forest, rowOf(test, row))),
    );
  });
  const measure = findJudgeMetric(metrics[0]!)!.prepare(test, boosting.normalize({}, "peer", []));
  return measure(linkScores(link, scores, scores));
}
