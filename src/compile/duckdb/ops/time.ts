import { dayMs } from "../../../schema/index.ts";
import { sql } from "../../sql.ts";
import type { OpEmitter } from "../fragment.ts";
import { simple, repeated, wholeNumber, datePart } from "./shared.ts";

/** SQL of the parts of days and instants. */
export const time = {
  year: datePart(sql`year`, 9999),
  quarter: datePart(sql`quarter`, 4),
  month: datePart(sql`month`, 12),
  dayOfMonth: datePart(sql`day`, 31),
  dayOfYear: datePart(sql`dayofyear`, 366),
  weekday: datePart(sql`isodow`, 7),
  isoWeek: datePart(sql`weekofyear`, 53),
  isoYear: datePart(sql`isoyear`, 9999),
  daysInMonth: wholeNumber(([a]) => sql`day(last_day(${a!}))`, 31),
  isLeapYear: repeated(
    ([a]) => sql`(year(${a!}) % 4 = 0 AND (year(${a!}) % 100 <> 0 OR year(${a!}) % 400 = 0))`,
  ),
  isWeekend: simple(([a]) => sql`(isodow(${a!}) > 5)`),
  isMonthEnd: repeated(([a]) => sql`(${a!} = last_day(${a!}))`),
  hour: datePart(sql`hour`, 23),
  minute: datePart(sql`minute`, 59),
  second: datePart(sql`second`, 59),
  millisecond: wholeNumber(([a]) => sql`(millisecond(${a!}) % 1000)`, 999),
  dayFraction: repeated(
    ([a]) =>
      sql`(CAST(epoch_ms(${a!}) - epoch_ms(CAST(CAST(${a!} AS DATE) AS TIMESTAMP)) AS DOUBLE) / ${dayMs})`,
    () => 1,
  ),
  toDay: simple(([a]) => sql`CAST(${a!} AS DATE)`),
  toInstant: simple(([a]) => sql`CAST(${a!} AS TIMESTAMP)`),
} satisfies Record<string, OpEmitter>;
