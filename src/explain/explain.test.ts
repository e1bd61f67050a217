import { describe, expect, it } from "vitest";
import { createRandom, quietEffects } from "../base/index.ts";
import { call, column, float, linear, lookup, type Expr, type Program } from "../ir/index.ts";
import type { Task } from "../model/index.ts";
import { tableFromVectors, vectorFromValues, type Table, type Value } from "../schema/index.ts";
import { explain } from "./explain.ts";
import type { ExplainRequest } from "./explain-request.ts";

const count = 600;
const random = createRandom("explain");
const speed = Array.from({ length: count }, () => random.next() * 10);
const height = Array.from({ length: count }, (_, row) =>
  row % 20 === 3 ? null : Math.floor(random.next() * 50),
);
const phase = Array.from({ length: count }, () => ["Climb", "Approach", "Taxi"][random.integer(3)]!);
const table: Table = tableFromVectors([
  ["speed", vectorFromValues("Float", speed)],
  ["height", vectorFromValues("Int", height)],
  ["phase", vectorFromValues("Text", phase)],
  [
    "weather",
    vectorFromValues(
      "Text",
      phase.map((_, row) => (row % 2 === 0 ? "rain" : "sun")),
    ),
  ],
]);

const phaseEffect: Readonly<Record<string, number>> = { Climb: 0, Approach: 4, Taxi: 1 };
const additive: Expr = linear(
  [
    { weight: 2, of: column("speed", "Float") },
    { weight: 1, of: lookup(column("phase", "Text"), Object.entries(phaseEffect), "Float", float(0)) },
  ],
  5,
);
const programOf = (outputs: Readonly<Record<string, Expr>>): Program => ({
  kind: "program",
  version: 1,
  input: { fields: table.schema.fields.filter(({ name }) => name !== "weather") },
  lets: [],
  outputs,
});
const all = Uint32Array.from({ length: count }, (_, row) => row);
const answer = speed.map((value, row) => 5 + 2 * value + phaseEffect[phase[row]!]!);

const regression: ExplainRequest = {
  program: programOf({ prediction: additive }),
  modelName: "linear",
  outputs: ["prediction"],
  table,
  rows: all,
  truth: Float64Array.from(answer),
  task: { kind: "regression" },
  metric: "rmse",
  columns: ["height", "phase", "speed"],
  seed: 3,
  effects: quietEffects(),
};

const standardDeviation = (values: readonly number[]): number => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
};

/** A request with several mistakes. */
const wrong = (): unknown =>
  explain({ ...regression, truth: new Float64Array(2), columns: ["wind"], outputs: ["answer"] });

