import { describe, expect, it } from "vitest";
import { createRandom, quietEffects } from "../base/index.ts";
import { evaluateExpr } from "../compile/index.ts";
import { logistic } from "./logistic.ts";
import { ridge } from "./ridge.ts";
import type { Task } from "./task.ts";
import type { Fitted, TrainingSet } from "./trainer.ts";

const context = { seed: 1, effects: quietEffects(() => 0) };
const count = 60;
const make = (value: (row: number) => number): Float64Array =>
  Float64Array.from({ length: count }, (_, row) => value(row));
const first = make((row) => Math.sin(row * 1.3) * 3 + 10);
const second = make((row) => (row * row) % 17);
const third = make((row) => Math.cos(row * 0.7) * 0.01);
const noise = make((row) => ((row * 7) % 11) / 3);
const tripled = make((row) => 1 + (row % 3));

/** The data set that the figures below were computed from, rebuilt from its formulas. */
function dataSet(task: Task, target: Float64Array, weight?: Float64Array): TrainingSet {
  return {
    task,
    rowCount: count,
    features: [first, second, third].map((values, at) => ({ kind: "number", name: `x${at}`, values })),
    target,
    ...(weight ? { weight } : {}),
  };
}
const regression = dataSet(
  { kind: "regression" },
  make((row) => 2 * first[row]! - 0.5 * second[row]! + 100 * third[row]! + noise[row]!),
);
const binaryTarget = make((row) => (noise[row]! + 0.3 * first[row]! > 4.4 ? 1 : 0));
const classTarget = make((row) => (row * 5 + (second[row]! > 8 ? 2 : 0) + Math.floor(row / 20)) % 3);
const binary: Task = { kind: "binary", classes: [false, true], type: "Boolean" };
const multiclass: Task = { kind: "multiclass", classes: ["a", "b", "c"], type: "Text" };

function numbersOf(record: unknown): number[] {
  const { coefficients, intercept } = record as { coefficients: Record<string, number>; intercept: number };
  return [...Object.values(coefficients), intercept];
}

function expectClose(actual: readonly number[], expected: readonly number[], relative = 1e-8): void {
  expect(actual.length).toBe(expected.length);
  for (const [at, value] of expected.entries())
    expect(Math.abs(actual[at]! - value)).toBeLessThanOrEqual(relative * Math.max(Math.abs(value), 1e-3));
}

// Ridge, LinearRegression (λ = 0) of scikit-learn 1.9.1 on StandardScaler-like weighted standardised features, unscaled.
const ridgeFigures: readonly (readonly [number, boolean, readonly number[]])[] = [
  [0, false, [1.9872346937544119, -0.51304947632699, 86.57553337936758, 1.902774306740147]],
  [0, true, [1.9578066387165218, -0.520218493952821, 84.46545134488225, 2.240956958058101]],
  [1, false, [1.956370150695147, -0.505666785148688, 86.08716389193206, 2.154294271412848]],
  [1, true, [1.9429132928124553, -0.5166737111051136, 84.23597876150303, 2.362621311718849]],
  [25, false, [1.4259177898795699, -0.3759740461944437, 73.43053821336743, 6.4543427619476645]],
  [25, true, [1.6435745965103825, -0.4439241742547678, 78.22952786708655, 4.7955579019693815]],
];

