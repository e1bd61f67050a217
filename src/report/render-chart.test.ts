import { describe, expect, it } from "vitest";
import type { Chart } from "../explore/index.ts";
import { renderChart } from "./render-chart.ts";

const chart = (name: string): Chart => ({
  title: `Bars of ${name}`,
  description: "The first bar is 3.3, the second 1.",
  spec: {
    data: {
      values: [
        { name, value: 3.33333333 },
        { name: "B & b", value: 1 },
      ],
    },
    mark: { type: "bar", clip: true },
    encoding: {
      x: { field: "value", type: "quantitative" },
      y: { field: "name", type: "nominal" },
    },
  },
});

const idOf = (svg: string): string => / id="([^"]+)"/.exec(svg)![1]!;

describe("renderChart", () => {
  it("gives an SVG with its words, the page's colours and short numbers", async () => {
    const svg = await renderChart(chart("A"));
    expect(svg).toMatch(/^<svg role="img" aria-label="Bars of A\. The first bar is 3\.3, the second 1\."/);
    expect(svg).toContain("<title>Bars of A</title>");
    expect(svg).toContain('fill="currentColor"');
    expect(svg).not.toMatch(/fill="(?:white|#fff|#000|black)"/);
    expect(svg).not.toMatch(/="[^"]*\d\.\d{3,}[^"]*"/);
    expect(svg).not.toMatch(/xmlns|style=/);
  });

  it("gives the same bytes again, also beside other charts", async () => {
    const first = await renderChart(chart("A"));
    const others = await Promise.all([
      renderChart(chart("C")),
      renderChart(chart("A")),
      renderChart(chart("D")),
    ]);
    expect(others[1]).toBe(first);
  });

  it("gives the clip paths of two charts different ids, and refers to its own", async () => {
    const [first, second] = await Promise.all([renderChart(chart("A")), renderChart(chart("C"))]);
    expect(idOf(first)).not.toBe(idOf(second));
    expect(first).toContain(`url(#${idOf(first)})`);
  });

  it("escapes names and values", async () => {
    const svg = await renderChart(chart(`<script>alert(1)</script>"' x="0.123456"`));
    expect(svg).not.toContain("<script");
    expect(svg).toContain("&lt;script&gt;");
  });

  it("leaves digits inside texts alone", async () => {
    expect(await renderChart(chart(` d="0.123456"`))).toContain('d="0.123456"');
  });

  it("refuses what is no chart, with the title and the reason", async () => {
    await expect(renderChart({ title: "Empty", description: "", spec: null })).rejects.toThrow(
      /T2101.*"Empty"/,
    );
    await expect(
      renderChart({ title: "Broken", description: "", spec: { mark: "nonsense", encoding: {} } }),
    ).rejects.toThrow(/T2101.*"Broken"/);
  });
});
