import { describe, expect, it } from "vitest";
import { createRandom } from "../base/index.ts";
import { metrics } from "../model/index.ts";
import { tableFromVectors, vectorFromValues, type Value, type Vector } from "../schema/index.ts";
import { normalReach } from "../stats/index.ts";
import type { ExplainedRows } from "./explained-rows.ts";
import { findSlices } from "./find-slices.ts";
import { sliceCandidates } from "./slice-candidates.ts";
import { reachOf, widenInterval } from "./widen-interval.ts";

const texts = (column: string, vector: Vector): string[] =>
  sliceCandidates(column, vector).map(({ text }) => text);
const range = (count: number): number[] => Array.from({ length: count }, (_, at) => at);

/** Rows of a calibrated model whose five columns say nothing about it. */
function aimlessRows(simulation: number): ExplainedRows {
  const random = createRandom(simulation).fork("slices");
  const probability = Float64Array.from({ length: 600 }, () => random.next());
  const level = (): Value[] => range(600).map(() => `level ${random.integer(4)}`);
  const columns = range(5).map((at) => [`c${at}`, vectorFromValues("Text", level())] as const);
  return {
    table: tableFromVectors(columns),
    truth: probability.map((share) => (random.next() < share ? 1 : 0)),
    weight: undefined,
    predictions: { outputs: [probability] },
    metric: metrics.auc,
    classCount: 2,
  };
}

describe("sliceCandidates", () => {
  it("parts numbers at their quarters, days too, and leaves no row out", () => {
    const candidates = sliceCandidates("speed", vectorFromValues("Int", range(200)));
    expect(candidates.map(({ text }) => text)).toEqual([
      "speed is below 50",
      "speed is from 50 to below 100",
      "speed is from 100 to below 150",
      "speed is 150 or more",
    ]);
    expect(candidates.flatMap(({ rows }) => [...rows])).toEqual(range(200));
    expect(texts("day", vectorFromValues("Day", range(200)))).toEqual([
      "day is before 1970-02-20",
      "day is from 1970-02-20 to before 1970-04-11",
      "day is from 1970-04-11 to before 1970-05-31",
      "day is 1970-05-31 or later",
    ]);
  });

  it("names the levels of texts and booleans, and missing values, with at least 30 rows", () => {
    const values = range(150).map((row): Value => (row < 40 ? "a" : row < 69 ? "b" : row < 100 ? null : "c"));
    expect(texts("phase", vectorFromValues("Text", values))).toEqual([
      "phase is c",
      "phase is a",
      "phase is missing",
    ]);
    const flags = range(100).map((row) => row < 60);
    expect(texts("wet", vectorFromValues("Boolean", flags))).toEqual(["wet is true", "wet is false"]);
  });

  it("has no parts for a number that never changes, and fewer for one with many equal values", () => {
    expect(
      texts(
        "n",
        vectorFromValues(
          "Float",
          range(100).map(() => 7),
        ),
      ),
    ).toEqual([]);
    const mostlyZero = range(200).map((row) => (row < 110 ? 0 : row));
    expect(texts("n", vectorFromValues("Float", mostlyZero))).toEqual(["n is below 150", "n is 150 or more"]);
  });
});

describe("findSlices", () => {
  it("calls no part weak or better in 95 of 100 data sets where none is", () => {
    const columns = ["c0", "c1", "c2", "c3", "c4"];
    const alarms = range(40).filter((simulation) =>
      findSlices(aimlessRows(simulation), columns, simulation).some(
        ({ value, overall, weak }) => weak || value.low > overall || value.high < overall,
      ),
    );
    expect(alarms.length).toBeLessThanOrEqual(5);
  });

  it("finds the part where the model is turned around, among many that are not", () => {
    const rows = aimlessRows(7);
    const codes = rows.table.columns.get("c2")!;
    const turned = rows.predictions.outputs[0]!.map((share, row) =>
      codes.kind === "texts" && codes.dictionary[codes.codes[row]!] === "level 3" ? 1 - share : share,
    );
    const found = findSlices(
      { ...rows, predictions: { outputs: [turned] } },
      ["c0", "c1", "c2", "c3", "c4"],
      1,
    );
    expect(found.filter(({ weak }) => weak).map(({ text }) => text)).toEqual(["c2 is level 3"]);
    expect(found[0]!.text).toBe("c2 is level 3");
  });

  it("leaves out parts with one class only", () => {
    const rows = aimlessRows(1);
    const codes = vectorFromValues(
      "Text",
      range(600).map((row) => (rows.truth[row] === 1 && row < 300 ? "only ones" : "both")),
    );
    const slices = findSlices({ ...rows, table: tableFromVectors([["c", codes]]) }, ["c"], 1);
    expect(slices.map(({ text }) => text)).toEqual(["c is both"]);
  });

  it("keeps the widened interval within the metric's range", () => {
    for (const { value } of findSlices(aimlessRows(2), ["c0", "c1"], 1)) {
      expect(value.low).toBeGreaterThanOrEqual(0);
      expect(value.high).toBeLessThanOrEqual(1);
      expect(value.low).toBeLessThan(value.estimate);
      expect(value.high).toBeGreaterThan(value.estimate);
    }
  });
});

describe("widenInterval", () => {
  const none = { below: 0, above: 0 };

  it("changes nothing by the factor 1", () => {
    for (const range of [metrics.auc.range, metrics.rmse.range, metrics.r2.range]) {
      const interval = { estimate: 0.7, low: 0.6, high: 0.75 };
      const same = widenInterval(interval, 1, range, none);
      expect(same.low).toBeCloseTo(0.6, 12);
      expect(same.high).toBeCloseTo(0.75, 12);
    }
  });

  it("moves the sides on the scale of the metric and never beyond its range", () => {
    const loss = widenInterval({ estimate: 4, low: 2, high: 8 }, 2, metrics.rmse.range, none);
    expect(loss.low).toBeCloseTo(1, 12);
    expect(loss.high).toBeCloseTo(16, 12);
    const odds = widenInterval({ estimate: 0.5, low: 1 / 3, high: 2 / 3 }, 2, metrics.auc.range, none);
    expect(odds.low).toBeCloseTo(0.2, 12);
    expect(odds.high).toBeCloseTo(0.8, 12);
    expect(widenInterval({ estimate: 0.9, low: 0.8, high: 1 }, 2, metrics.auc.range, none).high).toBe(1);
    expect(widenInterval({ estimate: 1, low: 0.9, high: 1 }, 2, metrics.auc.range, none)).toEqual({
      estimate: 1,
      low: expect.closeTo(0.8, 12),
      high: 1,
    });
  });

  it("reaches at least as far as it is told", () => {
    const reach = reachOf({ estimate: 4, low: 2, high: 8 }, metrics.rmse.range);
    const same = widenInterval({ estimate: 4, low: 3.9, high: 4.1 }, 1, metrics.rmse.range, reach);
    expect(same.low).toBeCloseTo(2, 12);
    expect(same.high).toBeCloseTo(8, 12);
  });
});

describe("normalReach", () => {
  it("agrees with SciPy", () => {
    // scipy 1.17.1: norm.ppf((1 + share) / 2).
    expect(normalReach(0.95)).toBeCloseTo(1.959963984540054, 12);
    expect(normalReach(0.5)).toBeCloseTo(0.6744897501960817, 12);
    expect(normalReach(1 - 0.05 / 200)).toBeCloseTo(3.6622599308877013, 11);
  });
});
