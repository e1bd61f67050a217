import type { Chart } from "../explore/index.ts";
import type { FigureBlock, TableBlock } from "./blocks.ts";
import { renderChart } from "./render-chart.ts";

/**
 * A chart as blocks of the report: drawn, with its sentence and, where there is one, the table of its numbers. No chart
 * gives no block. A `sentence` takes the place of the chart's own.
 */
export async function figure(
  chart: Chart | null,
  rest: { readonly sentence?: string; readonly numbers?: TableBlock } = {},
): Promise<FigureBlock[]> {
  if (chart === null) return [];
  const told = { ...chart, description: keepUnits(rest.sentence ?? chart.description) };
  const svg = await renderChart(told);
  const { title, description } = told;
  return [{ kind: "figure", svg, title, description, numbers: rest.numbers ?? null }];
}

/** A number and its percent sign stay on one line. */
const keepUnits = (text: string): string => text.replace(/(\d) %/g, "$1\u00a0%");
