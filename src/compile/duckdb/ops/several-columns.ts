import { joinSql, sql, type Sql } from "../../sql.ts";
import { fragment, type EmitSql, type Fragment, type OpEmitter } from "../fragment.ts";

const atomsOf = (...[call, emitter]: Parameters<EmitSql>): readonly Fragment[] =>
  call.args.map((arg) => emitter.atom(arg));
const added = (parts: readonly Sql[]): Sql => sql`(${joinSql(parts, sql` + `)})`;
const totalBound = (parts: readonly Fragment[]): number => parts.reduce((sum, { bound }) => sum + bound, 0);

/** What is there added from the left; null when nothing is. */
const sumSql = (parts: readonly Fragment[]): Sql =>
  sql`CASE WHEN ${joinSql(
    parts.map((part) => sql`${part.sql} IS NOT NULL`),
    sql` OR `,
  )} THEN ${added(parts.map((part) => sql`coalesce(${part.sql}, 0e0)`))} END`;

const counted =
  (test: (part: Sql) => Sql): EmitSql =>
  (call, emitter) => {
    const parts = call.args.map((arg) => emitter.value(arg));
    return fragment(
      added(parts.map((part) => sql`CASE WHEN ${test(part.sql)} THEN 1e0 ELSE 0e0 END`)),
      parts,
      parts.length,
    );
  };

/** The engine's least and greatest pass over nulls too. */
const placeOf =
  (pick: Sql): EmitSql =>
  (call, emitter) => {
    const parts = atomsOf(call, emitter);
    const places = parts.map((part, at) => sql`WHEN ${part.sql} THEN ${at + 1}`);
    const best = sql`${pick}(${joinSql(parts.map((part) => part.sql))})`;
    return fragment(sql`CASE ${best} ${joinSql(places, sql` `)} END`, parts, parts.length);
  };

/** SQL of one answer from several columns. */
export const severalColumns = {
  sumOf: (call, emitter) => {
    const parts = atomsOf(call, emitter);
    return fragment(sumSql(parts), parts, totalBound(parts));
  },
  meanOf: (call, emitter) => {
    const parts = atomsOf(call, emitter);
    const count = parts.map((part) => sql`CASE WHEN ${part.sql} IS NOT NULL THEN 1e0 ELSE 0e0 END`);
    return fragment(sql`(${sumSql(parts)} / ${added(count)})`, parts, totalBound(parts));
  },
  rangeOf: (call, emitter) => {
    const parts = atomsOf(call, emitter);
    const list = joinSql(parts.map((part) => part.sql));
    const bound = 2 * Math.max(...parts.map((part) => part.bound));
    return fragment(sql`(greatest(${list}) - least(${list}))`, parts, bound);
  },
  whichLeast: placeOf(sql`least`),
  whichGreatest: placeOf(sql`greatest`),
  countPresent: counted((part) => sql`${part} IS NOT NULL`),
  countMissing: counted((part) => sql`${part} IS NULL`),
  countTrue: counted((part) => part),
} satisfies Record<string, OpEmitter>;
