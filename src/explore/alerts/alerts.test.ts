import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createRandom, quietEffects } from "../../base/index.ts";
import {
  tableFromVectors,
  vectorFromValues,
  type ColumnRole,
  type DataType,
  type Value,
} from "../../schema/index.ts";
import { alertThresholds } from "../alert-thresholds.ts";
import { hasSharedData, memoryReader, readSharedCsv } from "../csv-table.test-support.ts";
import { gatherAlerts } from "./gather-alerts.ts";
import { profileTable } from "../profile-table.ts";
import type { Alert } from "../profile.ts";
import type { ExploreTarget } from "../target-view.ts";

const rows = (count: number, value: (row: number) => Value): Value[] =>
  Array.from({ length: count }, (_, row) => value(row));

async function alertsOf(
  columns: Readonly<Record<string, readonly [DataType, readonly Value[]]>>,
  target: ExploreTarget | null = null,
  roles: Readonly<Record<string, ColumnRole>> = {},
): Promise<readonly Alert[]> {
  const vectors = Object.entries(columns).map(
    ([name, [type, values]]) => [name, vectorFromValues(type, values)] as const,
  );
  const profile = await profileTable(memoryReader(tableFromVectors(vectors)), roles, target, quietEffects());
  return profile.alerts;
}

/** The kinds of alerts; repeated rows are no surprise in tables of one column. */
const kindsOf = (alerts: readonly Alert[]): string[] =>
  alerts.map((alert) => alert.kind).filter((kind) => kind !== "duplicate-rows");
const textOf = (alerts: readonly Alert[], kind: string): string | undefined =>
  alerts.find((alert) => alert.kind === kind)?.text;

describe("alerts of one column", () => {
  it("tells of missing values from 5 % on", async () => {
    const random = createRandom(1);
    const some = (share: number) => rows(1000, (row) => (row < 1000 * share ? null : random.next()));
    expect(textOf(await alertsOf({ a: ["Float", some(0.05)] }), "missing")).toBe(
      "a is missing in 50 of 1,000 rows (5 %).",
    );
    expect(kindsOf(await alertsOf({ a: ["Float", some(0.049)] }))).toEqual([]);
  });

  it("tells of columns with one value or none", async () => {
    const alerts = await alertsOf({ a: ["Day", rows(60, () => 0)], b: ["Text", rows(60, () => null)] });
    expect(alerts.map((alert) => alert.text).toSorted()).toEqual(
      [
        "a has one value only, 1970-01-01.",
        "b has no value at all.",
        "59 rows of 60 (98 %) equal an earlier row in every column.",
      ].toSorted(),
    );
  });

  it("tells a row number from an amount", async () => {
    const random = createRandom(2);
    const alerts = await alertsOf({
      number: ["Int", rows(200, (row) => row + 1000)],
      amount: ["Int", rows(200, (row) => row * 1000 + random.integer(1000))],
      code: ["Text", rows(200, (row) => `A${row}`)],
    });
    expect(alerts.filter(({ kind }) => kind === "id-like").map(({ columns }) => columns[0])).toEqual([
      "code",
      "number",
    ]);
  });

  it("calls sentences running text, not identifiers", async () => {
    const alerts = await alertsOf({
      note: ["Text", rows(100, (row) => `the bird was seen ${row} times on the way`)],
    });
    expect(kindsOf(alerts)).toEqual(["free-text"]);
  });

  it("tells of few far values, and not of a long tail as such", async () => {
    const random = createRandom(3);
    const even = rows(1000, () => random.next());
    const alerts = await alertsOf({ a: ["Float", [...even, 99]] });
    expect(textOf(alerts, "outliers")).toMatch(
      /^1 value of a lies far from the rest, up to 99 where half lie/,
    );
    expect(kindsOf(await alertsOf({ a: ["Float", even] }))).toEqual([]);
  });

  it("tells of a pile at the end, not of one in the middle", async () => {
    const random = createRandom(4);
    const piled = (at: number) => rows(1000, (row) => (row < 50 ? at : random.next()));
    expect(textOf(await alertsOf({ a: ["Float", piled(1)] }), "capped")).toBe(
      "50 values of a (5 %) are exactly its largest, 1: it seems to be cut off there.",
    );
    expect(kindsOf(await alertsOf({ a: ["Float", piled(0.5)] }))).toEqual([]);
  });
});

