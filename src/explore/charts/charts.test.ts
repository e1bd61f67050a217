import { describe, expect, it } from "vitest";
import * as vega from "vega";
import * as vegaLite from "vega-lite";
import { canonicalJson, quietEffects } from "../../base/index.ts";
import { memoryReader, readVegaCsv } from "../csv-table.test-support.ts";
import { profileTable } from "../profile-table.ts";
import type { Chart } from "./chart.ts";
import {
  calibrationChart,
  categoryChart,
  confusionChart,
  dependenceChart,
  histogramChart,
  importanceChart,
  metricChart,
  missingChart,
  residualChart,
  targetRateChart,
} from "./index.ts";

const birds = await profileTable(
  memoryReader(readVegaCsv("birdstrikes.csv")),
  {},
  { name: "Speed IAS in knots", task: "regression" },
  quietEffects(),
);
const column = (name: string) => birds.columns.find((one) => one.name === name)!;

const interval = (estimate: number) => ({ estimate, low: estimate - 0.05, high: estimate + 0.05 });

const charts: Readonly<Record<string, Chart | null>> = {
  histogram: histogramChart(column("Speed IAS in knots")),
  "histogram of days": histogramChart(column("Flight Date")),
  category: categoryChart(column("Wildlife Species")),
  missing: missingChart(birds.columns),
  "target rate": targetRateChart(birds.relations.find((one) => one.column === "Phase of flight")!),
  metric: metricChart("log loss", "lower", [
    { name: "logistic", ...interval(0.31) },
    { name: "boosting", ...interval(0.27) },
  ]),
  importance: importanceChart("log loss", [
    { name: "Speed", ...interval(0.02) },
    { name: "Wildlife Size", ...interval(0.2) },
  ]),
  "dependence on a number": dependenceChart({
    column: "Speed",
    type: "Float",
    output: "probability of damage",
    points: [0, 100, 200, 300].map((value) => ({ value, mean: 0.1 + value / 1000, rows: 50 })),
  }),
  "dependence on a day": dependenceChart({
    column: "Flight Date",
    type: "Day",
    output: "probability of damage",
    points: [7000, 8000, 9000].map((value) => ({ value, mean: value / 1e5, rows: 50 })),
  }),
  "dependence on a text": dependenceChart({
    column: "Size",
    type: "Text",
    output: "probability of damage",
    points: [
      { value: "Small", mean: 0.05, rows: 20 },
      { value: null, mean: 0.1, rows: 5 },
    ],
  }),
  calibration: calibrationChart([
    { predicted: 0.1, observed: interval(0.12), count: 100 },
    { predicted: 0.8, observed: interval(0.6), count: 100 },
  ]),
  residual: residualChart([{ model: "boosting", quantiles: [-9, -5, -1, 0.2, 1.5, 4, 12] }]),
  confusion: confusionChart({
    classes: ["Adelie", "Chinstrap", "Gentoo"],
    type: "Text",
    counts: [
      [40, 2, 0],
      [3, 20, 1],
      [0, 0, 34],
    ],
  }),
};

/** The SVG of a chart, with every warning of Vega-Lite and Vega as an error. */
async function draw(chart: Chart): Promise<string> {
  const said: unknown[] = [];
  const logger = {
    ...vega.logger(vega.Warn),
    warn: (...words: readonly unknown[]) => (said.push(words), logger),
    error: (...words: readonly unknown[]) => (said.push(words), logger),
  };
  const spec = structuredClone(chart.spec) as unknown as vegaLite.TopLevelSpec;
  const view = new vega.View(vega.parse(vegaLite.compile(spec, { logger }).spec), {
    renderer: "none",
    logger,
  });
  const svg = await view.toSVG();
  view.finalize();
  expect(said).toEqual([]);
  return svg;
}

describe.each(Object.entries(charts))("the chart of %s", (_, chart) => {
  it("draws without a warning, and is plain JSON with words", async () => {
    expect(chart).not.toBeNull();
    if (!chart) return;
    const svg = await draw(chart);
    expect(svg).toMatch(/<path|<rect/);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    expect(JSON.parse(canonicalJson(chart))).toEqual(chart);
    expect(chart.description).toMatch(/^\S.*\.$/);
    expect(chart.description).not.toMatch(/NaN|undefined|null/);
    expect(canonicalJson(chart).length).toBeLessThan(12_000);
    if (process.env["CHART_FOLDER"]) {
      const { writeFileSync } = await import("node:fs");
      writeFileSync(`${process.env["CHART_FOLDER"]}/${chart.title.replaceAll(/\W+/g, "-")}.svg`, svg);
    }
  });
});
