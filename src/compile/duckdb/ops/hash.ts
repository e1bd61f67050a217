import type { CallExpr } from "../../../ir/index.ts";
import { sql, textLiteral } from "../../sql.ts";
import { fragment, type Fragment, type OpEmitter, type SqlEmitter } from "../fragment.ts";
import { constant } from "./shared.ts";

const bits = 2 ** 52;

/** The first 13 hexadecimal digits of the MD5, as a whole number: a DOUBLE holds its 52 bits. */
function hashInt({ args }: CallExpr, emitter: SqlEmitter): Fragment {
  const a = emitter.value(args[0]!);
  const keyed = sql`${textLiteral(`${Number(constant(args[1]!))}:`)} || ${a.sql}`;
  return fragment(sql`CAST(CAST('0x' || substring(md5(${keyed}), 1, 13) AS BIGINT) AS DOUBLE)`, [a], bits);
}

/** SQL of hashes. */
export const hash = {
  hashInt,
  hashUnit: (call, emitter) => {
    const whole = hashInt(call, emitter);
    return fragment(sql`(${whole.sql} / ${bits})`, [whole], 1);
  },
} satisfies Record<string, OpEmitter>;