describe("explain", () => {
  const explanation = explain(regression);

  it("ranks columns by what the metric loses without them", () => {
    expect(explanation.importance.map((one) => one.column)).toEqual(["speed", "phase", "height"]);
    const [speedImportance, phaseImportance, heightImportance] = explanation.importance;
    // A right linear model is off by weight * (x - x') after a shuffle: root mean square = weight * sd * sqrt 2.
    const expected = 2 * standardDeviation(speed) * Math.SQRT2;
    expect(speedImportance!.importance.estimate / expected).toBeCloseTo(1, 1);
    expect(speedImportance!.importance.low).toBeLessThan(expected);
    expect(speedImportance!.importance.high).toBeGreaterThan(expected);
    const phaseExpected = standardDeviation(phase.map((name) => phaseEffect[name]!)) * Math.SQRT2;
    expect(phaseImportance!.importance.estimate / phaseExpected).toBeCloseTo(1, 1);
    expect(heightImportance!.importance).toEqual({ estimate: 0, low: 0, high: 0 });
  });

  it("finds the slope of a number and the effect of each level", () => {
    const [speedCurve, phaseCurve] = explanation.dependence;
    expect(speedCurve).toMatchObject({ column: "speed", output: "prediction" });
    expect(speedCurve!.points).toHaveLength(20);
    expect(speedCurve!.points.reduce((sum, point) => sum + point.rows, 0)).toBe(count);
    const [first, ...others] = speedCurve!.points;
    for (const point of others)
      expect((point.mean - first!.mean) / (Number(point.value) - Number(first!.value))).toBeCloseTo(2, 9);
    const meanAt = (value: Value): number => phaseCurve!.points.find((point) => point.value === value)!.mean;
    expect(meanAt("Approach") - meanAt("Climb")).toBeCloseTo(4, 9);
    expect(meanAt("Taxi") - meanAt("Climb")).toBeCloseTo(1, 9);
  });

  it("has a point of its own for missing values, the last one", () => {
    const curve = explanation.dependence.find((one) => one.column === "height")!;
    expect(curve.points.at(-1)).toMatchObject({ value: null, rows: 30 });
    expect(curve.points.slice(0, -1).every(({ value }) => Number.isInteger(value))).toBe(true);
  });

  it("averages over the other columns where they interact", () => {
    const climbs = lookup(column("phase", "Text"), [["Climb", 1]], "Float", float(0));
    const square = call("multiply", column("speed", "Float"), column("speed", "Float"));
    const crossed = call("multiply", climbs, square);
    const { dependence } = explain({
      ...regression,
      program: programOf({ prediction: crossed }),
      columns: ["phase"],
    });
    const climb = dependence[0]!.points.find(({ value }) => value === "Climb")!;
    const expected = speed.reduce((sum, value) => sum + value ** 2 / count, 0);
    expect(climb.mean).toBeCloseTo(expected, 9);
    expect(dependence[0]!.points.filter(({ mean }) => mean === 0)).toHaveLength(2);
  });

  it("finds the part of the rows where the model is wrong, also by a column that it does not read", () => {
    const truth = regression.truth.map(
      (value, row) => value + (random.next() - 0.5) * (row % 2 === 0 ? 6 : 1),
    );
    const { slices } = explain({ ...regression, truth, columns: ["phase", "weather"] });
    expect(slices.filter(({ weak }) => weak).map((slice) => slice.text)).toEqual(["weather is rain"]);
    expect(slices[0]).toMatchObject({ column: "weather", rowCount: 300, metric: "rmse" });
    expect(slices.find((slice) => slice.text === "weather is sun")!.value.high).toBeLessThan(
      slices[0]!.overall,
    );
    expect(slices).toHaveLength(5);
  });

  it("gives the same bits again, and plain JSON", () => {
    const again = explain(regression);
    expect(JSON.stringify(again)).toBe(JSON.stringify(explanation));
    expect(JSON.parse(JSON.stringify(again))).toEqual(again);
    expect(explain({ ...regression, seed: 4 }).importance).not.toEqual(explanation.importance);
  });

  it("explains the rows it is given and no others", () => {
    const rows = all.filter((row) => row < 200);
    const taken = explain({ ...regression, rows });
    const changed = regression.truth.map((value, row) => (row < 200 ? value : value + 1000));
    expect(explain({ ...regression, rows, truth: changed })).toEqual(taken);
    expect(taken.dependence[0]!.points.reduce((sum, point) => sum + point.rows, 0)).toBe(200);
  });

  it("explains the probability of the positive class, and of each of several classes", () => {
    const share = call("divide", column("speed", "Float"), float(10));
    const binary: Task = { kind: "binary", classes: ["no", "yes"], type: "Text" };
    const truth = Float64Array.from(speed, (value) => (value > 5 ? 1 : 0));
    const two = explain({
      ...regression,
      program: programOf({ probability: share }),
      outputs: ["probability"],
      task: binary,
      truth,
      metric: "auc",
    });
    expect(two.importance[0]!.column).toBe("speed");
    expect(two.importance[0]!.importance.estimate).toBeCloseTo(0.5, 1);
    expect(two.dependence[0]!.output).toBe("yes");
    const three = explain({
      ...regression,
      program: programOf({
        "probability of a": share,
        "probability of b": call("subtract", float(1), share),
        c: float(0),
      }),
      outputs: ["probability of a", "probability of b", "c"],
      task: { kind: "multiclass", classes: ["a", "b", "c"], type: "Text" },
      truth: truth.map((value) => 1 - value),
      metric: "log-loss",
      columns: ["speed"],
    });
    expect(three.dependence.map((curve) => curve.output)).toEqual(["a", "b", "c"]);
    const [a, b] = three.dependence;
    for (const [at, point] of a!.points.entries())
      expect(point.mean + b!.points[at]!.mean).toBeCloseTo(1, 12);
  });

  it("still draws curves where the metric is not defined", () => {
    const one = explain({
      ...regression,
      program: programOf({ probability: call("divide", column("speed", "Float"), float(10)) }),
      outputs: ["probability"],
      task: { kind: "binary", classes: [false, true], type: "Boolean" },
      truth: new Float64Array(count),
      metric: "auc",
      columns: ["speed"],
    });
    expect(one).toMatchObject({ importance: [], slices: [] });
    expect(one.dependence[0]!.output).toBe("true");
  });

  it("tells every problem of the request at once", () => {
    expect(wrong).toThrow(/T1801.*truth has 2 rows and the table has 600/);
    expect(wrong).toThrow(/T1802.*"wind"/);
    expect(wrong).toThrow(/T1803.*"answer".*prediction/);
  });

  it("refuses a model that gives no answer for some rows", () => {
    const program = programOf({ prediction: call("toFloat", column("height", "Int")) });
    expect(() => explain({ ...regression, program })).toThrow(/T1804.*row 3/);
  });

  it("stops when the user wants it to", () => {
    const effects = { ...quietEffects(), signal: AbortSignal.abort() };
    expect(() => explain({ ...regression, effects })).toThrow(/abort/i);
  });
});
