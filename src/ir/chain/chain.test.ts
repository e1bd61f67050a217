import { describe, expect, it } from "vitest";
import { dataTypes, daysFromCivil, type DataType } from "../../schema/index.ts";
import {
  call,
  chainContext,
  choose,
  column as columnExpr,
  columnChain,
  constantColumn,
  float,
  int,
  isColumn,
  literal,
  lookup,
  missing,
  opNames,
  text,
  type ColumnOf,
} from "../index.ts";

const of = <T extends DataType>(name: string, type: T): ColumnOf<T> =>
  columnChain(columnExpr(name, type)) as unknown as ColumnOf<T>;
const speed = of("speed", "Float");
const count = of("count", "Int");
const size = of("size", "Text");
const flag = of("flag", "Boolean");
const day = of("day", "Day");
const moment = of("moment", "Instant");

describe("a column chain", () => {
  it("builds plain expressions, one operation after the other", () => {
    expect(size.trim().lower().notEquals("none").expr).toEqual(
      call("notEquals", call("lower", call("trim", size.expr)), text("none")),
    );
    expect(Object.isFrozen(size.trim())).toBe(true);
  });

  it("has a method for every operation of the table, on every type", () => {
    for (const type of dataTypes)
      for (const op of opNames) expect(typeof Reflect.get(of("x", type), op)).toBe("function");
  });

  it("gives constants the type that the operation wants", () => {
    expect(speed.add(1).expr).toEqual(call("add", speed.expr, float(1)));
    expect(count.add(1).expr).toEqual(call("add", count.expr, int(1)));
    expect(count.add(0.5).expr).toEqual(call("add", count.expr, float(0.5)));
    expect(speed.roundTo(2).expr).toEqual(call("roundTo", speed.expr, int(2)));
    expect(flag.and(true).expr).toEqual(call("and", flag.expr, literal(true, "Boolean")));
    expect(size.substring(1, 3).expr).toEqual(call("substring", size.expr, int(1), int(3)));
  });

  it("makes Int columns Float only where nothing else fits", () => {
    expect(count.add(speed).type).toBe("Float");
    expect(count.add(speed).expr).toEqual(call("add", count.expr, speed.expr));
    expect(count.coalesce(0.5).expr).toEqual(call("coalesce", call("toFloat", count.expr), float(0.5)));
    expect(count.roundTo(1).expr).toEqual(call("roundTo", call("toFloat", count.expr), int(1)));
    expect(count.isIn(1, 2.5).expr).toEqual(call("isIn", call("toFloat", count.expr), float(1), float(2.5)));
  });

  it("reads days and instants from ISO text", () => {
    const start = daysFromCivil(2024, 1, 31);
    expect(day.less("2024-01-31").expr).toEqual(call("less", day.expr, literal(start, "Day")));
    expect(moment.less("2024-01-31T06:00").expr).toEqual(
      call("less", moment.expr, literal((start * 24 + 6) * 3_600_000, "Instant")),
    );
    expect(day.isIn("2024-01-31").expr).toEqual(call("isIn", day.expr, literal(start, "Day")));
  });

  it("takes the day of an instant for the operations of days", () => {
    expect(moment.month().expr).toEqual(call("month", call("toDay", moment.expr)));
    expect(day.daysBetween(moment).expr).toEqual(call("daysBetween", day.expr, call("toDay", moment.expr)));
  });

  it("leaves a number alone that has the type already", () => {
    expect(speed.toFloat()).toBe(speed);
    expect(count.toInt()).toBe(count);
    expect(count.toFloat().expr).toEqual(call("toFloat", count.expr));
  });

  it("measures from one day or instant until another, in any unit", () => {
    expect(day.until("2024-01-31").months().expr).toEqual(
      call("monthsBetween", day.expr, literal(daysFromCivil(2024, 1, 31), "Day")),
    );
    expect(day.since("2024-01-31").weeks().expr).toEqual(
      call("weeksBetween", literal(daysFromCivil(2024, 1, 31), "Day"), day.expr),
    );
    expect(day.until(moment).businessDays("2024-12-25").expr).toEqual(
      call(
        "businessDaysBetween",
        day.expr,
        call("toDay", moment.expr),
        literal(daysFromCivil(2024, 12, 25), "Day"),
      ),
    );
    expect(moment.since(moment).hours().expr).toEqual(call("hoursBetween", moment.expr, moment.expr));
    expect(moment.until(moment).years().type).toBe("Int");
  });

  it("looks values up, with keys of the column's type", () => {
    expect(size.lookup({ small: 1, large: 2.5 }, 0).expr).toEqual(
      lookup(
        size.expr,
        [
          ["small", 1],
          ["large", 2.5],
        ],
        "Float",
        float(0),
      ),
    );
    expect(count.lookup({ 1: "one", 2: null }).expr).toEqual(
      lookup(
        count.expr,
        [
          [1, "one"],
          [2, null],
        ],
        "Text",
        missing("Text"),
      ),
    );
    expect(size.lookup({ a: "2024-01-01" }, day).expr).toEqual(
      lookup(size.expr, [["a", daysFromCivil(2024, 1, 1)]], "Day", day.expr),
    );
  });

  it("makes a list of a text, whose items are asked for by name", () => {
    const list = size.split(";");
    const [semicolon, comma] = [text(";"), text(",")];
    expect(list.contains("a").expr).toEqual(call("listContains", size.expr, text("a"), semicolon));
    expect(list.get(-2).expr).toEqual(call("listItem", size.expr, semicolon, int(-2)));
    expect(list.last().expr).toEqual(list.get(-1).expr);
    expect(list.distinct().sort().join().expr).toEqual(
      call(
        "listJoin",
        call("listSort", call("listDistinct", size.expr, semicolon), semicolon),
        semicolon,
        semicolon,
      ),
    );
    expect(list.overlap(of("other", "Text").split(",")).expr).toEqual(
      call(
        "listOverlap",
        size.expr,
        call("listJoin", columnExpr("other", "Text"), comma, semicolon),
        semicolon,
      ),
    );
    expect(() => size.split("")).toThrow("T1203");
    expect(() => size.split(size as never)).toThrow("T1217");
    expect(() => list.get(0)).toThrow("T1203");
    expect(() => (count as never as typeof size).split(";")).toThrow("T1201");
  });

  it("knows its own from other objects", () => {
    expect(isColumn(speed)).toBe(true);
    expect([null, 1, {}, { expr: speed.expr, type: "Float" }].some(isColumn)).toBe(false);
  });
});

