import { isoWeekday } from "../../../ir/index.ts";
import { integerLiteral, sql, type Sql } from "../../sql.ts";
import { fragment, type EmitSql, type OpEmitter } from "../fragment.ts";
import { constant, countAtOrBelow, repeated, simple, wholeNumber } from "./shared.ts";

const mostDays = 4e6;
const mostMs = 4e14;

const milliseconds = (from: Sql, to: Sql): Sql => sql`CAST(epoch_ms(${to}) - epoch_ms(${from}) AS DOUBLE)`;
const clockDifference = (unitMs: number) =>
  simple(
    ([a, b]) => sql`(${milliseconds(a!, b!)} / ${unitMs})`,
    () => mostMs,
  );

/** As `monthsBetweenDays`: a month counts when its day is reached again, or the end of a shorter month. */
const months = (a: Sql, b: Sql): Sql => {
  const apart = sql`(year(${b}) - year(${a})) * 12 + month(${b}) - month(${a})`;
  const reached = sql`least(day(${a}), day(last_day(${b})))`;
  const ahead = sql`CASE WHEN day(${b}) < ${reached} THEN 1 ELSE 0 END`;
  const back = sql`CASE WHEN day(${b}) > ${reached} THEN 1 ELSE 0 END`;
  return sql`CAST(${apart} + CASE WHEN ${b} >= ${a} THEN - (${ahead}) ELSE ${back} END AS DOUBLE)`;
};

/** As `businessDaysBetweenDays`, less the holidays before the second day that are not before the first. */
const businessDaysBetween: EmitSql = ({ args: [from, to, ...others] }, emitter) => {
  const [a, b] = [emitter.atom(from!), emitter.atom(to!)];
  const place = (day: Sql): Sql => sql`(isodow(${day}) - 1)`;
  const monday = (day: Sql): Sql => sql`(${day} - CAST(${place(day)} AS INTEGER))`;
  const part = (day: Sql): Sql => sql`least(${place(day)}, 5)`;
  const weeks = sql`(${monday(b.sql)} - ${monday(a.sql)}) // ${integerLiteral(7)}`;
  const worked = sql`CAST(${weeks} * 5 + ${part(b.sql)} - ${part(a.sql)} AS DOUBLE)`;
  // A holiday before a day is at or below the day before it.
  const holidays = [...new Set(others.map((one) => Number(constant(one))))]
    .filter((day) => isoWeekday(day) <= 5)
    .sort((left, right) => left - right);
  const before = (day: Sql): Sql => countAtOrBelow(sql`(${day} - 1)`, holidays, "Day");
  const free = holidays.length > 0 ? sql` - ${before(b.sql)} + ${before(a.sql)}` : sql``;
  return fragment(sql`(${worked}${free})`, [a, b], mostDays);
};

/** SQL of how far days and instants are apart. */
export const timeBetween = {
  daysBetween: wholeNumber(([a, b]) => sql`(${b!} - ${a!})`, mostDays),
  weeksBetween: wholeNumber(([a, b]) => sql`((${b!} - ${a!}) // 7)`, mostDays),
  monthsBetween: repeated(
    ([a, b]) => months(a!, b!),
    () => mostDays,
  ),
  yearsBetween: repeated(
    ([a, b]) => sql`trunc(${months(a!, b!)} / 12e0)`,
    () => mostDays,
  ),
  businessDaysBetween,
  hoursBetween: clockDifference(3_600_000),
  minutesBetween: clockDifference(60_000),
  secondsBetween: clockDifference(1000),
  millisecondsBetween: simple(
    ([a, b]) => milliseconds(a!, b!),
    () => mostMs,
  ),
  toEpochSeconds: simple(
    ([a]) => sql`(CAST(epoch_ms(${a!}) AS DOUBLE) / 1000e0)`,
    () => mostMs,
  ),
  toEpochMilliseconds: simple(
    ([a]) => sql`CAST(epoch_ms(${a!}) AS DOUBLE)`,
    () => mostMs,
  ),
} satisfies Record<string, OpEmitter>;
