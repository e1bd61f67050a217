import { afterAll, beforeAll, expect, it } from "vitest";
import { createRandom } from "../../src/base/index.ts";
import { call, column, int, literal, text, typeOf, type Expr, type Program } from "../../src/ir/index.ts";
import {
  dayMs,
  daysFromCivil,
  firstDay,
  lastDay,
  type DataType,
  type Value,
} from "../../src/schema/index.ts";
import { openDuckdb, type DuckdbTarget } from "../conformance/duckdb-target.ts";
import { duckdbDifferences, javascriptDifferences } from "./compare.ts";

const [a, b] = [column("a", "Day"), column("b", "Day")];
const n = column("n", "Int");
const [from, to] = [column("from", "Instant"), column("to", "Instant")];
const holidays = ["2024-01-01", "2024-12-25", "2024-12-26", "2024-12-28"].map((day) =>
  literal(daysFromCivil(...(day.split("-").map(Number) as [number, number, number])), "Day"),
);

/** Everything that has to do with the calendar, on columns. */
const outputs: Readonly<Record<string, Expr>> = {
  ...Object.fromEntries(
    (["addDays", "addMonths", "addYears", "addBusinessDays"] as const).map((op) => [op, call(op, a, n)]),
  ),
  ...Object.fromEntries(
    (["weeksBetween", "monthsBetween", "yearsBetween", "businessDaysBetween"] as const).map((op) => [
      op,
      call(op, a, b),
    ]),
  ),
  holidays: call("businessDaysBetween", a, b, ...holidays),
  ...Object.fromEntries(
    (["yearStart", "quarterStart", "monthStart", "weekStart", "monthEnd", "isoYear", "isoWeek"] as const).map(
      (op) => [op, call(op, a)],
    ),
  ),
  ...Object.fromEntries(
    [1, 4, 7].map((weekday) => [`next ${weekday}`, call("nextWeekday", a, int(weekday))]),
  ),
  ...Object.fromEntries(
    [1, 4, 7].map((weekday) => [`last ${weekday}`, call("previousWeekday", a, int(weekday))]),
  ),
  ...Object.fromEntries((["hourStart", "minuteStart", "toDay"] as const).map((op) => [op, call(op, from)])),
  ...Object.fromEntries((["year", "month", "weekday", "quarter"] as const).map((op) => [op, call(op, a)])),
  epoch: call("toEpochMilliseconds", from),
  midnight: call("toInstant", a),
  hours: call("hoursBetween", from, to),
  later: call("addMinutes", from, n),
  fraction: call("dayFraction", from),
  read: call("parseDayAs", call("formatDay", a, text("D MMMM YYYY")), text("D MMMM YYYY")),
  written: call("formatInstant", from, text("ddd D MMM YYYY hh:mm:ss.SSS")),
};
const program: Program = {
  kind: "program",
  version: 1,
  input: {
    fields: [a, b, n, from, to].map(({ name, type }) => ({ name, type, nullable: true })),
  },
  lets: [],
  outputs,
};

const comparisons = [
  "equals",
  "notEquals",
  "less",
  "lessOrEqual",
  "greater",
  "greaterOrEqual",
  "isSame",
] as const;
const leapDay = daysFromCivil(2024, 2, 29);
const constantsOf: Readonly<Record<DataType, readonly Value[]>> = {
  Boolean: [],
  Int: [0, 3],
  Float: [0.5],
  Text: ["a"],
  Day: [firstDay, leapDay, leapDay + 1],
  Instant: [leapDay * dayMs, leapDay * dayMs + 1],
};

/** Days close together in four years around a leap day, and days anywhere in the calendar. */
function drawRows(count: number): Record<string, Value>[] {
  const random = createRandom(7);
  const whole = (low: number, high: number): number => low + Math.floor(random.next() * (high - low + 1));
  const [near, far] = [daysFromCivil(2022, 1, 1), daysFromCivil(2026, 1, 1)];
  return Array.from({ length: count }, (_, at) => {
    const day = (): number => (at % 4 === 0 ? whole(firstDay, lastDay) : whole(near, far));
    const moment = (): number => day() * dayMs + whole(0, dayMs - 1);
    return {
      a: day(),
      b: day(),
      n: at % 3 === 0 ? whole(-60, 60) : whole(-5, 5),
      from: moment(),
      to: moment(),
    };
  });
}

/** Each of the expressions compared with constants: an engine may rewrite such a comparison. */
const compared: Program = {
  ...program,
  outputs: Object.fromEntries(
    Object.entries(outputs).flatMap(([name, expr]) =>
      constantsOf[typeOf(expr)].flatMap((value) =>
        comparisons.map((op) => [
          `${name} ${op} ${String(value)}`,
          call(op, expr, literal(value, typeOf(expr))),
        ]),
      ),
    ),
  ),
};

let duckdb: DuckdbTarget;
beforeAll(async () => {
  duckdb = await openDuckdb();
});
afterAll(() => duckdb.close());

it("gives the same days on every target, wherever in the month and the week", async () => {
  const rows = drawRows(2500);
  expect(javascriptDifferences(program, rows)).toEqual([]);
  expect(await duckdbDifferences(program, rows, duckdb)).toEqual([]);
});

it("compares with constants what is missing as missing, on every target", async () => {
  const missing = { a: null, b: null, n: null, from: null, to: null };
  const rows = [missing, ...drawRows(30), { ...missing, a: leapDay, from: leapDay * dayMs }];
  expect(javascriptDifferences(compared, rows)).toEqual([]);
  expect(await duckdbDifferences(compared, rows, duckdb)).toEqual([]);
});
