import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { quietEffects } from "../../src/base/index.ts";
import {
  csv,
  defineProject,
  loadPackage,
  runProject,
  scoreFile,
  writeReport,
  type Predictor,
} from "../../src/index.ts";
import type { ClusterFindings, FinishedRun } from "../../src/project/index.ts";
import { serveModel } from "../serving.test-support.ts";
import { customers } from "./generated.test-support.ts";

const project = defineProject({
  name: "customers",
  data: csv("customers.csv"),
  task: "clusters",
  id: ["name"],
  models: [
    { trainer: "k-means", params: { clusters: 2 } },
    { trainer: "k-means", params: { clusters: 3 } },
  ],
});

let folder: string;
let finished: FinishedRun;
let model: Predictor;
let findings: ClusterFindings;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tandem-clusters-"));
  await writeFile(join(folder, "customers.csv"), customers());
  finished = await runProject(project, { folder });
  model = loadPackage(await readFile(finished.packagePath, "utf8"));
  if (finished.record.findings?.kind !== "clusters") throw new Error("it found no clusters");
  findings = finished.record.findings;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("a project that looks for clusters", () => {
  it("finds the three kinds of customers, measured in one space for all models", () => {
    const { record } = finished;
    expect(record.target).toEqual({ column: null, task: { kind: "clusters" }, positive: null });
    expect(record.winner.model).toBe("k-means 2");
    // A customer without a number of visits counts as a usual one, and may stand with others.
    const sizes = findings.clusters.map(({ rows }) => rows).toSorted((left, right) => left - right);
    for (const [at, rows] of [50, 60, 70].entries()) expect(Math.abs(sizes[at]! - rows)).toBeLessThan(6);
    const metrics = record.models[1]!.test.metrics.map(({ metric }) => metric);
    expect(metrics).toEqual(["silhouette", "davies-bouldin", "calinski-harabasz"]);
    expect(record.models[0]!.validation.mean).toBeLessThan(record.models[1]!.validation.mean);
    expect(content(finished).target).toBeNull();
  });

  it("says what the rows of each cluster are like", () => {
    const spend = findings.columns.find(({ column }) => column === "spend");
    const rich = findings.clusters.findIndex(({ rows }) => rows === 70);
    expect(spend?.kind === "number" && spend.means[rich]).toBeCloseTo(900, -2);
    const town = findings.columns.find(({ column }) => column === "town");
    expect(town?.kind === "levels" && town.levels[rich]).toMatchObject({ value: 'Kiruna "K"', share: 1 });
  });

  it("reports sizes and means, and what nothing can say", async () => {
    const { html, markdown } = await writeReport(finished.record);
    expect(markdown).toMatch(/^# customers: rows that are alike/);
    expect(markdown).toContain("Sizes of the clusters");
    expect(markdown).toContain("Nothing says what is right");
    expect(markdown).toContain("no parts were looked at");
    expect(markdown).not.toMatch(/null|undefined|NaN|No baseline/);
    expect(html).toContain("What are the clusters like?");
    expect(finished.record.explanation).toMatchObject({ dependence: [], slices: [] });
    expect(finished.record.explanation.importance[0]!.importance.estimate).toBeGreaterThan(0);
  });

  it("answers with the number of a cluster, for a file and over HTTP", async () => {
    const scored = await scoreFile(
      model,
      join(folder, "customers.csv"),
      join(folder, "scored.csv"),
      quietEffects(),
    );
    expect(scored.rowCount).toBe(180);
    const lines = (await readFile(join(folder, "scored.csv"), "utf8")).trim().split("\n");
    expect(lines[0]).toBe("name,spend,visits,town,currency,cluster");
    const answers = lines.slice(1, 51).map((line) => line.split(",").at(-1));
    expect(
      Math.max(...["0", "1", "2"].map((one) => answers.filter((answer) => answer === one).length)),
    ).toBeGreaterThan(44);
    const server = await serveModel(() => Promise.resolve(model));
    const rows = [{ spend: 905, visits: 30, town: 'Kiruna "K"' }];
    const response = await server.ask("/predict", { rows });
    expect(response.json()).toMatchObject({
      predictions: [{ cluster: expect.any(Number) as number }],
    });
    await server.close();
  });
});

const content = ({ content: made }: FinishedRun): FinishedRun["content"] => made;
