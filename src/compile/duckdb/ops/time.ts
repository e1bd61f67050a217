import { dayToText, firstDay, lastDay } from "../../../schema/index.ts";
import { joinSql, sql, textLiteral, type Sql } from "../../sql.ts";
import type { OpEmitter } from "../fragment.ts";
import { simple, repeated, wholeNumber, datePart } from "./shared.ts";

const day = (days: number): Sql => sql`DATE ${textLiteral(dayToText(days))}`;

/** SQL of days and instants. */
export const time = {
  year: datePart(sql`year`, 9999),
  quarter: datePart(sql`quarter`, 4),
  month: datePart(sql`month`, 12),
  dayOfMonth: datePart(sql`day`, 31),
  dayOfYear: datePart(sql`dayofyear`, 366),
  weekday: datePart(sql`isodow`, 7),
  isoWeek: datePart(sql`weekofyear`, 53),
  hour: datePart(sql`hour`, 23),
  minute: datePart(sql`minute`, 59),
  second: datePart(sql`second`, 59),
  toDay: simple(([a]) => sql`CAST(${a!} AS DATE)`),
  toInstant: simple(([a]) => sql`CAST(${a!} AS TIMESTAMP)`),
  addDays: repeated(
    ([a, n]) =>
      sql`CASE WHEN ${n!} BETWEEN ${day(firstDay)} - ${a!} AND ${day(lastDay)} - ${a!} THEN ${a!} + TRY_CAST(${n!} AS INTEGER) END`,
  ),
  daysBetween: wholeNumber(([a, b]) => sql`(${b!} - ${a!})`, 1e7),
  secondsBetween: simple(
    ([a, b]) => sql`(CAST(epoch_ms(${b!}) - epoch_ms(${a!}) AS DOUBLE) / 1000e0)`,
    () => 1e12,
  ),
  monthStart: simple(([a]) => sql`CAST(date_trunc('month', ${a!}) AS DATE)`),
  makeDay: repeated(([year, month, dayOfMonth]) => {
    const inRange = sql`${year!} BETWEEN 1e0 AND 9999e0 AND ${month!} BETWEEN 1e0 AND 12e0 AND ${dayOfMonth!} BETWEEN 1e0 AND 31e0`;
    const parts = [year!, month!, dayOfMonth!].map((part) => sql`TRY_CAST(${part} AS INTEGER)`);
    return sql`CASE WHEN ${inRange} THEN TRY_CAST(printf('%04d-%02d-%02d', ${joinSql(parts)}) AS DATE) END`;
  }),
} satisfies Record<string, OpEmitter>;
