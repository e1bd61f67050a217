import { typeOf } from "../../../ir/index.ts";
import { sql } from "../../sql.ts";
import { fragment, type OpEmitter } from "../fragment.ts";
import { constant, countAtOrBelow } from "./shared.ts";

/** SQL of intervals. */
export const buckets = {
  bucket: ({ args: [value, ...edges] }, emitter) => {
    const a = emitter.atom(value!);
    const sorted = edges.map((edge) => Number(constant(edge))).sort((left, right) => left - right);
    const count = countAtOrBelow(a.sql, sorted, typeOf(value!));
    return fragment(sql`CASE WHEN ${a.sql} IS NOT NULL THEN ${count} END`, [a], edges.length);
  },
  widthBucket: ({ args }, emitter) => {
    const parts = args.slice(0, 3).map((arg) => emitter.atom(arg));
    const [a, low, high] = parts.map((part) => part.sql);
    const count = Number(constant(args[3]!));
    const inside = sql`least(floor((${a!} - ${low!}) / (${high!} - ${low!}) * ${count}), ${count - 1}) + 1e0`;
    const place = sql`CASE WHEN ${a!} < ${low!} THEN 0e0 WHEN ${a!} >= ${high!} THEN ${count + 1} ELSE ${inside} END`;
    const sound = sql`${a!} IS NOT NULL AND ${low!} < ${high!} AND isfinite(${high!} - ${low!})`;
    return fragment(sql`CASE WHEN ${sound} THEN ${place} END`, parts, count + 1);
  },
} satisfies Record<string, OpEmitter>;