describe("alerts of values that stand for something else", () => {
  const random = createRandom(11);

  it("asks whether zeros far below all other values stand for unknown", async () => {
    const lengths = rows(500, (row) => (row < 4 ? 0 : 3 + random.next()));
    expect(textOf(await alertsOf({ a: ["Float", lengths] }), "isolated-zeros")).toMatch(
      /^4 values of a are 0 where all others are at least 3/,
    );
    const counts = rows(500, () => random.integer(40));
    expect(kindsOf(await alertsOf({ a: ["Int", counts] }))).toEqual([]);
    const small = rows(500, () => random.next() ** 2);
    expect(kindsOf(await alertsOf({ a: ["Float", [...small, 0]] }))).not.toContain("isolated-zeros");
  });

  it("tells of a target that is often 0", async () => {
    const burnt = rows(500, (row) => (row % 10 < 4 ? 0 : random.next() * 90));
    const alerts = await alertsOf({ area: ["Float", burnt] }, { name: "area", task: "regression" });
    expect(alerts.find(({ kind }) => kind === "zeros")).toMatchObject({
      severity: "medium",
      text: "area is 0 in 40 % of its values.",
    });
    expect(kindsOf(await alertsOf({ area: ["Float", burnt] }))).toEqual([]);
  });

  it("finds levels that differ in case, blanks or a closing mark", async () => {
    const levels = ["<=50K", "<=50K.", ">50K", "Female", "female ", "+", "-"];
    expect(
      textOf(await alertsOf({ a: ["Text", rows(70, (row) => levels[row % 7]!)] }), "text-variants"),
    ).toBe(
      '4 texts of a differ only in case, blanks or a mark at the end: "<=50K" and "<=50K."; "Female" and "female ".',
    );
    const dotted = rows(60, (row) => (row % 3 === 0 ? ">50K." : "<=50K."));
    expect(textOf(await alertsOf({ a: ["Text", dotted] }), "text-variants")).toBe(
      'Every text of a ends in ".", such as "<=50K.": is it so in other files too?',
    );
    const plain = ["Mr", "Mrs", "C+", "C", "a.b", "a"];
    expect(kindsOf(await alertsOf({ a: ["Text", rows(60, (row) => plain[row % 6]!)] }))).toEqual([]);
  });

  it("asks for codes, not for counts or years", async () => {
    const column = (values: readonly number[]) =>
      ["Int", rows(300, (row) => values[row % values.length]!)] as const;
    const alerts = await alertsOf({
      region: column([1, 2, 2, 3, 4, 4]),
      children: column([0, 0, 0, 0, 1, 1, 2]),
      year: column([2019, 2020, 2021]),
    });
    expect(
      alerts.filter(({ kind }) => kind === "encoded-categorical").flatMap(({ columns }) => columns),
    ).toEqual(["region"]);
  });
});

describe("gatherAlerts", () => {
  const skewed = (name: string, skewness: number): Alert => ({
    kind: "skewed",
    severity: "low",
    columns: [name],
    text: `${name} has a long tail.`,
    cure: "Linear models do better on its logarithm.",
    evidence: { skewness },
  });

  it("tells three alerts of one kind in one sentence, where the first stood", () => {
    const other: Alert = { ...skewed("z", 1), kind: "capped", severity: "low" };
    const told = gatherAlerts([other, skewed("a", 9), skewed("b", 8), skewed("c", 4)]);
    expect(told.map(({ text }) => text)).toEqual([
      "z has a long tail.",
      "a, b and c have long tails, the longest a (skewness 9).",
    ]);
    expect(told[1]!.columns).toEqual(["a", "b", "c"]);
  });

  it("leaves those alone that keep their numbers to themselves", () => {
    const silent = ["a", "b", "c"].map((name): Alert => ({ ...skewed(name, 9), evidence: {} }));
    expect(gatherAlerts([...silent, skewed("d", 9)])).toEqual([...silent, skewed("d", 9)]);
  });

  it("leaves two alone, and names no more than some columns", () => {
    const two = [skewed("a", 9), skewed("b", 8)];
    expect(gatherAlerts(two)).toEqual(two);
    const many = Array.from({ length: 9 }, (_, at) => skewed(`c${at}`, 9));
    expect(gatherAlerts(many)[0]!.text).toMatch(/^c0, c1, c2, c3, c4, c5 and 3 more have/);
  });
});

