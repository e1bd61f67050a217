import { typeOf } from "../../../ir/index.ts";
import { joinSql, sql, type Sql } from "../../sql.ts";
import { membershipSql } from "../membership.ts";
import { fragment, typeBound, type EmitSql, type OpEmitter } from "../fragment.ts";
import { constant, infix, simple } from "./shared.ts";

const member =
  (write: (test: Sql) => Sql): EmitSql =>
  (call, emitter) => {
    const a = emitter.atom(call.args[0]!);
    const test = membershipSql(a.sql, call.args.slice(1).map(constant), typeOf(call.args[0]!));
    return fragment(write(test), [a], typeBound(call));
  };

/** The engine's BETWEEN is false where one border is missing and the other is passed; here it is null. */
const between: EmitSql = (call, emitter) => {
  const parts = call.args.map((arg) => emitter.atom(arg));
  const [a, low, high] = parts.map((part) => part.sql);
  const borders = parts.slice(1).filter((_, at) => constant(call.args[at + 1]!) === null);
  const test = sql`(${a!} BETWEEN ${low!} AND ${high!})`;
  const known = joinSql(
    borders.map((border) => sql`${border.sql} IS NOT NULL`),
    sql` AND `,
  );
  return fragment(
    borders.length === 0 ? test : sql`CASE WHEN ${known} THEN ${test} END`,
    parts,
    typeBound(call),
  );
};

/** SQL of comparisons. */
export const comparison = {
  equals: infix(sql`=`),
  notEquals: infix(sql`<>`),
  less: infix(sql`<`),
  lessOrEqual: infix(sql`<=`),
  greater: infix(sql`>`),
  greaterOrEqual: infix(sql`>=`),
  isIn: member((test) => sql`(${test})`),
  isNotIn: member((test) => sql`(NOT (${test}))`),
  between,
  isClose: simple(([a, b, tolerance]) => sql`(abs(${a!} - ${b!}) <= ${tolerance!})`),
  isSame: infix(sql`IS NOT DISTINCT FROM`),
  isDifferent: infix(sql`IS DISTINCT FROM`),
} satisfies Record<string, OpEmitter>;
