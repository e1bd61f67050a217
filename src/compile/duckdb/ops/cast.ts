import { typeOf } from "../../../ir/index.ts";
import { parseNumberFormat, timePatternParts } from "../../../schema/index.ts";
import { integerLiteral, sql, textLiteral, type Sql } from "../../sql.ts";
import { parsers } from "../emit-parse.ts";
import { fragment, typeBound, type EmitSql, type OpEmitter } from "../fragment.ts";
import { constant, repeated, simple } from "./shared.ts";

const integers = Number.MAX_SAFE_INTEGER;

/** A number with a fixed number of decimals: the whole number of its last places, cut in two. */
const floatToText: EmitSql = (call, emitter) => {
  const a = emitter.value(call.args[0]!);
  const digits = Number(constant(call.args[1]!));
  const one = integerLiteral(10 ** digits);
  const rounded = emitter.hoist(fragment(sql`round(${a.sql} * ${10 ** digits})`, [a], Infinity));
  const size = sql`TRY_CAST(abs(${rounded.sql}) AS BIGINT)`;
  const decimals = sql` || '.' || lpad(CAST(${size} % ${one} AS VARCHAR), ${integerLiteral(digits)}, '0')`;
  const written = sql`CASE WHEN ${rounded.sql} < 0e0 THEN '-' ELSE '' END || CAST(${size} // ${one} AS VARCHAR)${digits > 0 ? decimals : sql``}`;
  return fragment(
    sql`CASE WHEN abs(${rounded.sql}) <= ${integers} THEN ${written} END`,
    [rounded],
    typeBound(call),
  );
};

/** By a pattern or a way of writing that is constant. */
const parsedAs =
  (write: (text: Sql, pattern: string) => Sql): EmitSql =>
  (call, emitter) => {
    const a = emitter.atom(call.args[0]!);
    return fragment(write(a.sql, String(constant(call.args[1]!))), [a], typeBound(call));
  };

const formatted: EmitSql = (call, emitter) => {
  const a = emitter.value(call.args[0]!);
  const pattern = timePatternParts(String(constant(call.args[1]!)))
    .map((part) => (part.kind === "token" ? part.strftime : part.text.replaceAll("%", "%%")))
    .join("");
  return fragment(sql`strftime(${a.sql}, ${textLiteral(pattern)})`, [a], typeBound(call));
};

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
  toBoolean: simple(([a]) => sql`CASE ${a!} WHEN 1e0 THEN TRUE WHEN 0e0 THEN FALSE END`),
  floatToText,
  parseFloatAs: parsedAs((text, format) => parsers.floatAs(text, parseNumberFormat(format)!)),
  parseDayAs: parsedAs((text, pattern) => parsers.dayAs(text, pattern)),
  parseInstantAs: parsedAs((text, pattern) => parsers.instantAs(text, pattern)),
  formatDay: formatted,
  formatInstant: formatted,
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
