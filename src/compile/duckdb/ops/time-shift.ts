import { typeOf } from "../../../ir/index.ts";
import { dayMs, firstDay, lastDay } from "../../../schema/index.ts";
import { integerLiteral, joinSql, sql, type Sql } from "../../sql.ts";
import { fragment, typeBound, type EmitSql, type OpEmitter } from "../fragment.ts";
import { valueSql } from "../values.ts";
import { constant, repeated, simple } from "./shared.ts";

const [first, last] = [valueSql(firstDay, "Day"), valueSql(lastDay, "Day")];

/** A day so many days later; the count, a DOUBLE, is written three times. */
const laterDay = (day: Sql, count: Sql): Sql =>
  sql`CASE WHEN ${count} BETWEEN ${first} - ${day} AND ${last} - ${day} THEN ${day} + TRY_CAST(${count} AS INTEGER) END`;

/** The instant of milliseconds since 1970, a DOUBLE that is written three times. */
const instantAt = (ms: Sql): Sql =>
  sql`CASE WHEN ${ms} BETWEEN ${firstDay * dayMs} AND ${(lastDay + 1) * dayMs - 1} THEN epoch_ms(TRY_CAST(${ms} AS BIGINT)) END`;

const clockShift = (unitMs: number) =>
  repeated(([a, n]) => instantAt(sql`(CAST(epoch_ms(${a!}) AS DOUBLE) + ${n!} * ${unitMs})`));

/** The engine's months end where the month does, as ours; the years are checked before. */
const addMonths = (factor: number) =>
  repeated(([a, n]) => {
    const months = sql`${n!} * ${factor}`;
    const all = sql`(year(${a!}) * 12 + month(${a!}) - 1 + ${months})`;
    return sql`CASE WHEN ${all} BETWEEN 12e0 AND 119999e0 THEN CAST(${a!} + to_months(TRY_CAST(${months} AS INTEGER)) AS DATE) END`;
  });

/** As `addBusinessDaysTo`: days from the Monday of this week, and two more for each weekend passed. */
const addBusinessDays: EmitSql = (call, emitter) => {
  const [a, n] = call.args.map((arg) => emitter.atom(arg));
  const place = sql`(isodow(${a!.sql}) - 1)`;
  const ahead = sql`least(${place} + 1, 5) + ${n!.sql} - 1e0`;
  const target = emitter.hoist(
    fragment(
      sql`CASE WHEN ${n!.sql} > 0e0 THEN ${ahead} ELSE least(${place}, 5) + ${n!.sql} END`,
      [a!, n!],
      n!.bound + 7,
    ),
  );
  const moved = sql`CASE WHEN ${n!.sql} = 0e0 THEN 0e0 ELSE ${target.sql} + 2e0 * floor(${target.sql} / 5e0) - ${place} END`;
  const count = emitter.hoist(fragment(moved, [a!, n!, target], 2 * n!.bound + 14));
  return fragment(laterDay(a!.sql, count.sql), [a!, count], typeBound(call));
};

const weekdayAway =
  (count: (day: Sql, weekday: Sql) => Sql): EmitSql =>
  (call, emitter) => {
    const a = emitter.atom(call.args[0]!);
    const weekday = integerLiteral(Number(constant(call.args[1]!)));
    return fragment(laterDay(a.sql, count(a.sql, weekday)), [a], typeBound(call));
  };

/*
 * No date_trunc: the optimizer of DuckDB 1.5.5 makes a comparison of it with a constant that is no such beginning false (or
 * true) where it is null.
 */
const clockStart = (unitMs: number) =>
  simple(
    ([a]) => sql`epoch_ms(CAST(floor(CAST(epoch_ms(${a!}) AS DOUBLE) / ${unitMs}) * ${unitMs} AS BIGINT))`,
  );
const daysBack = (place: (day: Sql) => Sql) =>
  repeated(([a]) => sql`(${a!} - CAST(${place(a!)} - 1 AS INTEGER))`);

/** SQL of ways from days and instants to others. */
export const timeShift = {
  addDays: repeated(([a, n]) => laterDay(a!, n!)),
  addMonths: addMonths(1),
  addYears: addMonths(12),
  addBusinessDays,
  nextWeekday: weekdayAway((day, weekday) => sql`((${weekday} - isodow(${day}) + 6) % 7 + 1)`),
  previousWeekday: weekdayAway((day, weekday) => sql`(- ((isodow(${day}) - ${weekday} + 6) % 7) - 1)`),
  addHours: clockShift(3_600_000),
  addMinutes: clockShift(60_000),
  addSeconds: clockShift(1000),
  addMilliseconds: clockShift(1),
  yearStart: daysBack((day) => sql`dayofyear(${day})`),
  quarterStart: repeated(([a]) => sql`make_date(year(${a!}), quarter(${a!}) * 3 - 2, 1)`),
  monthStart: daysBack((day) => sql`day(${day})`),
  monthEnd: simple(([a]) => sql`last_day(${a!})`),
  weekStart: daysBack((day) => sql`isodow(${day})`),
  hourStart: clockStart(3_600_000),
  minuteStart: clockStart(60_000),
  makeDay: repeated(([year, month, dayOfMonth]) => {
    const inRange = sql`${year!} BETWEEN 1e0 AND 9999e0 AND ${month!} BETWEEN 1e0 AND 12e0 AND ${dayOfMonth!} BETWEEN 1e0 AND 31e0`;
    const parts = [year!, month!, dayOfMonth!].map((part) => sql`TRY_CAST(${part} AS INTEGER)`);
    return sql`CASE WHEN ${inRange} THEN TRY_CAST(printf('%04d-%02d-%02d', ${joinSql(parts)}) AS DATE) END`;
  }),
  makeInstant: repeated(([a, hour, minute, second]) => {
    const inRange = sql`${hour!} BETWEEN 0e0 AND 23e0 AND ${minute!} BETWEEN 0e0 AND 59e0 AND ${second!} BETWEEN 0e0 AND 59e0`;
    const seconds = sql`TRY_CAST(${hour!} * 3600e0 + ${minute!} * 60e0 + ${second!} AS BIGINT)`;
    return sql`CASE WHEN ${inRange} THEN CAST(${a!} AS TIMESTAMP) + to_seconds(${seconds}) END`;
  }),
  fromEpochSeconds: (call, emitter) => {
    const a = emitter.atom(call.args[0]!);
    const ms = sql`(${a.sql} * 1000e0)`;
    const whole = typeOf(call.args[0]!) === "Int" ? ms : sql`round${ms}`;
    return fragment(instantAt(whole), [a], typeBound(call));
  },
  fromEpochMilliseconds: repeated(([a]) => instantAt(a!)),
} satisfies Record<string, OpEmitter>;
