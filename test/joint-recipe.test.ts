import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { csv, defineProject, loadPackage, runProject, writeReport } from "../src/index.ts";

const housing = fileURLToPath(new URL("../../shared/data/california-housing/housing.csv", import.meta.url));
const folder = await mkdtemp(join(tmpdir(), "tandem-joint-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

const counts = ["total_rooms", "total_bedrooms", "population", "households"];
const project = defineProject({
  name: "housing",
  data: csv(housing),
  predict: "median_house_value",
  metric: "rmse",
  models: [
    "baseline",
    {
      trainer: "ridge",
      params: {},
      recipe: [
        { transform: "impute-iterative", columns: [...counts, "median_income"], params: {} },
        { transform: "one-hot", columns: ["ocean_proximity"], params: {} },
        { transform: "pca", columns: counts, params: { name: "size" }, keep: true },
        { transform: "select-features", columns: [], params: { threshold: 0.001, duplicates: 0.95 } },
      ],
    },
  ],
});

describe("a run with joint transforms", () => {
  it.runIf(existsSync(housing))(
    "learns them in the folds, tells what they did, and puts them into the package",
    async () => {
      const { record, packagePath } = await runProject(project, { folder });
      const { features, actions, validation } = record.models.find(({ trainer }) => trainer === "ridge")!;
      expect(record.winner.model).toBe("ridge");
      expect(validation.mean).toBeLessThan(75_000);
      const told = (transform: string) =>
        [...new Set(actions.filter((one) => one.transform === transform).map(({ text }) => text))].join("\n");
      expect(told("impute-iterative")).toMatch(
        /missing values became what 4 other columns tell, which explain 9\d\.\d %/,
      );
      expect(told("pca")).toMatch(/became 2 principal components together, with 9\d\.\d % of the variance/);
      expect(told("select-features")).toMatch(/kept: \d+ of 15 features/);
      expect(told("select-features")).toMatch(
        /was dropped: it correlates 0\.9\d+ with ".*", which tells more/,
      );
      expect(features.find(({ name }) => name === "size 2")).toMatchObject({ alsoFrom: expect.any(Array) });

      const predictor = loadPackage(await readFile(packagePath, "utf8"));
      const { output } = predictor.predict({
        longitude: -122.2,
        latitude: 37.8,
        housing_median_age: 41,
        total_rooms: 880,
        total_bedrooms: null,
        population: 322,
        households: 126,
        median_income: 8.3,
        ocean_proximity: "NEAR BAY",
      });
      expect(output).toMatchObject({ prediction: expect.any(Number) });

      const { markdown } = await writeReport(record);
      expect(markdown).toContain("principal components together");
    },
  );
});
