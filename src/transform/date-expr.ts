import { call, choose, int, literal, lookup, missing, text, typeOf, type Expr } from "../ir/index.ts";
import type { DateLayout } from "./date-layout.ts";
import { monthNames, weekdayNames } from "./month-names.ts";
import { digitShape } from "./number-expr.ts";

type CalendarLayout = Extract<DateLayout, { kind: "calendar" }>;

/**
 * A text, or a whole number in digits, in the form that layouts are read from: small letters without accents, no commas, single spaces, and a space before
 * am and pm. Where there are names, hyphens and points between words count as spaces.
 */
export function plainDateText(of: Expr): Expr {
  const given = typeOf(of) === "Int" ? call("intToText", of) : of;
  const small = call("lower", call("removeAccents", call("replace", given, text(","), text(" "))));
  const halves = ["am", "pm"].reduce<Expr>(
    (sofar, half) => call("replace", sofar, text(half), text(` ${half}`)),
    small,
  );
  const named = ["-", "/", ".", " de "].reduce<Expr>(
    (sofar, sign) => call("replace", sofar, text(sign), text(" ")),
    halves,
  );
  // Dates in digits keep their signs; they have no letters but those of the time.
  return call("normalizeSpaces", choose([{ when: hasMonthName(halves), then: named }], halves));
}

/** Any month has one of these letter groups, and no weekday and no half of a day has. */
const monthMarks = [
  "jan",
  "feb",
  "fev",
  "mar",
  "mrt",
  "maa",
  "apr",
  "avr",
  "abr",
  "may",
  "mai",
  "mag",
  "mei",
  "jun",
  "jui",
  "giu",
  "jul",
  "lug",
  "aug",
  "aou",
  "ago",
  "sep",
  "set",
  "oct",
  "okt",
  "ott",
  "out",
  "nov",
  "dec",
  "dez",
  "dic",
  "ene",
  "gen",
  "jae",
  "mae",
];

const hasMonthName = (of: Expr): Expr => call("containsAny", of, ...monthMarks.map(text));

/** The day, or with `as` Instant the moment, that a plain date text says in a layout; missing where it does not follow it. */
export function dateExpr(plain: Expr, layout: DateLayout, as: "Day" | "Instant", pivot: number): Expr {
  if (layout.kind === "epoch") return epochExpr(plain, layout.unit, as);
  const words = layout.weekday ? withoutWeekday(plain) : plain;
  const { date, time } = splitTime(words, layout);
  const day = dayExpr(date, layout, pivot);
  if (time === null) return as === "Day" ? day : call("toInstant", day);
  const instant = call("parseInstant", call("concat", call("dayToText", day), text("T"), clockText(time)));
  return as === "Day" ? call("toDay", instant) : instant;
}

function splitTime(
  words: Expr,
  { time, separator }: CalendarLayout,
): { readonly date: Expr; readonly time: Expr | null } {
  if (time === "none") return { date: words, time: null };
  if (time === "t")
    return { date: call("textBefore", words, text("t")), time: call("textAfter", words, text("t")) };
  if (separator !== " ")
    return { date: call("textBefore", words, text(" ")), time: call("textAfter", words, text(" ")) };
  const [first, second, third, fourth, fifth] = [1, 2, 3, 4, 5].map((part) =>
    call("splitPart", words, text(" "), int(part)),
  );
  return {
    // With more than five words there is something behind the time.
    date: choose(
      [
        {
          when: call("lessOrEqual", call("countOf", words, text(" ")), int(4)),
          then: call("concat", first!, text(" "), second!, text(" "), third!),
        },
      ],
      missing("Text"),
    ),
    time: call("trim", call("concat", fourth!, text(" "), fifth!)),
  };
}

function dayExpr(date: Expr, { order, separator, month, yearDigits }: CalendarLayout, pivot: number): Expr {
  const parts =
    separator === ""
      ? compactParts(date)
      : [1, 2, 3].map((part) => call("splitPart", date, text(separator), int(part)));
  const at = (letter: string): Expr => parts[order.indexOf(letter)]!;
  const number = (letter: string, digits: readonly string[]): Expr =>
    choose([{ when: isShape(at(letter), digits), then: call("parseInt", at(letter)) }], missing("Int"));
  const year = yearDigits === 4 ? number("y", ["9999"]) : century(number("y", ["99"]), pivot);
  const monthNumber =
    month === "name" ? lookup(at("m"), monthNames, "Int", missing("Int")) : number("m", ["9", "99"]);
  const day = call("makeDay", year, monthNumber, number("d", ["9", "99"]));
  if (separator === "") return choose([{ when: isShape(date, ["99999999"]), then: day }], missing("Day"));
  const count = call("countOf", date, text(separator));
  return choose([{ when: call("equals", count, int(2)), then: day }], missing("Day"));
}

