import type { Json } from "../../base/index.ts";
import type { Chart } from "./chart.ts";

type JsonRecord = Readonly<Record<string, Json>>;

/** Width of the plot in pixels; the page scales it down where it must. */
const plotWidth = 440;
/** Height of one line of a chart with names down its side. */
const lineHeight = 22;

/** A chart from its marks: adds the schema, the data and the size. Colours are left to the page. */
export const createChart = (
  title: string,
  description: string,
  values: readonly JsonRecord[],
  rest: JsonRecord,
): Chart => ({
  title,
  description,
  spec: {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    description,
    width: plotWidth,
    height: 180,
    data: { values },
    ...rest,
  },
});

/** The height of a chart with so many names down its side. */
export const namesHeight = (count: number): Json => Math.max(2, count) * lineHeight;

/** Names down the side, in the order given. */
export const namesAxis = (field: string, title: string | null = null): Json => ({
  field,
  type: "nominal",
  sort: null,
  title,
  axis: { ticks: false, domain: false, labelPadding: 6 },
});

/** A number axis with a title. */
export const numberAxis = (
  field: string,
  title: string | null,
  axis: JsonRecord = {},
  scale: JsonRecord = {},
): Json => ({
  field,
  type: "quantitative",
  title,
  axis,
  scale,
});

/** Scale settings for dots and lines that need no zero; the padding keeps the outermost whole. */
export const freeScale: JsonRecord = { zero: false, padding: 8 };

/** Axis settings for shares. */
export const percentFormat: JsonRecord = { format: ".0%" };

/** A dot with its interval, one line for each name: the layers for `low`, `estimate` and `high`. */
export const intervalLayers = (x: (field: string) => Json, name: string): Json[] => [
  {
    mark: { type: "rule", strokeWidth: 2, opacity: 0.6 },
    encoding: { y: namesAxis(name), x: x("low"), x2: { field: "high" } },
  },
  {
    mark: { type: "point", filled: true, size: 60, opacity: 1 },
    encoding: { y: namesAxis(name), x: x("estimate") },
  },
];

/** A line across the chart at one place of the x axis. */
export const verticalRule = (at: number): Json => ({
  data: { values: [{ at }] },
  mark: { type: "rule", strokeDash: [4, 4], opacity: 0.7 },
  encoding: { x: { field: "at", type: "quantitative" } },
});
