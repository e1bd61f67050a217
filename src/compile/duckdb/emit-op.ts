import { typeOf, type Expr, type LiteralExpr } from "../../ir/index.ts";
import { dayToText, firstDay, lastDay } from "../../schema/index.ts";
import { integerLiteral, joinSql, sql, textLiteral, type Sql } from "../sql.ts";
import { parsers } from "./emit-parse.ts";
import { membershipSql } from "./membership.ts";
import { fragment, typeBound, type EmitSql, type Fragment, type OpEmitters } from "./fragment.ts";

const integers = Number.MAX_SAFE_INTEGER;
const largest = (parts: readonly Fragment[]): number => Math.max(...parts.map(({ bound }) => bound));

/** SQL of all arguments, each written once. */
const simple =
  (write: (parts: readonly Sql[]) => Sql, bound?: (parts: readonly Fragment[]) => number): EmitSql =>
  (call, emitter) => {
    const parts = call.args.map((arg) => emitter.value(arg));
    return fragment(write(parts.map((part) => part.sql)), parts, bound ? bound(parts) : typeBound(call));
  };

/** SQL of all arguments, written as often as wanted. */
const repeated =
  (write: (parts: readonly Sql[]) => Sql, bound?: (parts: readonly Fragment[]) => number): EmitSql =>
  (call, emitter) => {
    const parts = call.args.map((arg) => emitter.atom(arg));
    return fragment(write(parts.map((part) => part.sql)), parts, bound ? bound(parts) : typeBound(call));
  };

/** An operation that gives an infinity or NaN for each infinity or NaN, so that the test can wait. */
const carrying =
  (write: (parts: readonly Sql[]) => Sql, bound: (parts: readonly Fragment[]) => number): EmitSql =>
  (call, emitter) => {
    const parts = call.args.map((arg) => emitter.unguarded(arg));
    return fragment(write(parts.map((part) => part.sql)), parts, bound(parts));
  };

const unlessInt =
  (emit: EmitSql): EmitSql =>
  (call, emitter) =>
    typeOf(call) === "Int" ? emitter.value(call.args[0]!) : emit(call, emitter);

const firstBound = (parts: readonly Fragment[]): number => parts[0]!.bound;
const roundedBound = (parts: readonly Fragment[]): number => parts[0]!.bound + 1;
const infix = (operator: Sql) => simple(([a, b]) => sql`(${a!} ${operator} ${b!})`);
const chain = (operator: Sql) => simple((parts) => sql`(${joinSql(parts, sql` ${operator} `)})`);
const day = (days: number): Sql => sql`DATE ${textLiteral(dayToText(days))}`;
/** A whole number of DuckDB as DOUBLE. */
const wholeNumber = (write: (parts: readonly Sql[]) => Sql, bound: number): EmitSql =>
  simple(
    (parts) => sql`CAST(${write(parts)} AS DOUBLE)`,
    () => bound,
  );
const datePart = (name: Sql, bound: number): EmitSql => wholeNumber(([a]) => sql`${name}(${a!})`, bound);
const constant = (expr: Expr): LiteralExpr["value"] => (expr.kind === "literal" ? expr.value : null);
/** A constant place or count. No text is longer than 2^31 - 1. */
const place = (expr: Expr): Sql => integerLiteral(Math.min(Number(constant(expr)), 2147483647));