describe("ridge", () => {
  for (const [lambda, weighted, figures] of ridgeFigures) {
    it(`finds the coefficients of scikit-learn with lambda ${lambda}${weighted ? " and weights" : ""}`, async () => {
      const set = weighted ? { ...regression, weight: tripled } : regression;
      const { details } = await ridge.train(set, undefined, { lambda }, context);
      expectClose(numbersOf(details), figures, 1e-11);
    });
  }

  it("predicts by the linear expression that its details tell", async () => {
    const { outputs } = await ridge.train(regression, undefined, { lambda: 0 }, context);
    const predicted = evaluateExpr(outputs[0]!, { x0: 1, x1: 2, x2: 3 });
    expect(predicted).toBeCloseTo(1.9872346937544 - 1.026098952654 + 259.7266001381 + 1.90277430674, 8);
  });

  it("chooses the same penalty of ridge from a system in the rows, where they are fewer than the features", async () => {
    const random = createRandom("wide");
    const draw = (count: number): Float64Array => Float64Array.from({ length: count }, () => random.next());
    const columns = Array.from({ length: 40 }, () => draw(30));
    const target = draw(30).map((noise, row) => 3 * columns[2]![row]! - columns[7]![row]! + noise / 4);
    const twice = (values: Float64Array): Float64Array => Float64Array.from([...values, ...values]);
    const setOf = (copy: (values: Float64Array) => Float64Array): TrainingSet => ({
      task: { kind: "regression" },
      rowCount: copy(target).length,
      features: columns.map((values, at) => ({ kind: "number", name: `x${at}`, values: copy(values) })),
      target: copy(target),
    });
    // Two rows of half the weight are one row; with them there are more rows than features.
    const wide = await ridge.train(
      setOf((values) => values),
      undefined,
      { lambda: "auto" },
      context,
    );
    const long = { ...setOf(twice), weight: new Float64Array(60).fill(0.5) };
    const tall = await ridge.train(long, undefined, { lambda: "auto" }, context);
    expect(wide.details["lambda"]).toBe(tall.details["lambda"]);
    expect([1e-3, 1e6]).not.toContain(wide.details["lambda"]);
  });

  it("chooses a small penalty for a clear signal and a great one for noise", async () => {
    const clear = await ridge.train(regression, undefined, { lambda: "auto" }, context);
    const pure = await ridge.train({ ...regression, target: noise }, undefined, { lambda: "auto" }, context);
    expect(clear.details["lambda"]).toBeLessThanOrEqual(1);
    expect(pure.details["lambda"]).toBeGreaterThanOrEqual(10);
  });

  it("names a feature that follows from others and leaves it out without a penalty", async () => {
    const sum = first.map((value, row) => 2 * value - second[row]!);
    const features = [...regression.features, { kind: "number" as const, name: "copy", values: sum }];
    const fitted = await ridge.train({ ...regression, features }, undefined, { lambda: 0 }, context);
    expect(fitted.diagnostics.map(({ code, place }) => [code, place])).toEqual([["T1658", "copy"]]);
    expect(fitted.diagnostics[0]!.message).toContain('"x1", "x0"');
    expect(fitted.diagnostics[0]!.severity).toBe("warning");
    expectClose(numbersOf(fitted.details), ridgeFigures[0]![2], 1e-11);
  });

  it("solves Longley's collinear economics to the certified digits", async () => {
    const columns = longley.map((_, row) => longley[row]!.slice(1));
    const features = columns[0]!.map((_, at) => ({
      kind: "number" as const,
      name: `x${at + 1}`,
      values: Float64Array.from(columns, (row) => row[at]!),
    }));
    const target = Float64Array.from(longley, (row) => row[0]!);
    const set: TrainingSet = { task: { kind: "regression" }, rowCount: 16, features, target };
    const { details, diagnostics } = await ridge.train(set, undefined, { lambda: 0 }, context);
    expect(diagnostics).toEqual([]);
    expectClose(numbersOf(details), longleyCertified, 1e-10);
  });
});

// NIST Statistical Reference Datasets, Longley: y, x1 … x6, and the certified B1 … B6, B0.
const longley = [
  [60323, 83.0, 234289, 2356, 1590, 107608, 1947],
  [61122, 88.5, 259426, 2325, 1456, 108632, 1948],
  [60171, 88.2, 258054, 3682, 1616, 109773, 1949],
  [61187, 89.5, 284599, 3351, 1650, 110929, 1950],
  [63221, 96.2, 328975, 2099, 3099, 112075, 1951],
  [63639, 98.1, 346999, 1932, 3594, 113270, 1952],
  [64989, 99.0, 365385, 1870, 3547, 115094, 1953],
  [63761, 100.0, 363112, 3578, 3350, 116219, 1954],
  [66019, 101.2, 397469, 2904, 3048, 117388, 1955],
  [67857, 104.6, 419180, 2822, 2857, 118734, 1956],
  [68169, 108.4, 442769, 2936, 2798, 120445, 1957],
  [66513, 110.8, 444546, 4681, 2637, 121950, 1958],
  [68655, 112.6, 482704, 3813, 2552, 123366, 1959],
  [69564, 114.2, 502601, 3931, 2514, 125368, 1960],
  [69331, 115.7, 518173, 4806, 2572, 127852, 1961],
  [70551, 116.9, 554894, 4007, 2827, 130081, 1962],
];
const longleyCertified = [
  15.0618722713733, -0.035819179292591, -2.02022980381683, -1.03322686717359, -0.0511041056535807,
  1829.15146461355, -3482258.63459582,
];

// LogisticRegression of scikit-learn 1.9.1 (newton-cholesky, and newton-cg for three classes; tol 1e-13), C = 1 / λ.
const binaryFigures: readonly (readonly [number, boolean, readonly number[]])[] = [
  [1, false, [0.3289911719357586, -0.03424523593412161, 1.768695583770289, -2.6519825669347026]],
  [1, true, [0.2880663585604761, -0.06141627497515033, 6.6388425708651875, -1.9906213857011685]],
  [0.01, false, [0.356557501559734, -0.03701156450726576, 1.452983570871075, -2.8993116260331764]],
  [0.01, true, [0.2999312917831663, -0.06386886577764489, 6.618276338006041, -2.0867211063693527]],
];
const classFigures: readonly (readonly [number, boolean, readonly (readonly number[])[]])[] = [
  [
    1,
    false,
    [
      [-0.024723676573720724, 0.010705675784403745, 0.832140518787108, 0.16606639966515468],
      [0.03126954194737509, 0.009998651746994533, -4.293015808506298, -0.34310600905397104],
      [-0.006545865373654405, -0.020704327531398253, 3.460875289719159, 0.17703960938881697],
    ],
  ],
  [
    0.01,
    true,
    [
      [-0.09600242273833919, -0.004153659139996619, 2.314748912103753, 0.8892843012934315],
      [0.07437591991149556, 0.009771491986862493, 2.2375273551425567, -0.7529355717672932],
      [0.021626502826843308, -0.005617832846866012, -4.552276267246339, -0.1363487295261333],
    ],
  ],
];

