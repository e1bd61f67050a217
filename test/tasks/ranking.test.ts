import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { csv, defineProject, loadPackage, runProject, writeReport, type Predictor } from "../../src/index.ts";
import type { FinishedRun } from "../../src/project/index.ts";
import { runText } from "../../src/cli/run-text.ts";
import { serveModel } from "../serving.test-support.ts";
import { searches } from "./generated.test-support.ts";
import { tandemIn } from "./in-process.test-support.ts";

const project = defineProject({
  name: "searches",
  data: csv("searches.csv"),
  task: "ranking",
  predict: "grade",
  group: "search",
  models: ["baseline", "ridge"],
});

let folder: string;
let finished: FinishedRun;
let model: Predictor;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tandem-ranking-"));
  await writeFile(join(folder, "searches.csv"), searches());
  await writeFile(
    join(folder, "tandem.config.ts"),
    `import { csv, defineProject } from "tandem-ml";\nexport default defineProject(${JSON.stringify({
      ...project,
      data: undefined,
    }).replace("{", '{ data: csv("searches.csv"),')});\n`,
  );
  finished = await runProject(project, { folder });
  model = loadPackage(await readFile(finished.packagePath, "utf8"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("a project that ranks", () => {
  it("learns the order within a search, against a baseline that knows none", () => {
    const { record } = finished;
    expect(record.target).toEqual({ column: "grade", task: { kind: "ranking" }, positive: null });
    expect(record.metric).toEqual({ name: "ndcg@10", better: "higher" });
    expect(record.winner.model).toBe("ridge");
    const valueOf = (name: string): number =>
      record.models.find((one) => one.name === name)!.test.metrics.find(({ metric }) => metric === "ndcg@10")!
        .value!.estimate;
    expect(valueOf("ridge")).toBeGreaterThan(0.88);
    expect(valueOf("baseline")).toBeLessThan(0.75);
    expect(record.roles).toMatchObject({ search: "group", grade: "target", likeness: "feature" });
    expect(model.schema.fields.map(({ name }) => name)).not.toContain("search");
  });

  it("keeps the rows of a search together, and leaves out rows without one, with a warning", () => {
    const { split, diagnostics } = finished.record;
    expect(split.spec).toEqual({ kind: "group", column: "search" });
    expect(split.withoutTarget).toBe(2);
    const told = diagnostics.map(({ code, message }) => `${code} ${message}`).join("\n");
    expect(told).toMatch(/T2727 2 rows have no "search"/);
    expect(told).toMatch(/T2728 In \d+ of 90 groups all rows have one grade/);
  });

  it("tells how good the first places are, with a picture, and weak parts of whole groups only", async () => {
    const { html, markdown } = await writeReport(finished.record);
    expect(html).toContain("<svg");
    expect(markdown).toMatch(/^# searches: ranking by grade/);
    expect(markdown).toMatch(/How good are the first places\?/);
    expect(markdown).not.toMatch(/null|undefined|NaN/);
    const { findings } = finished.record;
    expect(findings?.kind).toBe("ranking");
    for (const { value, random } of findings?.kind === "ranking" ? findings.places : [])
      expect(value.estimate).toBeGreaterThan(random);
    expect(finished.record.explanation.slices.every(({ column }) => column !== "likeness")).toBe(true);
    expect(finished.record.explanation.importance[0]!.column).toBe("likeness");
  });

  it("answers with one score per row, over HTTP too", async () => {
    const server = await serveModel(() => Promise.resolve(model));
    const input = model.content.proof[0]?.input;
    const rows = [1, 0.2].map((likeness) => ({ ...input, likeness }));
    const response = await server.ask("/predict", { rows });
    const { predictions } = response.json() as { predictions: { score: number }[] };
    expect(predictions.map((one) => Object.keys(one))).toEqual([["score"], ["score"]]);
    expect(predictions[0]!.score).toBeGreaterThan(predictions[1]!.score);
    await server.close();
  });

  it("goes through the commands: what a run says, show, promote, a run beside the champion, predict", async () => {
    expect(runText(finished, { report: join(folder, "r.html") }, 64, folder, folder)).toMatch(
      /Winner {4}ridge: ndcg@10 0\.\d+/,
    );
    expect(await tandemIn(folder, "show")).toMatch(
      /task: ranking \(rows of one "search" are ranked together\)/,
    );
    expect(await tandemIn(folder, "promote", "1")).toMatch(/champion of searches is now version 1/);
    const again = await runProject({ ...project, seed: 2 }, { folder });
    expect(again.record.differences.map(({ first, second }) => `${first} ${second}`)).toContain(
      "ridge champion (version 1)",
    );
    expect(await tandemIn(folder, "predict", "searches.csv")).toMatch(/\d+ rows scored/);
    expect(await readFile(join(folder, "predictions.csv"), "utf8")).toMatch(/^.*,score\n/);
  });

  it("puts whole searches into the parts of a split in time, the latest into the test", async () => {
    const timed = await runProject({ ...project, time: "day", models: ["baseline"] }, { folder });
    expect(timed.record.split.spec).toEqual({ kind: "time", column: "day" });
    expect(timed.record.split.bounds.at(-1)!.from > timed.record.split.bounds[0]!.to).toBe(true);
  });
});
