import { joinSql, sql } from "../sql.ts";
import { fragment, type Fragment, type SqlEmitter } from "./fragment.ts";

/** After so many parts a sum goes on in the next stage, so that no expression is too deep for the engine. */
const partialSum = 100;

/** A longer sum has a line for each part. */
const mostInLine = 4;

/** bias + part + part + …, from the left. */
export function emitSum(bias: number, parts: readonly Fragment[], emitter: SqlEmitter): Fragment {
  let sum: Fragment = { sql: sql`${bias}`, stage: 0, atomic: true, bound: Math.abs(bias) };
  for (let at = 0; at < parts.length; at += partialSum) {
    const next = [at === 0 ? sum : emitter.hoist(sum), ...parts.slice(at, at + partialSum)];
    sum = fragment(
      sql`(${joinSql(
        next.map((part) => part.sql),
        next.length > mostInLine ? sql`\n      + ` : sql` + `,
      )})`,
      next,
      next.reduce((total, { bound }) => total + bound, 0),
    );
  }
  return sum;
}
