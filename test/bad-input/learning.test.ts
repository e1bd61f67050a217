import { describe, expect, it } from "vitest";
import { csv, type ProjectSpec } from "../../src/index.ts";
import { csvText, goodRows, projectFolder, refusalOf, runIn } from "./project.test-support.ts";

type Spec = Partial<Record<keyof ProjectSpec, unknown>>;

/** What a run of a CSV is refused with. */
async function refused(text: string, spec: Spec = {}) {
  const folder = await projectFolder({ "data.csv": text });
  return (await refusalOf(() => runIn(folder, { data: csv("data.csv"), predict: "y", ...spec })))[0];
}

async function ran(text: string, spec: Spec = {}) {
  const folder = await projectFolder({ "data.csv": text });
  return (await runIn(folder, { data: csv("data.csv"), predict: "y", ...spec })).record;
}

const noise = (row: number): number => (row * 7919) % 101;

describe("a target that cannot be learnt", () => {
  it.each([
    ["is no column", "T2060", goodRows.replace("y\n", "z\n")],
    ["is constant", "T2041", csvText("x,y", 50, (row) => `${row},1`)],
    ["is all missing", "T2040", csvText("x,y", 50, (row) => `${row},`)],
    ["is an id", "T2043", csvText("x,y", 300, (row) => `${row % 9},user${row}`)],
    ["is a day", "T2042", csvText("x,y", 50, (row) => `${row},2024-01-${10 + (row % 9)}`)],
    ["has a class of a single row", "T2046", csvText("x,y", 50, (row) => `${row},${row === 7 ? 1 : 0}`)],
    ["is too large to be squared", "T2047", csvText("x,y", 50, (row) => `${row},${row}e300`)],
    ["is too small to be squared", "T2047", csvText("x,y", 50, (row) => `${row},${row}e-315`)],
  ])("%s: %s", async (_, code, text) => {
    expect(await refused(text)).toMatchObject({ code, place: expect.stringContaining("predict") as string });
  });

  it("says that a metric does not fit the task", async () => {
    expect(await refused(goodRows, { metric: "rmse" })).toMatchObject({ code: "T1681" });
    expect(await refused(goodRows, { positive: "maybe" })).toMatchObject({ code: "T2045" });
  });
});

describe("times, groups and weights that do not do", () => {
  it("refuses a time column that does not parse, and one with a single time", async () => {
    const words = csvText("t,y", 50, (row) => `some day ${row},${row % 2}`);
    expect(await refused(words, { time: "t" })).toMatchObject({ code: "T2061" });
    const once = csvText("t,y", 50, (row) => `2024-01-01,${row % 2}`);
    expect(await refused(once, { time: "t" })).toMatchObject({ code: "T1692", place: "split" });
  });

  it("takes fewer folds where there are few groups, and says so", async () => {
    const rows = (groups: number) =>
      csvText("x,g,y", 240, (row) => `${noise(row)},g${row % groups},${noise(row) % 2}`);
    expect(await refused(rows(2), { group: "g" })).toMatchObject({ code: "T1692" });
    for (const [groups, folds] of [
      [3, 1],
      [6, 4],
      [40, 5],
    ] as const) {
      const record = await ran(rows(groups), { group: "g" });
      expect(record.models[0]!.validation.folds).toHaveLength(folds);
      const reason = record.choices.find(({ what }) => what === "folds")!.reason;
      expect(reason.includes("too few")).toBe(folds < 5);
    }
  });

  it("refuses weights that are missing, negative or all 0, and takes 0 for some rows", async () => {
    const rows = (weight: (row: number) => string) =>
      csvText("x,w,y", 80, (row) => `${noise(row)},${weight(row)},${noise(row) % 2}`);
    const weighted = { weight: "w" };
    expect(
      await refused(
        rows((row) => (row % 4 === 1 ? "" : "2")),
        weighted,
      ),
    ).toMatchObject({
      code: "T2054",
      message: 'The weight "w" is missing in 20 rows',
      value: "first in row 2",
    });
    expect(
      await refused(
        rows((row) => String((row % 5) - 1)),
        weighted,
      ),
    ).toMatchObject({ code: "T2054" });
    expect(
      await refused(
        rows(() => "0"),
        weighted,
      ),
    ).toMatchObject({ code: "T2054" });
    expect(
      await ran(
        rows((row) => String(row % 3)),
        weighted,
      ),
    ).toMatchObject({ models: [{ name: "baseline" }] });
  });
});

describe("few rows", () => {
  it("takes fewer folds for few rows of a class, and warns where the test rows hold one class", async () => {
    const two = csvText("x,y", 200, (row) => `${noise(row)},${row === 20 || row === 90 ? 1 : 0}`);
    const record = await ran(two);
    expect(record.models[0]!.validation.folds).toHaveLength(2);
    expect(record.choices.find(({ what }) => what === "folds")!.reason).toMatch(
      /too few rows of the rarer class/,
    );
    expect(record.diagnostics).toContainEqual(expect.objectContaining({ code: "T2053", value: "0" }));
  });

  it("gives an answer or a refusal for any number of rows", async () => {
    for (const count of [1, 2, 3, 5, 10, 20]) {
      const text = csvText("x,y", count, (row) => `${noise(row)},${row % 2}`);
      const folder = await projectFolder({ "data.csv": text });
      const outcome = await runIn(folder, { data: csv("data.csv"), predict: "y" }).then(
        ({ record }) => record.snapshot.rowCount,
        (error: unknown) => refusalOf(() => Promise.reject(error as Error)).then(([one]) => one!.code),
      );
      expect([count, "T2041", "T2046", "T2050", "T1692"]).toContain(outcome);
    }
  });

  it("names the metric and the cure where one class is alone in the folds", async () => {
    const late = csvText("t,y", 300, (row) => `${1000 + row},${row < 90 ? row % 2 : 0}`);
    const spec = { time: "t" };
    expect(await refused(late, spec)).toMatchObject({
      code: "T2050",
      cure: expect.stringContaining("log-loss") as string,
    });
    expect((await ran(late, { ...spec, metric: "log-loss" })).winner.model).toBe("baseline");
  });

  it("learns a constant where all features are missing or constant", async () => {
    const empty = csvText("a,b,y", 80, (row) => `,1,${noise(row) % 2}`);
    const record = await ran(empty, { models: ["baseline", "logistic", "boosting"] });
    expect(record.winner.model).toBe("baseline");
  });
});

describe("a category with 50,000 levels", () => {
  it("is learnt", async () => {
    const rows = csvText(
      "x,c,y",
      60_000,
      (row) => `${noise(row)},level${(row * 31) % 50_000},${noise(row * 3) % 2}`,
    );
    const record = await ran(rows, { models: ["logistic"] });
    expect(record.profile.columns.find(({ name }) => name === "c")!.distinct).toBe(50_000);
    expect(record.models.map(({ name }) => name)).toEqual(["logistic"]);
  });
});
