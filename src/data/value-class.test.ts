import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { identifier, sql, type Sql } from "../compile/index.ts";
import {
  parseValue,
  tableFromVectors,
  vectorFromValues,
  type DataType,
  type Value,
} from "../schema/index.ts";
import { openEngine } from "./duckdb-engine.ts";
import type { Engine } from "./engine.ts";
import {
  classSql,
  dayOf,
  instantOf,
  numberOf,
  trimmed,
  truthOf,
  valueClasses,
  wholeOf,
} from "./value-class.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine();
});
afterAll(() => engine.close());

const column = async (texts: readonly string[], expression: Sql): Promise<Value[]> => {
  await engine.register("texts", tableFromVectors([["t", vectorFromValues("Text", texts)]]));
  return (await engine.rows(sql`SELECT ${expression} AS x FROM texts`)).map((row) => row["x"]!);
};

const t = trimmed("t");
const readings: readonly (readonly [DataType, Sql])[] = [
  ["Boolean", truthOf(t)],
  ["Int", wholeOf(t)],
  ["Float", numberOf(t)],
  ["Day", dayOf(t, "day")],
  ["Instant", instantOf(t, false)],
];

const edges = [
  "",
  " ",
  "1",
  " 1 ",
  "-0",
  "+7",
  "1.5",
  ".5",
  "5.",
  "1e5",
  "1E-3",
  "1e400",
  "1e-400",
  "-1e400",
  "1e00005",
  "inf",
  "nan",
  "0x10",
  "1_000",
  "1,000",
  "1d",
  "9007199254740991",
  "9007199254740992",
  "-9007199254740992",
  "999999999999999999",
  "1234567890123456789",
  "0.1",
  "0.30000000000000004",
  "123456789.123456789",
  "2.2250738585072014e-308",
  "4.9e-324",
  "1.7976931348623157e308",
  "true",
  "TRUE",
  "Tr",
  "t",
  "Y",
  "no",
  "yeſ",
  "1\n",
  "\t1",
  "１",
  "2024-02-29",
  "2023-02-29",
  "0000-01-01",
  "0001-01-01",
  "9999-12-31",
  "2024-1-1",
  "2024-01-01 ",
  "2024-01-01T00:00",
  "2024-01-01 23:59:59.999999999Z",
  "2024-01-01 24:00",
  "2024-01-01 12:60",
  "2024-01-01 12:30:60",
  "2024-01-01T12:30:15.5",
  "2024-01-01T12:30:15.05Z",
  "2024-01-01T12:30Z",
  "2024-01-01  12:30",
  "1969-12-31T23:59:59.999Z",
  "2024-01-01T12:30:15+02:00",
  "infinity",
  "epoch",
  "today",
];

describe("the SQL of value readings", () => {
  it.each(readings)("means the same as parseValue for %s", async (type, expression) => {
    const digits = fc.string({
      unit: fc.constantFrom(..."0123456789+-.eE T:Zytnf".split("")),
      maxLength: 12,
    });
    const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map(String);
    const day = fc
      .tuple(
        fc.integer({ min: 0, max: 9999 }),
        fc.integer({ min: 0, max: 13 }),
        fc.integer({ min: 0, max: 32 }),
      )
      .map(
        ([y, m, d]) =>
          `${String(y).padStart(4, "0")}-${String(m).padStart(2, "0")}-${String(d).padStart(2, "0")}`,
      );
    const moment = fc
      .tuple(day, fc.nat(25), fc.nat(61), fc.nat(61), fc.constantFrom("", ".1", ".123456", "Z", ".999Z"))
      .map(
        ([d, h, m, s, end]) =>
          `${d}T${[h, m, s].map((part) => String(part).padStart(2, "0")).join(":")}${end}`,
      );
    const texts = [...edges, ...fc.sample(fc.oneof(digits, number, day, moment), { numRuns: 3000, seed: 7 })];
    const found = await column(texts, expression);
    const wrong = texts
      .map((text, at) => ({ text, found: found[at], expected: parseValue(text, type) }))
      .filter(({ found, expected }) => found !== expected);
    expect(wrong).toEqual([]);
  });

  it("gives each text one class", async () => {
    const cases: readonly (readonly [string, (typeof valueClasses)[number]])[] = [
      ["", "blank"],
      ["  ", "blank"],
      ["NA", "missingText"],
      ["a.b", "text"],
      ["-", "missingText"],
      ["None", "text"],
      ["yes", "truth"],
      ["12", "whole"],
      ["0", "whole"],
      ["-0", "whole"],
      ["007", "zeroLed"],
      ["9007199254740993", "large"],
      ["12345678901234567890", "large"],
      ["1.5", "decimal"],
      ["1e3", "decimal"],
      ["2020-01-31", "day"],
      ["2020-01-32", "text"],
      ["2020-01-31 10:00", "instant"],
      ["1/2/2020", "slashEither"],
      ["1/13/2020", "slashMonthFirst"],
      ["13-1-2020", "slashDayFirst"],
      ["13/13/2020", "text"],
      ["31.12.2020", "dotDay"],
      ["2020/1/2", "yearSlash"],
      ["01-Feb-2020", "namedMonth"],
      ["Feb 1, 2020", "monthName"],
      ["2020/01/02 03:04", "yearSlashInstant"],
      ["31-Feb-2020", "text"],
    ];
    const found = await column(
      cases.map(([text]) => text),
      classSql(sql`trim(${identifier("t")})`, ["NA", "-", "a+b"], true, true),
    );
    expect(found.map((number, at) => [cases[at]![0], valueClasses[Number(number)]])).toEqual(cases);
  });

  it("reads the other ways of writing days", async () => {
    expect(await column(["1/13/2020"], dayOf(t, "slashMonthFirst"))).toEqual([18274]);
    expect(await column(["13/1/2020"], dayOf(t, "slashDayFirst"))).toEqual([18274]);
    expect(await column(["13.01.2020"], dayOf(t, "dotDay"))).toEqual([18274]);
    expect(await column(["2020/01/13"], dayOf(t, "yearSlash"))).toEqual([18274]);
    expect(await column(["13-JAN-2020"], dayOf(t, "namedMonth"))).toEqual([18274]);
    expect(await column(["Jan 13, 2020"], dayOf(t, "monthName"))).toEqual([18274]);
    expect(await column(["2020/01/13 01:00:00.25"], instantOf(t, true))).toEqual([
      Date.UTC(2020, 0, 13, 1, 0, 0, 250),
    ]);
  });
});
