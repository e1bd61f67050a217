import { describe, expect, it } from "vitest";
import { quietEffects } from "../base/index.ts";
import { evaluateExpr } from "../compile/index.ts";
import { linearSvm, type LinearSvmParameters } from "./linear-svm.ts";
import { fitPlatt } from "./linear/platt.ts";
import type { Task } from "./task.ts";
import type { Fitted, TrainingSet } from "./trainer.ts";

const context = { seed: 1, effects: quietEffects(() => 0) };
const count = 60;
const make = (value: (row: number) => number): Float64Array =>
  Float64Array.from({ length: count }, (_, row) => value(row));
const x0 = make((row) => Math.sin(row * 1.3) * 3 + 10);
const x1 = make((row) => (row * row) % 17);
const x2 = make((row) => Math.cos(row * 0.7) * 0.01);
const noise = make((row) => ((row * 7) % 11) / 3);
const tripled = make((row) => 1 + (row % 3));
const classes = make((row) => (noise[row]! + 0.3 * x0[row]! > 4.4 ? 1 : 0));
const quantity = make((row) => 2 * x0[row]! - 0.5 * x1[row]! + 100 * x2[row]! + noise[row]!);
const binary: Task = { kind: "binary", classes: [false, true], type: "Boolean" };

const setOf = (task: Task, target: Float64Array, weight?: Float64Array): TrainingSet => ({
  task,
  rowCount: target.length,
  features: Object.entries({ x0, x1, x2 }).map(([name, values]) => ({ kind: "number", name, values })),
  target,
  ...(weight ? { weight } : {}),
});

const train = (set: TrainingSet, params: Partial<LinearSvmParameters>): Promise<Fitted> =>
  linearSvm.train(set, undefined, linearSvm.normalize(params, "test", []), context);

function numbersOf({ details }: Fitted): number[] {
  const { coefficients, intercept } = details as unknown as {
    coefficients: Record<string, number>;
    intercept: number;
  };
  return [...Object.values(coefficients), intercept];
}

/**
 * scikit-learn 1.9.1 on standardised features (and target), unscaled: LinearSVC and LinearSVR with `dual=False`, tol 1e-14 and
 * `intercept_scaling=1e4`, which leaves their intercept nearly free; SVC and SVR with a linear kernel and tol 1e-12. Kind,
 * C = 1 / λ, weights, coefficients with the intercept, λ times their objective.
 */
const figures: readonly (readonly [string, number, boolean, readonly number[], number])[] = [
  [
    "sq",
    1,
    false,
    [0.15846404841662734, -0.015060044921408144, 0.7869875167598566, -1.306069874494319],
    50.764769146316425,
  ],
  [
    "hinge",
    1,
    false,
    [0.4232635402971753, -0.01720776841211476, -2.002629811167464, -3.9422362778843874],
    43.813760956471626,
  ],
  [
    "tube",
    1,
    false,
    [2.0254568847852945, -0.5255548655320305, 82.33928403795122, 1.6147843335645433],
    5.217907137885926,
  ],
  [
    "sqtube",
    1,
    false,
    [1.9621290514583538, -0.5015734015768546, 87.11730023463898, 2.0589943122280197],
    1.1816907798739107,
  ],
  [
    "sq",
    0.05,
    false,
    [0.15970096926205168, -0.015141802804829007, 0.7735102346178412, -1.3178513945280153],
    50.70732221229668,
  ],
  [
    "hinge",
    0.05,
    false,
    [0.4401545897874486, -0.01789453551615275, -2.081535781025453, -4.059655581755861],
    43.40528861034562,
  ],
  [
    "tube",
    0.05,
    false,
    [2.026423571153433, -0.5266344701771799, 82.22127725783423, 1.6180992069544224],
    4.784866236576002,
  ],
  [
    "sqtube",
    0.05,
    false,
    [1.9832089813091427, -0.5055607693470211, 87.55348012034426, 1.879005217899552],
    0.7744517465831032,
  ],
  [
    "sq",
    1,
    true,
    [0.13228268436187787, -0.02690407234146578, 3.008709833018416, -0.9339761477426747],
    102.26174876427761,
  ],
  [
    "hinge",
    1,
    true,
    [0.36883911457674096, -0.05674794106956101, 7.949431485960188, -2.9461301250563197],
    89.47816462279403,
  ],
  [
    "tube",
    1,
    true,
    [1.9652167544833938, -0.5301065176491829, 90.6189884948065, 2.199698458651664],
    9.872454609845201,
  ],
  [
    "sqtube",
    1,
    true,
    [1.9431871113577113, -0.5135108139481839, 84.47545163738458, 2.331468397460549],
    1.8618344500907897,
  ],
  [
    "sq",
    0.05,
    true,
    [0.13277748029341407, -0.026986180194386394, 3.0071237340843364, -0.9383069931250978],
    102.21341901699917,
  ],
  [
    "hinge",
    0.05,
    true,
    [0.368843191268043, -0.05674927312667543, 7.949776535318789, -2.9461659223029972],
    89.14033962847648,
  ],
  [
    "tube",
    0.05,
    true,
    [1.965221088652988, -0.5301050652331379, 90.61865519108909, 2.199571601088673],
    9.46469889889944,
  ],
  [
    "sqtube",
    0.05,
    true,
    [1.9531148775952878, -0.5155393928566735, 84.63661985056102, 2.2478984541116915],
    1.4673720132737182,
  ],
];

