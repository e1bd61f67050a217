import { compileExprDuckdb, identifier, joinSql, sql, type Sql } from "../compile/index.ts";
import { column } from "../ir/index.ts";
import type { DataType } from "../schema/index.ts";
import type { TablePlan } from "./table-plan.ts";

/** A column of the events as the engine reads it for this plan: without what its type cannot hold. */
const readSql = (name: string, type: DataType): Sql => compileExprDuckdb(column(name, type));

const numbered = (prefix: string, names: readonly unknown[]): Sql[] =>
  names.map((_, at) => identifier(`${prefix}${at}`));

/** The columns of the plan by short names: keys k0…, ids i0…, clocks, and what is read r0…. */
export interface VersionColumns {
  readonly keys: readonly Sql[];
  readonly ids: readonly Sql[];
  readonly reads: readonly Sql[];
}

export const versionColumns = ({ table }: TablePlan): VersionColumns => ({
  keys: numbered("k", table.by),
  ids: numbered("i", table.id),
  reads: numbered("r", table.reads),
});

/** The events of a relation under those names. */
function selectEvents(plan: TablePlan, relation: Sql): Sql {
  const { table } = plan;
  const named = (prefix: string, names: readonly string[]): Sql[] =>
    names.map((name, at) => sql`${readSql(name, plan.typeOf(name))} AS ${identifier(`${prefix}${at}`)}`);
  const columns = [
    ...named("k", table.by),
    ...named("i", table.id),
    sql`${readSql(table.at, plan.typeOf(table.at))} AS happened`,
    sql`${readSql(table.known, plan.typeOf(table.known))} AS known`,
    ...named("r", table.reads),
  ];
  return sql`SELECT ${joinSql(columns)} FROM ${relation}`;
}

const allThere = (columns: readonly Sql[]): Sql =>
  joinSql(
    columns.map((one) => sql`${one} IS NOT NULL`),
    sql` AND `,
  );

/** The columns without which an event cannot be placed. */
const needed = ({ keys, ids }: VersionColumns): Sql[] => [sql`happened`, sql`known`, ...keys, ...ids];

/** How many events there are, and how many lack a clock, a key or an id, or were known before they happened. */
export function countEvents(plan: TablePlan, relation: Sql): Sql {
  const columns = versionColumns(plan);
  const lacks = (names: readonly Sql[]): Sql =>
    names.length === 0 ? sql`FALSE` : sql`NOT (${allThere(names)})`;
  return sql`SELECT count(*) AS total,
    count(*) FILTER (WHERE ${lacks([sql`happened`, sql`known`])}) AS without_clock,
    count(*) FILTER (WHERE ${lacks(columns.keys)}) AS without_key,
    count(*) FILTER (WHERE ${lacks(columns.ids)}) AS without_id,
    count(*) FILTER (WHERE ${lacks(needed(columns))}) AS left_out,
    count(*) FILTER (WHERE known < happened) AS known_before
    FROM (${selectEvents(plan, relation)})`;
}

/**
 * Every version that can be placed, once, with the moment `next` from which on the next version of its event was known. Events
 * of one version, nearly all of them, are only looked up; the others are ordered.
 */
export function selectVersions(plan: TablePlan, relation: Sql): Sql {
  const columns = versionColumns(plan);
  const { keys, ids, reads } = columns;
  const placed = sql`SELECT * FROM (${selectEvents(plan, relation)}) WHERE ${allThere(needed(columns))}`;
  const kept = joinSql([...keys, sql`happened`, sql`known`, ...reads]);
  if (ids.length === 0) return sql`SELECT ${kept}, CAST(NULL AS TIMESTAMP) AS next FROM (${placed})`;
  const idList = joinSql(ids);
  const order = joinSql(
    [sql`known`, sql`happened`, ...keys, ...reads].map((one) => sql`${one} ASC NULLS FIRST`),
  );
  const same = joinSql(
    ids.map((id) => sql`placed.${id} = several.${id}`),
    sql` AND `,
  );
  return sql`WITH placed AS MATERIALIZED (${placed}),
    several AS MATERIALIZED (SELECT ${idList} FROM placed GROUP BY ${idList} HAVING count(*) > 1)
    SELECT ${kept}, NULL AS next FROM placed ANTI JOIN several ON ${same}
    UNION ALL
    SELECT ${kept}, lead(known) OVER (PARTITION BY ${idList} ORDER BY ${order}) AS next
    FROM (SELECT DISTINCT * FROM placed SEMI JOIN several ON ${same})`;
}
