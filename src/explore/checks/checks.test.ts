import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { quietEffects, type Diagnostic } from "../../base/index.ts";
import { tableFromVectors, vectorFromValues } from "../../schema/index.ts";
import { memoryReader, readVegaCsv } from "../csv-table.test-support.ts";
import { profileTable } from "../profile-table.ts";
import { checkKinds } from "./check-kinds.ts";
import { normalizeChecks } from "./normalize-checks.ts";
import { runChecks } from "./run-checks.ts";
import { checksFromAlerts, suggestChecks } from "./suggest-checks.ts";

const table = tableFromVectors([
  ["speed", vectorFromValues("Float", [100, 2500, null, -1, 90])],
  ["size", vectorFromValues("Text", ["S", "M", "S", "XL", null])],
  ["day", vectorFromValues("Day", [0, 1, 2, 2, 3])],
  ["ok", vectorFromValues("Boolean", [true, true, true, true, true])],
]);
const reader = memoryReader(table);

function normalized(spec: unknown) {
  const diagnostics: Diagnostic[] = [];
  const checks = normalizeChecks(spec, table.schema, "checks", diagnostics);
  return { checks, codes: diagnostics.map((one) => `${one.code} ${one.place}`), diagnostics };
}

async function verdicts(...spec: unknown[]) {
  const { checks, diagnostics } = normalized(spec);
  expect(diagnostics).toEqual([]);
  return (await runChecks(reader, checks)).map(({ holds, text }) => [holds, text]);
}

describe("runChecks", () => {
  it("names how many values break a rule, and the first with its row", async () => {
    const found = await verdicts(
      { kind: "range", column: "speed", min: 0, max: 500 },
      { kind: "range", column: "speed", max: 500 },
      { kind: "range", column: "day", min: "1970-01-02" },
      { kind: "in-set", column: "size", values: ["S", "M"] },
      { kind: "unique", column: "day" },
      { kind: "no-missing", column: "speed" },
      { kind: "missing-share", column: "size", max: 0.1 },
      { kind: "type", column: "speed", type: "Int" },
      { kind: "row-count", min: 10 },
      { kind: "row-count", max: 4 },
    );
    expect(found).toEqual([
      [false, '2 of 4 values of "speed" are outside of 0 to 500, the first is 2,500 in row 2.'],
      [false, '1 of 4 values of "speed" is above 500, the first is 2,500 in row 2.'],
      [false, '1 of 5 values of "day" is below 1970-01-02, the first is 1970-01-01 in row 1.'],
      [false, '1 of 4 values of "size" is not one of the 2 values allowed, the first is "XL" in row 4.'],
      [false, '1 of 5 values of "day" is there already in an earlier row, the first is 1970-01-03 in row 4.'],
      [false, '1 value of "speed" is missing, the first in row 3.'],
      [false, '20 % of "size" are missing, more than 10 %.'],
      [false, '"speed" has the type Float, not "Int".'],
      [false, "The table has 5 rows, fewer than 10."],
      [false, "The table has 5 rows, more than 4."],
    ]);
  });

  it("says of a check that holds what holds", async () => {
    const found = await verdicts(
      { kind: "range", column: "speed", min: -1, max: 2500 },
      { kind: "in-set", column: "ok", values: [true] },
      { kind: "unique", column: "speed" },
      { kind: "no-missing", column: "ok" },
      { kind: "missing-share", column: "size", max: 0.2 },
      { kind: "type", column: "day", type: "Day" },
      { kind: "row-count", min: 5, max: 5 },
    );
    expect(found.map(([holds]) => holds)).toEqual(Array.from({ length: 7 }, () => true));
    expect(found[0]).toEqual([true, 'Every value of "speed" lies between -1 and 2,500.']);
  });

  it("does not hold where the column is gone", async () => {
    const check = { name: "x", kind: "no-missing", column: "gone", params: {} } as const;
    expect(await runChecks(reader, [check])).toEqual([
      { check, holds: false, text: 'There is no column "gone" in the data.' },
    ]);
  });
});

describe("normalizeChecks", () => {
  it("tells every mistake with its place and keeps the good checks", () => {
    const { checks, codes, diagnostics } = normalized([
      { kind: "range", column: "speed", min: 0 },
      { kind: "rnge", column: "speed" },
      { kind: "range", column: "sped", min: 0 },
      { kind: "range", column: "size", min: 0 },
      { kind: "range", column: "speed", min: "low", mx: 3 },
      { kind: "range", column: "speed" },
      { kind: "range", column: "speed", min: 3, max: 1 },
      { kind: "row-count", column: "speed", min: 0.5 },
      { kind: "no-missing", column: "speed", name: 7 },
      { kind: "in-set", column: "size", values: [] },
      "unique",
    ]);
    expect(checks).toEqual([{ name: "range of speed", kind: "range", column: "speed", params: { min: 0 } }]);
    expect(codes).toEqual([
      "T1702 checks[1]",
      "T1704 checks[2].column",
      "T1705 checks[3].column",
      "T1706 checks[3].min",
      "T1707 checks[4].mx",
      "T1706 checks[4].min",
      "T1706 checks[5]",
      "T1706 checks[6]",
      "T1703 checks[7].column",
      "T1706 checks[7].min",
      "T1706 checks[8].name",
      "T1706 checks[9].values",
      "T1702 checks[10]",
    ]);
    expect(diagnostics[1]?.cure).toBe('Did you mean "speed"?');
  });

  it("takes no checks for an empty config and refuses what is no list", () => {
    expect(normalized(undefined)).toMatchObject({ checks: [], codes: [] });
    expect(normalized({ kind: "unique" })).toMatchObject({ checks: [], codes: ["T1701 checks"] });
  });
});

describe("suggestChecks", () => {
  it("suggests checks that the profiled data pass and worse data do not", async () => {
    const birds = readVegaCsv("birdstrikes.csv");
    const profile = await profileTable(memoryReader(birds), {}, null, quietEffects());
    const checks = suggestChecks(profile);
    const results = await runChecks(memoryReader(birds), checks);
    expect(results.filter((one) => !one.holds)).toEqual([]);
    expect(new Set(checks.map((check) => check.kind))).toEqual(
      new Set(["row-count", "no-missing", "missing-share", "range", "in-set"]),
    );
    const worse = await runChecks(
      memoryReader(tableFromVectors([["Wildlife Size", vectorFromValues("Text", ["Small", "Huge", null])]])),
      checks.filter((check) => check.column === "Wildlife Size" || check.column === null),
    );
    expect(worse.map((one) => one.holds)).toEqual([false, false, false]);
  });

  it("makes checks of accepted alerts", async () => {
    const birds = readVegaCsv("birdstrikes.csv");
    const profile = await profileTable(memoryReader(birds), {}, null, quietEffects());
    const checks = checksFromAlerts(profile.alerts);
    expect(checks).toContainEqual({
      name: "missing-share of Speed IAS in knots",
      kind: "missing-share",
      column: "Speed IAS in knots",
      params: { max: 0.2836 },
    });
    const accepted = checks.filter((check) => check.kind === "missing-share");
    expect((await runChecks(memoryReader(birds), accepted)).every((one) => one.holds)).toBe(true);
  });
});

describe("docs/checks.md", () => {
  it("has a heading for each kind, and no other", () => {
    const page = readFileSync(new URL("../../../docs/checks.md", import.meta.url), "utf8");
    const headings = [...page.matchAll(/^## `(.+)`$/gm)].map((match) => match[1]!);
    expect(new Set(headings)).toEqual(new Set(Object.keys(checkKinds)));
  });
});
