import { describe, expect, it } from "vitest";
import { createRandom } from "../base/index.ts";
import { bundleColumns } from "./bundles.ts";

describe("bundleColumns", () => {
  it("puts eight indicators into a byte, and leaves wide columns alone", () => {
    const counts = [255, ...Array.from({ length: 16 }, () => 2), 256];
    expect(bundleColumns(counts).map(({ length }) => length)).toEqual([1, 8, 8, 1]);
  });

  it("gives every column one place, and no byte more values than it has", () => {
    const random = createRandom("bundles");
    for (let round = 0; round < 50; round++) {
      const counts = Array.from(
        { length: 1 + random.integer(60) },
        () => 1 + random.integer(round % 2 ? 256 : 20),
      );
      const bundles = bundleColumns(counts);
      expect(bundles.flat().toSorted((one, other) => one - other)).toEqual([...counts.keys()]);
      for (const columns of bundles)
        expect(columns.reduce((values, column) => values * counts[column]!, 1)).toBeLessThanOrEqual(256);
    }
  });
});
