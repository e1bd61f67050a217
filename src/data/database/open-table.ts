import { failInput } from "../../base/index.ts";
import { joinSql, sql, type Sql } from "../../compile/index.ts";
import { similarNames } from "../../schema/index.ts";

/** A column of a table, as its database describes it. */
export interface TableColumn {
  readonly name: string;
  /** Its type in the database's own words. */
  readonly declared: string;
}

/** What a database says of a table before its rows are read. */
export interface DescribedTable {
  readonly columns: readonly TableColumn[];
  /** The columns of the primary key; none where there is no such key. */
  readonly key: readonly string[];
}

/** The columns that order the rows: stated ones, or the primary key (null); no order where none is needed. */
export type WantedOrder = "any" | "key" | readonly string[];

/** Fails with T2993: the message names the tables that are called alike. */
export function failWithoutTable(name: string, known: readonly string[], place: string): never {
  const similar = similarNames(name, known);
  return failInput("T2993", `There is no table ${JSON.stringify(name)}`, {
    place,
    cure:
      similar.length > 0
        ? `Did you mean ${similar.map((one) => JSON.stringify(one)).join(" or ")}?`
        : known.length > 0
          ? `There are ${known.slice(0, 20).join(", ")}. A table of another schema is named SCHEMA.TABLE.`
          : "The database has no table that the user may see. A table of another schema is named SCHEMA.TABLE.",
  });
}

/**
 * The columns by which rows are ordered: those that are stated, or the primary key. `extra` are columns that every table has unseen
 * (SQLite's rowid). Fails with T2994 where there is no order.
 */
export function orderColumns(
  { columns, key }: DescribedTable,
  wanted: WantedOrder,
  place: string,
  extra: readonly string[] = [],
): readonly string[] {
  if (wanted === "any") return [];
  const known = columns.map(({ name }) => name);
  if (wanted === "key") {
    if (key.length > 0) return key;
    return failInput("T2994", "The table has no primary key, so nothing orders its rows", {
      place,
      cure: `Name columns that no two rows share: --order ${JSON.stringify(extra[0] ?? known[0] ?? "id")}.`,
    });
  }
  for (const name of wanted) {
    if (known.includes(name) || extra.includes(name)) continue;
    const similar = similarNames(name, known);
    failInput("T2994", `The table has no column ${JSON.stringify(name)} to order its rows by`, {
      place,
      cure:
        similar.length > 0
          ? `Did you mean ${similar.map((one) => JSON.stringify(one)).join(" or ")}?`
          : `It has ${known.slice(0, 20).join(", ")}.`,
    });
  }
  return wanted;
}

/** Fails with T2994 where an order is stated and no table is read: files have theirs. */
export const refuseOrder = (order: readonly string[]): never =>
  failInput("T2994", "An order is stated, and no table is read", {
    place: "order",
    value: order.join(", "),
    cure: "Leave it out: the rows of a file keep the order that they have.",
  });

/** Counts the values of a stated order that several rows share: they would leave open which of these rows comes first. */
export const sharedOrder = (table: Sql, order: readonly Sql[]): Sql =>
  sql`SELECT count(*) AS n FROM (SELECT 1 FROM ${table} GROUP BY ${joinSql(order)} HAVING count(*) > 1) AS shared`;

/** Fails with T2994 where rows share a value of the order. */
export function failShared(count: number, order: readonly string[], place: string): void {
  if (count === 0) return;
  failInput("T2994", "The order leaves open which rows come first", {
    place,
    value: `${count.toLocaleString("en")} values of ${order.join(", ")} stand in several rows`,
    cure: "Name more columns with --order, until no two rows share all of them.",
  });
}

/** ORDER BY, or nothing. */
export const orderBy = (order: readonly Sql[]): Sql =>
  order.length === 0 ? sql`` : sql`ORDER BY ${joinSql(order.map((one) => sql`${one} NULLS LAST`))}`;
