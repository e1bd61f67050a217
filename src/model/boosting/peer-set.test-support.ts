import { naturalLogarithm, quietEffects } from "../../base/index.ts";
import { evaluateExpr, type Row } from "../../compile/index.ts";
import { boosting, type BoostingParameters } from "../boosting.ts";
import { takeTrainingRows } from "../prepare-training-set.ts";
import type { Task, TaskKind } from "../task.ts";
import type { Fitted, TrainingSet } from "../trainer.ts";

/** The three tasks that the peers learnt. */
export const peerTasks = {
  regression: { kind: "regression" },
  binary: { kind: "binary", classes: [false, true], type: "Boolean" },
  multiclass: { kind: "multiclass", classes: [0, 1, 2], type: "Int" },
} as const satisfies Partial<Record<TaskKind, Task>>;

export type PeerTask = (typeof peerTasks)[keyof typeof peerTasks];

/** 3,000 rows from the linear congruential generator 1664525·s + 1013904223 mod 2³², rebuilt in Python for LightGBM. */
export function peerSet(task: Task): TrainingSet {
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

/** Every third row is held out. */
export function peerParts(task: Task): { readonly train: TrainingSet; readonly test: TrainingSet } {
  const all = peerSet(task);
  const rows = [...all.target.keys()];
  return {
    train: takeTrainingRows(all, Uint32Array.from(rows.filter((row) => row % 3 !== 2))),
    test: takeTrainingRows(all, Uint32Array.from(rows.filter((row) => row % 3 === 2))),
  };
}

/** Boosting on the peers' training rows, with 30 iterations. */
export const fitPeer = (task: Task, given: Partial<BoostingParameters> = {}): Promise<Fitted> =>
  boosting.train(
    peerParts(task).train,
    undefined,
    boosting.normalize({ numIterations: 30, ...given }, "peer", []),
    { seed: 1, effects: quietEffects(() => 0) },
  );

/** The mean loss of a model on the held-out rows, by the oracle: squared error or log-loss, of probabilities within `least`. */
export function heldOutLoss({ outputs }: Pick<Fitted, "outputs">, task: Task, least = 0): number {
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
