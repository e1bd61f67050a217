import type { Expr } from "../../ir/index.ts";
import { identifier, joinSql, sql, type Sql } from "../sql.ts";
import { failUnsupported, type Fragment } from "./fragment.ts";

/** A column of a stage, and the expression that it holds where it is one. */
export interface StageColumn {
  readonly name: string;
  readonly sql: Sql;
  readonly of?: Expr | undefined;
}

/** The columns of a statement, stage by stage: each stage may use the columns of the stages before it. */
export interface Stages {
  /** Names a value, so that later stages can use it; returns the column. */
  add(fragment: Fragment, preferredName: string, of?: Expr): Fragment;
  /** The columns that each stage adds; those of the first are the input. */
  columns(): readonly (readonly StageColumn[])[];
  /** The WITH clause and the name of its last relation. */
  statement(relation: Sql): { readonly clause: Sql; readonly last: Sql };
}

const stageName = (stage: number): Sql => identifier(stage === 0 ? "tandem_input" : `tandem_step_${stage}`);
/** The engine takes 1000 statements inside each other; some room is left for the statement around ours. */
const mostStages = 900;
const newLine = sql`,\n    `;

/** Begins with the input stage, which has these columns. Names differ by more than case, as the engine wants it. */
export function createStages(inputs: readonly StageColumn[]): Stages {
  const taken = new Set(inputs.map(({ name }) => name.toLowerCase()));
  const stages: StageColumn[][] = [[...inputs]];
  /** The next number to try behind a name, so that many columns of one name do not try all numbers. */
  const counts = new Map<string, number>();
  const freeName = (preferred: string): string => {
    let name = preferred;
    let count = counts.get(preferred) ?? 2;
    for (; taken.has(name.toLowerCase()); count++) name = `${preferred}_${count}`;
    counts.set(preferred, count);
    taken.add(name.toLowerCase());
    return name;
  };
  return {
    columns: () => stages,
    add(fragment, preferredName, of) {
      const name = freeName(preferredName);
      const stage = fragment.stage + 1;
      if (stage > mostStages)
        failUnsupported(
          "this Program",
          `more than ${mostStages} of its steps build on each other, and the engine takes no deeper statements`,
        );
      (stages[stage] ??= []).push({ name, sql: fragment.sql, of });
      return { sql: identifier(name), stage, atomic: true, bound: fragment.bound };
    },
    statement(relation) {
      const parts = stages.map((added, stage) => {
        const columns = added.map(({ name, sql: text }) => sql`${text} AS ${identifier(name)}`);
        const own = stage === 0 ? columns : [sql`*`, ...columns];
        const from = stage === 0 ? relation : stageName(stage - 1);
        // An input stage without columns still has to have the rows.
        const list = own.length === 0 ? sql`TRUE AS ${identifier("tandem_row")}` : joinSql(own, newLine);
        return sql`${stageName(stage)} AS NOT MATERIALIZED (\n  SELECT\n    ${list}\n  FROM ${from}\n)`;
      });
      return { clause: sql`WITH ${joinSql(parts)}`, last: stageName(stages.length - 1) };
    },
  };
}
