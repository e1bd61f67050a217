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