/** Calls a method that TypeScript would not allow. */
function wrong(on: object, method: string, ...args: readonly unknown[]): () => unknown {
  const run = Reflect.get(on, method) as (...args: readonly unknown[]) => unknown;
  return () => run.call(on, ...args);
}

describe("a mistake in a column chain", () => {
  it.each<[string, () => unknown, RegExp]>([
    [
      "an operation of another type",
      wrong(size, "month"),
      /T1201 month\(\) cannot take.*"size" is Text.*parseDay/,
    ],
    ["a constant of another type", wrong(speed, "add", "1"), /T1201 add\(\) cannot take/],
    ["a column of another type", wrong(speed, "greater", size), /T1201.*parseFloat/],
    ["too few arguments", wrong(speed, "add"), /T1201/],
    ["too many arguments", wrong(speed, "abs", 1), /T1201/],
    ["null", wrong(size, "equals", null), /T1217.*isNull/],
    ["undefined", wrong(size, "equals", undefined), /T1217/],
    ["NaN", wrong(speed, "add", Number.NaN), /T1202/],
    [
      "text that is no day",
      wrong(day, "less", "2024-02-30"),
      /T1217.*needs a day.*"2024-02-30".*"2024-01-31"/,
    ],
    ["a day for an instant", wrong(moment, "less", "2024-02-20"), /T1217.*needs an instant.*toDay/],
    ["a constant out of range", wrong(size, "hashBucket", 0), /T1203/],
    ["an interval too few", wrong(speed, "widthBucket", 0, 1, 0), /T1203.*intervals must be 1 to/],
    ["a column as an edge", wrong(count, "bucket", count), /T1203 Argument 2 of bucket/],
    ["a negative tolerance", wrong(speed, "isClose", 1, -0.1), /T1203.*tolerance/],
    ["a column where a constant must be", wrong(size, "splitPart", size, 1), /T1203/],
    ["a pattern that does not name a day", wrong(size, "parseDayAs", "MM.YYYY"), /T1203.*not name the day/],
    ["a pattern with a misspelt token", wrong(day, "formatDay", "yyyy"), /T1203.*has "y"; .*YYYY/],
    ["a way of writing numbers that is none", wrong(size, "parseFloatAs", "1234.56"), /T1203.*1\.234,56/],
    ["a duration of text", wrong(size, "until", day), /T1230 until\(\) .*is Text.*parseDay/],
    ["a duration to a number", wrong(day, "since", 3), /T1230 since\(\) .*is number/],
    ["a duration to nothing", wrong(day, "until", null), /T1217 until\(\) takes columns/],
    ["a duration to text that is no day", () => day.until("soon").days(), /T1217.*needs a day.*"soon"/],
    ["hours between days", wrong(day.until(day), "hours"), /T1201 hoursBetween\(\).*toInstant\(\) first/],
    ["a weekday that does not exist", wrong(day, "nextWeekday", 0), /T1203.*1 \(Monday\) to 7/],
    ["a lookup without a table", wrong(size, "lookup", 1), /T1217/],
    ["a lookup key of another type", wrong(count, "lookup", { one: 1 }), /T1217.*no Int/],
    ["a lookup with a column in it", wrong(size, "lookup", { a: day }), /T1217.*constants only/],
    ["a lookup of nothing", wrong(size, "lookup", { a: null }), /T1218/],
    ["lookup answers of different types", wrong(size, "lookup", { a: 1 }, "x"), /T1218.*Int, Text/],
  ])("is told: %s", (_, run, message) => {
    expect(run).toThrow(message);
  });
});

