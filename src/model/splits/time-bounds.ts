import { failInput } from "../../base/index.ts";
import { valueToJson, type Vector } from "../../schema/index.ts";

/** The first and the last time of some rows as text (ISO 8601 for days and instants); null when all are missing. */
export function timeBounds(vector: Vector, rows: Uint32Array): { from: string; to: string } | null {
  if (vector.kind === "texts")
    return failInput("T1693", "A column of texts gives no order in time", {
      cure: "Parse it as days or instants.",
    });
  let from = Infinity;
  let to = -Infinity;
  for (const row of rows) {
    const value = vector.values[row]!;
    if (value < from) from = value;
    if (value > to) to = value;
  }
  if (from > to) return null;
  return { from: String(valueToJson(from, vector.type)), to: String(valueToJson(to, vector.type)) };
}
