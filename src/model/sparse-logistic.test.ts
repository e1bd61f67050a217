import { describe, expect, it } from "vitest";
import { quietEffects } from "../base/index.ts";
import { evaluateExpr } from "../compile/index.ts";
import { logistic } from "./logistic.ts";
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
const useless = [make((row) => (row * 5) % 7), make((row) => (row * row * 3) % 13), make(Math.sin)];
const tripled = make((row) => 1 + (row % 3));
const two = make((row) => (noise[row]! + 0.3 * first[row]! > 4.4 ? 1 : 0));
const three = make((row) => (row * 5 + (second[row]! > 8 ? 2 : 0) + Math.floor(row / 20)) % 3);

const setOf = (task: Task, target: Float64Array, weighted: boolean): TrainingSet => ({
  task,
  rowCount: count,
  features: [first, second, third, ...useless].map((values, at) => ({
    kind: "number",
    name: `x${at}`,
    values,
  })),
  target,
  ...(weighted ? { weight: tripled } : {}),
});
const binary: Task = { kind: "binary", classes: [false, true], type: "Boolean" };
const multiclass: Task = { kind: "multiclass", classes: ["a", "b", "c"], type: "Text" };

function numbersOf(record: unknown): number[] {
  const { coefficients, intercept } = record as { coefficients: Record<string, number>; intercept: number };
  return [...Object.values(coefficients), intercept];
}
const vectorsOf = ({ details }: Fitted): number[][] =>
  (details["classes"] === undefined ? [details] : (details["classes"] as unknown[])).map(numbersOf);

/**
 * LogisticRegression of scikit-learn 1.9.1 (saga, tol 1e-15) on features standardised with the weights, unscaled; intercepts
 * of several classes less their mean: λ = 1 / C, l1_ratio, weights, one vector per score.
 */
const figures: readonly (readonly [number, number, boolean, readonly (readonly number[])[]])[] = [
  [
    2,
    1,
    false,
    [
      [
        0.2864456176021142, -0.015643299103286087, 0, -0.13524565383542955, -0.004435862218141105,
        0.18127861315915308, -1.961501903465358,
      ],
    ],
  ],
  [
    3,
    0.5,
    false,
    [
      [
        0.27282435209173933, -0.020358800030439505, 0, -0.1385081600322962, -0.011062479120800273,
        0.1990389011919198, -1.7406854501543378,
      ],
    ],
  ],
  [
    2,
    1,
    false,
    [
      [0, 0, 0, 0, 0.05513706830754826, 0, -0.3346800490099563],
      [0, 0, 0, 0, -0.04186862924463386, 0, 0.2929182443312345],
      [0, -0.005687944633304597, 0, 0, 0, 0, 0.008381234314028034],
    ],
  ],
  [
    1,
    0.6,
    false,
    [
      [-0.008636748676513529, 0, 0, -0.05480375785666207, 0.07331592703631074, 0, -0.20020170878592808],
      [
        0.020011018170426026, 0, -1.6297341697803585, 0, -0.0624634503264015, -0.12144428549944974,
        0.21453446296525558,
      ],
      [0, -0.022847751498060575, 0, 0, 0, 0, 0.1538697115614609],
    ],
  ],
  [
    2,
    1,
    true,
    [
      [
        0.28403446263481835, -0.0658554781470777, 0, -0.22925709701092303, -0.038646107180678596,
        0.3681853806195402, -0.9959038708588619,
      ],
    ],
  ],
  [
    3,
    0.5,
    true,
    [
      [
        0.27623459255220667, -0.06536692995487409, 0.43842985228963716, -0.22445764476684776,
        -0.04061748241637798, 0.36895449528529656, -0.9254168671640051,
      ],
    ],
  ],
  [
    2,
    1,
    true,
    [
      [-0.09240735153603681, 0, 0, 0, 0.07299009387432372, 0.1898169471263744, 0.354823356874187],
      [0.027234367577032608, 0, 0, 0, -0.037094872209459354, 0, 0.02810283013384364],
      [0, 0, 0, 0.02683498424530477, 0, 0, -0.031207248112431203],
    ],
  ],
  [
    1,
    0.6,
    true,
    [
      [
        -0.11139727028913307, 0, 0, -0.011696007373066475, 0.08930427348498583, 0.2786502659021018,
        0.46726149069969547,
      ],
      [
        0.04638743552123231, 0.007915227933745366, 0.9566984427311562, 0, -0.04296416199822622, 0,
        -0.1908007110796261,
      ],
      [0, 0, -0.5967175689718452, 0.04602009956013834, 0, -0.037529206571305, -0.07790432878734302],
    ],
  ],
];

describe("logistic with a penalty on absolute values", () => {
  for (const [lambda, l1Ratio, weighted, expected] of figures) {
    const task = expected.length === 1 ? binary : multiclass;
    it(`finds the coefficients and the zeros of scikit-learn: ${task.kind}, lambda ${lambda}, l1Ratio ${l1Ratio}${weighted ? ", with weights" : ""}`, async () => {
      const set = setOf(task, expected.length === 1 ? two : three, weighted);
      const fitted = await logistic.train(set, undefined, { lambda, l1Ratio }, context);
      expect(fitted.details["converged"]).toBe(true);
      const found = vectorsOf(fitted);
      for (const [at, vector] of expected.entries())
        for (const [place, value] of vector.entries()) {
          const own = found[at]![place]!;
          if (place < vector.length - 1) expect(own === 0).toBe(value === 0);
          expect(Math.abs(own - value)).toBeLessThanOrEqual(1e-8 * Math.max(1, Math.abs(value)));
        }
      const used = expected[0]!.slice(0, -1).filter((_, at) => expected.some((vector) => vector[at] !== 0));
      expect(fitted.details["nonZeroCount"]).toBe(used.length);
    });
  }

  it("comes to the squared penalty as the share of absolute values goes to 0", async () => {
    for (const [task, target] of [
      [binary, two],
      [multiclass, three],
    ] as const) {
      const set = setOf(task, target, true);
      const whole = await logistic.train(set, undefined, { lambda: 1, l1Ratio: 0 }, context);
      const nearly = await logistic.train(set, undefined, { lambda: 1, l1Ratio: 1e-9 }, context);
      const row = { x0: 9, x1: 4, x2: 0.004, x3: 2, x4: 5, x5: 0.3 };
      for (const [at, output] of whole.outputs.entries())
        expect(Number(evaluateExpr(nearly.outputs[at]!, row))).toBeCloseTo(
          Number(evaluateExpr(output, row)),
          8,
        );
    }
  });

  it("leaves a constant where nothing is worth the penalty", async () => {
    const fitted = await logistic.train(
      setOf(binary, two, false),
      undefined,
      { lambda: 1000, l1Ratio: 1 },
      context,
    );
    expect(fitted.details["nonZeroCount"]).toBe(0);
    const share = two.reduce((sum, value) => sum + value, 0) / count;
    expect(Number(evaluateExpr(fitted.outputs[0]!, {}))).toBeCloseTo(share, 12);
  });

  it("refuses more coefficients than it can hold, with a way round", async () => {
    const features = Array.from({ length: 800 }, (_, at) => ({
      kind: "number" as const,
      name: `x${at}`,
      values: make((row) => (row * (at + 3)) % 11),
    }));
    const set = { ...setOf(multiclass, three, false), features };
    await expect(logistic.train(set, undefined, { lambda: 1, l1Ratio: 1 }, context)).rejects.toThrow(
      /T2692[^]*2184[^]*l1Ratio 0/,
    );
  });
});
