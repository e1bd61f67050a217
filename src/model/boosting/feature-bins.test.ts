import { describe, expect, it } from "vitest";
import { createRandom } from "../../base/index.ts";
import type { CategoryFeature, Feature } from "../trainer.ts";
import { applyBins, learnBins } from "./feature-bins.ts";

const random = createRandom("bins of features");

const category = (name: string, codes: Int32Array, levelCount: number): CategoryFeature => ({
  kind: "category",
  name,
  codes,
  levelCount,
});

describe("learnBins", () => {
  it("gives the 254 most frequent of many levels a bin each, of equally frequent ones those of lower codes", () => {
    const rowCount = 200_000;
    const levelCount = 100_000;
    // Levels 90,000 to 90,099 are frequent; of all others each has one row or none.
    const codes = Int32Array.from({ length: rowCount }, (_, row) =>
      row < 1000 ? 90_000 + (row % 100) : row < 50_000 ? row * 2 - (row % 2) : -1,
    );
    const { bins, columns } = learnBins({ features: [category("c", codes, levelCount)], rowCount }, 255);
    const learnt = bins[0]!;
    expect(learnt.kind === "category" && learnt.levels.length).toBe(254);
    expect(learnt.kind === "category" && learnt.levels.slice(0, 3)).toEqual([2000, 2001, 2004]);
    expect(learnt.kind === "category" && learnt.levels.at(-1)).toBe(90_099);
    expect([learnt.missingBin, learnt.binCount]).toEqual([255, 256]);
    expect([...columns[0]!.subarray(0, 2)]).toEqual([154, 155]);
    expect([columns[0]![1000], columns[0]![49_999], columns[0]![60_000]]).toEqual([0, 254, 255]);
  });

  it("bins the same whether the columns stand in a table of the kernels or in plain arrays", () => {
    const rowCount = 12_000;
    const features: Feature[] = [
      { kind: "number", name: "x", values: Float64Array.from({ length: rowCount }, () => random.next()) },
      category(
        "c",
        Int32Array.from({ length: rowCount }, () => random.integer(9) - 1),
        8,
      ),
    ];
    const inTable = learnBins({ features, rowCount }, 63);
    const plain = features.map((feature) => learnBins({ features: [feature], rowCount }, 63));
    expect(inTable.table).toBeDefined();
    expect(plain.map(({ table }) => table)).toEqual([undefined, undefined]);
    expect(plain.map(({ bins }) => bins[0])).toEqual(inTable.bins);
    for (const [at, { columns }] of plain.entries())
      expect(Buffer.compare(columns[0]!, inTable.columns[at]!)).toBe(0);
    const applied = applyBins(inTable.bins, { features: features.toReversed(), rowCount });
    for (const [at, column] of applied.columns.entries())
      expect(Buffer.compare(column, inTable.columns[at]!)).toBe(0);
  });

  it("takes tables without features, and columns without a value", () => {
    expect(learnBins({ features: [], rowCount: 10 }, 255).bins).toEqual([]);
    const values = new Float64Array(30_000).fill(Number.NaN);
    const { bins, columns } = learnBins(
      {
        features: [{ kind: "number", name: "x", values }, category("c", new Int32Array(30_000).fill(-1), 0)],
        rowCount: 30_000,
      },
      255,
    );
    expect(bins.map(({ missingBin }) => missingBin)).toEqual([1, 1]);
    expect(columns.map((column) => column.every((bin) => bin === 1))).toEqual([true, true]);
  });
});
