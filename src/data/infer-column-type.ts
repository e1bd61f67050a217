import type { DataType } from "../schema/index.ts";
import { valueClasses, type DayFormat, type ValueClass } from "./value-class.ts";

/** How many values of a column are of each class. */
export type ClassCounts = Readonly<Record<ValueClass, number>>;

/** How the texts of a column are read. */
export interface TextReading {
  readonly type: DataType;
  /** How days or instants are written. */
  readonly format: DayFormat | "instant" | "yearSlashInstant" | undefined;
  /** Why, in plain words. */
  readonly reason: string;
  /** The classes whose values fit the type. */
  readonly fits: readonly ValueClass[];
  /** Set when the column looks like days, but day and month cannot be told apart. */
  readonly isAmbiguous?: boolean;
}

const mostShare = 0.95;
const mostValues = 20;

const missingClasses: readonly ValueClass[] = ["absent", "blank", "missingText"];
const presentClasses = valueClasses.filter((name) => !missingClasses.includes(name));
const numbers: readonly ValueClass[] = ["whole", "zeroLed", "large", "decimal"];

/** Values of a column that are there. */
export const presentCount = (counts: ClassCounts): number => sum(counts, presentClasses);

/** Values that stand for missing. */
export const missingCount = (counts: ClassCounts): number => sum(counts, missingClasses);

/** Values of the given classes. */
export const sum = (counts: ClassCounts, names: readonly ValueClass[]): number =>
  names.reduce((total, name) => total + counts[name], 0);

/**
 * The type of a column of texts, from what all of its values look like. A type is taken when every value fits, or when
 * at least 95 % of at least 20 values fit; Boolean only when every value fits. Numbers with leading zeros and whole
 * numbers beyond ±(2^53-1) are names, not numbers, and stay Text.
 */
export function inferColumnType(counts: ClassCounts): TextReading {
  const total = presentCount(counts);
  if (total === 0) return text("no value is there");
  return (
    inferNumber(counts, total) ??
    inferTruth(counts, total) ??
    inferMoment(counts, total) ??
    inferText(counts, total)
  );
}

/** Values that a type can be read from when it was asked for. */
export function readingFor(type: DataType, counts: ClassCounts): TextReading {
  const reason = "the type was given";
  if (type === "Text") return text(reason);
  if (type === "Day") {
    const inferred = inferMoment(counts, presentCount(counts));
    return inferred?.type === "Day"
      ? { ...inferred, reason }
      : { type, format: "day", reason, fits: ["day"] };
  }
  if (type === "Instant") {
    const format = counts.yearSlashInstant > counts.instant ? "yearSlashInstant" : "instant";
    return { type, format, reason, fits: [format] };
  }
  const fits: readonly ValueClass[] =
    type === "Boolean" ? ["truth"] : type === "Int" ? ["whole", "zeroLed"] : numbers;
  return { type, format: undefined, reason, fits };
}

const text = (reason: string): TextReading => ({
  type: "Text",
  format: undefined,
  reason,
  fits: presentClasses,
});

function inferNumber(counts: ClassCounts, total: number): TextReading | undefined {
  const numeric = sum(counts, numbers);
  if (!isMost(numeric, total)) return undefined;
  if (counts.zeroLed > 0)
    return text(`${told(counts.zeroLed, total)} are numbers with leading zeros, as in codes; they stay text`);
  if (counts.decimal > 0)
    return { type: "Float", format: undefined, reason: `${told(numeric, total)} are numbers`, fits: numbers };
  if (counts.large > 0)
    return text(
      `${told(counts.large, total)} are whole numbers beyond 2^53, which a number cannot hold exactly`,
    );
  return {
    type: "Int",
    format: undefined,
    reason: `${told(counts.whole, total)} are whole numbers`,
    fits: ["whole"],
  };
}

function inferTruth(counts: ClassCounts, total: number): TextReading | undefined {
  if (counts.truth !== total) return undefined;
  return {
    type: "Boolean",
    format: undefined,
    reason: `${told(total, total)} say yes or no`,
    fits: ["truth"],
  };
}

const dayWords: Readonly<Record<DayFormat, string>> = {
  day: "YYYY-MM-DD",
  slashMonthFirst: "M/D/YYYY",
  slashDayFirst: "D/M/YYYY",
  dotDay: "D.M.YYYY",
  yearSlash: "YYYY/MM/DD",
  namedMonth: "DD-Mon-YYYY",
  monthName: "Mon D YYYY",
};

function inferMoment(counts: ClassCounts, total: number): TextReading | undefined {
  for (const format of ["instant", "yearSlashInstant"] as const)
    if (isMost(counts[format], total))
      return {
        type: "Instant",
        format,
        reason: `${told(counts[format], total)} are moments (${format === "instant" ? "YYYY-MM-DD hh:mm" : "YYYY/MM/DD hh:mm"})`,
        fits: [format],
      };
  for (const format of ["day", "dotDay", "yearSlash", "namedMonth", "monthName"] as const)
    if (isMost(counts[format], total)) return dayReading(format, [format], counts, total);
  return inferSlashDay(counts, total);
}

function inferSlashDay(counts: ClassCounts, total: number): TextReading | undefined {
  const { slashEither, slashMonthFirst, slashDayFirst } = counts;
  if (!isMost(slashEither + slashMonthFirst + slashDayFirst, total)) return undefined;
  if (slashDayFirst === 0 && slashMonthFirst > 0)
    return dayReading("slashMonthFirst", ["slashEither", "slashMonthFirst"], counts, total);
  if (slashMonthFirst === 0 && slashDayFirst > 0)
    return dayReading("slashDayFirst", ["slashEither", "slashDayFirst"], counts, total);
  const why =
    slashEither > 0 && slashMonthFirst + slashDayFirst === 0
      ? "none shows which number is the month"
      : `${slashMonthFirst} have the month first and ${slashDayFirst} the day first`;
  return {
    ...text(
      `${told(slashEither + slashMonthFirst + slashDayFirst, total)} are days, but ${why}; they stay text`,
    ),
    isAmbiguous: true,
  };
}

const dayReading = (
  format: DayFormat,
  fits: readonly ValueClass[],
  counts: ClassCounts,
  total: number,
): TextReading => ({
  type: "Day",
  format,
  reason: `${told(sum(counts, fits), total)} are days (${dayWords[format]})`,
  fits,
});

function inferText(counts: ClassCounts, total: number): TextReading {
  const numeric = sum(counts, numbers);
  return text(
    numeric > 0
      ? `only ${told(numeric, total)} are numbers`
      : `${told(total, total)} are text of no other kind`,
  );
}

/** True when all values are of a kind, or at least 95 % of at least 20. */
export const isMost = (count: number, total: number): boolean =>
  count > 0 && (count === total || (total >= mostValues && count >= total * mostShare));

const told = (count: number, total: number): string =>
  count === total
    ? `all ${count.toLocaleString("en-US")} values`
    : `${count.toLocaleString("en-US")} of ${total.toLocaleString("en-US")} values`;
