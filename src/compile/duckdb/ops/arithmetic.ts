import { sql, type Sql } from "../../sql.ts";
import { fragment, type EmitSql, type OpEmitter } from "../fragment.ts";
import {
  simple,
  repeated,
  carrying,
  unlessInt,
  firstBound,
  roundedBound,
  wholeNumber,
  constant,
} from "./shared.ts";

const divide: EmitSql = ({ args }, emitter) => {
  const [a, b] = [emitter.unguarded(args[0]!), emitter.value(args[1]!)];
  const divisor = Number(constant(args[1]!));
  return fragment(sql`(${a.sql} / ${b.sql})`, [a, b], divisor === 0 ? Infinity : a.bound / Math.abs(divisor));
};

const floorModulo: EmitSql = ({ args }, emitter) => {
  const [a, b] = args.map((arg) => emitter.atom(arg));
  const given = fragment(sql`CASE WHEN ${b!.sql} <> 0e0 THEN ${a!.sql} % ${b!.sql} END`, [a!, b!], b!.bound);
  const rest = emitter.hoist(given);
  const moved = sql`${rest.sql} <> 0e0 AND (${rest.sql} < 0e0) <> (${b!.sql} < 0e0)`;
  return fragment(
    sql`CASE WHEN ${moved} THEN ${rest.sql} + ${b!.sql} ELSE ${rest.sql} END`,
    [rest, b!],
    b!.bound,
  );
};

/** Rounding at a decimal place; the number itself where its multiple leaves float64. */
const toDigits =
  (round: Sql): EmitSql =>
  ({ args }, emitter) => {
    const a = emitter.atom(args[0]!);
    const scale = 10 ** Number(constant(args[1]!));
    const scaled = sql`${a.sql} * ${scale}`;
    return fragment(
      sql`CASE WHEN isfinite(${scaled}) THEN ${round}(${scaled}) / ${scale} ELSE ${a.sql} END`,
      [a],
      a.bound < 1e300 ? a.bound * 2 + 1 : a.bound,
    );
  };

/** A multiple of a step; a step of 0 gives NaN, which the guard makes null. */
const toMultiple =
  (round: Sql): EmitSql =>
  ({ args }, emitter) => {
    const [a, step] = [emitter.value(args[0]!), emitter.atom(args[1]!)];
    const size = Math.abs(Number(constant(args[1]!)));
    const within = size > 0 && a.bound / size < Number.MAX_VALUE;
    return fragment(
      sql`(${round}(${a.sql} / ${step.sql}) * ${step.sql})`,
      [a, step],
      within ? a.bound * 1.000001 + size : Infinity,
    );
  };

const clamp: EmitSql = (call, emitter) => {
  const parts = call.args.map((arg) => emitter.atom(arg));
  const [a, low, high] = parts.map((part) => part.sql);
  const inside = sql`CASE WHEN ${a!} < ${low!} THEN ${low!} WHEN ${a!} > ${high!} THEN ${high!} ELSE ${a!} END`;
  return fragment(
    sql`CASE WHEN ${low!} <= ${high!} THEN ${inside} END`,
    parts,
    Math.max(...parts.map(({ bound }) => bound)),
  );
};

/** SQL of arithmetic. */
export const arithmetic = {
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
  floorDivide: repeated(([a, b]) => sql`CASE WHEN ${b!} <> 0e0 THEN floor(${a!} / ${b!}) END`, firstBound),
  floorModulo,
  negate: carrying(([a]) => sql`(- ${a!})`, firstBound),
  abs: carrying(([a]) => sql`abs(${a!})`, firstBound),
  sign: wholeNumber(([a]) => sql`sign(${a!})`, 1),
  round: unlessInt(simple(([a]) => sql`round(${a!})`, roundedBound)),
  roundHalfEven: unlessInt(
    repeated(
      ([a]) =>
        sql`CASE WHEN abs(${a!} - trunc(${a!})) = 0.5e0 THEN 2e0 * round(${a!} / 2e0) ELSE round(${a!}) END`,
      roundedBound,
    ),
  ),
  roundTo: toDigits(sql`round`),
  floorTo: toDigits(sql`floor`),
  ceilingTo: toDigits(sql`ceil`),
  roundToMultiple: toMultiple(sql`round`),
  floorToMultiple: toMultiple(sql`floor`),
  floor: unlessInt(simple(([a]) => sql`floor(${a!})`, roundedBound)),
  ceiling: unlessInt(simple(([a]) => sql`ceil(${a!})`, roundedBound)),
  truncate: unlessInt(simple(([a]) => sql`trunc(${a!})`, roundedBound)),
  fraction: simple(
    ([a]) => sql`(${a!} % 1e0)`,
    () => 1,
  ),
  clamp,
} satisfies Record<string, OpEmitter>;
