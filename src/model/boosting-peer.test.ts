import { describe, expect, it } from "vitest";
import { quietEffects } from "../base/index.ts";
import { evaluateExpr, type Row } from "../compile/index.ts";
import { boosting } from "./boosting.ts";
import { boost, type Boosted } from "./boosting/boost.ts";
import { toForest } from "./boosting/to-forest.ts";
import { lossOf } from "./boosting/loss.ts";
import { takeTrainingRows } from "./prepare-training-set.ts";
import type { Task, TargetTaskKind } from "./task.ts";
import type { TrainingSet } from "./trainer.ts";

/** 3,000 rows from the linear congruential generator 1664525·s + 1013904223 mod 2³², rebuilt in Python for LightGBM. */
function peerSet(task: Task): TrainingSet {
  let state = 12345;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
  const rowCount = 3000;
  const draws = Array.from({ length: rowCount }, () => Array.from({ length: 7 }, next));
  const column = (value: (draw: readonly number[]) => number): Float64Array =>
    Float64Array.from(draws, value);
  const x0 = column((draw) => Math.floor(draw[0]! * 200) / 20);
  const x1 = column((draw) => (draw[4]! < 0.15 ? Number.NaN : draw[1]!));
  const codes = Int32Array.from(draws, (draw) => Math.floor(draw[5]! * 12));
  const target = column(() => 0).map((_, row) => {
    const draw = draws[row]!;
    const product = Number.isNaN(x1[row]!) ? 2.5 : 4 * draw[1]! * draw[2]!;
    const score = x0[row]! * 0.5 + product + ([1, 4, 5, 9].includes(codes[row]!) ? 2 : 0) + draw[6]! * 2;
    if (task.kind === "regression") return score;
    return task.kind === "binary" ? Number(score > 6.2) : score < 5 ? 0 : score < 7 ? 1 : 2;
  });
  return {
    task,
    rowCount,
    features: [
      { kind: "number", name: "x0", values: x0 },
      { kind: "number", name: "x1", values: x1 },
      { kind: "number", name: "x2", values: column((draw) => draw[2]!) },
      { kind: "number", name: "x3", values: column((draw) => draw[3]!) },
      { kind: "category", name: "x4", codes, levelCount: 12 },
    ],
    target,
  };
}

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

const rowOf = (set: TrainingSet, row: number): Row =>
  Object.fromEntries(
    set.features.map((feature) => {
      const value = feature.kind === "number" ? feature.values[row]! : feature.codes[row]!;
      return [feature.name, Number.isNaN(value) ? null : value];
    }),
  );
