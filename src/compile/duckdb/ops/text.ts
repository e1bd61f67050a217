import { integerLiteral, joinSql, sql, textLiteral, type Sql } from "../../sql.ts";
import { fragment, typeBound, type OpEmitter } from "../fragment.ts";
import { simple, wholeNumber, datePart, constant, place } from "./shared.ts";

const lettersUp = textLiteral("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
const lettersLow = textLiteral("abcdefghijklmnopqrstuvwxyz");

/** A to Z and a to z in the other case. */
export const lowerSql = (text: Sql): Sql => sql`translate(${text}, ${lettersUp}, ${lettersLow})`;
export const upperSql = (text: Sql): Sql => sql`translate(${text}, ${lettersLow}, ${lettersUp})`;

/** SQL of text. */
export const text = {
  length: datePart(sql`length`, 2 ** 31),
  lower: simple(([a]) => lowerSql(a!)),
  upper: simple(([a]) => upperSql(a!)),
  trim: simple(([a]) => sql`trim(${a!}, ${textLiteral(" \t\n\r")})`),
  concat: (call, emitter) => {
    const parts = call.args.map((arg) => emitter.value(arg));
    const joined = sql`(${joinSql(
      parts.map((part) => part.sql),
      sql` || `,
    )})`;
    // Beside a constant that is NULL the engine takes || for a column of no type.
    const mayBeNull = parts.some(
      ({ sql: { text } }, at) => constant(call.args[at]!) === null && !text.includes('"'),
    );
    return fragment(mayBeNull ? sql`CAST(${joined} AS VARCHAR)` : joined, parts, typeBound(call));
  },
  contains: simple(([a, b]) => sql`contains(${a!}, ${b!})`),
  startsWith: simple(([a, b]) => sql`starts_with(${a!}, ${b!})`),
  endsWith: simple(([a, b]) => sql`ends_with(${a!}, ${b!})`),
  position: wholeNumber(([a, b]) => sql`strpos(${a!}, ${b!})`, 2 ** 31),
  replace: simple(([a, b, c]) => sql`replace(${a!}, ${b!}, ${c!})`),
  substring: (call, emitter) => {
    const a = emitter.value(call.args[0]!);
    return fragment(
      sql`substring(${a.sql}, ${place(call.args[1]!)}, ${place(call.args[2]!)})`,
      [a],
      typeBound(call),
    );
  },
  splitPart: (call, emitter) => {
    const [a, separator] = [emitter.value(call.args[0]!), emitter.value(call.args[1]!)];
    return fragment(
      sql`split_part(${a.sql}, ${separator.sql}, ${place(call.args[2]!)})`,
      [a, separator],
      typeBound(call),
    );
  },
  hashBucket: ({ args }, emitter) => {
    const a = emitter.value(args[0]!);
    const buckets = Number(constant(args[1]!));
    const hash = sql`CAST('0x' || substring(md5(${a.sql}), 1, 8) AS BIGINT)`;
    return fragment(sql`CAST(${hash} % ${integerLiteral(buckets)} AS DOUBLE)`, [a], buckets);
  },
} satisfies Record<string, OpEmitter>;