describe("logistic", () => {
  for (const [lambda, weighted, figures] of binaryFigures) {
    it(`finds the coefficients of scikit-learn with lambda ${lambda}${weighted ? " and weights" : ""}`, async () => {
      const set = dataSet(binary, binaryTarget, weighted ? tripled : undefined);
      const { details } = await logistic.train(set, undefined, { lambda, l1Ratio: 0 }, context);
      expect(details["converged"]).toBe(true);
      expectClose(numbersOf(details), figures, 1e-9);
    });
  }

  for (const [lambda, weighted, figures] of classFigures) {
    it(`finds three classes as scikit-learn does with lambda ${lambda}${weighted ? " and weights" : ""}`, async () => {
      const set = dataSet(multiclass, classTarget, weighted ? tripled : undefined);
      const { details } = await logistic.train(set, undefined, { lambda, l1Ratio: 0 }, context);
      expect(details["converged"]).toBe(true);
      for (const [at, one] of (details["classes"] as unknown[]).entries())
        expectClose(numbersOf(one), figures[at]!, 1e-8);
    });
  }

  const separable = dataSet(
    binary,
    first.map((value) => (value > 10 ? 1 : 0)),
  );
  it("names the feature that parts the classes, with a penalty and without", async () => {
    for (const lambda of [1e-6, 0]) {
      const fitted: Fitted = await logistic.train(separable, undefined, { lambda, l1Ratio: 0 }, context);
      expect(fitted.diagnostics.map(({ code }) => code)).toEqual(["T1660"]);
      expect(fitted.diagnostics[0]!.message).toContain('"x0"');
      expect(evaluateExpr(fitted.outputs[0]!, { x0: 13, x1: 0, x2: 0 })).toBeGreaterThan(0.99);
    }
  });

  it("gives a constant and a warning for rows of one class", async () => {
    const fitted = await logistic.train(
      dataSet(
        binary,
        make(() => 1),
      ),
      undefined,
      { lambda: 1, l1Ratio: 0 },
      context,
    );
    expect(fitted.outputs.map((output) => evaluateExpr(output, {}))).toEqual([1]);
    expect(fitted.diagnostics.map(({ code }) => code)).toEqual(["T1656"]);
  });
});

describe("columns of 0 and 1", () => {
  const flags = (value: (row: number) => boolean): Float64Array => make((row) => Number(value(row)));
  const indicators = [0, 1, 2].map((level) => flags((row) => (row * 7) % 4 === level));
  indicators.push(
    flags((row) => row % 5 === 1),
    flags((row) => row % 5 === 3),
    flags((row) => row < 50),
  );
  const doubled = indicators.map((values) => values.map((value) => value * 2));
  const columns = (list: readonly Float64Array[]): TrainingSet["features"] =>
    [first, ...list].map((values, at) => ({ kind: "number", name: `x${at}`, values }));

  // Standardised, a column of 0 and 2 is the column of 0 and 1, but it is multiplied out and not added up by level.
  const sets: readonly (readonly [string, TrainingSet])[] = [
    ["ridge", regression],
    ["ridge", { ...regression, weight: tripled }],
    ["binary", dataSet(binary, binaryTarget)],
    ["binary", dataSet(binary, binaryTarget, tripled)],
    ["multinomial", dataSet(multiclass, classTarget, tripled)],
  ];
  for (const [name, set] of sets)
    it(`learns the same from them by level as multiplied out: ${name}${set.weight ? " with weights" : ""}`, async () => {
      const train = (features: TrainingSet["features"]): Promise<Fitted> =>
        set.task.kind === "regression"
          ? ridge.train({ ...set, features }, undefined, { lambda: 1 }, context)
          : logistic.train({ ...set, features }, undefined, { lambda: 1, l1Ratio: 0 }, context);
      const byLevel = await train(columns(indicators));
      const multiplied = await train(columns(doubled));
      const row = (step: number): Record<string, number> =>
        Object.fromEntries([
          ["x0", 9.5],
          ...indicators.map((_, at) => [`x${at + 1}`, at % 2 === 0 ? step : 0]),
        ]);
      for (const [at, output] of byLevel.outputs.entries())
        expectClose(
          [Number(evaluateExpr(output, row(1)))],
          [Number(evaluateExpr(multiplied.outputs[at]!, row(2)))],
          1e-9,
        );
      expectClose(Object.values(byLevel.importance), Object.values(multiplied.importance), 1e-9);
    });
});
