import type { Profile } from "../../explore/index.ts";
import type { Schema, Value } from "../../schema/index.ts";

/**
 * The typical row of the data that a model learnt from: of numbers, days and instants the median, of texts and booleans the most
 * frequent value; missing where most were missing.
 */
export function typicalRow({ columns }: Profile, { fields }: Schema): Readonly<Record<string, Value>> {
  const known = new Map(columns.map((column) => [column.name, column]));
  return Object.fromEntries(
    fields.map(({ name, type }): [string, Value] => {
      const column = known.get(name);
      if (!column || 2 * column.missing > column.count) return [name, null];
      if (column.numbers) {
        const median = column.numbers.quantiles[3] ?? null;
        return [name, median === null || type === "Float" ? median : Math.floor(median)];
      }
      return [name, column.top[0]?.value ?? null];
    }),
  );
}