const lettersUp = textLiteral("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
const lettersLow = textLiteral("abcdefghijklmnopqrstuvwxyz");

const divide: EmitSql = ({ args }, emitter) => {
  const [a, b] = [emitter.unguarded(args[0]!), emitter.value(args[1]!)];
  const divisor = Number(constant(args[1]!));
  return fragment(sql`(${a.sql} / ${b.sql})`, [a, b], divisor === 0 ? Infinity : a.bound / Math.abs(divisor));
};

/** What DuckDB has for each operation. */
export const opEmitters: OpEmitters = {
  add: carrying(
    ([a, b]) => sql`(${a!} + ${b!})`,
    ([a, b]) => a!.bound + b!.bound,
  ),
  subtract: carrying(
    ([a, b]) => sql`(${a!} - ${b!})`,
    ([a, b]) => a!.bound + b!.bound,
  ),
  multiply: carrying(
    ([a, b]) => sql`(${a!} * ${b!})`,
    ([a, b]) => a!.bound * b!.bound,
  ),
  divide,
  modulo: repeated(([a, b]) => sql`CASE WHEN ${b!} <> 0e0 THEN ${a!} % ${b!} END`, firstBound),
  negate: carrying(([a]) => sql`(- ${a!})`, firstBound),
  abs: carrying(([a]) => sql`abs(${a!})`, firstBound),
  sign: wholeNumber(([a]) => sql`sign(${a!})`, 1),
  round: unlessInt(simple(([a]) => sql`round(${a!})`, roundedBound)),
  roundTo: ({ args }, emitter) => {
    const a = emitter.atom(args[0]!);
    const scale = 10 ** Number(constant(args[1]!));
    const scaled = sql`${a.sql} * ${scale}`;
    return fragment(
      sql`CASE WHEN isfinite(${scaled}) THEN round(${scaled}) / ${scale} ELSE ${a.sql} END`,
      [a],
      Number.MAX_VALUE / 2 > a.bound ? a.bound * 2 : a.bound,
    );
  },
  floor: unlessInt(simple(([a]) => sql`floor(${a!})`, roundedBound)),
  ceiling: unlessInt(simple(([a]) => sql`ceil(${a!})`, roundedBound)),
  truncate: unlessInt(simple(([a]) => sql`trunc(${a!})`, roundedBound)),
  sqrt: repeated(
    ([a]) => sql`CASE WHEN ${a!} >= 0e0 THEN sqrt(${a!}) END`,
    () => 1e155,
  ),
  power: simple(
    ([a, b]) => sql`pow(${a!}, ${b!})`,
    () => Infinity,
  ),
  exp: simple(
    ([a]) => sql`exp(${a!})`,
    () => Infinity,
  ),
  ln: repeated(
    ([a]) => sql`CASE WHEN ${a!} > 0e0 THEN ln(${a!}) END`,
    () => 1000,
  ),
  log10: repeated(
    ([a]) => sql`CASE WHEN ${a!} > 0e0 THEN log10(${a!}) END`,
    () => 1000,
  ),
  log1p: repeated(
    ([a]) => sql`CASE WHEN 1e0 + ${a!} > 0e0 THEN ln(1e0 + ${a!}) END`,
    () => 1000,
  ),
  sin: simple(
    ([a]) => sql`sin(${a!})`,
    () => 1,
  ),
  cos: simple(
    ([a]) => sql`cos(${a!})`,
    () => 1,
  ),
  tanh: simple(
    ([a]) => sql`tanh(${a!})`,
    () => 1,
  ),
  sigmoid: simple(
    ([a]) => sql`(1e0 / (1e0 + exp(- ${a!})))`,
    () => 1,
  ),

  equals: infix(sql`=`),
  notEquals: infix(sql`<>`),
  less: infix(sql`<`),
  lessOrEqual: infix(sql`<=`),
  greater: infix(sql`>`),
  greaterOrEqual: infix(sql`>=`),
  isIn: (call, emitter) => {
    const a = emitter.atom(call.args[0]!);
    const test = membershipSql(a.sql, call.args.slice(1).map(constant), typeOf(call.args[0]!));
    return fragment(sql`(${test})`, [a], typeBound(call));
  },

  and: chain(sql`AND`),
  or: chain(sql`OR`),
  not: simple(([a]) => sql`(NOT ${a!})`),
  isNull: simple(([a]) => sql`(${a!} IS NULL)`),
  isNotNull: simple(([a]) => sql`(${a!} IS NOT NULL)`),
  coalesce: simple((parts) => sql`coalesce(${joinSql(parts)})`, largest),
  nullIf: repeated(([a, b]) => sql`nullif(${a!}, ${b!})`, firstBound),
  least: simple((parts) => sql`least(${joinSql(parts)})`, largest),
  greatest: simple((parts) => sql`greatest(${joinSql(parts)})`, largest),

  length: datePart(sql`length`, 2 ** 31),
  lower: simple(([a]) => sql`translate(${a!}, ${lettersUp}, ${lettersLow})`),
  upper: simple(([a]) => sql`translate(${a!}, ${lettersLow}, ${lettersUp})`),
  trim: simple(([a]) => sql`trim(${a!}, ${textLiteral(" \t\n\r")})`),
  concat: chain(sql`||`),
  contains: simple(([a, b]) => sql`contains(${a!}, ${b!})`),
  startsWith: simple(([a, b]) => sql`starts_with(${a!}, ${b!})`),
  endsWith: simple(([a, b]) => sql`ends_with(${a!}, ${b!})`),
  position: wholeNumber(([a, b]) => sql`strpos(${a!}, ${b!})`, 2 ** 31),
  replace: simple(([a, b, c]) => sql`replace(${a!}, ${b!}, ${c!})`),
  substring: (call, emitter) => {
    const a = emitter.value(call.args[0]!);
    return fragment(
      sql`substring(${a.sql}, ${place(call.args[1]!)}, ${place(call.args[2]!)})`,
      [a],
      typeBound(call),
    );
  },
  splitPart: (call, emitter) => {
    const [a, separator] = [emitter.value(call.args[0]!), emitter.value(call.args[1]!)];
    return fragment(
      sql`split_part(${a.sql}, ${separator.sql}, ${place(call.args[2]!)})`,
      [a, separator],
      typeBound(call),
    );
  },
  hashBucket: ({ args }, emitter) => {
    const a = emitter.value(args[0]!);
    const buckets = Number(constant(args[1]!));
    const hash = sql`CAST('0x' || substring(md5(${a.sql}), 1, 8) AS BIGINT)`;
    return fragment(sql`CAST(${hash} % ${integerLiteral(buckets)} AS DOUBLE)`, [a], buckets);
  },

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

  toFloat: ({ args }, emitter) => {
    const a = emitter.value(args[0]!);
    return typeOf(args[0]!) === "Int" ? a : fragment(sql`CAST(${a.sql} AS DOUBLE)`, [a], 1);
  },
  toInt: ({ args }, emitter) => {
    const a = emitter.value(args[0]!);
    return typeOf(args[0]!) === "Float"
      ? fragment(sql`trunc(${a.sql})`, [a], a.bound)
      : fragment(sql`CAST(${a.sql} AS DOUBLE)`, [a], 1);
  },
  intToText: simple(([a]) => sql`CAST(CAST(${a!} AS BIGINT) AS VARCHAR)`),
  booleanToText: simple(([a]) => sql`CAST(${a!} AS VARCHAR)`),
  dayToText: simple(([a]) => sql`CAST(${a!} AS VARCHAR)`),
  instantToText: simple(([a]) => sql`strftime(${a!}, '%Y-%m-%dT%H:%M:%S.%gZ')`),
  parseFloat: repeated(([a]) => parsers.float(a!)),
  parseInt: repeated(
    ([a]) => parsers.int(a!),
    () => integers,
  ),
  parseBoolean: repeated(([a]) => parsers.boolean(a!)),
  parseDay: repeated(([a]) => parsers.day(a!)),
  parseInstant: repeated(([a]) => parsers.instant(a!)),
};
