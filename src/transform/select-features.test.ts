import { describe, expect, it } from "vitest";
import { createRandom } from "../base/index.ts";
import { hasSharedData, readSharedCsv } from "../explore/csv-table.test-support.ts";
import { call, column, literal, type Expr } from "../ir/index.ts";
import { tableFromVectors, valueAt, vectorFromValues, type Table } from "../schema/index.ts";
import { crossFit } from "./cross-fit.ts";
import { measures } from "./feature-association.ts";
import { numberTable, runStep } from "./joint.test-support.ts";
import { learnRecipe } from "./learn-recipe.ts";
import { runAggregates } from "./run-aggregates.ts";
import type { AggregateResults } from "./aggregate.ts";
import type { TargetContext } from "./transform.ts";

const random = createRandom("select features");
const count = 200;
const numbers = (write: (at: number) => number): number[] =>
  Array.from({ length: count }, (_, at) => write(at));
const signal = numbers(() => random.next());
const weak = numbers(() => random.next());
const table = numberTable({
  noise: numbers((at) => (at * 37) % 101),
  signal,
  weak,
  copy: signal.map((value) => 3 - 2 * value),
  same: numbers(() => 5),
  none: numbers(() => 0).map(() => null),
  y: signal.map((value, at) => value + 0.3 * weak[at]! + 0.2 * random.next()),
});
const select = (params = {}) => runStep(table, { transform: "select-features", params }, { target: "y" });
const keptBy = (params = {}): string[] => Object.keys(select(params).features);

describe("select-features", () => {
  it("keeps what goes with the target, and says of the others why not", () => {
    const { learned } = select();
    expect(learned.features.map(({ name }) => name)).toEqual(["signal", "weak"]);
    const told = [...Map.groupBy(learned.actions, ({ text }) => text)].map(
      ([text, same]) => `${same.map((action) => action.column).join(", ")}: ${text}`,
    );
    expect(told).toEqual([
      "signal, weak: kept: 2 of 6 features",
      expect.stringMatching(
        /^noise: was dropped: the F-test of it and the target gives p = 0\.\d+, above 0\.05$/,
      ),
      'copy: was dropped: it correlates 1 with "signal", which tells more about the target',
      "same, none: was dropped: it does not vary",
    ]);
  });

  it("passes on what it keeps as it is", () => {
    const { learned } = select();
    expect(learned.features[0]!.expr).toEqual(column("signal", "Float"));
  });

  it("keeps so many, so close, so different, by every measure", () => {
    expect(keptBy({ most: 1 })).toEqual(["signal"]);
    expect(keptBy({ by: "correlation", threshold: 0.5 })).toEqual(["signal"]);
    expect(keptBy({ by: "mutual-information", threshold: 0.3 })).toEqual(["signal"]);
    expect(keptBy({ by: "none" })).toEqual(["noise", "signal", "weak"]);
    expect(keptBy({ by: "none", duplicates: null })).toEqual(["noise", "signal", "weak", "copy"]);
    expect(keptBy({ by: "none", variance: 0.2 })).toEqual(["noise", "copy"]);
  });

  it("keeps the closest where none is close", () => {
    const { features, texts } = select({ by: "correlation", threshold: 1 });
    expect(Object.keys(features)).toEqual(["signal"]);
    expect(texts[0]).toBe("kept: 1 of 6 features");
  });

  it("keeps the same features in every part of a cross-fit", () => {
    const rows = Uint32Array.from({ length: count }, (_, row) => row);
    const recipe = {
      columns: ["noise", "signal", "copy"],
      steps: [{ transform: "select-features", columns: [], params: {} }],
    };
    const target = { indicators: [{ label: "", expr: column("y", "Float") }] };
    const { training } = crossFit(table, rows, recipe, target, { folds: 5, seed: 1 });
    expect([...training.keys()]).toEqual(["signal"]);
    expect(training.get("signal")).toEqual(table.columns.get("signal"));
  });

  it("refuses to measure without a target, and what is made of the target", () => {
    const recipe = (steps: Parameters<typeof learnRecipe>[2]["steps"]) => ({
      columns: ["same", "signal"],
      steps,
    });
    const step = { transform: "select-features", columns: [], params: {} };
    expect(() => learnRecipe(table, null, recipe([step]), { indicators: [] })).toThrow(/T1563/);
    const levels = vectorFromValues(
      "Text",
      [...signal.keys()].map((at) => `level ${at % 5}`),
    );
    const named = tableFromVectors([
      ["level", levels],
      ["y", table.columns.get("y")!],
    ]);
    const target = { indicators: [{ label: "", expr: column("y", "Float") }] };
    const encoded = [{ transform: "target-encode", columns: ["level"], params: {} }, step];
    expect(() => learnRecipe(named, null, { columns: ["level"], steps: encoded }, target)).toThrow(
      /T1564 .*"level \(target mean\)"/,
    );
  });
});

