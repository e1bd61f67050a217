import { naturalLogarithm, quietEffects } from "../../base/index.ts";
import { evaluateExpr, type Row } from "../../compile/index.ts";
import { boosting, type BoostingParameters } from "../boosting.ts";
import type { Task, TaskKind } from "../task.ts";
import type { Fitted, TrainingSet } from "../trainer.ts";
import { partPeerRows, peerRows } from "./fixtures/peer-rows.test-support.ts";

/** The three tasks that the peers learnt. */
export const peerTasks = {
  regression: { kind: "regression" },
  binary: { kind: "binary", classes: [false, true], type: "Boolean" },
  multiclass: { kind: "multiclass", classes: [0, 1, 2], type: "Int" },
} as const satisfies Partial<Record<TaskKind, Task>>;

export type PeerTask = (typeof peerTasks)[keyof typeof peerTasks];

const targets = { regression: "number", binary: "binary", multiclass: "classes" } as const;

/** The made rows that the peers learnt from and were tested by. */
export const peerParts = (task: PeerTask): { readonly train: TrainingSet; readonly test: TrainingSet } =>
  partPeerRows(peerRows(task, targets[task.kind], false));

/** Boosting on the peers' training rows, with 30 iterations. */
export const fitPeer = (task: PeerTask, given: Partial<BoostingParameters> = {}): Promise<Fitted> =>
  boosting.train(
    peerParts(task).train,
    undefined,
    boosting.normalize({ numIterations: 30, ...given }, "peer", []),
    { seed: 1, effects: quietEffects(() => 0) },
  );

/** The mean loss of a model on the held-out rows, by the oracle: squared error or log-loss, of probabilities within `least`. */
export function heldOutLoss({ outputs }: Pick<Fitted, "outputs">, task: PeerTask, least = 0): number {
  const { test } = peerParts(task);
  let sum = 0;
  for (let row = 0; row < test.rowCount; row++) {
    const values = rowOf(test, row);
    const truth = test.target[row]!;
    const at = task.kind === "multiclass" ? truth : 0;
    const answer = Number(evaluateExpr(outputs[at]!, values));
    const share = Math.min(Math.max(answer, least), 1 - least);
    if (task.kind === "regression") sum += (answer - truth) ** 2;
    else sum -= naturalLogarithm(task.kind === "binary" && truth === 0 ? 1 - share : share);
  }
  return sum / test.rowCount;
}

/** A row as the oracle reads it: missing is null. */
export const rowOf = (set: TrainingSet, row: number): Row =>
  Object.fromEntries(
    set.features.map((feature) => {
      const value = feature.kind === "number" ? feature.values[row]! : feature.codes[row]!;
      return [feature.name, Number.isNaN(value) ? null : value];
    }),
  );
