import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../base/index.ts";
import type { DataType } from "./data-type.ts";
import type { Schema } from "./schema.ts";
import { validateRow, valueFromJson } from "./validate-row.ts";

const schema: Schema = {
  fields: [
    { name: "Speed", type: "Float", nullable: true },
    { name: "Count", type: "Int", nullable: false },
    { name: "Flight Date", type: "Day", nullable: true },
    { name: "__proto__", type: "Text", nullable: true },
  ],
};

function check(row: unknown, allowUnknown = false) {
  const diagnostics: Diagnostic[] = [];
  const values = validateRow(schema, row, "row 1", diagnostics, { allowUnknown });
  expect(values === undefined).toBe(diagnostics.length > 0);
  return { values, found: diagnostics.map(({ code, message, cure }) => `${code} ${message}. ${cure}`) };
}

describe("validateRow", () => {
  it("reads a row, and what is left out as missing", () => {
    expect(Object.entries(check({ Count: 3, "Flight Date": "2024-01-31" }).values!)).toEqual([
      ["Speed", null],
      ["Count", 3],
      ["Flight Date", 19753],
      ["__proto__", null],
    ]);
  });

  it("tells the first hundred of a million unknown columns", () => {
    const row = Object.fromEntries(Array.from({ length: 1e6 }, (_, at) => [`k${at}`, 1]));
    expect(check({ ...row, Count: 1 }).found).toHaveLength(100);
  });

  it("collects all mistakes of a row", () => {
    expect(check({ Speed: "fast", "Flihgt Date": "2024-01-31", other: 1 }).found).toEqual([
      'T1102 There is no column "Flihgt Date". Did you mean "Flight Date"?',
      'T1102 There is no column "other". Leave it out.',
      'T1104 Column "Speed" is Float but got a string. Send a number.',
      'T1103 Column "Count" is missing. Send a whole number within ±(2^53-1). It has no missing values.',
    ]);
  });

  it("passes over unknown columns when told so", () => {
    expect(check({ Count: 3, other: 1 }, true).values).toMatchObject({ Count: 3 });
  });

  it("does not suggest a column that is there already", () => {
    expect(check({ Count: 1, Counts: 2 }).found[0]).toContain("Leave it out");
  });

  it.each([null, undefined, 3, "row", [1]])("refuses %j as a row", (row) => {
    expect(check(row).found[0]).toMatch("T1101");
  });

  it.each<[Readonly<Record<string, unknown>>, string]>([
    [{ Count: null }, "T1103"],
    [{ Count: 1.5 }, "T1104"],
    [{ Count: true }, "T1104"],
    [{ Count: [1] }, 'T1104 Column "Count" is Int but got a list'],
    [{ Count: 2 ** 53 }, "T1105"],
    [{ Count: Number.POSITIVE_INFINITY }, "T1106"],
    [{ Count: 1, Speed: Number.NaN }, "T1106"],
    [{ Count: 1, "Flight Date": "2024-02-30" }, "T1108"],
    [{ Count: 1, "Flight Date": 19753 }, "T1104"],
  ])("refuses %j with %s", (row, message) => {
    expect(check(row).found.join()).toContain(message);
  });

  it("reads a column with the name of the prototype only where it is the row's own", () => {
    const row: unknown = JSON.parse('{"Count": 1, "__proto__": "\\ud800"}');
    expect(check(row).found.join()).toContain("T1107");
  });
});

describe("valueFromJson", () => {
  it.each<[unknown, DataType, unknown]>([
    [true, "Boolean", true],
    ["true", "Boolean", undefined],
    [-0, "Float", 0],
    [3, "Int", 3],
    ["3", "Int", undefined],
    ["", "Text", ""],
    ["2024-01-31T00:00:00.001Z", "Instant", 1706659200001],
    ["2024-01-31", "Instant", undefined],
    [null, "Day", null],
    [undefined, "Day", undefined],
  ])("reads %j as %s", (value, type, expected) => {
    expect(valueFromJson(value, type)).toStrictEqual(expected);
  });
});