const compactParts = (date: Expr): readonly Expr[] => [
  call("substring", date, int(1), int(4)),
  call("substring", date, int(5), int(2)),
  call("substring", date, int(7), int(2)),
];

const isShape = (of: Expr, shapes: readonly string[]): Expr =>
  lookup(
    digitShape(of),
    shapes.map((shape) => [shape, true] as const),
    "Boolean",
    literal(false, "Boolean"),
  );

const century = (year: Expr, pivot: number): Expr =>
  call("add", year, choose([{ when: call("less", year, int(pivot)), then: int(2000) }], int(1900)));

/** What stands behind a weekday; missing where there is none. */
function withoutWeekday(plain: Expr): Expr {
  const isWeekday = lookup(
    call("textBefore", plain, text(" ")),
    weekdayNames.flatMap((name) => [name, `${name}.`]).map((name) => [name, true] as const),
    "Boolean",
    literal(false, "Boolean"),
  );
  return choose([{ when: isWeekday, then: call("textAfter", plain, text(" ")) }], missing("Text"));
}

/** A time as `hh:mm…`: with two digits for the hour, counted to 24, without z. */
function clockText(time: Expr): Expr {
  const isUtc = call(
    "and",
    call("endsWith", time, text("z")),
    call("equals", call("countOf", time, text("z")), int(1)),
  );
  const clean = choose([{ when: isUtc, then: call("trim", call("textBefore", time, text("z"))) }], time);
  const hour = call("parseInt", call("textBefore", clean, text(":")));
  const rest = call(
    "trim",
    call("textBefore", call("textBefore", call("textAfter", clean, text(":")), text("a")), text("p")),
  );
  const isHalf = call("and", call("greaterOrEqual", hour, int(1)), call("lessOrEqual", hour, int(12)));
  const half = (shift: number): Expr =>
    choose([{ when: isHalf, then: call("add", call("modulo", hour, int(12)), int(shift)) }], missing("Int"));
  const hour24 = choose(
    [
      { when: call("endsWith", clean, text(" am")), then: half(0) },
      { when: call("endsWith", clean, text(" pm")), then: half(12) },
      // Anything else with a letter or a blank behind it is no time.
      {
        when: call("notEquals", call("trim", call("textAfter", clean, text(":"))), rest),
        then: missing("Int"),
      },
    ],
    hour,
  );
  const hours = call("padStart", call("intToText", hour24), int(2), text("0"));
  const isHour = isShape(call("textBefore", clean, text(":")), ["9", "99"]);
  return choose([{ when: isHour, then: call("concat", hours, text(":"), rest) }], missing("Text"));
}

const secondsPerDay = 86_400;

/** Seconds or milliseconds since 1970-01-01. */
function epochExpr(plain: Expr, unit: "seconds" | "milliseconds", as: "Day" | "Instant"): Expr {
  const shapes = unit === "seconds" ? ["999999999", "9999999999"] : ["999999999999", "9999999999999"];
  const whole = choose([{ when: isShape(plain, shapes), then: call("parseInt", plain) }], missing("Int"));
  const seconds = unit === "seconds" ? whole : call("toInt", call("divide", whole, int(1000)));
  const days = call("toInt", call("divide", seconds, int(secondsPerDay)));
  const day = call("addDays", literal(0, "Day"), days);
  if (as === "Day") return day;
  const rest = call("modulo", seconds, int(secondsPerDay));
  const two = (of: Expr): Expr => call("padStart", call("intToText", of), int(2), text("0"));
  const hours = two(call("toInt", call("divide", rest, int(3600))));
  const minutes = two(call("toInt", call("divide", call("modulo", rest, int(3600)), int(60))));
  const clock = call("concat", hours, text(":"), minutes, text(":"), two(call("modulo", rest, int(60))));
  const fraction =
    unit === "seconds"
      ? text("")
      : call(
          "concat",
          text("."),
          call("padStart", call("intToText", call("modulo", whole, int(1000))), int(3), text("0")),
        );
  return call("parseInstant", call("concat", call("dayToText", day), text("T"), clock, fraction));
}
