import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { joinSql, sql, textLiteral } from "../../compile/index.ts";
import { openEngine, type Engine } from "../index.ts";
import { dayOf, instantOf, type DayFormat } from "../value-class.ts";
import { guessMoment, readMoment } from "./read-moment.ts";
import { trimSpaces } from "./read-value.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine({ threads: 1 });
});
afterAll(() => engine.close());

const texts = [
  "2024-01-31",
  "2024-02-30",
  "0001-01-01",
  "0000-12-31",
  "9999-12-31",
  "24-01-31",
  "2024-1-31",
  "1/2/2024",
  "31/1/2024",
  "1/31/2024",
  "01-02-2024",
  "1/2-2024",
  "2/29/2023",
  "2/29/2024",
  "13/13/2024",
  "31.1.2024",
  "1.31.2024",
  "01.02.2024",
  "2024/1/31",
  "2024/01/31",
  "2024/13/01",
  "31-Jan-2024",
  "31 jan 2024",
  "1 Sept 2024",
  "JAN 31, 2024",
  "Jan 31 2024",
  "jan 32 2024",
  "Feb 29 2023",
  "2024-01-31 12:30",
  "2024-01-31T12:30:59.123456Z",
  "2024-01-31 24:00",
  "2024-01-31 12:60",
  "2024-02-30 1:00",
  "2024/01/31 12:30",
  "2024/01/31 12:30:59.9Z",
  "2024/1/31 12:30",
  "",
  "x",
  "-",
  "1/2/24",
  "0/1/2024",
];

/** What the engine makes of the texts, in milliseconds. */
async function byEngine(value: (text: ReturnType<typeof sql>) => ReturnType<typeof sql>): Promise<unknown[]> {
  const rows = joinSql(texts.map((text, at) => sql`(${at}, ${textLiteral(text)})`));
  const found = await engine.rows(
    sql`SELECT epoch_ms(CAST(${value(sql`t`)} AS TIMESTAMP)) AS ms FROM (VALUES ${rows}) AS given(n, t) ORDER BY n`,
  );
  return found.map(({ ms }) => ms);
}

describe("reading days and instants part by part", () => {
  const formats: readonly DayFormat[] = [
    "day",
    "slashMonthFirst",
    "slashDayFirst",
    "dotDay",
    "yearSlash",
    "namedMonth",
    "monthName",
  ];

  it.each(formats)("reads %s as the engine does that reads whole files", async (format) => {
    const own = texts.map((text) => readMoment(text, format));
    expect(own.map((day) => (day === null ? null : day * 86_400_000))).toEqual(
      await byEngine((text) => dayOf(text, format)),
    );
    expect(own.some((day) => day !== null)).toBe(true);
  });

  it.each([false, true])("reads instants as the engine does (with slashes: %s)", async (withSlashes) => {
    const own = texts.map((text) => readMoment(text, withSlashes ? "yearSlashInstant" : "instant"));
    expect(own).toEqual(await byEngine((text) => instantOf(text, withSlashes)));
    expect(own.some((moment) => moment !== null)).toBe(true);
  });

  it("tells which number is the month from a value that shows it, and is not sure before", () => {
    const guess = guessMoment("Day");
    guess.add("3/4/2024");
    expect([guess.isSure(), guess.format()]).toEqual([false, undefined]);
    guess.add("3/14/2024");
    expect([guess.isSure(), guess.format()]).toEqual([true, "slashMonthFirst"]);
  });
});

describe("spaces around values", () => {
  it("are cut off as the engine cuts them off", async () => {
    const spaced = [
      " a ",
      "\u00A0a\u2003",
      "\ta",
      "a\t ",
      "\u3000 a b \u1680",
      " ",
      "\uFEFFa",
      "\u200Ba",
      "a\r",
    ];
    const list = joinSql(spaced.map((text, at) => sql`(${at}, ${textLiteral(text)})`));
    const rows = await engine.rows(sql`SELECT trim(t) AS t FROM (VALUES ${list}) AS given(n, t) ORDER BY n`);
    expect(spaced.map(trimSpaces)).toEqual(rows.map(({ t }) => t));
  });
});
