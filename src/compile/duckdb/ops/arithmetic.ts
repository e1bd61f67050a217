import { sql } from "../../sql.ts";
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
} satisfies Record<string, OpEmitter>;
