import { describe, expect, it } from "vitest";
import { createRandom } from "../../../base/index.ts";
import { boosting } from "../../boosting.ts";
import type { Task } from "../../task.ts";
import type { TrainingSet } from "../../trainer.ts";
import { openObjective } from "./open-objective.ts";
import type { ObjectiveName, ObjectiveParameters } from "./parameters.ts";

const regression: Task = { kind: "regression" };
const binary: Task = { kind: "binary", classes: [false, true], type: "Boolean" };
const multiclass: Task = { kind: "multiclass", classes: ["a", "b", "c"], type: "Text" };

/** The loss of one row of weight 1 by its scores, written down once more; `curvature` where the second derivative is not the true one. */
interface Law {
  readonly task: Task;
  readonly target: (draw: number) => number;
  readonly params?: Partial<ObjectiveParameters>;
  readonly loss: (scores: readonly number[], y: number) => number;
  readonly curvature?: (scores: readonly number[], y: number, trueCurvature: number) => number;
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const softmaxLoss = (scores: readonly number[], y: number): number =>
  Math.log(scores.reduce((sum, score) => sum + Math.exp(score), 0)) - scores[y]!;
const one = (): number => 1;
const number = (draw: number): number => draw * 6 - 3;

const laws: Readonly<Record<Exclude<ObjectiveName, "lambdarank" | "rank_xendcg">, Law>> = {
  regression: { task: regression, target: number, loss: ([s], y) => (s! - y) ** 2 / 2 },
  regression_l1: { task: regression, target: number, loss: ([s], y) => Math.abs(s! - y), curvature: one },
  huber: {
    task: regression,
    target: number,
    loss: ([s], y) => (Math.abs(s! - y) <= 0.9 ? (s! - y) ** 2 / 2 : 0.9 * (Math.abs(s! - y) - 0.45)),
    curvature: one,
  },
  fair: {
    task: regression,
    target: number,
    params: { fairC: 2 },
    loss: ([s], y) => 4 * (Math.abs(s! - y) / 2 - Math.log1p(Math.abs(s! - y) / 2)),
  },
  quantile: {
    task: regression,
    target: number,
    params: { alpha: 0.3 },
    loss: ([s], y) => (y > s! ? 0.3 * (y - s!) : 0.7 * (s! - y)),
    curvature: one,
  },
  mape: {
    task: regression,
    target: number,
    loss: ([s], y) => Math.abs(s! - y) / Math.max(1, Math.abs(y)),
    curvature: one,
  },
  poisson: {
    task: regression,
    target: (draw) => Math.floor(draw * 5),
    loss: ([s], y) => Math.exp(s!) - y * s!,
    curvature: (_scores, _y, curvature) => curvature * Math.exp(0.7),
  },
  gamma: { task: regression, target: (draw) => draw + 0.1, loss: ([s], y) => s! + y * Math.exp(-s!) },
  tweedie: {
    task: regression,
    target: (draw) => Math.max(0, draw - 0.3),
    params: { tweedieVariancePower: 1.2 },
    loss: ([s], y) => Math.exp(0.8 * s!) / 0.8 + (y * Math.exp(-0.2 * s!)) / 0.2,
  },
  binary: {
    task: binary,
    target: (draw) => Number(draw > 0.6),
    params: { sigmoid: 1.7, scalePosWeight: 2.5 },
    loss: ([s], y) => (y === 1 ? -2.5 * Math.log(sigmoid(1.7 * s!)) : -Math.log(1 - sigmoid(1.7 * s!))),
  },
  cross_entropy: {
    task: regression,
    target: (draw) => draw,
    loss: ([s], y) => -y * Math.log(sigmoid(s!)) - (1 - y) * Math.log(1 - sigmoid(s!)),
  },
  multiclass: {
    task: multiclass,
    target: (draw) => Math.floor(draw * 3),
    loss: softmaxLoss,
    curvature: (_scores, _y, curvature) => curvature * 1.5,
  },
  multiclassova: {
    task: multiclass,
    target: (draw) => Math.floor(draw * 3),
    loss: (scores, y) =>
      scores.reduce((sum, s, at) => sum - Math.log(at === y ? sigmoid(s) : 1 - sigmoid(s)), 0),
  },
};

describe("objectives", () => {
  const rowCount = 60;
  for (const [name, law] of Object.entries(laws)) {
    it(`give the derivatives of ${name}, times the weight`, () => {
      const random = createRandom(name);
      const draw = (value: (draw: number) => number): Float64Array =>
        Float64Array.from({ length: rowCount }, () => value(random.next()));
      const set: TrainingSet = {
        task: law.task,
        rowCount,
        features: [],
        target: draw(law.target),
        weight: draw((one) => one + 0.25),
      };
      const params = boosting.normalize({ ...law.params, objective: name }, "law", []);
      const objective = openObjective(set, params, 1);
      const scores = objective.start.map(() => draw((one) => one * 3 - 1.5));
      const [gradient, hessian] = [new Float64Array(rowCount), new Float64Array(rowCount)];
      objective.prepare?.(scores, 1);
      for (const output of scores.keys()) {
        objective.differentiate(scores, output, gradient, hessian);
        for (let row = 0; row < rowCount; row++) {
          const at = scores.map((score) => score[row]!);
          const y = set.target[row]!;
          const moved = (by: number): number =>
            law.loss(
              at.map((score, index) => (index === output ? score + by : score)),
              y,
            );
          const slope = (moved(1e-6) - moved(-1e-6)) / 2e-6;
          const bend = (moved(1e-4) - 2 * moved(0) + moved(-1e-4)) / 1e-8;
          const weight = set.weight![row]!;
          expect(gradient[row]! / weight, `gradient ${row}`).toBeCloseTo(slope, 6);
          expect(hessian[row]! / weight, `hessian ${row}`).toBeCloseTo(
            law.curvature?.(at, y, bend) ?? bend,
            5,
          );
        }
      }
    });
  }
});
