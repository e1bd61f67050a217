import { civilFromDays, dayMs, daysFromCivil, daysInMonth } from "./calendar.ts";

const monthNames = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const weekdayNames = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** A part of a moment that a token stands for. */
export type TimeUnit =
  | "year"
  | "month"
  | "day"
  | "weekday"
  | "hour"
  | "half"
  | "minute"
  | "second"
  | "millisecond";

/** How a token is read and written. */
interface TimeToken {
  readonly unit: TimeUnit;
  /** What it reads, as a regular expression that JavaScript and RE2 understand alike; absent where it only writes. */
  readonly reads?: string;
  /** True when it reads numbers of different lengths, so that no digit may follow. */
  readonly open?: true;
  /** True when it reads letters. */
  readonly named?: true;
  readonly write: (value: number) => string;
  /** What writes it in the `strftime` of C. */
  readonly strftime: string;
}

const padded =
  (width: number) =>
  (value: number): string =>
    String(value).padStart(width, "0");
/** A name in any ASCII case; without a flag, since RE2 and JavaScript spell flags differently. */
const anyCase = (name: string): string =>
  name.replace(/[a-z]/gi, (c) => `[${c.toUpperCase()}${c.toLowerCase()}]`);
const oneOf = (names: readonly string[]): string => `(${names.map(anyCase).join("|")})`;
const short = (names: readonly string[]): readonly string[] => names.map((name) => name.slice(0, 3));

const timeTokens = {
  YYYY: { unit: "year", reads: "([0-9]{4})", write: padded(4), strftime: "%Y" },
  MMMM: {
    unit: "month",
    named: true,
    reads: oneOf(monthNames),
    write: (month) => monthNames[month - 1]!,
    strftime: "%B",
  },
  MMM: {
    unit: "month",
    named: true,
    reads: oneOf(short(monthNames)),
    write: (month) => monthNames[month - 1]!.slice(0, 3),
    strftime: "%b",
  },
  MM: { unit: "month", reads: "(0[1-9]|1[0-2])", write: padded(2), strftime: "%m" },
  M: { unit: "month", reads: "(0?[1-9]|1[0-2])", open: true, write: String, strftime: "%-m" },
  DD: { unit: "day", reads: "(0[1-9]|[12][0-9]|3[01])", write: padded(2), strftime: "%d" },
  D: { unit: "day", reads: "(0?[1-9]|[12][0-9]|3[01])", open: true, write: String, strftime: "%-d" },
  dddd: { unit: "weekday", write: (weekday) => weekdayNames[weekday - 1]!, strftime: "%A" },
  ddd: { unit: "weekday", write: (weekday) => weekdayNames[weekday - 1]!.slice(0, 3), strftime: "%a" },
  hh: { unit: "hour", reads: "([01][0-9]|2[0-3])", write: padded(2), strftime: "%H" },
  h: { unit: "hour", reads: "([01]?[0-9]|2[0-3])", open: true, write: String, strftime: "%-H" },
  A: {
    unit: "half",
    named: true,
    reads: "([AaPp][Mm])",
    write: (half) => (half === 0 ? "AM" : "PM"),
    strftime: "%p",
  },
  mm: { unit: "minute", reads: "([0-5][0-9])", write: padded(2), strftime: "%M" },
  ss: { unit: "second", reads: "([0-5][0-9])", write: padded(2), strftime: "%S" },
  SSS: { unit: "millisecond", reads: "([0-9]{3})", write: padded(3), strftime: "%g" },
} as const satisfies Record<string, TimeToken>;

/** The tokens of patterns, for messages and documentation. */
export const timeTokenNames: readonly string[] = Object.keys(timeTokens);

