import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRandom } from "../src/base/index.ts";
import { runProject, table, type RunRecord } from "../src/project/index.ts";
import { writeReport } from "../src/report/index.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tandem-evidence-"));
});
afterAll(() => rm(folder, { recursive: true }));

type Row = Readonly<Record<string, string | number | boolean | null>>;

/** Runs a project over rows and gives its record, once per name. */
async function recordOf(name: string, rows: readonly Row[], rest: object): Promise<RunRecord> {
  const spec = { name, data: table(rows), models: ["baseline", "ridge"], ...rest };
  const { record } = await runProject(spec, { folder: join(folder, name), place: "test", user: "test" });
  return record;
}

/** Everything that is a number in a record's evidence, evaluations and differences. */
const numbersIn = (value: unknown): number[] =>
  typeof value === "number"
    ? [value]
    : typeof value === "object" && value !== null
      ? Object.values(value).flatMap(numbersIn)
      : [];

const aboutEvidence = (record: RunRecord) => {
  const { evidence } = record;
  if (!evidence) throw new Error("The record has no evidence");
  return evidence;
};

/** Rows of 40 shops, each with a level of its own; a day passes from row to row. */
function shopRows(count: number): Row[] {
  const random = createRandom(3);
  const levels = Array.from({ length: 40 }, () => 20 * random.next());
  let weather = 0;
  return Array.from({ length: count }, (_, row) => {
    const shop = row % 40;
    weather = 0.97 * weather + random.next() - 0.5;
    const staff = 1 + random.integer(9);
    return {
      day: new Date(Date.UTC(2020, 0, 1) + row * 86_400_000).toISOString().slice(0, 10),
      shop: `shop ${shop}`,
      staff,
      kind: ["old", "new", "large"][row % 3]!,
      sales: 3 * staff + levels[shop]! + 6 * weather + random.next(),
    };
  });
}