describe("the measures", () => {
  const features = ["cylinders", "displacement", "horsepower", "weight", "acceleration", "model_year"];
  const asNumber = (cars: Table, name: string): Expr => {
    const { type } = cars.schema.fields.find((field) => field.name === name)!;
    return type === "Float" ? column(name, type) : call("toFloat", column(name, type));
  };
  const measure = (kind: keyof typeof measures, targetOf: (cars: Table) => TargetContext) => {
    const cars = readSharedCsv("auto-mpg/mpg.csv");
    const power = cars.columns.get("horsepower")!;
    const rows = Array.from({ length: cars.rowCount }, (_, row) => row).filter(
      (row) => valueAt(power, row) !== null,
    );
    const exprs = features.map((name) => asNumber(cars, name));
    let answers: AggregateResults = {};
    for (let round = 0; round < 2; round++)
      answers = runAggregates(
        cars,
        Uint32Array.from(rows),
        measures[kind].ask(exprs, targetOf(cars), answers),
      );
    return features.map((_, at) => measures[kind].read(at, answers));
  };
  const consumption = (cars: Table): TargetContext => ({
    indicators: [{ label: "", expr: asNumber(cars, "mpg") }],
  });
  const origins = (): TargetContext => ({
    indicators: ["japan", "usa"].map((label) => ({
      label,
      expr: call("toFloat", call("equals", column("origin", "Text"), literal(label, "Text"))),
    })),
  });

  // scikit-learn 1.9.1, f_regression and f_classif, on the 392 complete rows of auto-mpg
  it.runIf(hasSharedData).each([
    [
      "f_regression",
      consumption,
      [
        596.5649807181213, 718.6770763503421, 599.717740901579, 878.8308864132027, 85.15028007275602,
        198.25997203131317,
      ],
      [
        1.3113836370983675e-80, 1.6606418277977379e-90, 7.031989029403716e-81, 6.015296051438719e-102,
        1.778576124804858e-18, 1.0757935564051078e-36,
      ],
    ],
    [
      "f_classif",
      origins,
      [
        115.6184176978757, 147.1241233484541, 61.342092972838465, 112.77203793347239, 14.961844022164021,
        8.105899651225618,
      ],
      [
        3.915191357491321e-40, 2.628295359450161e-48, 6.98730088921149e-24, 2.353053828961317e-39,
        5.494850233311342e-7, 0.0003556577762063913,
      ],
    ],
  ])("agrees with scikit-learn's %s", (_, targetOf, ratios, probabilities) => {
    const found = measure("f-test", targetOf);
    for (const [at, { size, value }] of found.entries()) {
      expect(size / ratios[at]!).toBeCloseTo(1, 10);
      expect(value / probabilities[at]!).toBeCloseTo(1, 9);
    }
  });

  // scikit-learn 1.9.1, mutual_info_score of the deciles (NumPy 2.4.6), less (bins - 1)(classes - 1) / 2n
  it.runIf(hasSharedData).each([
    ["numbers", consumption, [0.5616006163536618, 0.6740256487323765, 0.20294808119155022]],
    ["classes", origins, [0.2317715686031945, 0.24683208064631257, 0.07889350731956431]],
  ])("agrees with scikit-learn's mutual information of %s", (_, targetOf, expected) => {
    const found = measure("mutual-information", targetOf);
    for (const [place, at] of [0, 3, 4].entries()) expect(found[at]!.value).toBeCloseTo(expected[place]!, 12);
  });
});
