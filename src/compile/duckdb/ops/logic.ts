import { joinSql, sql } from "../../sql.ts";
import type { Fragment, OpEmitter } from "../fragment.ts";
import { simple, repeated, firstBound, chain } from "./shared.ts";

const largest = (parts: readonly Fragment[]): number => Math.max(...parts.map(({ bound }) => bound));

/** SQL of logic, missing values and choices. */
export const logic = {
  and: chain(sql`AND`),
  or: chain(sql`OR`),
  not: simple(([a]) => sql`(NOT ${a!})`),
  xor: simple(([a, b]) => sql`(${a!} <> ${b!})`),
  isTrue: simple(([a]) => sql`coalesce(${a!}, FALSE)`),
  isFalse: simple(([a]) => sql`coalesce(NOT ${a!}, FALSE)`),
  isNull: simple(([a]) => sql`(${a!} IS NULL)`),
  isNotNull: simple(([a]) => sql`(${a!} IS NOT NULL)`),
  coalesce: simple((parts) => sql`coalesce(${joinSql(parts)})`, largest),
  nullIf: repeated(([a, b]) => sql`nullif(${a!}, ${b!})`, firstBound),
  least: simple((parts) => sql`least(${joinSql(parts)})`, largest),
  greatest: simple((parts) => sql`greatest(${joinSql(parts)})`, largest),
} satisfies Record<string, OpEmitter>;
