import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  customMetric,
  customObjective,
  defineProject,
  loadPackage,
  runProject,
  table,
  type CustomObjective,
  type FinishedRun,
} from "../src/index.ts";

/** A price that follows from two columns, and whose shortfall costs four times its excess. */
const rows = Array.from({ length: 300 }, (_, index) => {
  const size = (index * 37) % 101;
  const age = (index * 53) % 67;
  return { size, age, price: size * 2 - age + ((index * 7919) % 100) / 5 };
});

const shortfall = (factor: number): CustomObjective =>
  customObjective({
    name: "shortfall",
    constants: { factor },
    derivatives: ([score], target, weight, { gradient: [gradient], hessian: [hessian] }) => {
      for (let row = 0; row < target.length; row++) {
        const counts = weight[row]! * (score[row]! < target[row]! ? factor : 1);
        gradient[row] = counts * (score[row]! - target[row]!);
        hessian[row] = counts;
      }
    },
  });
const bias = customMetric({
  name: "bias",
  higherIsBetter: false,
  evaluate: ([predicted], target) =>
    Math.abs(target.reduce((sum, truth, row) => sum + truth - predicted[row]!, 0) / target.length),
});
const projectOf = (factor: number) =>
  defineProject({
    name: "prices",
    data: table(rows),
    predict: "price",
    models: [
      "baseline",
      {
        trainer: "boosting",
        params: {
          objective: shortfall(factor),
          metric: [bias, "l2"],
          learningRate: 0.2,
          numIterations: 60,
          earlyStoppingRounds: 0,
        },
      },
    ],
  });

let folder: string;
let first: FinishedRun;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tandem-objective-"));
  first = await runProject(projectOf(4), { folder, engine: { threads: 1 } });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("a project with an objective of its own", () => {
  it("learns by it, and says so in its record by name and source", () => {
    const model = first.record.models.find(({ trainer }) => trainer === "boosting")!;
    expect(model.params["objective"]).toMatchObject({ kind: "custom objective", name: "shortfall" });
    expect(model.details).toMatchObject({ objective: "shortfall", metric: "bias" });
  });

  it("takes the training from the store when nothing has changed, and learns anew when a constant has", async () => {
    const trained = ({ record }: FinishedRun): boolean[] =>
      record.steps.filter(({ name }) => name === "train boosting").map(({ reused }) => reused);
    expect(trained(await runProject(projectOf(4), { folder, engine: { threads: 1 } }))).toEqual([true]);
    expect(trained(await runProject(projectOf(1), { folder, engine: { threads: 1 } }))).toEqual([false]);
  });

  it("is refused before anything is learnt where parameters do not suit the task, all at once", async () => {
    const params = { objective: "binary", metric: ["auc", bias] };
    const refused = { ...projectOf(4), models: ["baseline", { trainer: "boosting", params }] };
    await expect(runProject(refused, { folder, engine: { threads: 1 } })).rejects.toThrow(
      /T2630 .*models\[1\] \(boosting\)\.params\.objective.*T2633/s,
    );
  });

  it("makes a package without code, which answers above the middle", async () => {
    const text = await readFile(first.packagePath, "utf8");
    expect(first.record.winner.model).toBe("boosting");
    expect(text).not.toContain("derivatives");
    const predictor = loadPackage(text);
    const above = rows.filter(
      ({ price, ...features }) => Number(predictor.predict(features).output["prediction"]) > price,
    );
    expect(above.length / rows.length).toBeGreaterThan(0.6);
  });
});
