import { daysFromCivil, daysInMonth, parseDayText, parseInstantText } from "../../schema/index.ts";
import { readingFor, type ClassCounts } from "../infer-column-type.ts";
import { valueClasses, type DayFormat, type ValueClass } from "../value-class.ts";

/** The ways in which a day or an instant can be written. */
export type MomentFormat = DayFormat | "instant" | "yearSlashInstant";

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const monthPattern = `(${months.join("|")})`;

const patterns = {
  slash: /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})$/,
  dotDay: /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/,
  yearSlash: /^(\d{4})\/(\d{1,2})\/(\d{1,2})$/,
  namedMonth: new RegExp(`^(\\d{1,2})[- ]${monthPattern}[- ](\\d{4})$`, "i"),
  monthName: new RegExp(`^${monthPattern} (\\d{1,2}),? (\\d{4})$`, "i"),
  yearSlashInstant: /^\d{4}\/\d{2}\/\d{2} \d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?Z?$/,
} as const;

/** The day (days since 1970) or instant (milliseconds) that a text without spaces around it is, or null. */
export function readMoment(text: string, format: MomentFormat): number | null {
  switch (format) {
    case "day":
      return parseDayText(text);
    case "instant":
      return parseInstantText(text);
    case "yearSlashInstant":
      return patterns.yearSlashInstant.test(text) ? parseInstantText(text.replaceAll("/", "-")) : null;
    case "slashMonthFirst":
      return dayIn(patterns.slash.exec(text), 3, 1, 2);
    case "slashDayFirst":
      return dayIn(patterns.slash.exec(text), 3, 2, 1);
    case "dotDay":
      return dayIn(patterns.dotDay.exec(text), 3, 2, 1);
    case "yearSlash":
      return dayIn(patterns.yearSlash.exec(text), 1, 2, 3);
    case "namedMonth":
      return dayIn(patterns.namedMonth.exec(text), 3, 2, 1);
    case "monthName":
      return dayIn(patterns.monthName.exec(text), 3, 1, 2);
  }
}

function dayIn(found: RegExpExecArray | null, yearAt: number, monthAt: number, dayAt: number): number | null {
  if (!found) return null;
  const [year, day] = [Number(found[yearAt]), Number(found[dayAt])];
  const name = found[monthAt]!.toLowerCase();
  const named = months.indexOf(name);
  const month = named >= 0 ? named + 1 : Number(name);
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  return daysFromCivil(year, month, day);
}

/** What kind of day or instant a text is, as the reader of whole files tells them apart. */
function momentClass(text: string): ValueClass {
  if (readMoment(text, "day") !== null) return "day";
  if (readMoment(text, "instant") !== null) return "instant";
  if (readMoment(text, "yearSlash") !== null) return "yearSlash";
  if (readMoment(text, "yearSlashInstant") !== null) return "yearSlashInstant";
  const [monthFirst, dayFirst] = [readMoment(text, "slashMonthFirst"), readMoment(text, "slashDayFirst")];
  if (monthFirst !== null) return dayFirst === null ? "slashMonthFirst" : "slashEither";
  if (dayFirst !== null) return "slashDayFirst";
  for (const format of ["dotDay", "namedMonth", "monthName"] as const)
    if (readMoment(text, format) !== null) return format;
  return "text";
}

/** Finds out how the days or instants of a column are written, from as many of its values as it takes. */
export interface MomentGuess {
  add(text: string): void;
  /** True when more values would change nothing: it was seen which number is the month. */
  isSure(): boolean;
  /** The format, or undefined where day and month cannot be told apart. */
  format(): MomentFormat | undefined;
}

/** Begins without a value. `type` is what the column is read as. */
export function guessMoment(type: "Day" | "Instant"): MomentGuess {
  const counts = Object.fromEntries(valueClasses.map((name) => [name, 0])) as Record<ValueClass, number>;
  let total = 0;
  const slashes = (): boolean => counts.slashMonthFirst + counts.slashDayFirst > 0;
  return {
    add: (text) => {
      counts[momentClass(text)]++;
      total++;
    },
    isSure: () => total > 0 && (counts.slashEither === 0 || slashes()),
    format: () => {
      const { format } = readingFor(type, counts satisfies ClassCounts);
      const isUnsure = format === "day" && counts.day === 0 && counts.slashEither > 0;
      return isUnsure ? undefined : (format ?? (type === "Day" ? "day" : "instant"));
    },
  };
}