describe("alerts of the table", () => {
  it("takes rows that an id tells apart for no repeats", async () => {
    const columns = {
      id: ["Int", rows(100, (row) => row)],
      a: ["Int", rows(100, (row) => row % 2)],
    } as const;
    const found = (await alertsOf(columns, null, { id: "id" })).find(({ kind }) => kind === "duplicate-rows");
    expect(found?.severity).toBe("low");
    expect(found?.text).toBe('98 rows of 100 (98 %) equal an earlier row in every column but "id".');
  });

  it("puts columns that say the same into one family", async () => {
    const random = createRandom(5);
    const base = rows(300, () => random.next());
    const alerts = await alertsOf({
      a: ["Float", base],
      b: ["Float", base.map((value) => Math.exp(Number(value)))],
      c: ["Float", base.map((value) => -Number(value))],
      d: ["Float", rows(300, () => random.next())],
    });
    expect(alerts.map((alert) => alert.text)).toEqual([
      "a, b and c say nearly the same (rank correlation 1 and more).",
    ]);
  });

  it("tells of a rare class", async () => {
    const random = createRandom(6);
    const columns = {
      x: ["Float", rows(2000, () => random.next())],
      y: ["Text", rows(2000, (row) => (row < 40 ? "yes" : "no"))],
    } as const;
    expect(textOf(await alertsOf(columns, { name: "y", task: "binary", positive: "yes" }), "imbalance")).toBe(
      'Only 40 rows (2 %) have y = "yes".',
    );
  });

  it("tells of a target that changes with time, and of gaps", async () => {
    const random = createRandom(7);
    const columns = {
      day: ["Day", rows(1000, (row) => Math.floor(row / 5) + (row >= 700 ? 365 : 0))],
      y: ["Boolean", rows(1000, (row) => random.next() < (row < 500 ? 0.2 : 0.7))],
    } as const;
    const alerts = await alertsOf(columns, { name: "y", task: "binary", positive: true }, { day: "time" });
    expect(textOf(alerts, "time-gap")).toBe("day has no rows between 1970-05-20 and 1971-05-21 (366 days).");
    expect(textOf(alerts, "target-drift")).toMatch(
      /^y changes with time: \d+ % of the rows have true, before \d+ %/,
    );
    const steady = { ...columns, y: ["Boolean", rows(1000, () => random.next() < 0.4)] } as const;
    expect(kindsOf(await alertsOf(steady, { name: "y", task: "binary" }, { day: "time" }))).toEqual([
      "time-gap",
    ]);
  });

  it("tells of values that did not fit their type", async () => {
    const table = tableFromVectors([
      [
        "a",
        vectorFromValues(
          "Int",
          rows(100, (row) => row * row),
        ),
      ],
    ]);
    const reading = {
      name: "a",
      type: "Int",
      reason: "",
      read: 100,
      missing: 0,
      missingTexts: [],
      failed: 3,
      failedSamples: [{ row: 7, text: "n/a" }],
    } as const;
    const { alerts } = await profileTable(memoryReader(table), {}, null, quietEffects(), [reading]);
    expect(textOf(alerts, "mixed-type")).toBe(
      'The values of a are of type Int, but 3 values (2.9 %) are not and became missing, the first is "n/a".',
    );
    expect(alerts.find(({ kind }) => kind === "mixed-type")!.cure).toContain(
      'clean: [{ transform: "parse-number", columns: ["a"] }]',
    );
  });

  it("gives the same profile whatever the order of the rows, but for what time decides", async () => {
    const random = createRandom(8);
    const a = rows(500, () => Math.round(1e6 * random.next() ** 60) / 7);
    const forward = await alertsOf({ a: ["Float", a] });
    expect(await alertsOf({ a: ["Float", a.toReversed()] })).toEqual(forward);
    expect(kindsOf(forward)).toContain("skewed");
  });
});

