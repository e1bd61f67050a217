import { describe, expect, it } from "vitest";
import { createRandom } from "../base/index.ts";
import { vectorFromValues, type Value } from "../schema/index.ts";
import { createDuplicateRows } from "./duplicate-rows.ts";

describe("createDuplicateRows", () => {
  it("counts what a set of whole rows counts, over several parts of the table", () => {
    const random = createRandom("duplicates");
    const columns: readonly (readonly Value[])[] = [300, 20, 50].map((levels) =>
      Array.from({ length: 60_000 }, () => (random.integer(9) === 0 ? null : random.integer(levels) / 4)),
    );
    const duplicates = createDuplicateRows(60_000);
    const keys = Array.from({ length: 60_000 }, () => "");
    for (const column of columns) {
      duplicates.refine(vectorFromValues("Float", column));
      for (const [row, value] of column.entries()) keys[row] += `|${value}`;
      expect(duplicates.count()).toBe(60_000 - new Set(keys).size);
    }
    expect(duplicates.count()).toBeGreaterThan(0);
  });

  it("counts the same whatever mix of whole numbers, fractions, instants and texts the columns are", () => {
    const random = createRandom("mixed duplicates");
    const rows = Array.from({ length: 20_000 }, (): readonly Value[] => [
      random.integer(3) * 86_400_000 + 1e12,
      random.integer(2) === 0 ? null : `text ${random.integer(4)}`,
      [2 ** 51, -(2 ** 51), 1, null][random.integer(4)]!,
      random.integer(3) / 3,
      random.integer(4) * 2 ** 40,
      [1e300, 7, -0][random.integer(3)]!,
      random.integer(2) === 0,
    ]);
    const types = ["Instant", "Text", "Int", "Float", "Int", "Float", "Boolean"] as const;
    for (const order of [types.map((_, at) => at), types.map((_, at) => at).reverse()]) {
      const duplicates = createDuplicateRows(rows.length);
      const keys = rows.map(() => "");
      for (const column of order) {
        const values = rows.map((row) => row[column]!);
        duplicates.refine(vectorFromValues(types[column]!, values));
        for (const [row, value] of values.entries()) keys[row] += `|${value}`;
      }
      expect(duplicates.count()).toBe(rows.length - new Set(keys).size);
    }
  });

  it("takes missing values as equal, and 0 as -0", () => {
    const duplicates = createDuplicateRows(4);
    duplicates.refine({
      kind: "numbers",
      type: "Float",
      values: Float64Array.of(0, -0, Number.NaN, Number.NaN),
    });
    duplicates.refine(vectorFromValues("Text", ["a", "a", null, null]));
    expect(duplicates.count()).toBe(2);
  });

  it("counts nothing in no rows", () => {
    const duplicates = createDuplicateRows(0);
    duplicates.refine(vectorFromValues("Int", []));
    expect(duplicates.count()).toBe(0);
  });
});
