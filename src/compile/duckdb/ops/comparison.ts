import { typeOf } from "../../../ir/index.ts";
import { sql } from "../../sql.ts";
import { membershipSql } from "../membership.ts";
import { fragment, typeBound, type OpEmitter } from "../fragment.ts";
import { infix, constant } from "./shared.ts";

/** SQL of comparisons. */
export const comparison = {
  equals: infix(sql`=`),
  notEquals: infix(sql`<>`),
  less: infix(sql`<`),
  lessOrEqual: infix(sql`<=`),
  greater: infix(sql`>`),
  greaterOrEqual: infix(sql`>=`),
  isIn: (call, emitter) => {
    const a = emitter.atom(call.args[0]!);
    const test = membershipSql(a.sql, call.args.slice(1).map(constant), typeOf(call.args[0]!));
    return fragment(sql`(${test})`, [a], typeBound(call));
  },
} satisfies Record<string, OpEmitter>;
