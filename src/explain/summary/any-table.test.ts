import { describe, expect, it } from "vitest";
import { canonicalJson, createRandom, quietEffects, type Random } from "../../base/index.ts";
import { column } from "../../ir/index.ts";
import type { Task } from "../../model/index.ts";
import { tableFromVectors } from "../../schema/index.ts";
import { summarizeModel } from "./summarize-model.ts";
import type { SummaryRequest } from "./summary-request.ts";

/** Columns as they come: plain, constant, nearly constant, repeated, huge, tiny, with gaps, with one row apart. */
const makers: readonly ((random: Random, row: number) => number)[] = [
  (random) => random.next(),
  () => 3,
  (_, row) => (row === 0 ? 1 : 0),
  (_, row) => row,
  (_, row) => 2 * row + 1,
  (random) => random.next() * 1e150,
  (random) => random.next() * 1e-200,
  (random) => (random.next() < 0.05 ? Number.NaN : random.next()),
  (random) => Math.floor(random.next() * 3),
  (random) => 1e9 + random.next(),
  () => 0,
];
const tasks: readonly Task[] = [
  { kind: "regression" },
  { kind: "binary", classes: [false, true], type: "Boolean" },
  { kind: "multiclass", classes: ["a", "b", "c"], type: "Text" },
  { kind: "ranking" },
];
const trainers = ["ridge", "logistic", "lasso", "glm"] as const;
const families = [
  "gaussian",
  "binomial",
  "poisson",
  "gamma",
  "inverse-gaussian",
  "tweedie",
  "negative-binomial",
];

function requestOf(seed: number): SummaryRequest {
  const random = createRandom(seed);
  const count = 1 + Math.floor(random.next() * 40);
  const rows = Uint32Array.from({ length: count }, (_, row) => row);
  const columns = Array.from({ length: 1 + Math.floor(random.next() * 5) }, (_, at) => {
    const make = makers[random.integer(makers.length)]!;
    return [`c${at}`, Float64Array.from(rows, (row) => make(random, row))] as const;
  });
  const task = tasks[random.integer(tasks.length)]!;
  const isClass = task.kind === "binary" || task.kind === "multiclass";
  const classes = task.kind === "binary" ? 2 : 3;
  const make = makers[random.integer(makers.length)]!;
  const target = Float64Array.from(rows, (row) => (isClass ? random.integer(classes) : make(random, row)));
  const trainer = isClass ? "logistic" : trainers[random.integer(trainers.length)]!;
  const details = {
    family: families[random.integer(families.length)]!,
    link: ["identity", "log", "inverse-square"][random.integer(3)]!,
    power: 1 + random.integer(5) / 2,
    theta: 1,
  };
  return {
    models: [{ name: trainer, trainer, params: {}, details }],
    task,
    features: columns.map(([name]) => ({ name, from: name, expr: column(name, "Float") })),
    actions: [],
    table: tableFromVectors(
      columns.map(([name, values]) => [name, { kind: "numbers", type: "Float", values }]),
    ),
    rows,
    target,
    weight: random.next() < 0.3 ? Float64Array.from(rows, () => random.integer(3)) : null,
    clusters:
      random.next() < 0.3 ? { column: "g", codes: Int32Array.from(rows, () => random.integer(3) - 1) } : null,
    time:
      random.next() < 0.3
        ? { column: "t", values: Float64Array.from(rows, (row) => (row % 5 === 0 ? Number.NaN : -row)) }
        : null,
    training: null,
    keyOf: () => [],
    seed,
    effects: quietEffects(() => 0),
  };
}

describe("a summary of any table", () => {
  it("is plain JSON with equations, or with the reason why there are none", () => {
    let fitted = 0;
    for (let seed = 0; seed < 400; seed++) {
      const summary = summarizeModel(requestOf(seed));
      expect(JSON.parse(canonicalJson(summary as never)), `seed ${seed}`).toEqual(summary);
      if (summary.equations.length === 0) expect(summary.problems.length, `seed ${seed}`).toBeGreaterThan(0);
      else fitted++;
      for (const { coefficients } of summary.equations)
        for (const { inference } of coefficients)
          if (inference?.standardError)
            expect(inference.low!, `seed ${seed}`).toBeLessThanOrEqual(inference.estimate);
    }
    expect(fitted).toBeGreaterThan(60);
  });
});
