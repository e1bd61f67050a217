import { describe, expect, it } from "vitest";
import { quietEffects } from "../../../base/index.ts";
import { boosting } from "../../boosting.ts";
import type { Task } from "../../task.ts";
import { boost } from "../boost.ts";
import { partPeerRows, peerRows, type peerTargets } from "../fixtures/peer-rows.test-support.ts";
import { openObjective } from "./open-objective.ts";
import type { ObjectiveParameters } from "./parameters.ts";

const regression: Task = { kind: "regression" };
const binary: Task = { kind: "binary", classes: [false, true], type: "Boolean" };
const multiclass: Task = { kind: "multiclass", classes: [0, 1, 2], type: "Int" };

/** What LightGBM came to: without weights, with weights. */
interface Peer {
  readonly task: Task;
  readonly target: keyof typeof peerTargets;
  readonly params: Partial<ObjectiveParameters>;
  readonly metric: string;
  readonly losses: readonly [number, number];
  readonly starts: readonly [readonly number[], readonly number[]];
  /** How far our start may lie from its own; its quantiles lie elsewhere between two values. */
  readonly startMargin: number;
  /** How much worse our loss may be. */
  readonly margin: number;
}

const peer = (
  task: Task,
  target: Peer["target"],
  params: Peer["params"],
  metric: string,
  losses: Peer["losses"],
  starts: Peer["starts"],
  startMargin = 1e-6,
): Peer => ({
  task,
  target,
  params,
  metric,
  losses,
  starts,
  startMargin,
  // Some hundred positive rows that count more make it noisier.
  margin: target === "rare" ? 0.1 : 0.045,
});

/**
 * LightGBM 4.7.0 with its defaults (num_threads=1, deterministic=True, categorical_feature=[4], learning_rate=0.2), 15 iterations on two thirds
 * of the rows: its own metric on the last third, and the score that it starts from. With 200 to 254 bins its losses move by up to 2 %, those of rare
 * positive rows by 5 %, and so do ours: so much is chance. Of multiclassova its sigmoids are made
 * shares before the loss, as ours are.
 */
const peers: readonly Peer[] = [
  peer(
    regression,
    "number",
    { objective: "regression" },
    "l2",
    [0.44641397149439677, 0.42560897582038176],
    [[5.344078307091192], [5.358824444714591]],
  ),
  peer(
    regression,
    "number",
    { objective: "regression_l1" },
    "l1",
    [0.5860441387089822, 0.5868638787963095],
    [[5.276006221770181], [5.283056735991331]],
    0.02,
  ),
  peer(
    regression,
    "number",
    { objective: "huber" },
    "huber",
    [0.31610236891430027, 0.31039220754866875],
    [[5.344078307091442], [5.358824444714784]],
  ),
  peer(
    regression,
    "number",
    { objective: "fair" },
    "fair",
    [0.16405276497733237, 0.16303142747372917],
    [[5.344078307091213], [5.358824444714513]],
  ),
  peer(
    regression,
    "number",
    { objective: "quantile" },
    "quantile",
    [0.1421581269502986, 0.14756205001274247],
    [[8.106127738951075], [8.094382286070157]],
    0.02,
  ),
  peer(
    regression,
    "number",
    { objective: "quantile", alpha: 0.25 },
    "quantile",
    [0.24904160144260004, 0.246765019217399],
    [[3.8737859725941286], [3.908818244932335]],
    0.02,
  ),
  peer(
    regression,
    "number",
    { objective: "mape" },
    "mape",
    [0.13840909121600897, 0.15109362790057182],
    [[4.130541324613784], [4.182548999784224]],
    0.02,
  ),
  peer(
    regression,
    "count",
    { objective: "poisson" },
    "poisson",
    [-0.8738325791920826, -0.8339345598894042],
    [[1.029440829806612], [1.0320627623555556]],
  ),
  peer(
    regression,
    "positive",
    { objective: "gamma" },
    "gamma",
    [2.628321394713345, 2.629412458390278],
    [[1.6945284690496105], [1.697233463286878]],
  ),
  peer(
    regression,
    "amount",
    { objective: "tweedie", tweedieVariancePower: 1.3 },
    "tweedie",
    [6.130089460492837, 6.097042381031823],
    [[0.5076857185052798], [0.5106645818035522]],
  ),
  peer(
    regression,
    "share",
    { objective: "cross_entropy" },
    "cross_entropy",
    [0.6323593155717805, 0.6333666390590422],
    [[-0.2195178471575938], [-0.21454435723485374]],
  ),
  peer(
    binary,
    "binary",
    { objective: "binary" },
    "binary_logloss",
    [0.21119929860080283, 0.2133654658785742],
    [[-0.6410908186053054], [-0.6427667508209665]],
  ),
  peer(
    binary,
    "rare",
    { objective: "binary", scalePosWeight: 3 },
    "binary_logloss",
    [0.13554506645192793, 0.14486102390185857],
    [[-2.0654552997062225], [-2.076413869827323]],
  ),
  peer(
    binary,
    "rare",
    { objective: "binary", isUnbalance: true },
    "binary_logloss",
    [0.16269147181973279, 0.15702697772390792],
    [[-2.0654552997062225], [-2.076413869827323]],
  ),
  peer(
    multiclass,
    "classes",
    { objective: "multiclass" },
    "multi_logloss",
    [0.473397476037583, 0.44670003993218244],
    [
      [-0.7929675158408647, -1.1208578976159587, -1.5073326894977794],
      [-0.8002211380432186, -1.115636614520305, -1.5002974546312553],
    ],
  ),
  peer(
    multiclass,
    "classes",
    { objective: "multiclassova" },
    "multi_logloss",
    [0.46057508068639913, 0.459626457475666],
    [
      [-0.19057469854873788, -0.7263327295463934, -1.2569464017901115],
      [-0.2037838638043926, -0.7185762032308678, -1.2479004133547544],
    ],
  ),
];

describe("objectives beside LightGBM", () => {
  for (const { task, target, params, metric, losses, starts, startMargin, margin } of peers) {
    const name = JSON.stringify(params);
    it.each([0, 1])(`reach its held-out loss for ${name} (weights: %i)`, async (isWeighted) => {
      const { train, test } = partPeerRows(peerRows(task, target, isWeighted === 1));
      const full = boosting.normalize(
        { ...params, metric, numIterations: 15, learningRate: 0.2, earlyStoppingRounds: 0 },
        "peer",
        [],
      );
      const { start } = openObjective(train, full, 1);
      for (const [output, score] of starts[isWeighted]!.entries())
        expect(Math.abs(start[output]! - score)).toBeLessThan(startMargin);
      const { curve } = await boost(train, test, full, { seed: 1, effects: quietEffects(() => 0) });
      const loss = curve.at(-1)!.validation![0]!;
      const theirs = losses[isWeighted]!;
      expect(loss).toBeLessThan(theirs + Math.abs(theirs) * margin);
    });
  }
});
