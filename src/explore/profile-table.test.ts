import { describe, expect, it } from "vitest";
import { quietEffects } from "../base/index.ts";
import { tableFromVectors, vectorFromValues, valueAt, type ColumnRole, type Table } from "../schema/index.ts";
import { hasSharedData, memoryReader, readSharedCsv, readVegaCsv } from "./csv-table.test-support.ts";
import { profileTable } from "./profile-table.ts";
import type { Alert, Profile } from "./profile.ts";
import type { ExploreTarget } from "./target-view.ts";

const profile = (
  table: Table,
  target: ExploreTarget | null,
  roles: Record<string, ColumnRole> = {},
): Promise<Profile> => profileTable(memoryReader(table), roles, target, quietEffects());

const ofKind = ({ alerts }: Profile, kind: Alert["kind"]): readonly Alert[] =>
  alerts.filter((alert) => alert.kind === kind);

/** birdstrikes.csv with the question "was there damage?" in place of the kind of damage. */
function birdstrikes(): Table {
  const table = readVegaCsv("birdstrikes.csv");
  const effect = table.columns.get("Effect Amount of damage")!;
  const damaged = Array.from({ length: table.rowCount }, (_, row) => valueAt(effect, row) !== "None");
  return tableFromVectors([
    ...[...table.columns].filter(([name]) => name !== "Effect Amount of damage"),
    ["damaged", vectorFromValues("Boolean", damaged)],
  ]);
}

describe("profileTable on birdstrikes", () => {
  const target: ExploreTarget = { name: "damaged", task: "binary", positive: true };

  it("names the three costs as leaks, with their numbers, and no honest column", async () => {
    const leaks = ofKind(await profile(birdstrikes(), target), "leak");
    expect(leaks.map(({ columns }) => columns)).toEqual([["Cost Repair"], ["Cost Total $"], ["Cost Other"]]);
    expect(leaks[0]).toMatchObject({
      severity: "high",
      text: "Where Cost Repair is above 0, 85 % of the rows have damaged = true, against 11 % overall: is it known when you predict?",
      cure: 'Add "Cost Repair" to knownLater if it is only known afterwards.',
    });
    expect(leaks[2]?.evidence).toMatchObject({ rows: 72, rate: 44 / 72, overall: 1061 / 10_000 });
  });

  it("is silent about columns that are declared as known later", async () => {
    const roles = {
      "Cost Other": "knownLater",
      "Cost Repair": "knownLater",
      "Cost Total $": "knownLater",
    } as const;
    expect(ofKind(await profile(birdstrikes(), target, roles), "leak")).toEqual([]);
  });

  it("counts what pandas counts", async () => {
    const { columns, duplicateRows, rowCount } = await profile(birdstrikes(), target);
    // pandas 3.1.1: duplicated().sum(), nunique(), value_counts(), describe(), skew().
    expect({ rowCount, duplicateRows }).toEqual({ rowCount: 10_000, duplicateRows: 24 });
    const speed = columns.find(({ name }) => name === "Speed IAS in knots");
    expect(speed).toMatchObject({ type: "Int", missing: 2836, distinct: 122 });
    expect(speed?.numbers).toMatchObject({
      zeros: 19,
      max: 350,
      quantiles: [60, 100, 130, 140, 170, 250, 250],
    });
    expect(speed?.numbers?.mean).toBeCloseTo(153.535176, 6);
    expect(speed?.numbers?.standardDeviation).toBeCloseTo(43.518503, 6);
    expect(speed?.numbers?.skewness).toBeCloseTo(0.7346307296826764, 12);
    expect(columns.find(({ name }) => name === "Time of day")?.top).toEqual([
      { value: "Day", count: 5624 },
      { value: "Night", count: 3363 },
      { value: "Dusk", count: 584 },
      { value: "Dawn", count: 429 },
    ]);
    expect(columns.find(({ name }) => name === "Aircraft Make Model")?.distinct).toBe(225);
  });
});

describe.runIf(hasSharedData)("profileTable on data sets without a leak", () => {
  const adult =
    "age,workclass,fnlwgt,education,education_num,marital,occupation,relationship,race,sex,capital_gain,capital_loss,hours,country,income";
  const cases: readonly [path: string, target: ExploreTarget, header?: readonly string[]][] = [
    ["titanic/train.csv", { name: "Survived", task: "binary", positive: 1 }],
    ["adult-income/adult-train.csv", { name: "income", task: "binary", positive: ">50K" }, adult.split(",")],
    ["california-housing/housing.csv", { name: "median_house_value", task: "regression" }],
    ["diamonds/diamonds.csv", { name: "price", task: "regression" }],
    ["penguins/penguins.csv", { name: "species", task: "multiclass" }],
    ["online-shoppers/online_shoppers_intention.csv", { name: "Revenue", task: "binary", positive: 1 }],
    ["telco-churn/churn.csv", { name: "Churn", task: "binary", positive: true }],
    ["mushroom/mushrooms.csv", { name: "class", task: "binary", positive: "p" }],
    ["hpc-jobs/hpc_data.csv", { name: "class", task: "multiclass" }],
    ["hmda-fairness/HMDA.csv", { name: "deny", task: "binary" }],
  ];

  it.each(cases)("finds none in %s", async (path, target, header) => {
    expect(ofKind(await profile(readSharedCsv(path, header), target), "leak")).toEqual([]);
  });
});

describe.runIf(hasSharedData)("profileTable on data sets with a leak", () => {
  const cases: readonly [path: string, target: ExploreTarget, leaks: readonly string[]][] = [
    ["ai-jobs-salaries/salaries_2022-12-25.csv", { name: "salary_in_usd", task: "regression" }, ["salary"]],
    ["ab-hillstrom-email/hillstrom.csv", { name: "conversion", task: "binary", positive: 1 }, ["spend"]],
    ["covid-testing-ops/covid_testing.csv", { name: "result", task: "multiclass" }, ["ct_result"]],
    ["loans-full-schema/loans_full_schema.csv", { name: "interest_rate", task: "regression" }, ["sub_grade"]],
    [
      "storms-and-demo-tables/storms.csv",
      { name: "status", task: "multiclass" },
      ["category", "hurricane_force_diameter"],
    ],
  ];

  it.each(cases)("finds it in %s", async (path, target, leaks) => {
    const found = ofKind(await profile(readSharedCsv(path), target), "leak");
    expect(found.map(({ columns }) => columns[0])).toEqual(leaks);
  });
});
