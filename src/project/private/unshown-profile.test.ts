import { describe, expect, it } from "vitest";
import { quietEffects } from "../../base/index.ts";
import { tableReader } from "../../data/index.ts";
import { checksFromAlerts, profileTable } from "../../explore/index.ts";
import { tableFromVectors, vectorFromValues, type DataType, type Value } from "../../schema/index.ts";
import { checkableAlerts, withoutPrivateValues } from "./unshown-profile.ts";

const rows = (value: (row: number) => Value): Value[] => Array.from({ length: 200 }, (_, row) => value(row));
const columns: Readonly<Record<string, readonly [DataType, Value[]]>> = {
  // One of them earns a million, and that is told of nobody.
  salary: ["Float", rows((row) => (row === 7 ? 1_234_567.89 : 40_000 + 137.31 * row))],
  code: ["Text", rows(() => "only-code")],
  phone: ["Text", rows((row) => (row % 3 === 0 ? null : `+49 30 ${row}`))],
  born: ["Day", rows((row) => 3000 + 41 * row)],
  vip: ["Boolean", rows((row) => row % 5 === 0)],
  visits: ["Int", rows((row) => row % 9)],
  bought: ["Boolean", rows((row) => row % 2 === 0)],
};
const marked = ["salary", "code", "phone", "born"];
const hidden = {
  named: new Set([...marked, "vip"]),
  digested: new Set(["code", "phone"]),
  amounts: new Set(["salary", "born"]),
  derived: new Set<string>(),
};

const table = tableFromVectors(
  Object.entries(columns).map(([name, [type, values]]) => [name, vectorFromValues(type, values)] as const),
);
const whole = await profileTable(
  tableReader(table),
  {},
  { name: "bought", task: "binary" },
  quietEffects(() => 0),
);
const shown = withoutPrivateValues(whole, hidden);
const columnOf = (name: string) => shown.columns.find((column) => column.name === name);

describe("a profile without private values", () => {
  it("keeps counts, and coarse numbers, and shows no value", () => {
    expect(columnOf("phone")).toMatchObject({
      count: 200,
      missing: 67,
      distinct: 133,
      top: [],
      lengths: null,
    });
    expect(columnOf("salary")?.numbers).toMatchObject({
      min: 40_000,
      max: 1_240_000,
      histogram: { edges: [40_000, 1_240_000], counts: [200] },
    });
    expect(columnOf("born")?.numbers?.quantiles.every((day) => day % 1000 === 0)).toBe(true);
    expect(columnOf("vip")?.top).toHaveLength(2);
    expect(columnOf("visits")).toEqual(whole.columns.find(({ name }) => name === "visits"));
    expect(shown.relations.map(({ column }) => column).sort()).toEqual(["vip", "visits"]);
    const values = marked.flatMap((name) => columns[name]![1]).filter((value) => value !== null);
    const text = JSON.stringify({
      ...shown,
      columns: [columnOf("salary"), columnOf("code"), columnOf("phone")],
    });
    expect(values.filter((value) => String(value).length > 5 && text.includes(String(value)))).toEqual([]);
  });

  it("says that there is an alert, and nothing of the values behind it", () => {
    const kinds = (profile: typeof whole) =>
      profile.alerts.map(({ kind, severity, columns: its }) => [kind, severity, ...its].join(" "));
    expect(kinds(shown)).toEqual(kinds(whole));
    expect(kinds(whole)).toEqual(expect.arrayContaining(["constant medium code", "missing medium phone"]));
    expect(shown.alerts.find(({ kind }) => kind === "constant")).toMatchObject({
      text: "code has an alert of the kind constant; it is private, so its values are not shown.",
      evidence: {},
    });
    expect(JSON.stringify(shown.alerts)).not.toMatch(/only-code|1,?234,?567/);
    const missing = shown.alerts.find(({ kind }) => kind === "missing");
    expect(missing).toEqual(whole.alerts.find(({ kind }) => kind === "missing"));
    const checks = checksFromAlerts(checkableAlerts(shown).alerts);
    expect(checks.map(({ kind, column }) => `${kind} ${column}`)).toEqual([
      "unique phone",
      "missing-share phone",
    ]);
  });

  it("is the profile itself where nothing is private", () => {
    expect(withoutPrivateValues(whole, undefined)).toBe(whole);
  });
});