describe("chainContext", () => {
  const {
    column,
    choose: chooseColumn,
    constant,
  } = chainContext({
    fields: [{ name: "Flight Date", type: "Day", nullable: true }],
  });

  it("gives the columns of the schema", () => {
    expect(column("Flight Date").expr).toEqual(columnExpr("Flight Date", "Day"));
  });

  it("names the similar columns when one is misspelt", () => {
    expect(() => column("Flihgt Date")).toThrow(
      'T1209 There is no column "Flihgt Date". Did you mean "Flight Date"?',
    );
    expect(() => column("x")).toThrow("The columns are Flight Date.");
  });

  it("chooses by conditions, constants and columns mixed", () => {
    expect(chooseColumn([[speed.greater(1), count]], 0.5).expr).toEqual(
      choose(
        [{ when: call("greater", speed.expr, float(1)), then: call("toFloat", count.expr) }],
        float(0.5),
      ),
    );
    expect(chooseColumn([[flag, "a"]], null).expr).toEqual(
      choose([{ when: flag.expr, then: text("a") }], missing("Text")),
    );
    expect(() => chooseColumn([[flag, null]], null)).toThrow("T1218");
    expect(() => chooseColumn([[speed as never, 1]], 0)).toThrow("T1204");
    expect(() => chooseColumn([[true as never, 1]], 0)).toThrow("T1217");
  });

  it("starts with a constant", () => {
    expect(constant(1).divide(speed).expr).toEqual(call("divide", int(1), speed.expr));
    expect(constantColumn("a").concat(size).expr).toEqual(call("concat", text("a"), size.expr));
  });
});
