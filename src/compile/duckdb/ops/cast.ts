import { typeOf } from "../../../ir/index.ts";
import { sql } from "../../sql.ts";
import { parsers } from "../emit-parse.ts";
import { fragment, type OpEmitter } from "../fragment.ts";
import { simple, repeated } from "./shared.ts";

const integers = Number.MAX_SAFE_INTEGER;

/** SQL of casts. */
export const cast = {
  toFloat: ({ args }, emitter) => {
    const a = emitter.value(args[0]!);
    return typeOf(args[0]!) === "Int" ? a : fragment(sql`CAST(${a.sql} AS DOUBLE)`, [a], 1);
  },
  toInt: ({ args }, emitter) => {
    const a = emitter.value(args[0]!);
    return typeOf(args[0]!) === "Float"
      ? fragment(sql`trunc(${a.sql})`, [a], a.bound)
      : fragment(sql`CAST(${a.sql} AS DOUBLE)`, [a], 1);
  },
  intToText: simple(([a]) => sql`CAST(CAST(${a!} AS BIGINT) AS VARCHAR)`),
  booleanToText: simple(([a]) => sql`CAST(${a!} AS VARCHAR)`),
  dayToText: simple(([a]) => sql`CAST(${a!} AS VARCHAR)`),
  instantToText: simple(([a]) => sql`strftime(${a!}, '%Y-%m-%dT%H:%M:%S.%gZ')`),
  parseFloat: repeated(([a]) => parsers.float(a!)),
  parseInt: repeated(
    ([a]) => parsers.int(a!),
    () => integers,
  ),
  parseBoolean: repeated(([a]) => parsers.boolean(a!)),
  parseDay: repeated(([a]) => parsers.day(a!)),
  parseInstant: repeated(([a]) => parsers.instant(a!)),
} satisfies Record<string, OpEmitter>;