/** Hours as they are written beside AM and PM: 12, 1, …, 11. */
const twelve = (hour: number): number => ((hour + 11) % 12) + 1;
const halfDayTokens: Readonly<Partial<Record<string, TimeToken>>> = {
  hh: {
    unit: "hour",
    reads: "(0[1-9]|1[0-2])",
    write: (hour) => padded(2)(twelve(hour)),
    strftime: "%I",
  },
  h: {
    unit: "hour",
    reads: "(0?[1-9]|1[0-2])",
    open: true,
    write: (hour) => String(twelve(hour)),
    strftime: "%-I",
  },
};

/** One part of a pattern: a token, or text that stands for itself. */
export type TimePatternPart =
  | ({ readonly kind: "token"; readonly name: string } & TimeToken)
  | { readonly kind: "literal"; readonly text: string };

const parts = new RegExp(`${timeTokenNames.join("|")}|[TZ]|[^A-Za-z\\u0000-\\u001f]+|([^])`, "gu");

/** A token; beside AM and PM the hours are those of half a day. */
const tokenNamed = (name: string, halves: boolean): TimeToken =>
  (halves ? halfDayTokens[name] : undefined) ?? timeTokens[name as keyof typeof timeTokens];

/** The parts of a pattern, from the left; what is neither a token nor a separator comes as `wrong`. */
function cut(pattern: string): {
  readonly parts: readonly TimePatternPart[];
  readonly wrong: readonly string[];
} {
  const found = [...pattern.matchAll(parts)];
  const halves = found.some(([text]) => text === "A");
  return {
    parts: found.map(([text]) =>
      Object.hasOwn(timeTokens, text)
        ? { kind: "token", name: text, ...tokenNamed(text, halves) }
        : { kind: "literal", text },
    ),
    wrong: found.flatMap(([, wrong]) => (wrong === undefined ? [] : [wrong])),
  };
}

/** The parts of a pattern that was checked with `timePatternProblem`. */
export const timePatternParts = (pattern: string): readonly TimePatternPart[] => cut(pattern).parts;

const unitNames: Readonly<Partial<Record<TimeUnit, string>>> = { half: "half of the day" };

const clockUnits: readonly TimeUnit[] = ["hour", "minute", "second", "millisecond"];

/** What is wrong with a pattern for reading or writing days or instants, or undefined. */
export function timePatternProblem(
  pattern: string,
  type: "Day" | "Instant",
  way: "parse" | "format",
): string | undefined {
  const { parts, wrong } = cut(pattern);
  if (wrong.length > 0)
    return `the pattern has ${JSON.stringify(wrong[0])}; a pattern is made of ${timeTokenNames.join(" ")}, T, Z and what is no letter`;
  const tokens = parts.filter((part) => part.kind === "token");
  const units = tokens.map(({ unit }) => unit);
  const twice = units.find((unit, at) => units.indexOf(unit) !== at);
  if (twice) return `the pattern names the ${unitNames[twice] ?? twice} twice`;
  if (tokens.length === 0) return "the pattern names no part of a day or time";
  const clock = units.find((unit) => unit === "half" || clockUnits.includes(unit));
  if (type === "Day" && clock)
    return `the pattern names the ${unitNames[clock] ?? clock}, which a day does not have`;
  return way === "parse" ? readingProblem(parts, units, type) : undefined;
}

const readsDigit = (part: TimePatternPart): boolean =>
  part.kind === "token" ? !part.named : /^[0-9]/.test(part.text);

function readingProblem(
  parts: readonly TimePatternPart[],
  units: readonly TimeUnit[],
  type: "Day" | "Instant",
): string | undefined {
  const clock = clockUnits.slice(0, 1 + Math.max(0, ...units.map((unit) => clockUnits.indexOf(unit))));
  const needed: readonly TimeUnit[] = ["year", "month", "day", ...(type === "Instant" ? clock : [])];
  const absent = needed.find((unit) => !units.includes(unit));
  if (absent) return `the pattern does not name the ${absent}`;
  if (units.includes("weekday"))
    return "the pattern names the weekday, which follows from the day: it can be written, not read";
  for (const [at, part] of parts.entries()) {
    const next = parts[at + 1];
    if (part.kind === "token" && part.open && next && readsDigit(next))
      return `a separator must stand after ${part.name}`;
  }
  return undefined;
}