describe("the leak alert", () => {
  const random = createRandom(9);
  const outcome = rows(4000, () => random.next() < 0.1);
  const target: ExploreTarget = { name: "y", task: "binary", positive: true };
  const leaks = async (type: DataType, values: readonly Value[]) =>
    (await alertsOf({ x: [type, values], y: ["Boolean", outcome] }, target)).filter(
      ({ kind }) => kind === "leak",
    );

  it("finds presence, a level, a flag and a copy", async () => {
    const after = (value: Value, empty: Value) =>
      outcome.map((y) => (y && random.next() < 0.3 ? value : empty));
    expect((await leaks("Day", after(19_000, null)))[0]?.text).toMatch(
      /^Where x is not missing, 100 % of the rows/,
    );
    expect((await leaks("Text", after("refund", "none")))[0]?.text).toMatch(/^Where x is not "none", 100 %/);
    expect((await leaks("Boolean", after(true, false)))[0]?.text).toMatch(/^Where x is true, 100 %/);
    expect((await leaks("Int", after(-5, 0)))[0]?.text).toMatch(/^Where x is below 0, 100 %/);
    expect(
      (
        await leaks(
          "Text",
          outcome.map((y) => (y ? "late" : "soon")),
        )
      )[0]?.text,
    ).toMatch(/^x alone predicts y/);
  });

  it("is silent about noise, sparse noise and a strong cause", async () => {
    expect(
      await leaks(
        "Float",
        rows(4000, () => random.next()),
      ),
    ).toEqual([]);
    expect(
      await leaks(
        "Int",
        rows(4000, () => (random.next() < 0.02 ? 1 : 0)),
      ),
    ).toEqual([]);
    const cause = outcome.map((y) => (y ? random.next() + 0.6 : random.next()));
    expect(await leaks("Float", cause)).toEqual([]);
  });

  it("finds a number that stands in another column where that is filled", async () => {
    const price = rows(3000, () => 10 + 1000 * random.next());
    const paid = price.map((value) => (random.next() < 0.2 ? Number(value) + random.next() : null));
    const alerts = await alertsOf(
      { paid: ["Float", paid], price: ["Float", price] },
      { name: "price", task: "regression" },
    );
    expect(textOf(alerts, "leak")).toMatch(
      /^Where paid is not missing, it predicts price almost perfectly \(R² 0.999/,
    );
  });
});

describe.runIf(hasSharedData)("alerts on real tables", () => {
  it("sees that house values were cut off at 500,001", async () => {
    const { alerts } = await profileTable(
      memoryReader(readSharedCsv("california-housing/housing.csv")),
      {},
      { name: "median_house_value", task: "regression" },
      quietEffects(),
    );
    expect(alerts[0]?.text).toBe(
      "965 values of median_house_value (4.7 %) are exactly its largest, 500,001: it seems to be cut off there.",
    );
  });

  it("takes names, tickets and passenger numbers of the Titanic for identifiers", async () => {
    const { alerts } = await profileTable(
      memoryReader(readSharedCsv("titanic/train.csv")),
      {},
      { name: "Survived", task: "binary", positive: 1 },
      quietEffects(),
    );
    const ids = alerts.filter(({ kind }) => kind === "id-like").flatMap(({ columns }) => columns);
    expect(ids.toSorted()).toEqual(["Name", "PassengerId", "Ticket"]);
  });
});

describe("docs/alerts.md", () => {
  it("has a heading for each kind, and no other", () => {
    const page = readFileSync(new URL("../../../docs/alerts.md", import.meta.url), "utf8");
    const headings = [...page.matchAll(/^## `(.+)`$/gm)].map((match) => match[1]!);
    expect(new Set(headings)).toEqual(new Set(Object.keys(alertThresholds)));
  });
});
