import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { csv, defineProject, loadPackage, runProject, writeReport } from "../src/index.ts";

const folder = await mkdtemp(join(tmpdir(), "tandem-clean-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

const cities = ["New York", "new york", "New-York", "Basel", "basel", "BASEL"];
const months = "Jan Feb Mar Apr May June July Aug Sept Oct Nov Dec".split(" ");

/** Rents that follow the area, written as people write: what no reader takes for numbers and dates. */
function messyRows(count: number): string {
  const rows = Array.from({ length: count }, (_, at) => {
    const area = 20 + ((at * 37) % 181);
    const rent = 15 * area + (at % 7);
    const grouped = String(rent).replaceAll(/\B(?=(\d{3})+$)/g, ",");
    const written = at % 50 === 0 ? "on request" : `"$${grouped}.50"`;
    const [day, month, year] = [1 + (at % 28), 1 + (at % 12), 2019 + (at % 4)];
    const built = at % 3 === 0 ? `${day} ${months[month - 1]} ${year}` : `${day}/${month}/${year}`;
    return `${area} sqm,${built},${cities[at % 6]},${written},${rent + 100 * (at % 2)}`;
  });
  return `area,built,city,rent,price\n${rows.join("\n")}\n`;
}

await writeFile(join(folder, "flats.csv"), messyRows(400));

const flats = defineProject({
  name: "flats",
  data: csv("flats.csv"),
  predict: "price",
  clean: [
    { transform: "parse-number", columns: ["area", "rent"] },
    { transform: "parse-date", columns: ["built"] },
    { transform: "merge-categories", columns: ["city"] },
  ],
  models: [
    "baseline",
    "ridge",
    { trainer: "boosting", params: { numIterations: 20 } },
    {
      trainer: "ridge",
      recipe: [
        { transform: "impute", columns: ["area", "rent"], params: {} },
        { transform: "date-parts", columns: ["built"], params: {} },
        { transform: "one-hot", columns: ["city"], params: {} },
      ],
    },
  ],
});

describe("a project that cleans its columns", () => {
  it("cleans for every model, tells what it did, and puts it into the package", async () => {
    const { record, packagePath } = await runProject(flats, { folder });
    for (const { name, actions, features } of record.models.filter(({ trainer }) => trainer !== "baseline")) {
      const told = new Map(actions.map((action) => [`${action.transform} ${action.column}`, action]));
      expect(told.get("parse-number rent")?.text, name).toMatch(
        /of \d+ values became numbers, with "," between thousands, the unit|"\$"/,
      );
      expect(told.get("parse-number rent")?.examples?.values, name).toEqual([
        { value: "on request", count: expect.any(Number) },
      ]);
      expect(told.get("parse-date built")?.text, name).toContain("DD/MM/YYYY");
      expect(told.get("merge-categories city")?.text, name).toContain("6 levels became 2");
      expect(features.map((feature) => feature.from)).toContain("area");
    }
    const boosting = record.models.find(({ trainer }) => trainer === "boosting")!;
    expect(boosting.features.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["area", "rent", "built year", "built weekday", "city"]),
    );
    const ridge = record.models.find(({ name }) => name === "ridge")!;
    expect(ridge.test.metrics.find(({ metric }) => metric === "r2")!.value?.estimate).toBeGreaterThan(0.99);

    const predictor = loadPackage(await readFile(packagePath, "utf8"));
    const { output } = predictor.predict({
      area: "100 sqm",
      built: "13/1/2020",
      city: "NEW-YORK",
      rent: "$1,500.50",
    });
    expect(Number(output["prediction"])).toBeGreaterThan(1300);
    const { markdown } = await writeReport(record);
    expect(markdown).toContain("Values of “rent” that could not be read");
    expect(markdown).toContain("Values of “city” that were merged");
  });

  it("tells that cleaning left nothing of a column, and what it did", async () => {
    const project = defineProject({
      data: csv("flats.csv"),
      predict: "price",
      ignore: ["rent"],
      clean: [{ transform: "parse-number", columns: ["city"] }],
      models: ["baseline"],
    });
    const { record } = await runProject(project, { folder });
    const told = record.diagnostics.filter(({ code }) => code === "T2052").map(({ message }) => message);
    expect(told).toEqual([
      expect.stringMatching(
        /"city" was left out: it has no value.* after cleaning \(parse-number: 0 values of/,
      ),
    ]);
  });

  it("says which columns cannot be cleaned, and which steps are wrong", async () => {
    const run = (clean: unknown, more: object = {}): Promise<unknown> =>
      runProject({ ...flats, clean, ...more }, { folder });
    const step = (columns: readonly string[]) => [{ transform: "parse-number", columns }];
    await expect(run(step(["price"]))).rejects.toThrow(/T1533.*"predict"/s);
    await expect(run(step(["rent"]), { ignore: ["rent"] })).rejects.toThrow(/T1533.*"ignore"/s);
    await expect(
      run([...step(["rent"]), { transform: "flag-outliers", columns: ["rent is outlier"] }]),
    ).rejects.toThrow(/T1534/);
    await expect(run([{ ...step(["rent"])[0], keep: true }])).rejects.toThrow(/T1535/);
    await expect(run([{ transform: "parse-numbers", columns: ["rent"] }])).rejects.toThrow(
      /T1507.*parse-number/s,
    );
    await expect(run(step(["rents"]))).rejects.toThrow(/T1506.*"rent"/s);
    await expect(run([{ transform: "pca", columns: ["rent"] }])).rejects.toThrow(/T1536/);
    await expect(run("parse-number")).rejects.toThrow(/T1520/);
  });
});