/** A pattern as a regular expression with one group for each token; spaces may stand around the text. */
export const timePatternSource = (pattern: string): string =>
  `^ *${timePatternParts(pattern)
    .map((part) => (part.kind === "token" ? part.reads! : part.text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")))
    .join("")} *$`;

interface Reader {
  readonly expression: RegExp;
  readonly units: readonly { readonly unit: TimeUnit; readonly named: boolean }[];
}

/** Patterns are constants of a Program, so there are few of them. */
const readers = new Map<string, Reader>();
const writers = new Map<string, readonly TimePatternPart[]>();

function readerOf(pattern: string): Reader {
  const known = readers.get(pattern);
  if (known) return known;
  const units = timePatternParts(pattern).flatMap((part) =>
    part.kind === "token" ? [{ unit: part.unit, named: part.named === true }] : [],
  );
  const made = { expression: new RegExp(timePatternSource(pattern), "u"), units };
  readers.set(pattern, made);
  return made;
}

function readUnits(text: string, pattern: string): Partial<Record<TimeUnit, number>> | null {
  const { expression, units } = readerOf(pattern);
  const found = expression.exec(text);
  if (!found) return null;
  return Object.fromEntries(
    units.map(({ unit, named }, at) => {
      const part = found[at + 1]!;
      return [unit, !named ? Number(part) : unit === "half" ? Number(/p/i.test(part)) : monthNumber(part)];
    }),
  );
}

const shortMonths = short(monthNames).map((name) => name.toLowerCase());
const monthNumber = (name: string): number => shortMonths.indexOf(name.slice(0, 3).toLowerCase()) + 1;

/** A day from text by a pattern, as whole days since 1970-01-01; null for text that does not fit and days that do not exist. */
export function parseDayAs(text: string, pattern: string): number | null {
  const read = readUnits(text, pattern);
  return read && dayOfUnits(read);
}

function dayOfUnits({ year = 0, month = 0, day = 0 }: Partial<Record<TimeUnit, number>>): number | null {
  return year < 1 || day > daysInMonth(year, month) ? null : daysFromCivil(year, month, day);
}

/** An instant from text by a pattern, in UTC, as milliseconds since 1970-01-01; null for text that does not fit. */
export function parseInstantAs(text: string, pattern: string): number | null {
  const read = readUnits(text, pattern);
  const day = read && dayOfUnits(read);
  if (!read || day === null) return null;
  const { hour: written = 0, half, minute = 0, second = 0, millisecond = 0 } = read;
  const hour = half === undefined ? written : (written % 12) + half * 12;
  return day * dayMs + ((hour * 60 + minute) * 60 + second) * 1000 + millisecond;
}

/** An instant as text by a pattern. */
export function formatInstant(ms: number, pattern: string): string {
  const days = Math.floor(ms / dayMs);
  const rest = ms - days * dayMs;
  const values: Readonly<Record<TimeUnit, number>> = {
    ...civilFromDays(days),
    weekday: ((((days + 3) % 7) + 7) % 7) + 1,
    hour: Math.floor(rest / 3_600_000),
    half: Math.floor(rest / (dayMs / 2)),
    minute: Math.floor(rest / 60_000) % 60,
    second: Math.floor(rest / 1000) % 60,
    millisecond: rest % 1000,
  };
  const parts = writers.get(pattern) ?? timePatternParts(pattern);
  writers.set(pattern, parts);
  return parts.map((part) => (part.kind === "token" ? part.write(values[part.unit]) : part.text)).join("");
}

/** A day as text by a pattern. */
export const formatDay = (days: number, pattern: string): string => formatInstant(days * dayMs, pattern);
