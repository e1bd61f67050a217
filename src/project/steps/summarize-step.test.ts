import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRandom } from "../../base/index.ts";
import { designOfNumbers, linearRegression } from "../../stats/index.ts";
import { runProject, type FinishedRun } from "../run.ts";

const count = 400;
const random = createRandom(11);
const draws = (): number[] => Array.from({ length: count }, () => Number(random.next().toFixed(3)));
const sizes = draws().map((value) => 50 + 100 * value);
const floors = draws().map((value) => Math.floor(5 * value));
const agents = draws().map((value) => `agent ${Math.floor(40 * value)}`);
const streets = draws().map((value) => `street ${Math.floor(25 * value)}`);
const ofAgent = new Map(agents.map((agent) => [agent, 60 * random.next()]));
const prices = sizes.map(
  (size, row) => 4 * size + 10 * floors[row]! + ofAgent.get(agents[row]!)! + 30 * random.next(),
);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tandem-summary-"));
  const lines = sizes.map((size, row) =>
    [
      `h${row}`,
      size,
      floors[row] === 4 ? "" : floors[row],
      agents[row],
      streets[row],
      prices[row]!.toFixed(3),
      prices[row]! > 480,
    ].join(","),
  );
  await writeFile(join(folder, "homes.csv"), `id,size,floor,agent,street,price,dear\n${lines.join("\n")}\n`);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const run = (spec: object, threads = 1): Promise<FinishedRun> =>
  runProject(
    { name: "homes", data: { kind: "csv", path: "homes.csv", options: {} }, id: ["id"], ...spec },
    { folder, engine: { threads } },
  );

describe("the summaries of a run", () => {
  it("are of the linear models over the rows that they learnt from, clustered by the group", async () => {
    const models = [
      "baseline",
      { trainer: "ridge", params: { lambda: 0 } },
      { trainer: "lasso", params: { alpha: 1 } },
    ];
    const spec = { predict: "price", ignore: ["dear", "street", "floor"], group: "agent", models };
    const { record } = await run(spec);
    const [summary, ...others] = record.summaries!;
    expect(others).toEqual([]);
    expect(summary!.models.map(({ name }) => name).sort()).toEqual(["lasso", "ridge"]);
    expect(summary!.errors).toMatchObject({ kind: "clustered", clusters: { column: "agent" } });
    expect(summary!.rows.used).toBe(record.split.train + record.split.validation);
    const size = summary!.equations[0]!.coefficients.find(({ name }) => name === "size")!;
    const ridge = size.models[summary!.models.findIndex(({ name }) => name === "ridge")]!;
    expect(ridge / size.inference!.estimate).toBeCloseTo(1, 9);
    const { row, key } = summary!.equations[0]!.influence[0]!;
    expect(key).toEqual([`h${row - 1}`]);
    const again = await run(spec);
    expect(again.record.steps.find(({ name }) => name === "summarize")!.reused).toBe(true);
    await rm(join(folder, ".tandem"), { recursive: true });
    const anew = await run(spec, 2);
    expect(anew.record.steps.find(({ name }) => name === "summarize")!.reused).toBe(false);
    expect(anew.record.summaries).toEqual(record.summaries);
  });

  it("takes means of the target as the trainer saw them, and gaps as the recipe filled them", async () => {
    const { record } = await run({ predict: "price", ignore: ["dear", "agent"], models: ["ridge"] });
    const [summary] = record.summaries!;
    const names = summary!.equations[0]!.coefficients.map(({ name }) => name);
    expect(names).toContain("street (target mean)");
    expect(names).toContain("floor is missing");
    expect(summary!.caveats.join(" ")).toContain("means of the target");
    expect(summary!.preparation.find(({ column }) => column === "floor")!.text).toMatch(
      /missing values became the median/,
    );
    const size = summary!.equations[0]!.coefficients.find(({ name }) => name === "size")!;
    const alone = linearRegression({ design: designOfNumbers({ size: sizes }), response: prices });
    expect(size.inference!.estimate).toBeCloseTo(alone.coefficients[1]!.estimate, 0);
  });

  it("name the odds of a yes, and are absent where no model is linear", async () => {
    const { record } = await run({
      predict: "dear",
      ignore: ["price", "agent", "street"],
      models: ["logistic", "glm"],
    });
    const [summary] = record.summaries!;
    expect(summary).toMatchObject({ family: "binomial", link: "logit", models: [{}, {}] });
    expect(summary!.equations[0]).toMatchObject({ outcome: "true", against: "false" });
    const trees = await run({ predict: "price", ignore: ["dear", "agent", "street"], models: ["baseline"] });
    expect(trees.record.summaries).toBe(undefined);
    const groups = await run({ task: "clusters", ignore: ["dear", "agent", "street"] });
    expect(groups.record.summaries).toBe(undefined);
  });
});
