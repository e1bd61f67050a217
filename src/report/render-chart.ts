import { failWork, hashJson, isRecord } from "../base/index.ts";
import type { Chart } from "../explore/index.ts";
import { chartTheme } from "./chart-theme.ts";
import { finishSvg } from "./finish-svg.ts";
import { textWidth } from "./text-width.ts";

/**
 * A chart as an SVG that stands in a page: transparent, readable on light and dark paper (text and lines take the
 * page's colour), with its title and description for those who cannot see it. The same chart gives the same bytes on
 * every machine: letters are measured by a table, never by an installed font, and ids are renumbered.
 * @throws T2101 where the specification is no object or Vega refuses it.
 */
export async function renderChart(chart: Chart): Promise<string> {
  if (!isRecord(chart.spec)) return refuse(chart, "it is no object");
  const [vega, vegaLite] = await Promise.all([import("vega"), import("vega-lite")]);
  useOwnTextWidth(vega);
  let view: InstanceType<typeof vega.View> | null = null;
  try {
    const { spec } = vegaLite.compile(themed(chart.spec), { logger: vega.logger(vega.None) });
    view = new vega.View(vega.parse(spec), { renderer: "none", logLevel: vega.None });
    return finishSvg(await view.toSVG(), chart, `chart-${hashJson(chart).slice(0, 8)}`);
  } catch (error) {
    return refuse(chart, error instanceof Error ? error.message : String(error), { cause: error });
  } finally {
    view?.finalize();
  }
}

const refuse = (chart: Chart, reason: string, options?: ErrorOptions): never =>
  failWork(
    "T2101",
    `The chart "${chart.title}" cannot be drawn: ${reason}`,
    { cure: "Give a complete Vega-Lite specification with its data inside." },
    options,
  );

type LiteSpec = Parameters<typeof import("vega-lite").compile>[0];

/** The page's theme below the chart's own settings: what the chart says wins. */
function themed(spec: Readonly<Record<string, unknown>>): LiteSpec {
  const own = isRecord(spec["config"]) ? spec["config"] : {};
  return safeTitles({
    ...spec,
    background: null,
    config: { ...mergeRecords(chartTheme, own), aria: false, background: null },
  }) as LiteSpec;
}

/** A copy in which no title is the name of something that every object has, for Vega looks titles up in a plain object: a space behind it, which nobody sees, helps. */
function safeTitles(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(safeTitles);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      key === "title" && typeof item === "string" && item in {} ? `${item} ` : safeTitles(item),
    ]),
  );
}

function mergeRecords(below: Readonly<Record<string, unknown>>, above: Readonly<Record<string, unknown>>) {
  const merged: Record<string, unknown> = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const under = merged[key];
    merged[key] = isRecord(under) && isRecord(value) ? mergeRecords(under, value) : value;
  }
  return merged;
}

/** Vega's own estimate takes 0.8 of the size for every letter, which leaves wide margins. The typings leave `textMetrics` out. */
function useOwnTextWidth(vega: object): void {
  const { textMetrics } = vega as { textMetrics: { width: unknown } };
  textMetrics.width = measureItem;
}

const measureItem = (item: { fontSize?: number }, text: string | number | null | undefined): number =>
  textWidth(String(text ?? ""), item.fontSize ?? 11);