describe("the evidence of a run", () => {
  it("draws groups as a whole where the split is by group, and says so", async () => {
    const record = await recordOf("groups", shopRows(800), {
      predict: "sales",
      group: "shop",
      ignore: ["day"],
    });
    const { intervals, metrics } = record.models[1]!.test;
    expect(intervals).toMatchObject({ unit: "group", method: "student", level: 0.95 });
    expect(intervals!.units).toBeGreaterThan(4);
    const plain = await recordOf("plain", shopRows(800), { predict: "sales", ignore: ["day", "shop"] });
    const width = (run: RunRecord): number => {
      const { low, high } = run.models[1]!.test.metrics.find(({ metric }) => metric === "rmse")!.value!;
      return high - low;
    };
    expect(plain.models[1]!.test.intervals).toMatchObject({ unit: "row", method: "percentile" });
    expect(width(record) / width(plain)).toBeGreaterThan(1.5);
    expect(metrics.every(({ value }) => value !== null)).toBe(true);
    const pair = aboutEvidence(record).hypotheses.find(({ subject }) => subject.kind === "models")!;
    expect(pair.units).toBe(intervals!.units);
    expect((await writeReport(record)).markdown).toContain("Rows of one group vary together");
  });

  it("draws blocks of time where errors have a memory", async () => {
    const record = await recordOf("time", shopRows(800), {
      predict: "sales",
      time: "day",
      ignore: ["shop"],
    });
    const { intervals } = record.models[1]!.test;
    expect(intervals!.unit).toBe("block");
    expect(intervals!.units).toBeGreaterThanOrEqual(10);
    expect(intervals!.units).toBeLessThan(80);
    // Two models go by the longer memory of both.
    const units = record.models.map(({ test }) => test.intervals!.units);
    const pair = aboutEvidence(record).hypotheses.find(({ subject }) => subject.kind === "models")!;
    expect(pair.units).toBe(Math.min(...units));
    // A quarter of the time may hold too few blocks to be tested, which is told.
    const { hypotheses, untested } = aboutEvidence(record);
    const texts = [...hypotheses, ...untested].map(({ subject }) => ("text" in subject ? subject.text : ""));
    expect(texts.filter((text) => text.startsWith("day is")).length).toBeGreaterThan(3);
    expect((await writeReport(record)).markdown).toContain("whole blocks of rows are drawn");
  });

  it("finds the baseline worse on the test rows and on the folds, and calls no other difference one", async () => {
    const record = await recordOf("plain", shopRows(800), { predict: "sales", ignore: ["day", "shop"] });
    const { hypotheses, tiers } = aboutEvidence(record);
    const found = hypotheses.filter(({ subject, isBelow }) => isBelow && subject.kind !== "coefficient");
    expect(found.map(({ subject }) => subject.kind)).toEqual(["models", "folds"]);
    expect(record.differences[0]).toMatchObject({ first: "ridge", second: "baseline", better: "first" });
    for (const { tier, tested, found: count } of tiers) {
      const ofTier = hypotheses.filter((one) => one.tier === tier);
      expect([ofTier.length, ofTier.filter(({ isBelow }) => isBelow).length]).toEqual([tested, count]);
      for (const { pValue, adjustedPValue } of ofTier) expect(adjustedPValue).toBeGreaterThanOrEqual(pValue);
    }
    expect(new Set(tiers.map(({ tier }) => tier))).toEqual(
      new Set(["confirmatory", "screening", "coefficients"]),
    );
  });

  it("finds the group in which a model was made to lean", async () => {
    const rows = shopRows(2000).map((row) => ({
      ...row,
      sales: Number(row["sales"]) + (row["kind"] === "large" && Number(row["staff"]) < 5 ? 15 : 0),
    }));
    const record = await recordOf("lean", rows, { predict: "sales", ignore: ["day", "shop", "kind"] });
    const worse = aboutEvidence(record).hypotheses.filter(
      ({ subject, isBelow }) => isBelow && (subject.kind === "group" || subject.kind === "group-calibration"),
    );
    expect(worse.some(({ subject }) => "text" in subject && subject.text.startsWith("staff is"))).toBe(true);
    expect((await writeReport(record)).markdown).toMatch(/by more than chance|leans to one side/);
  });

  it.each([
    ["two classes of which one is rare", { predict: "rare", models: ["baseline", "logistic"] }],
    ["three classes", { predict: "kind", models: ["baseline", "logistic"], ignore: ["day", "rare"] }],
    [
      "a median",
      { predict: "sales", models: [{ trainer: "boosting", params: { objective: "quantile", alpha: 0.5 } }] },
    ],
    ["one model", { predict: "sales", models: ["ridge"] }],
    ["a model that says one thing", { predict: "sales", models: ["baseline"] }],
    ["a ranking", { predict: "grade", group: "shop", task: "ranking", models: ["baseline", "boosting"] }],
    ["outliers without a label", { task: "outliers", models: ["isolation-forest"] }],
    ["clusters", { task: "clusters", models: ["k-means"] }],
  ])("is whole for %s", async (name, rest) => {
    const rows = shopRows(300).map((row, at) => ({
      ...row,
      rare: at % 37 === 0,
      grade: at % 3,
    }));
    const record = await recordOf(name.replaceAll(" ", "-"), rows, rest);
    expectWhole(record);
    const { html } = await writeReport(record);
    expect(html).not.toMatch(/NaN|undefined|Infinity/);
  });

  it.each([12, 20, 40])("is whole for %i rows", async (count) => {
    const record = await recordOf(`rows-${count}`, shopRows(count), {
      predict: "sales",
      ignore: ["day", "shop", "kind"],
    });
    expectWhole(record);
    const { markdown } = await writeReport(record);
    expect(markdown).not.toMatch(/NaN|undefined|Infinity/);
    if (record.split.test < 5) {
      expect(record.models[0]!.test.metrics[0]!.withoutInterval).toContain(
        "too few to see how far it spreads",
      );
      expect(markdown).toContain("without an interval");
      expect(aboutEvidence(record).hypotheses.filter(({ subject }) => subject.kind === "models")).toEqual([]);
      expect(record.differences.every(({ better }) => better === "none")).toBe(true);
    }
  });
});

function expectWhole(record: RunRecord): void {
  const { hypotheses, untested } = aboutEvidence(record);
  const all = [record.evidence, record.differences, record.models.map(({ test }) => test)];
  expect(numbersIn(all).every(Number.isFinite)).toBe(true);
  for (const { pValue, adjustedPValue } of hypotheses) {
    expect(pValue).toBeGreaterThan(0);
    expect(adjustedPValue).toBeLessThanOrEqual(1);
  }
  for (const { reason } of untested) expect(reason.length).toBeGreaterThan(10);
  for (const { test } of record.models)
    for (const { value, withoutInterval } of test.metrics)
      expect(value === null || value.low < value.high || withoutInterval !== undefined).toBe(true);
}
