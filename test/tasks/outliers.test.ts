import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { csv, defineProject, loadPackage, runProject, writeReport } from "../../src/index.ts";
import { serveModel } from "../serving.test-support.ts";
import { orders } from "./generated.test-support.ts";
import { tandemIn } from "./in-process.test-support.ts";

const project = defineProject({
  name: "orders",
  data: csv("orders.csv"),
  task: "outliers",
  id: ["order"],
  ignore: ["fraud"],
  outlierShare: 0.04,
});
/** The same, measured by what is known. */
const labelled = { ...project, ignore: [], label: "fraud" };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tandem-outliers-"));
  await writeFile(join(folder, "orders.csv"), orders());
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("a project that looks for outliers", () => {
  it("finds the unusual rows, and is measured by its stability where nothing says what is right", async () => {
    const { record, packagePath } = await runProject(project, { folder });
    expect(record.target).toEqual({ column: null, task: { kind: "outliers" }, positive: null });
    expect(record.metric.name).toBe("stability");
    const [model] = record.models;
    expect(model!.test.metrics.map(({ metric }) => metric)).toEqual(["stability"]);
    expect(model!.test.metrics[0]!.value!.estimate).toBeGreaterThan(0.7);
    const { findings } = record;
    if (findings?.kind !== "outliers") throw new Error("it found no outliers");
    expect(findings.known).toBeNull();
    expect(findings.rows.slice(0, 12).map(({ row }) => (row - 1) % 30)).toEqual(
      Array.from({ length: 12 }, () => 7),
    );
    expect(findings.rows[0]!.values[0]!.share).toBeLessThan(0.02);
    expect(findings.histogram.counts.reduce((sum, count) => sum + count, 0)).toBe(record.split.test);
    const server = await serveModel(async () => loadPackage(await readFile(packagePath, "utf8")));
    const rows = [
      { amount: 6000, items: 50, minutes: 0.2, shop: "north" },
      { amount: 80, items: 4, minutes: null, shop: "south" },
    ];
    const response = await server.ask("/predict", { rows });
    expect(response.json()).toMatchObject({ predictions: [{ outlier: true }, { outlier: false }] });
    await server.close();
    expect(await tandemIn(folder, "show")).toMatch(/task: outliers/);
    expect(await tandemIn(folder, "predict", "orders.csv")).toMatch(/360 rows scored/);
  });

  it("reports the scores and the most unusual rows with what is rare in them", async () => {
    const { record } = await runProject(project, { folder });
    const { html, markdown } = await writeReport(record);
    expect(markdown).toMatch(/^# orders: unusual rows/);
    expect(markdown).toContain("The most unusual rows of the data");
    expect(markdown).toMatch(/“amount” [\d,]+ \([\d.]+\u00a0% are this high or higher\)/);
    expect(markdown).not.toMatch(/null|undefined|NaN|No baseline/);
    expect(html).toContain("How unusual are the rows?");
  });

  it("is measured by a label that no model sees, over the rows that it speaks of", async () => {
    const { record, content } = await runProject(labelled, { folder });
    expect(record.metric.name).toBe("pr-auc");
    expect(record.roles["fraud"]).toBe("label");
    expect(content.schema.fields.map(({ name }) => name)).not.toContain("fraud");
    const metrics = new Map(record.models[0]!.test.metrics.map((one) => [one.metric, one]));
    expect([...metrics.keys()]).toEqual(["auc", "pr-auc", "stability"]);
    expect(metrics.get("auc")!.value!.estimate).toBeGreaterThan(0.95);
    expect(metrics.get("auc")!.leftOut).toBeGreaterThan(0);
    expect(record.findings).toMatchObject({
      kind: "outliers",
      known: { both: expect.any(Number) as number },
    });
    expect((await writeReport(record)).markdown).toMatch(/By the label, \d+ of the/);
  });
});
