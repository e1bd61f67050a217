import { describe, expectTypeOf, it } from "vitest";
import type {
  AnyColumn,
  BooleanColumn,
  chooseColumn,
  constantColumn,
  DayColumn,
  InstantColumn,
  ListColumn,
  NumberColumn,
  OpName,
  TextColumn,
} from "../../src/ir/index.ts";

/** Checked by `tsc -p .`; nothing here runs. */
const typesOnly =
  (check: (columns: Columns) => void): (() => void) =>
  () =>
    void check;

interface Columns {
  int: NumberColumn<"Int">;
  float: NumberColumn<"Float">;
  text: TextColumn;
  flag: BooleanColumn;
  day: DayColumn;
  instant: InstantColumn;
  any: AnyColumn;
  number: number;
  choose: typeof chooseColumn;
  constant: typeof constantColumn;
}

describe("the types of a column chain", () => {
  it(
    "reach every operation of the table",
    typesOnly(() => {
      type Reached =
        | keyof BooleanColumn
        | keyof NumberColumn<"Int">
        | keyof TextColumn
        | keyof DayColumn
        | keyof InstantColumn;
      expectTypeOf<Exclude<OpName, Reached>>().toEqualTypeOf<never>();
      expectTypeOf<Exclude<Reached, OpName>>().toEqualTypeOf<
        "expr" | "type" | "lookup" | "until" | "since" | "split"
      >();
    }),
  );

  it(
    "follow the numbers: Int stays Int with Int, and becomes Float with Float",
    typesOnly(({ int, float, number }) => {
      expectTypeOf(int.add(1)).toEqualTypeOf<NumberColumn<"Int">>();
      expectTypeOf(int.add(0.5)).toEqualTypeOf<NumberColumn<"Float">>();
      expectTypeOf(int.add(int)).toEqualTypeOf<NumberColumn<"Int">>();
      expectTypeOf(int.add(float)).toEqualTypeOf<NumberColumn<"Float">>();
      expectTypeOf(float.add(1)).toEqualTypeOf<NumberColumn<"Float">>();
      expectTypeOf(int.add(number)).toEqualTypeOf<NumberColumn<"Int" | "Float">>();
      expectTypeOf(int.divide(2)).toEqualTypeOf<NumberColumn<"Float">>();
      expectTypeOf(int.coalesce(1, 2)).toEqualTypeOf<NumberColumn<"Int">>();
      expectTypeOf(int.round().abs().intToText()).toEqualTypeOf<TextColumn>();
      // @ts-expect-error a Float has no exact text
      float.intToText();
      // @ts-expect-error text is no number
      float.add("1");
    }),
  );

  it(
    "offer only what fits the type",
    typesOnly(({ int, text, flag, day, instant }) => {
      expectTypeOf(day.month()).toEqualTypeOf<NumberColumn<"Int">>();
      expectTypeOf(instant.month()).toEqualTypeOf<NumberColumn<"Int">>();
      expectTypeOf(instant.toDay().monthStart()).toEqualTypeOf<DayColumn>();
      expectTypeOf(day.daysBetween(instant)).toEqualTypeOf<NumberColumn<"Int">>();
      expectTypeOf(int.makeDay(1, int)).toEqualTypeOf<DayColumn>();
      expectTypeOf(text.equals("a").and(flag, true).not()).toEqualTypeOf<BooleanColumn>();
      expectTypeOf(text.coalesce("a")).toEqualTypeOf<TextColumn>();
      // @ts-expect-error text has no month
      text.month();
      // @ts-expect-error a day has no hour
      day.hour();
      // @ts-expect-error a number is no condition
      flag.and(int);
      // @ts-expect-error text and numbers are not compared
      text.equals(1);
      // @ts-expect-error days and instants are not compared
      day.less(instant);
      // @ts-expect-error coalesce needs something to fall back on
      text.coalesce();
    }),
  );

  it(
    "know what text gives",
    typesOnly(({ text, int }) => {
      expectTypeOf(text.trimStart().padStart(5, "0").left(2)).toEqualTypeOf<TextColumn>();
      expectTypeOf(text.countOf(",").add(1)).toEqualTypeOf<NumberColumn<"Int">>();
      expectTypeOf(text.containsAny("a", "b").not()).toEqualTypeOf<BooleanColumn>();
      expectTypeOf(text.editDistance(text)).toEqualTypeOf<NumberColumn<"Int">>();
      expectTypeOf(text.matches("^a")).toEqualTypeOf<BooleanColumn>();
      expectTypeOf(text.extract("(a)", 1).replaceMatches("a+", "b")).toEqualTypeOf<TextColumn>();
      expectTypeOf(text.extract("a").countMatches("b")).toEqualTypeOf<NumberColumn<"Int">>();
      // @ts-expect-error a pattern is a constant
      text.matches(text);
      expectTypeOf(text.jaroWinkler("Martha")).toEqualTypeOf<NumberColumn<"Float">>();
      // @ts-expect-error containsAny needs something to look for
      text.containsAny();
      // @ts-expect-error a number has no accents
      int.removeAccents();
    }),
  );
  it(
    "follow the operations on several columns, buckets and hashes",
    typesOnly(({ int, float, text, flag, day, instant }) => {
      expectTypeOf(int.floorDivide(2).floorModulo(3)).toEqualTypeOf<NumberColumn<"Int">>();
      expectTypeOf(int.clamp(0, 10)).toEqualTypeOf<NumberColumn<"Int">>();
      expectTypeOf(int.clamp(0, 0.5)).toEqualTypeOf<NumberColumn<"Float">>();
      expectTypeOf(day.clamp("2024-01-01", day)).toEqualTypeOf<DayColumn>();
      expectTypeOf(int.roundToMultiple(5)).toEqualTypeOf<NumberColumn<"Int">>();
      expectTypeOf(int.sumOf(int, float)).toEqualTypeOf<NumberColumn<"Int" | "Float">>();
      expectTypeOf(int.sumOf(1, int)).toEqualTypeOf<NumberColumn<"Int">>();
      expectTypeOf(int.meanOf(int)).toEqualTypeOf<NumberColumn<"Float">>();
      expectTypeOf(day.whichGreatest(day)).toEqualTypeOf<NumberColumn<"Int">>();
      expectTypeOf(text.between("a", text).xor(flag)).toEqualTypeOf<BooleanColumn>();
      expectTypeOf(instant.bucket("2024-01-01T00:00Z")).toEqualTypeOf<NumberColumn<"Int">>();
      expectTypeOf(text.hashUnit(7)).toEqualTypeOf<NumberColumn<"Float">>();
      expectTypeOf(flag.countTrue(flag, true)).toEqualTypeOf<NumberColumn<"Int">>();
      // @ts-expect-error floorDivide is for whole numbers
      float.floorDivide(2);
      // @ts-expect-error text has no width
      text.bucket("a");
      // @ts-expect-error the edges are constants
      int.bucket(int);
      // @ts-expect-error a number is no condition
      flag.countTrue(1);
      // @ts-expect-error text and numbers are not compared
      text.isSame(1);
      // @ts-expect-error a day lies between days
      day.between(1, 2);
      // @ts-expect-error a number has no text to hash
      int.hashUnit(7);
    }),
  );

  it(
    "follow days, instants and what lies between them",
    typesOnly(({ int, float, text, day, instant, any }) => {
      expectTypeOf(day.addMonths(int).weekStart()).toEqualTypeOf<DayColumn>();
      expectTypeOf(instant.addHours(6).hourStart()).toEqualTypeOf<InstantColumn>();
      expectTypeOf(day.makeInstant(int, 30, 0)).toEqualTypeOf<InstantColumn>();
      expectTypeOf(float.fromEpochSeconds()).toEqualTypeOf<InstantColumn>();
      expectTypeOf(day.until(day).months()).toEqualTypeOf<NumberColumn<"Int">>();
      expectTypeOf(day.since("2024-01-01").businessDays("2024-12-25")).toEqualTypeOf<NumberColumn<"Int">>();
      expectTypeOf(day.until(instant).years()).toEqualTypeOf<NumberColumn<"Int">>();
      expectTypeOf(instant.until(instant).hours()).toEqualTypeOf<NumberColumn<"Float">>();
      expectTypeOf(instant.since(instant).days()).toEqualTypeOf<NumberColumn<"Int">>();
      expectTypeOf(any.until(any).hours().add(1)).toEqualTypeOf<AnyColumn>();
      expectTypeOf(day.until(any).days()).toEqualTypeOf<NumberColumn<"Int">>();
      // @ts-expect-error days have no hours between them
      day.until(day).hours();
      // @ts-expect-error text is no day
      text.until(text);
      // @ts-expect-error a number is no day
      day.until(int);
      // @ts-expect-error an instant and a day have no duration
      instant.until(day);
      // @ts-expect-error a month is a whole number
      day.addMonths(float);
      // @ts-expect-error a Float is no exact count of milliseconds
      float.fromEpochMilliseconds();
      // @ts-expect-error a misspelt unit stays a mistake
      day.until(day).weak();
    }),
  );

  it(
    "follow casts by a pattern",
    typesOnly(({ int, float, text, day, instant }) => {
      expectTypeOf(text.parseFloatAs("1.234,56")).toEqualTypeOf<NumberColumn<"Float">>();
      expectTypeOf(text.parseDayAs("DD.MM.YYYY").until(day).years()).toEqualTypeOf<NumberColumn<"Int">>();
      expectTypeOf(text.parseInstantAs("YYYY-MM-DD hh")).toEqualTypeOf<InstantColumn>();
      expectTypeOf(day.formatDay("YYYY-MM")).toEqualTypeOf<TextColumn>();
      expectTypeOf(instant.formatInstant("hh:mm")).toEqualTypeOf<TextColumn>();
      expectTypeOf(float.floatToText(2)).toEqualTypeOf<TextColumn>();
      expectTypeOf(int.toBoolean()).toEqualTypeOf<BooleanColumn>();
      // @ts-expect-error no such way of writing numbers
      text.parseFloatAs("1234.56");
      // @ts-expect-error a Float is no condition
      float.toBoolean();
      // @ts-expect-error a number is no day
      int.formatDay("YYYY");
      // @ts-expect-error the pattern is a constant
      text.parseDayAs(text);
    }),
  );

  it(
    "know what lists give",
    typesOnly(({ text, int, any }) => {
      const list = text.split(";");
      expectTypeOf(list).toEqualTypeOf<ListColumn>();
      expectTypeOf(list.length().add(1)).toEqualTypeOf<NumberColumn<"Int">>();
      expectTypeOf(list.distinct().sort().slice(1, 2)).toEqualTypeOf<ListColumn>();
      expectTypeOf(list.first().lower()).toEqualTypeOf<TextColumn>();
      expectTypeOf(list.join(", ")).toEqualTypeOf<TextColumn>();
      expectTypeOf(list.contains(text).not()).toEqualTypeOf<BooleanColumn>();
      expectTypeOf(list.sum()).toEqualTypeOf<NumberColumn<"Float">>();
      expectTypeOf(list.jaccard(any.split(","))).toEqualTypeOf<NumberColumn<"Float">>();
      expectTypeOf(text.tokenize().removeStopWords().wordNgrams(1, 2)).toEqualTypeOf<TextColumn>();
      // @ts-expect-error a list is compared with a list
      list.overlap(text);
      // @ts-expect-error a number is no list
      int.split(",");
    }),
  );

  it(
    "follow lookups and choices",
    typesOnly(({ text, flag, day, int, float, any, choose, constant }) => {
      expectTypeOf(text.lookup({ a: 1, b: 2 }, 0)).toEqualTypeOf<NumberColumn<"Int">>();
      expectTypeOf(text.lookup({ a: 1.5 }, 0.5)).toEqualTypeOf<NumberColumn<"Float">>();
      expectTypeOf(text.lookup({ a: "x", b: null })).toEqualTypeOf<TextColumn>();
      expectTypeOf(text.lookup({ a: true }, flag)).toEqualTypeOf<BooleanColumn>();
      expectTypeOf(text.lookup({ a: "2024-01-01" }, day)).toEqualTypeOf<DayColumn>();
      expectTypeOf(choose([[flag, "a"]], "b")).toEqualTypeOf<TextColumn>();
      expectTypeOf(choose([[flag, float]], 0)).toEqualTypeOf<NumberColumn<"Int" | "Float">>();
      expectTypeOf(choose([[flag, int]], 0)).toEqualTypeOf<NumberColumn<"Int">>();
      expectTypeOf(choose([[flag, day]], "2024-01-01")).toEqualTypeOf<DayColumn>();
      expectTypeOf(choose([[flag, day]], null)).toEqualTypeOf<DayColumn>();
      expectTypeOf(choose([[any, any]], 0)).toEqualTypeOf<AnyColumn>();
      expectTypeOf(constant(1).divide(float)).toEqualTypeOf<NumberColumn<"Float">>();
      // @ts-expect-error a number and a text are no answers to one question
      choose([[flag, 1]], "b");
      // @ts-expect-error a number is no condition
      choose([[int, 1]], 2);
    }),
  );

  it(
    "let a column of unknown type fit everywhere",
    typesOnly(({ text, float, int, flag, any }) => {
      expectTypeOf(any.month().add(1)).toEqualTypeOf<AnyColumn>();
      expectTypeOf(any.lookup({ a: 1 }, 0)).toEqualTypeOf<NumberColumn<"Int">>();
      expectTypeOf(text.equals(any)).toEqualTypeOf<BooleanColumn>();
      expectTypeOf(float.add(any)).toEqualTypeOf<NumberColumn<"Float">>();
      expectTypeOf(int.add(any)).toEqualTypeOf<NumberColumn<"Int" | "Float">>();
      expectTypeOf(flag.and(any)).toEqualTypeOf<BooleanColumn>();
      // @ts-expect-error a misspelt operation stays a mistake
      any.mnth();
    }),
  );
});
