import type { Program } from "../../../ir/index.ts";
import type { DataType } from "../../../schema/index.ts";
import { identifier, joinSql, sql, type Sql } from "../../sql.ts";
import { compileStages, type DuckdbOptions } from "../compile-duckdb.ts";
import { opEmitters } from "../emit-op.ts";
import type { StageColumn } from "../stages.ts";
import { inputSql } from "../values.ts";
import { layOutSql } from "./lay-out.ts";
import { createPartNames } from "./name-parts.ts";

/** A lookup of more texts than this is no list for people any more, and a CASE of it is slow. */
const longestCase = 200;

/**
 * Compiles a Program to the SELECT that `compileDuckdb` compiles it to, written for people: stages and columns are named by
 * what they do, lines are broken, needless parentheses left out. It gives the same bits. Lookups are plain CASEs, so
 * it may run more slowly. Fails as `compileDuckdb` does.
 */
export function compileReadableDuckdb(program: Program, { relation, keep = [] }: DuckdbOptions): Sql {
  const names = createPartNames(program);
  const { stages, columns } = compileStages(opEmitters, program, keep, {
    input: readableInput,
    nameOf: names.column,
    longestCase,
    isApart: ({ kind }) => kind === "linear" || kind === "forest" || kind === "nearest",
  });
  const freeName = createNames([relation.text.replaceAll('"', "")]);
  const parts: Sql[] = [];
  let from = relation;
  for (const [stage, added] of stages.columns().entries()) {
    const name = identifier(freeName(stage === 0 ? "input" : names.stage(added)));
    const list = [...(stage === 0 ? [] : [sql`*`]), ...added.map((column) => columnSql(column, 4))];
    const all = list.length === 0 ? sql`TRUE AS ${identifier("tandem_row")}` : joinSql(list, sql`,\n    `);
    parts.push(sql`${name} AS NOT MATERIALIZED (\n  SELECT\n    ${all}\n  FROM ${from}\n)`);
    from = name;
  }
  const last = joinSql(
    columns.map((column) => columnSql(column, 2)),
    sql`,\n  `,
  );
  return sql`WITH ${joinSql(parts, sql`,\n`)}\nSELECT\n  ${last}\nFROM ${from}`;
}

/** A column under its name, which is written only where it is another. */
function columnSql({ name, sql: given }: StageColumn, indent: number): Sql {
  const text = layOutSql(given, indent);
  return text.text === identifier(name).text ? text : sql`${text} AS ${identifier(name)}`;
}

/** As `inputSql`; the test for what is not finite takes any number type, so one cast is enough. */
const readableInput = (column: Sql, type: DataType): Sql =>
  type === "Float"
    ? sql`CASE WHEN isfinite(${column}) THEN CAST(${column} AS DOUBLE) END`
    : inputSql(column, type);

/** Gives names that differ by more than case from each other and from those that are taken. */
function createNames(taken: readonly string[]): (preferred: string) => string {
  const used = new Set(taken.map((name) => name.toLowerCase()));
  return (preferred) => {
    let name = preferred;
    for (let count = 2; used.has(name.toLowerCase()); count++) name = `${preferred}_${count}`;
    used.add(name.toLowerCase());
    return name;
  };
}