describe("linear-svm", () => {
  for (const [kind, lambda, weighted, expected, objective] of figures)
    it(`finds the plane of scikit-learn: ${kind}, lambda ${lambda}${weighted ? ", with weights" : ""}`, async () => {
      const loss = kind.startsWith("sq") ? "squared-hinge" : "hinge";
      const set = kind.endsWith("tube")
        ? setOf({ kind: "regression" }, quantity, weighted ? tripled : undefined)
        : setOf(binary, classes, weighted ? tripled : undefined);
      const fitted = await train(set, { lambda, loss });
      expect(fitted.details["converged"]).toBe(true);
      const reached = Number(fitted.details["objective"]);
      // Least values: ours is nowhere above theirs, and hardly below.
      expect(reached / objective - 1).toBeLessThan(1e-9);
      expect(reached / objective - 1).toBeGreaterThan(-1e-5);
      const found = numbersOf(fitted);
      // As near as the stop of theirs lets the coefficients come.
      for (const [at, value] of expected.entries())
        expect(Math.abs(found[at]! - value)).toBeLessThan(1e-3 * Math.max(1, Math.abs(value)));
    });

  it("finds the sigmoid of scikit-learn through margins", () => {
    const margins = make((row) => x0[row]! / 3 - 3 + noise[row]! / 5);
    const isPositive = (row: number): boolean => classes[row] === 1;
    const { slope, shift } = fitPlatt(margins, isPositive, undefined);
    // _sigmoid_calibration of scikit-learn 1.9.1, which stops earlier.
    expect(slope).toBeCloseTo(1.7403518, 4);
    expect(shift).toBeCloseTo(-0.7295909, 4);
    const weighted = fitPlatt(margins, isPositive, tripled);
    const rows = [...margins.keys()].flatMap((row) => Array.from({ length: tripled[row]! }, () => row));
    const repeated = fitPlatt(
      Float64Array.from(rows, (row) => margins[row]!),
      (at) => isPositive(rows[at]!),
      undefined,
    );
    expect(weighted.slope).toBeCloseTo(repeated.slope, 10);
    expect(weighted.shift).toBeCloseTo(repeated.shift, 10);
  });

  it("answers with probabilities whose order is that of the margins, and tells how they were found", async () => {
    const fitted = await train(setOf(binary, classes), {});
    const { platt } = fitted.details as unknown as { platt: { slope: number; crossFitted: boolean } };
    expect(platt.crossFitted).toBe(true);
    expect(platt.slope).toBeGreaterThan(0);
    const [w0, w1, w2, b] = numbersOf(fitted);
    const points = [...x0.keys()].map((row) => ({
      margin: w0! * x0[row]! + w1! * x1[row]! + w2! * x2[row]! + b!,
      probability: Number(evaluateExpr(fitted.outputs[0]!, { x0: x0[row]!, x1: x1[row]!, x2: x2[row]! })),
    }));
    points.sort((left, right) => left.margin - right.margin);
    for (const [at, { probability }] of points.slice(1).entries())
      expect(probability).toBeGreaterThanOrEqual(points[at]!.probability);
    const mean = points.reduce((sum, { probability }) => sum + probability, 0) / count;
    expect(Math.abs(mean - classes.reduce((sum, value) => sum + value, 0) / count)).toBeLessThan(0.02);
  });

  it("keeps a quantity within the tube whatever the unit, and does not mind what lies far out", async () => {
    const spoilt = quantity.map((value, row) => (row === 7 ? 1000 : value));
    const clean = numbersOf(
      await train(setOf({ kind: "regression" }, quantity), { loss: "hinge", lambda: 0.01 }),
    );
    const robust = numbersOf(
      await train(setOf({ kind: "regression" }, spoilt), { loss: "hinge", lambda: 0.01 }),
    );
    const squared = numbersOf(await train(setOf({ kind: "regression" }, spoilt), { lambda: 0.01 }));
    expect(Math.abs(robust[0]! - clean[0]!)).toBeLessThan(0.2);
    expect(Math.abs(squared[0]! - clean[0]!)).toBeGreaterThan(1);
    const grams = await train(
      setOf(
        { kind: "regression" },
        quantity.map((value) => value * 1000),
      ),
      { loss: "hinge" },
    );
    const kilograms = await train(setOf({ kind: "regression" }, quantity), { loss: "hinge" });
    for (const [at, value] of numbersOf(kilograms).entries())
      expect(Math.abs(numbersOf(grams)[at]! / (1000 * value) - 1)).toBeLessThan(1e-6);
  });

  it("parts what can be parted with the widest margin", async () => {
    const set: TrainingSet = {
      task: binary,
      rowCount: 4,
      features: [{ kind: "number", name: "x", values: Float64Array.of(0, 1, 3, 9) }],
      target: Float64Array.of(0, 0, 1, 1),
    };
    const fitted = await train(set, { loss: "hinge", lambda: 1e-6 });
    const [weight, intercept] = numbersOf(fitted);
    // Between 1 and 3: the plane at 2, and margins of 1 at both.
    expect(weight).toBeCloseTo(1, 6);
    expect(intercept).toBeCloseTo(-2, 6);
  });
});
